/**
 * Writes the plan files of the tests again, with real Terraform, the real provider, and the local cloud with its simulated
 * engine.
 *
 *   npx tsx packages/plan-review/__tests__/make-plans.ts [own | foreign]
 *
 * It takes about six minutes and needs what `npm run demo` needs, but no JDK.
 *
 * It plans this project's stacks and another project (`foreign/`). It edits the synthesized JSON for changes that the
 * settings do not allow. Run `npm run generate` afterwards to write the examples of docs/plan-review.md.
 */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { App } from 'cdktf';
import { settingsWith } from '../../../__tests__/settings-with';
import { readArtifactFiles } from '../../../config/model/artifact-files';
import type { StackId } from '../../../config/model/stack-ids';
import type { Settings } from '../../../config/schema/settings';
import { startLocalCloud } from '../../../local/cloud/local-cloud';
import { writeLocalOverride } from '../../../local/terraform/local-override';
import { providerSource } from '../../../local/terraform/provider-mirror';
import { addStacks } from '../../../stacks/deployment';
import { CommandFailedError, run } from '../../../tools/processes/run';
import { findTerraform } from '../../../tools/terraform';

const PLANS = join(__dirname, 'plans');
const ZIP = join(__dirname, '../../../.build/snapshot-manager.zip');
const REGION = 'eu-west-1';
const STACKS: readonly StackId[] = ['artifacts', 'application', 'snapshots'];

/** Synthesized stack that this program edits. */
// biome-ignore lint/suspicious/noExplicitAny: a scratch program reaches into Terraform's JSON at many places
type StackJson = any;

async function main(): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'make-plans-'));
  const cloud = await startLocalCloud({
    folder: join(work, 'cloud'),
    region: REGION,
    accountId: '000000000000',
    engine: 'simulated',
    report: (line) => console.error(line),
  });
  const logs = new CloudWatchLogsClient({
    endpoint: cloud.endpoint,
    region: REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const terraform = terraformIn(work, cloud.environment);
  try {
    mkdirSync(PLANS, { recursive: true });
    const [only] = process.argv.slice(2);
    if (only !== 'foreign') await ownStacks(work, terraform, logs);
    if (only !== 'own') await foreignProject(work, terraform, logs);
  } finally {
    logs.destroy();
    await cloud.close();
    rmSync(work, { recursive: true, force: true });
  }
}

type Terraform = ReturnType<typeof terraformIn>;

function terraformIn(work: string, environment: Readonly<Record<string, string>>) {
  const source = providerSource(join(work, 'terraform'));
  const own = Object.fromEntries(Object.entries(source.environment).filter(([name]) => !name.startsWith('AWS_')));
  const { binary } = findTerraform();
  const call = async (folder: string, ...args: string[]) =>
    (await run(binary, args, { cwd: folder, environment: { ...own, ...environment } })).join('\n');
  return {
    init: (folder: string) => call(folder, 'init', '-input=false', '-no-color'),
    apply: (folder: string) => call(folder, 'apply', '-auto-approve', '-input=false', '-no-color'),
    /** Plans, and writes the plan's JSON as `name`. */
    async plan(folder: string, name: string, ...more: string[]): Promise<void> {
      console.error(`plan ${name}`);
      await call(folder, 'plan', '-input=false', '-no-color', '-out=plan.tfplan', ...more);
      const json = await call(folder, 'show', '-json', 'plan.tfplan');
      writeFileSync(join(PLANS, `${name}.json`), `${JSON.stringify(trimmed(name, JSON.parse(json)))}\n`);
    },
    /** Writes Terraform's message when it refuses to plan. */
    async refusal(folder: string, name: string): Promise<void> {
      console.error(`refusal ${name}`);
      try {
        await call(folder, 'plan', '-input=false', '-no-color', '-out=plan.tfplan');
      } catch (error) {
        if (!(error instanceof CommandFailedError)) throw error;
        const from = error.lines.findIndex((line) => line.includes('Error:'));
        // Terraform quotes the whole line of JSON, which contains folders of this machine.
        const lines = error.lines.slice(Math.max(0, from - 1)).map((line) => line.slice(0, 300));
        writeFileSync(join(PLANS, `${name}.txt`), `${lines.join('\n')}\n`);
        return;
      }
      throw new Error(`Terraform was expected to refuse ${name}.`);
    },
  };
}

/**
 * Plan without the parts that the review does not read. State and configuration are most of a plan's bytes, and one
 * side of an unchanged resource is enough. Three plans keep their drift (a first refresh adds empty maps).
 */
function trimmed(name: string, plan: StackJson): StackJson {
  const { prior_state: _, planned_values: __, relevant_attributes: ___, resource_drift, configuration, ...kept } = plan;
  const { provider_config } = configuration;
  const drift = /^(no-changes|drift|foreign)/.test(name) ? { resource_drift } : {};
  for (const { change } of kept.resource_changes ?? []) {
    if (change.actions.join() === 'no-op') delete change.after;
  }
  return JSON.parse(
    JSON.stringify({ ...kept, ...drift, configuration: { provider_config } }).replaceAll(
      /http:\/\/(?:127\.0\.0\.1|localhost):\d+/g,
      'http://localhost:4566',
    ),
  );
}

async function ownStacks(work: string, terraform: Terraform, logs: CloudWatchLogsClient): Promise<void> {
  const unchanged = (json: StackJson) => json;
  const prepare = async (
    scenario: string,
    options: { settings?: object; jar?: string; stacks?: readonly StackId[]; edit?: (json: StackJson) => StackJson },
  ) => {
    const folder = join(work, scenario);
    synthesize(folder, settingsWith(settingsOf(options.settings)), options.jar ?? 'the first JAR');
    for (const stack of options.stacks ?? STACKS) {
      const file = join(folder, 'cdktf.out/stacks', stack, 'cdk.tf.json');
      const json = (options.edit ?? unchanged)(JSON.parse(readFileSync(file, 'utf8')));
      writeFileSync(file, JSON.stringify(json));
      writeLocalOverride(join(folder, 'cdktf.out/stacks', stack), stack, join(work, 'state'), []);
      await terraform.init(join(folder, 'cdktf.out/stacks', stack));
    }
    return (stack: StackId) => join(folder, 'cdktf.out/stacks', stack);
  };

  const base = await prepare('base', {});
  for (const stack of STACKS) await terraform.plan(base(stack), `first-deployment.${stack}`);
  for (const stack of STACKS) {
    console.error(`apply ${stack}`);
    await terraform.apply(base(stack));
  }
  for (const stack of STACKS) await terraform.plan(base(stack), `no-changes.${stack}`);

  const newJar = await prepare('new-jar', { jar: 'the second JAR', stacks: ['artifacts', 'application'] });
  await terraform.plan(newJar('artifacts'), 'new-jar.artifacts');
  await terraform.plan(newJar('application'), 'new-jar.application');

  const renamed = { application: { name: 'renamed', preventDestroy: false } };
  const rename = await prepare('rename', { settings: renamed, stacks: ['application'] });
  await terraform.plan(rename('application'), 'rename.application');
  const guarded = await prepare('guarded', { settings: { application: { name: 'renamed' } }, stacks: ['application'] });
  await terraform.refusal(guarded('application'), 'rename-prevented.application');

  const noSnapshots = await prepare('snapshots-off', {
    settings: { application: { snapshotsEnabled: false } },
    stacks: ['application'],
    edit: (json) => {
      json.resource.aws_kinesisanalyticsv2_application.application.force_stop = true;
      return json;
    },
  });
  await terraform.plan(noSnapshots('application'), 'snapshots-off.application');

  const silent = await prepare('alarms-silent', {
    stacks: ['snapshots'],
    edit: (json) => {
      const alarms: StackJson[] = Object.values(json.resource.aws_cloudwatch_metric_alarm);
      alarms[0].alarm_actions = [];
      alarms[0].ok_actions = [];
      alarms[1].actions_enabled = false;
      alarms[2].threshold = 1234;
      delete json.resource.aws_cloudwatch_metric_alarm[Object.keys(json.resource.aws_cloudwatch_metric_alarm)[3] ?? ''];
      return json;
    },
  });
  await terraform.plan(silent('snapshots'), 'alarms-silent.snapshots');

  const wide = await prepare('iam-widened', {
    stacks: ['snapshots'],
    edit: (json) => {
      const [policy]: StackJson[] = Object.values(json.resource.aws_iam_role_policy);
      const document = JSON.parse(policy.policy);
      document.Statement[0].Action = ['kinesisanalytics:*'];
      document.Statement[0].Resource = '*';
      policy.policy = JSON.stringify(document);
      return json;
    },
  });
  await terraform.plan(wide('snapshots'), 'iam-widened.snapshots');

  const otherTable = { audit: { tableName: 'another_table', holdsTableName: 'snapshot_manager_holds' } };
  const table = await prepare('table-renamed', { settings: otherTable, stacks: ['snapshots'] });
  await terraform.plan(table('snapshots'), 'table-renamed.snapshots');

  const everything = await prepare('destroyed', { settings: { application: { preventDestroy: false } } });
  for (const stack of STACKS) await terraform.plan(everything(stack), `destroyed.${stack}`, '-destroy');

  // Somebody changes a retention by hand.
  await logs.send(
    new PutRetentionPolicyCommand({ logGroupName: '/aws/lambda/kda-snapshots-manager', retentionInDays: 7 }),
  );
  await terraform.plan(base('snapshots'), 'drift.snapshots');
}

function settingsOf(settings: object = {}): Record<string, unknown> {
  return { notifications: { mailAddresses: ['ops@example.com'] }, ...settings };
}

/** Synthesizes all stacks into their own folder. The JAR is a text, because no Flink runs here. */
function synthesize(folder: string, settings: Settings, jarContent: string): void {
  mkdirSync(folder, { recursive: true });
  const jar = join(folder, 'user-service.jar');
  const lambdaZip = join(folder, 'snapshot-manager.zip');
  writeFileSync(jar, jarContent);
  copyFileSync(ZIP, lambdaZip);
  const app = new App({ outdir: join(folder, 'cdktf.out') });
  addStacks(app, settings, readArtifactFiles({ jar, lambdaZip }));
  app.synth();
}

async function foreignProject(work: string, terraform: Terraform, logs: CloudWatchLogsClient): Promise<void> {
  const folder = join(work, 'foreign');
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(__dirname, 'foreign/before/main.tf'), join(folder, 'main.tf'));
  await terraform.init(folder);
  console.error('apply foreign');
  await terraform.apply(folder);

  const before = readFileSync(join(folder, 'main.tf'), 'utf8');
  writeFileSync(
    join(folder, 'main.tf'),
    before.replace('orders = 2', 'orders = 3').replaceAll('acme-1.jar', 'acme-2.jar'),
  );
  await terraform.plan(folder, 'foreign-harmless');

  await logs.send(new CreateLogGroupCommand({ logGroupName: '/aws/kinesis-analytics/made-by-hand' }));
  copyFileSync(join(__dirname, 'foreign/after/main.tf'), join(folder, 'main.tf'));
  await terraform.plan(folder, 'foreign-dangerous');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

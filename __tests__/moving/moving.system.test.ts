import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { z } from 'zod';
import { readAuditRows } from '../../cli/audit-rows';
import { type LocalCloud, startLocalCloud } from '../../local/cloud/local-cloud';
import { providerSource } from '../../local/terraform/provider-mirror';
import { buildLambda } from '../../tools/build-lambda';
import { findTerraform } from '../../tools/terraform';
import { settingsWith } from '../settings-with';
import { resource, type Synthesis, synthesize } from '../stacks/synthesis';
import { type PlannedChange, PlannedStack } from './planned-stack';
import { REFERENCE, ReferenceDeployment } from './reference-deployment';

// Plan, apply, audit, adoption and the way back of docs/moving-from-the-reference.md, with its settings, by real Terraform on
// the local cloud and by the very zip that is deployed. What the template makes is there from the beginning, the rule off: the
// steps of CloudFormation (1, 7), the AWS CLI's calls and cdktf itself are not part of it.
jest.setTimeout(240_000);
const PLACE = { region: 'eu-west-1', accountId: '000000000000' };
const PERSONS = 'custom_before-release';
const GUIDE = readFileSync(join(__dirname, '../../docs/moving-from-the-reference.md'), 'utf8');

let folder: string;
let cloud: LocalCloud;
let reference: ReferenceDeployment;
let customs: string[];
const synthesized: Synthesis[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'moving-'));
  cloud = await startLocalCloud({
    folder: join(folder, 'cloud'),
    ...PLACE,
    engine: 'simulated',
    report: () => {},
    managedFlink: {
      engine: { kind: 'simulated', durations: { snapshotMs: 150, startMs: 50, stopMs: 50, deleteMs: 20 } },
    },
  });
  reference = new ReferenceDeployment({ endpoint: cloud.endpoint, ...PLACE });
  await reference.create();
  await reference.start();
  customs = [];
  for (let run = 0; run < 5; run += 1) customs.push(await reference.snapshot());
  await reference.snapshot(PERSONS);
  await reference.stop();
  await reference.start();
  for (const name of customs.slice(0, 4)) await reference.row(name);
  await reference.row(customs[4] ?? '', { deleted: ['custom_1700000000000'], failed: ['custom_1700000600000'] });
}, 120_000);

afterAll(async () => {
  await cloud.close();
  for (const synthesis of synthesized) synthesis.dispose();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}, 30_000);

/** The settings of the guide, with the names of this CloudFormation stack and this account in them. */
function settingsOfTheGuide(): Record<string, unknown> {
  const [, json = ''] = /```json\n([\s\S]*?)\n```/.exec(GUIDE) ?? [];
  return JSON.parse(json.replaceAll('STACK-', 'kda-snapshots-demo-').replaceAll('123456789012', PLACE.accountId));
}

/** The stacks with the settings of the guide; `more` takes the place of some of them. */
function stacksWith(
  more: object,
): Record<'application' | 'snapshots', PlannedStack> & { zipKey: string; jarUpload: string } {
  const synthesis = synthesize(
    settingsWith({ ...settingsOfTheGuide(), snapshots: { retention: { keepLast: 3 } }, ...more }),
  );
  synthesized.push(synthesis);
  const { environment } = providerSource(folder, withoutAws(process.env));
  const terraform = { binary: findTerraform().binary, environment: { ...environment, ...cloud.environment } };
  const stack = (id: 'application' | 'snapshots') =>
    new PlannedStack(synthesis.folder, id, join(folder, 'state'), terraform);
  return {
    application: stack('application'),
    snapshots: stack('snapshots'),
    zipKey: synthesis.stacks.artifacts.output['lambda-zip-key']?.value ?? '',
    jarUpload: String(resource(synthesis.stacks.application, 'aws_s3_object_copy').source).replace(/^[^/]*\//, ''),
  };
}

/** A profile or a session of whoever runs the test would win over the local cloud. */
function withoutAws(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('AWS_')));
}

/** Uploads the files of function and application, in place of the artifacts stack. */
async function upload({ zipKey, jarUpload }: { readonly zipKey: string; readonly jarUpload: string }): Promise<void> {
  const s3 = new S3Client({ ...reference.client, forcePathStyle: true });
  const Bucket = settingsWith(settingsOfTheGuide()).artifacts.bucket;
  await s3.send(new CreateBucketCommand({ Bucket }));
  const { zipFile } = await buildLambda(join(folder, 'manager.zip'));
  await s3.send(new PutObjectCommand({ Bucket, Key: zipKey, Body: await readFile(zipFile) }));
  await s3.send(new PutObjectCommand({ Bucket, Key: jarUpload, Body: 'a build' }));
}

/** Answer of the deployed function to a scheduled event, or to a request on demand. */
async function invoke(payload: object): Promise<unknown> {
  const { Payload } = await new LambdaClient({ ...reference.client, maxAttempts: 1 }).send(
    new InvokeCommand({ FunctionName: 'flink-snapshots-manager', Payload: Buffer.from(JSON.stringify(payload)) }),
  );
  return JSON.parse(Buffer.from(Payload ?? []).toString('utf8'));
}

function imports(changes: readonly PlannedChange[]) {
  return changes
    .filter(({ importedBy }) => importedBy !== undefined)
    .map(({ type, actions, importedBy, changed }) => ({ type, actions, importedBy, changed }));
}

/** The line with which Terraform ends such a plan. */
function summary(changes: readonly PlannedChange[]): string {
  const count = (action: string) => changes.filter(({ actions }) => actions.includes(action)).length;
  return `${imports(changes).length} to import, ${count('create')} to add, ${count('update')} to change, ${count('delete')} to destroy`;
}

/** Rows of the guide's table of allowed changes. */
const ROWS: Readonly<Record<string, string>> = {
  aws_kinesisanalyticsv2_application: 'application',
  aws_cloudwatch_log_group: 'log group, stream',
  aws_cloudwatch_log_stream: 'log group, stream',
  aws_dynamodb_table: 'table',
  aws_sns_topic: 'topic',
};

/** Paths that change and that the resource's row does not name, and names in the row that no path has. */
function notInTheGuide({ type, importedBy, changed }: PlannedChange): string[] {
  if (importedBy === undefined) return [];
  const row = GUIDE.split('\n').find((line) => line.startsWith(`| ${ROWS[type]} | `)) ?? '';
  const named = [...row.matchAll(/`([a-z_]+)`/g)].map(([, name = '']) => name);
  const parts = changed.map((path) => path.replace('…', '').split('.'));
  return [
    ...parts
      .filter(([first = '', ...rest]) =>
        first === 'tags_all' ? !row.includes('tags') : ![first, ...rest].some((part) => named.includes(part)),
      )
      .map((path) => `${type} changes ${path.join('.')}`),
    ...named.filter((name) => !parts.flat().includes(name)).map((name) => `${type} does not change ${name}`),
  ];
}

// Each step stands on the one before it.
describe('somebody who runs the CloudFormation stack', () => {
  let stacks: ReturnType<typeof stacksWith>;
  let planned: Record<'application' | 'snapshots', PlannedChange[]>;
  let before: string[];
  let own: string[];

  test('sees in the plan what is taken over, and nothing deleted or replaced', async () => {
    stacks = stacksWith({});
    // One after the other: without a mirror both would fill the one plugin cache at once, which Terraform does not lock.
    await stacks.application.init();
    await Promise.all([stacks.snapshots.init(), upload(stacks)]);
    const [application, snapshots] = await Promise.all([stacks.application.plan(), stacks.snapshots.plan()]);

    expect(imports(application)).toEqual([
      {
        type: 'aws_cloudwatch_log_group',
        actions: ['update'],
        importedBy: REFERENCE.logGroup,
        changed: ['tags_all.deployment'],
      },
      {
        type: 'aws_cloudwatch_log_stream',
        actions: ['no-op'],
        changed: [],
        importedBy: `${REFERENCE.logGroup}:${REFERENCE.logStream}`,
      },
      {
        type: 'aws_kinesisanalyticsv2_application',
        actions: ['update'],
        importedBy: reference.applicationArn,
        changed: [
          'application_configuration.0.application_code_configuration.0.code_content.0.s3_content_location.0.bucket_arn',
          'application_configuration.0.application_code_configuration.0.code_content.0.s3_content_location.0.file_key',
          'service_execution_role…',
          'tags_all.deployment',
          'timeouts',
        ],
      },
    ]);
    expect(imports(snapshots)).toEqual([
      {
        type: 'aws_dynamodb_table',
        actions: ['update'],
        importedBy: REFERENCE.table,
        changed: [
          'billing_mode',
          'point_in_time_recovery.0.enabled',
          'server_side_encryption.0',
          'tags_all.deployment',
          'ttl.0.attribute_name',
          'ttl.0.enabled',
        ],
      },
      {
        type: 'aws_sns_topic',
        actions: ['update'],
        importedBy: reference.topicArn,
        changed: ['kms_master_key_id…', 'tags_all.deployment'],
      },
    ]);
    const others = [...application, ...snapshots].filter(({ importedBy }) => importedBy === undefined);
    expect(new Set(others.map(({ actions }) => actions.join()))).toEqual(new Set(['create']));
    planned = { application, snapshots };
  });

  test('is told so by the guide: the numbers of each plan, and each attribute that changes', () => {
    expect(GUIDE).toContain(`The stack \`application\` must say **\`${summary(planned.application)}\`**`);
    // How much is added depends on the settings.
    expect(GUIDE).toContain(`**\`${summary(planned.snapshots).replace(/\d+ to add/, '… to add')}\`**`);
    expect([...planned.application, ...planned.snapshots].flatMap(notInTheGuide)).toEqual([]);
  });

  test('applies it: the application goes on from a snapshot, every old one is there, nothing is left to plan', async () => {
    before = await reference.snapshots();
    const { version } = await reference.status();
    await Promise.all([stacks.application.apply(), stacks.snapshots.apply()]);

    expect(await reference.status()).toEqual({ status: 'RUNNING', runtime: 'FLINK-1_13', version: version + 1 });
    const after = await reference.snapshots();
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.slice(before.length)).toEqual([expect.stringMatching(/^UPDATEAPPLICATION-/)]);
    // The import blocks are still there.
    const again = await Promise.all([stacks.application.plan(), stacks.snapshots.plan()]);
    expect(again.flat().filter(({ actions }) => actions.join() !== 'no-op')).toEqual([]);
    before = after;
  });

  test('keeps the subscription that was confirmed', async () => {
    const { Subscriptions = [] } = await new SNSClient(reference.client).send(
      new ListSubscriptionsByTopicCommand({ TopicArn: reference.topicArn }),
    );
    expect(Subscriptions.filter(({ Protocol }) => Protocol === 'email').map(({ Endpoint }) => Endpoint)).toEqual([
      REFERENCE.mail,
    ]);
  });

  test('has snapshots from the new manager, which leaves the old ones alone', async () => {
    const answer = await invoke({ id: 'first', time: new Date().toISOString() });

    expect(answer).toEqual({ applications: 1, outcomes: { taken: 1 } });
    const now = await reference.snapshots();
    own = now.slice(before.length);
    expect(now.slice(0, before.length)).toEqual(before);
    expect(own).toEqual([expect.stringMatching(/^flink-snapshots\.\d{8}T\d{6}Z$/)]);
  });

  test('reads old and new rows of the audit alike', async () => {
    const dynamo = new DynamoDBClient(reference.client);
    const rows = await readAuditRows(dynamo, REFERENCE.table, REFERENCE.application, 3);

    expect(rows).toMatchObject([
      { writtenBy: 'manager', outcome: 'taken', reason: 'ready', snapshotName: own[0], deleted: [] },
      {
        writtenBy: 'reference',
        outcome: 'taken',
        snapshotName: customs[4],
        applicationVersion: 2,
        deleted: ['custom_1700000000000'],
        failedToDelete: ['custom_1700000600000'],
      },
      { writtenBy: 'reference', outcome: 'taken', snapshotName: customs[3], deleted: [], failedToDelete: [] },
    ]);

    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['bin/kda.js', 'audit', REFERENCE.application, '--last', '2'],
      { cwd: join(__dirname, '../..'), env: { ...withoutAws(process.env), ...cloud.environment } },
    );
    expect(stdout.split('\n').map((line) => line.trim().split(/ {2,}/).slice(1, 4))).toEqual([
      ['outcome', 'reason', 'snapshot'],
      ['taken', 'ready', own[0]],
      ['taken', '(reference)', customs[4]],
      [],
      ['could not be deleted: custom_1700000600000'],
      [],
    ]);
  });

  test('sees beforehand what adoption would delete', async () => {
    const ask = { action: 'plan', applications: [REFERENCE.application] };
    const planned = z.tuple([z.object({ dropped: z.array(z.object({ name: z.string() })) })]);
    const dropped = (answer: unknown) => planned.parse(answer)[0].dropped.map(({ name }) => name);

    expect(dropped(await invoke(ask))).toEqual([]);
    expect(dropped(await invoke({ ...ask, adoptReferenceSnapshots: true })).sort()).toEqual(customs.slice(0, 3));
  });

  test('switches adoption on, and the import off with it: only the function changes, and what kda reads', async () => {
    stacks = stacksWith({ snapshots: { retention: { keepLast: 3 }, adoptReferenceSnapshots: true }, import: {} });
    await Promise.all([stacks.application.init(), stacks.snapshots.init()]);
    const changes = (await Promise.all([stacks.application.plan(), stacks.snapshots.plan()])).flat();

    expect(changes.filter(({ actions }) => actions.join() !== 'no-op')).toEqual([
      expect.objectContaining({
        type: 'aws_lambda_function',
        actions: ['update'],
        changed: expect.arrayContaining(['environment.0.variables.ADOPT_REFERENCE_SNAPSHOTS']),
      }),
      expect.objectContaining({ type: 'aws_ssm_parameter', actions: ['update'] }),
    ]);
    await stacks.snapshots.apply();
  });

  test('has the oldest of the adopted ones pruned, and never a person’s or the service’s', async () => {
    const answer = await invoke({ id: 'second', time: new Date(Date.now() + 1000).toISOString() });

    expect(answer).toEqual({ applications: 1, outcomes: { taken: 1 } });
    const left = await reference.snapshots();
    expect(left.slice(0, -1)).toEqual([...before.filter((name) => !customs.slice(0, 4).includes(name)), ...own]);
    expect(left).toEqual(expect.arrayContaining([PERSONS, customs[4], expect.stringMatching(/^STOP-/)]));
  });

  test('may still go back: what the guide has Terraform forget is not in the list of what would be deleted', async () => {
    const [ofApplication = '', ofSnapshots = ''] = [...GUIDE.matchAll(/state list \| grep -E '(.+)'\)/g)].map(
      ([, pattern]) => pattern,
    );
    await Promise.all([
      stacks.application.forget(new RegExp(ofApplication)),
      stacks.snapshots.forget(new RegExp(ofSnapshots)),
    ]);
    const deleted = await Promise.all([
      stacks.application.plan('-destroy', '-refresh=false'),
      stacks.snapshots.plan('-destroy', '-refresh=false'),
    ]);

    expect(deleted[0].map(({ type, actions }) => `${actions} ${type}`).sort()).toEqual([
      'delete aws_iam_role',
      'delete aws_iam_role_policy',
      'delete aws_s3_object_copy',
      'delete terraform_data',
    ]);
    const types = deleted[1].map(({ type }) => type);
    expect(types.filter((type) => ['aws_sns_topic', 'aws_sns_topic_subscription'].includes(type))).toEqual([]);
    // The holds are this project's own.
    expect(types.filter((type) => type === 'aws_dynamodb_table')).toHaveLength(1);
    expect(deleted[1].map(({ address }) => address).filter((address) => address.includes('audit'))).toEqual([]);
  });
});

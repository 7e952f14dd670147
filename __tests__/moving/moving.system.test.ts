import { execFile } from 'node:child_process';
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
import { buildLambda } from '../../cli/build-lambda';
import { type LocalCloud, startLocalCloud } from '../../local/cloud/local-cloud';
import { providerSource } from '../../local/terraform/provider-mirror';
import { findTerraform } from '../../local/terraform/terraform';
import { settingsWith } from '../settings-with';
import { type Synthesis, synthesize } from '../stacks/synthesis';
import { type PlannedChange, PlannedStack } from './planned-stack';
import { REFERENCE, ReferenceDeployment } from './reference-deployment';

// The way of docs/moving-from-the-reference.md, step by step, over real Terraform and the very zip that is deployed.
jest.setTimeout(240_000);
const PLACE = { region: 'eu-west-1', accountId: '000000000000' };
const PERSONS = 'custom_before-release';

let folder: string;
let cloud: LocalCloud;
let reference: ReferenceDeployment;
let customs: string[];
const synthesized: Synthesis[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'moving-'));
  cloud = await startLocalCloud({
    ...{ folder: join(folder, 'cloud'), ...PLACE, engine: 'simulated', report: () => {} },
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

/** The stacks with the settings of the guide; `more` takes the place of some of them. */
function stacksWith(more: object): Record<'application' | 'snapshots', PlannedStack> & { zipKey: string } {
  const synthesis = synthesize(
    settingsWith({
      ...{ name: 'moved', region: PLACE.region, artifacts: { bucket: 'moved-artifacts' } },
      application: {
        ...{ name: REFERENCE.application, runtime: 'FLINK-1_13' },
        ...{ logGroup: REFERENCE.logGroup, logStream: REFERENCE.logStream },
      },
      import: {
        ...{ applicationArn: reference.applicationArn, applicationLog: true },
        ...{ auditTable: true, topicArn: reference.topicArn },
      },
      snapshots: { retention: { keepLast: 3 } },
      notifications: { mailAddresses: [REFERENCE.mail], policy: 'always' },
      ...more,
    }),
  );
  synthesized.push(synthesis);
  const { environment } = providerSource(folder, withoutAws(process.env));
  const terraform = { binary: findTerraform().binary, environment: { ...environment, ...cloud.environment } };
  const stack = (id: 'application' | 'snapshots') =>
    new PlannedStack(synthesis.folder, id, join(folder, 'state'), terraform);
  return {
    ...{ application: stack('application'), snapshots: stack('snapshots') },
    zipKey: synthesis.stacks.artifacts.output['lambda-zip-key']?.value ?? '',
  };
}

/** A profile or a session of whoever runs the test would win over the local cloud. */
function withoutAws(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('AWS_')));
}

/** In place of the artifacts stack, whose bucket alone takes a minute to apply: what the function needs of it. */
async function uploadZip(key: string): Promise<void> {
  const s3 = new S3Client({ ...reference.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'moved-artifacts' }));
  const { zipFile } = await buildLambda(join(folder, 'manager.zip'));
  await s3.send(new PutObjectCommand({ Bucket: 'moved-artifacts', Key: key, Body: await readFile(zipFile) }));
}

/** What the deployed function answers to an event of its schedule, or to a request on demand. */
async function invoke(payload: object): Promise<unknown> {
  const { Payload } = await new LambdaClient({ ...reference.client, maxAttempts: 1 }).send(
    new InvokeCommand({ FunctionName: 'moved-manager', Payload: Buffer.from(JSON.stringify(payload)) }),
  );
  return JSON.parse(Buffer.from(Payload ?? []).toString('utf8'));
}

function imports(changes: readonly PlannedChange[]) {
  return changes
    .filter(({ importedBy }) => importedBy !== undefined)
    .map(({ type, actions, importedBy, changed }) => ({ type, actions, importedBy, changed }));
}

// Each step stands on the one before it.
describe('somebody who runs the CloudFormation stack', () => {
  let stacks: ReturnType<typeof stacksWith>;
  let before: string[];
  let own: string[];

  test('sees in the plan what is taken over, and nothing deleted or replaced', async () => {
    stacks = stacksWith({});
    await Promise.all([stacks.application.init(), stacks.snapshots.init(), uploadZip(stacks.zipKey)]);
    const [application, snapshots] = await Promise.all([stacks.application.plan(), stacks.snapshots.plan()]);

    expect(imports(application)).toEqual([
      {
        ...{ type: 'aws_cloudwatch_log_group', actions: ['update'], importedBy: REFERENCE.logGroup },
        changed: ['tags_all.deployment'],
      },
      {
        ...{ type: 'aws_cloudwatch_log_stream', actions: ['no-op'], changed: [] },
        importedBy: `${REFERENCE.logGroup}:${REFERENCE.logStream}`,
      },
      {
        ...{ type: 'aws_kinesisanalyticsv2_application', actions: ['update'], importedBy: reference.applicationArn },
        changed: [
          'application_configuration.0.application_code_configuration.0.code_content.0.s3_content_location.0.bucket_arn',
          'application_configuration.0.application_code_configuration.0.code_content.0.s3_content_location.0.file_key',
          'service_execution_role…',
          'tags_all.deployment',
        ],
      },
    ]);
    expect(imports(snapshots)).toEqual([
      {
        ...{ type: 'aws_dynamodb_table', actions: ['update'], importedBy: REFERENCE.table },
        changed: expect.arrayContaining(['billing_mode', 'ttl.0.enabled']),
      },
      {
        ...{ type: 'aws_sns_topic', actions: ['update'], importedBy: reference.topicArn },
        changed: ['kms_master_key_id…', 'tags_all.deployment'],
      },
    ]);
    const others = [...application, ...snapshots].filter(({ importedBy }) => importedBy === undefined);
    expect(new Set(others.map(({ actions }) => actions.join()))).toEqual(new Set(['create']));
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
    const records = await invoke({ id: 'first', time: new Date().toISOString() });

    expect(records).toMatchObject([{ state: 'taken', reason: 'ready', deleted: [] }]);
    const now = await reference.snapshots();
    own = now.slice(before.length);
    expect(now.slice(0, before.length)).toEqual(before);
    expect(own).toEqual([expect.stringMatching(/^moved\.\d{8}T\d{6}Z$/)]);
  });

  test('reads old and new rows of the audit alike', async () => {
    const dynamo = new DynamoDBClient(reference.client);
    const rows = await readAuditRows(dynamo, REFERENCE.table, REFERENCE.application, 3);

    expect(rows).toMatchObject([
      { writtenBy: 'manager', outcome: 'taken', reason: 'ready', snapshotName: own[0], deleted: [] },
      {
        ...{ writtenBy: 'reference', outcome: 'taken', snapshotName: customs[4], applicationVersion: 2 },
        ...{ deleted: ['custom_1700000000000'], failedToDelete: ['custom_1700000600000'] },
      },
      { writtenBy: 'reference', outcome: 'taken', snapshotName: customs[3], deleted: [], failedToDelete: [] },
    ]);

    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', 'cli/audit.ts', REFERENCE.application, '--last', '2'],
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

  test('switches adoption on, and the import off with it: only the function changes', async () => {
    stacks = stacksWith({ snapshots: { retention: { keepLast: 3 }, adoptReferenceSnapshots: true }, import: {} });
    await Promise.all([stacks.application.init(), stacks.snapshots.init()]);
    const changes = (await Promise.all([stacks.application.plan(), stacks.snapshots.plan()])).flat();

    expect(changes.filter(({ actions }) => actions.join() !== 'no-op')).toEqual([
      expect.objectContaining({
        ...{ type: 'aws_lambda_function', actions: ['update'] },
        changed: expect.arrayContaining(['environment.0.variables.ADOPT_REFERENCE_SNAPSHOTS']),
      }),
    ]);
    await stacks.snapshots.apply();
  });

  test('has the oldest of the adopted ones pruned, and never a person’s or the service’s', async () => {
    const records = await invoke({ id: 'second', time: new Date(Date.now() + 1000).toISOString() });

    expect(records).toMatchObject([{ state: 'taken', reason: 'ready', deleted: customs.slice(0, 4) }]);
    const left = await reference.snapshots();
    expect(left.slice(0, -1)).toEqual([...before.filter((name) => !customs.slice(0, 4).includes(name)), ...own]);
    expect(left).toEqual(expect.arrayContaining([PERSONS, customs[4], expect.stringMatching(/^STOP-/)]));
  });

  test('may still go back: what the guide has Terraform forget is not in the list of what would be deleted', async () => {
    const guide = await readFile(join(__dirname, '../../docs/moving-from-the-reference.md'), 'utf8');
    const [ofApplication = '', ofSnapshots = ''] = [...guide.matchAll(/state list \| grep -E '(.+)'\)/g)].map(
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
    ]);
    const types = deleted[1].map(({ type }) => type);
    expect(types.filter((type) => ['aws_sns_topic', 'aws_sns_topic_subscription'].includes(type))).toEqual([]);
    // The holds are this project's own.
    expect(types.filter((type) => type === 'aws_dynamodb_table')).toHaveLength(1);
    expect(deleted[1].map(({ address }) => address).filter((address) => address.includes('audit'))).toEqual([]);
  });
});

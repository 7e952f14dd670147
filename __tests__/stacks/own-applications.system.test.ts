import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeApplicationCommand,
  KinesisAnalyticsV2Client,
  ListApplicationSnapshotsCommand,
  TagResourceCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { namesOf } from '../../config/model/names';
import { type LocalCloud, startLocalCloud } from '../../local/cloud/local-cloud';
import { writeLocalOverride } from '../../local/terraform/local-override';
import { providerSource } from '../../local/terraform/provider-mirror';
import { ensureArtifacts } from '../../stacks/synthesis/artifacts';
import { run } from '../../tools/processes/run';
import { findTerraform } from '../../tools/terraform';
import { settingsWith } from '../settings-with';
import { synthesize } from './synthesis';

// docs/own-applications.md: the snapshots stack, by real Terraform, beside applications that run already. The tests go on
// from one another.
const BUCKET = 'the-artifacts';
const REGION = 'eu-west-1';
const ACCOUNT = '000000000000';
const NAMED = 'app-0001';
const TAGGED = 'app-0002';
const NEITHER = 'app-0003';

jest.setTimeout(240_000);
let folder: string;
let cloud: LocalCloud;
let environment: NodeJS.ProcessEnv;
let flink: KinesisAnalyticsV2Client;
let s3: S3Client;
let lambda: LambdaClient;
let before: Readonly<Record<string, unknown>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'own-applications-'));
  cloud = await startLocalCloud({
    folder: join(folder, 'cloud'),
    region: REGION,
    accountId: ACCOUNT,
    engine: 'simulated',
    report: () => {},
    managedFlink: {
      engine: { kind: 'simulated', durations: { snapshotMs: 200, startMs: 50, stopMs: 50 }, applications: 3 },
    },
  });
  const client = {
    endpoint: cloud.endpoint,
    region: REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  flink = new KinesisAnalyticsV2Client(client);
  s3 = new S3Client({ ...client, forcePathStyle: true });
  lambda = new LambdaClient({ ...client, maxAttempts: 1 });
  environment = { ...providerSource(join(folder, 'terraform')).environment, ...cloud.environment };
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  await tag(TAGGED);
  before = await described();
}, 180_000);

afterAll(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}, 60_000);

async function tag(application: string): Promise<void> {
  const { ApplicationDetail } = await flink.send(new DescribeApplicationCommand({ ApplicationName: application }));
  await flink.send(
    new TagResourceCommand({
      ResourceARN: ApplicationDetail?.ApplicationARN,
      Tags: [{ Key: 'snapshots', Value: 'yes' }],
    }),
  );
}

/** Descriptions of all applications by the service. */
async function described(): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  for (const name of [NAMED, TAGGED, NEITHER]) {
    all[name] = (await flink.send(new DescribeApplicationCommand({ ApplicationName: name }))).ApplicationDetail;
  }
  return all;
}

const settingsFor = (applications: readonly unknown[]) =>
  settingsWith({ region: REGION, application: undefined, artifacts: { bucket: BUCKET }, snapshots: { applications } });

/** The snapshots stack as it is synthesized, in the folder that Terraform works in, and its zip in the bucket. */
async function writeStack(applications: readonly unknown[]): Promise<void> {
  const synthesis = synthesize(settingsFor(applications));
  writeFileSync(join(folder, 'cdk.tf.json'), synthesis.texts.snapshots);
  writeLocalOverride(folder, 'snapshots', join(folder, 'state'), []);
  const Key = synthesis.stacks.artifacts.output['lambda-zip-key']?.value;
  synthesis.dispose();
  const { lambdaZip } = await ensureArtifacts(undefined);
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: readFileSync(lambdaZip) }));
}

/** Terraform's output. */
async function terraform(...args: string[]): Promise<string> {
  const lines = await run(findTerraform().binary, [...args, '-no-color'], { cwd: folder, environment });
  return lines.join('\n');
}

/** Exit code 2, which is an error here, would be a plan with changes. */
const plan = () => terraform('plan', '-input=false', '-detailed-exitcode');
const apply = () => terraform('apply', '-input=false', '-auto-approve');

/** Answer of a scheduled run, or of a request. */
async function invoke(event: unknown): Promise<unknown> {
  const { Payload } = await lambda.send(
    new InvokeCommand({
      FunctionName: namesOf(settingsFor([NAMED])).managerFunction,
      Payload: Buffer.from(JSON.stringify(event)),
    }),
  );
  return JSON.parse(Buffer.from(Payload ?? []).toString('utf8'));
}

/** Number of snapshots of each application, by the service itself. */
async function snapshotCounts(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const ApplicationName of [NAMED, TAGGED, NEITHER]) {
    const { SnapshotSummaries = [] } = await flink.send(new ListApplicationSnapshotsCommand({ ApplicationName }));
    counts[ApplicationName] = SnapshotSummaries.length;
  }
  return counts;
}

const alarmNames = () =>
  cloud
    .alarms()
    .map(({ name }) => name)
    .filter((name) => name.includes('/app-'));

test('the stack is deployed beside them, and a second plan says that nothing is to be changed', async () => {
  await writeStack([NAMED, { tag: { key: 'snapshots', value: 'yes' } }]);
  await terraform('init', '-input=false');

  expect(await apply()).toContain('Apply complete!');
  expect(await plan()).toContain('No changes.');
  expect(new Set(alarmNames().map((name) => name.split('/')[1]))).toEqual(new Set([NAMED]));
});

test('a run takes a snapshot of the named and of the tagged one, and of no other', async () => {
  expect(await invoke({ id: 'event-1', time: '2026-11-25T10:20:00Z' })).toEqual({
    applications: 2,
    outcomes: { taken: 2 },
  });
  expect(await snapshotCounts()).toEqual({ [NAMED]: 1, [TAGGED]: 1, [NEITHER]: 0 });
});

test('one that gets the tag later is looked after from the next run on, without a deployment', async () => {
  await tag(NEITHER);
  // Later than the snapshots that are there: an older event takes none.
  const time = new Date(Math.ceil(Date.now() / 1000) * 1000).toISOString().replace('.000', '');
  expect(await invoke({ id: 'event-2', time })).toEqual({ applications: 3, outcomes: { taken: 3 } });
  expect(await snapshotCounts()).toEqual({ [NAMED]: 2, [TAGGED]: 2, [NEITHER]: 1 });
});

test('nothing of the applications was changed, and nothing asked that would change it', async () => {
  expect(await described()).toEqual(before);
  const asked = Object.keys(cloud.callCounts()).filter((call) => call.startsWith('kinesisanalytics'));
  expect(asked.map((call) => call.split('.').at(-1)).sort()).toEqual([
    'CreateApplicationSnapshot',
    'DescribeApplication',
    'DescribeApplicationSnapshot',
    'ListApplicationSnapshots',
    'ListApplications',
    'ListTagsForResource',
    'TagResource', // this test's own
  ]);
});

test('one that is named later has alarms of its own under a composite, and both go with its name', async () => {
  await writeStack([NAMED, TAGGED, { tag: { key: 'snapshots', value: 'yes' } }]);
  await apply();
  expect(alarmNames()).toContain(`kda-snapshots/${TAGGED}/needs-a-person`);

  // CloudWatch deletes no alarm that a composite still names.
  await writeStack([TAGGED, { tag: { key: 'snapshots', value: 'yes' } }]);
  await apply();
  expect(new Set(alarmNames().map((name) => name.split('/')[1]))).toEqual(new Set([TAGGED]));
  expect(await plan()).toContain('No changes.');
});

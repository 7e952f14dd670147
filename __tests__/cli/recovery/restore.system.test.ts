import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateApplicationSnapshotCommand,
  DescribeApplicationCommand,
  KinesisAnalyticsV2Client,
  StartApplicationCommand,
  UpdateApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { readAuditRows } from '../../../cli/audit-rows';
import { describe as described } from '../../../cli/recovery/actions';
import { JobMetricsView } from '../../../cli/recovery/job-metrics';
import { prove } from '../../../cli/recovery/prove';
import type { Recovery } from '../../../cli/recovery/recovery';
import { recover } from '../../../cli/recovery/run-recovery';
import { stopAndRecord } from '../../../cli/recovery/stop-application';
import { verifyApplication } from '../../../cli/verify/verify';
import { deploymentOf } from '../../../config/model/deployment';
import { AUDIT, HOLDS } from '../../../lambda-src/contract';
import { FlinkView, JobNotSeenError } from '../../../lambda-src/snapshot-manager/aws/flink-view';
import { DynamoHoldsTable } from '../../../lambda-src/snapshot-manager/aws/holds-table';
import { DynamoMarks } from '../../../lambda-src/snapshot-manager/aws/marks-table';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud/local-cloud';
import {
  createApplication,
  eventually,
  snapshotOf,
  statusOf,
  untilStatus,
} from '../../../packages/managed-flink/__tests__/api-client';
import { ensureJava } from '../../../tools/java/java';
import { tableCommand } from '../../../trials/direct-manager';
import { settingsWith } from '../../settings-with';

// A real Flink: its state goes bad, goes back by time, and does not come again by any command.

const JAR = join(__dirname, '../../../flink-demo/target/user-service.jar');
const NAME = 'orders';
const GROUP = 'FlinkApplicationProperties';
const deployment = deploymentOf(settingsWith({ name: 'demo', region: 'us-east-1' }));

let folder: string;
let cloud: LocalCloud;
let client: KinesisAnalyticsV2Client;
let dynamo: DynamoDBClient;

const properties = (more: Record<string, string> = {}) => ({
  PropertyGroupId: GROUP,
  PropertyMap: { generateUsersTimer: '0', pauseBetweenUserGeneration: '100', ...more },
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restore-'));
  process.env.XDG_STATE_HOME = join(folder, 'state');
  cloud = await startLocalCloud({
    folder: join(folder, 'cloud'),
    region: 'us-east-1',
    accountId: '000000000000',
    engine: 'flink',
    flinkMetricsIntervalMs: 5000,
    report: () => {},
    managedFlink: { engine: { kind: 'flink', jarFile: JAR, java: (await ensureJava(() => {})).binary } },
  });
  for (const [name, value] of Object.entries(cloud.environment)) process.env[name] = value;
  client = new KinesisAnalyticsV2Client({ region: 'us-east-1' });
  dynamo = new DynamoDBClient({ region: 'us-east-1' });
  await dynamo.send(tableCommand(deployment.auditTable, [AUDIT.application, 'S'], [AUDIT.runId, 'N']));
  await dynamo.send(tableCommand(deployment.holdsTable, [HOLDS.application, 'S'], [HOLDS.item, 'S']));
  await createApplication(client, NAME, {
    ApplicationConfiguration: {
      ApplicationCodeConfiguration: {
        CodeContentType: 'ZIPFILE',
        CodeContent: { S3ContentLocation: { BucketARN: 'arn:aws:s3:::code', FileKey: 'user-service.jar' } },
      },
      EnvironmentProperties: { PropertyGroups: [properties()] },
    },
  });
  await client.send(new StartApplicationCommand({ ApplicationName: NAME }));
  await untilStatus(client, NAME, 'RUNNING');
}, 180_000);

afterAll(async () => {
  await cloud.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}, 60_000);

async function snapshot(name: string): Promise<void> {
  await client.send(new CreateApplicationSnapshotCommand({ ApplicationName: NAME, SnapshotName: name }));
  await eventually(name, async () =>
    (await snapshotOf(client, NAME, name))?.SnapshotStatus === 'READY' ? true : undefined,
  );
}

const options = () => ({
  client,
  deployment: { deployment },
  timeoutMs: 120_000,
  proveMs: 60_000,
  isAgreed: true,
  isDryRun: false,
});

const by = { application: NAME, allowNonRestoredState: false, evidence: false, who: 'ada' } as const;

/** Proof of the job that runs, as if nobody had the right to look at it. */
async function proveByMetrics(fresh: string) {
  const now = new Date();
  const { startedFrom: name = '' } = await described(NAME, { client });
  const recovery: Recovery = {
    plan: {
      ...{ id: fresh, kind: 'start', application: NAME, applicationCreatedAt: undefined, who: 'ada', why: 'test' },
      ...{
        plannedAt: now,
        target: { name, createdAt: now, applicationVersion: 1 },
        allowNonRestoredState: false,
        isGoingBack: false,
        suspects: [],
      },
      ...{ status: 'READY', evidence: undefined, fresh, steps: ['start', 'prove'] },
    },
    steps: [{ step: 'start', state: 'done', endedAt: now }],
    owner: 'here',
    leaseUntil: now,
  };
  return prove(recovery, {
    client,
    view: {
      look: async () => {
        throw new JobNotSeenError('CreateApplicationPresignedUrl was refused.');
      },
    },
    metrics: new JobMetricsView('us-east-1', NAME),
    clock: { now: () => new Date(), sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) },
    say: () => {},
    proveMs: 180_000,
    beat: async () => {},
  });
}

test('a bad state goes back by time, proven, and no later start takes it again', async () => {
  await snapshot('good');
  const { SnapshotCreationTimestamp: goodAt } = (await snapshotOf(client, NAME, 'good')) ?? {};
  await snapshot('bad');

  const time = new Date((goodAt?.getTime() ?? 0) + 1).toISOString();
  const { document, exitCode } = await recover(
    { ...by, kind: 'restore', wish: { kind: 'before', time }, why: 'corrupt' },
    options(),
  );
  expect({ document, exitCode }).toMatchObject({
    exitCode: 0,
    document: {
      outcome: 'proven',
      status: 'RUNNING',
      restore: { from: 'snapshot', snapshotName: 'good' },
      proof: [
        'started from good',
        '2 of 2 tasks run',
        '0 restarts',
        expect.stringMatching(/^snapshot demo\.\d+T\d+Z\.after-restore is READY$/),
      ],
      suspects: ['bad'],
    },
  });

  // By force: the service takes none, and "bad" would be the newest but for the one of after.
  const marks = await new DynamoMarks(dynamo, deployment.holdsTable).marksOf(NAME);
  expect(marks.suspects.map(({ snapshotName }) => snapshotName)).toEqual(['bad']);
  expect(marks.freezes).toEqual([]);
  const holds = await new DynamoHoldsTable(dynamo, deployment.holdsTable, 30).list(NAME);
  expect(holds.map(({ snapshotName }) => snapshotName)).toEqual(['good']);

  await stopAndRecord({ ...by, force: true, why: 'stop', timeoutMs: 120_000 }, client, { deployment });
  const again = await recover({ ...by, kind: 'start', wish: { kind: 'latest' }, why: 'start' }, options());
  expect(again.document).toMatchObject({
    outcome: 'proven',
    restore: { snapshotName: expect.stringMatching(/\.after-restore$/) },
  });
}, 300_000);

test('each of them is a row of the audit with who, why, from what and how long', async () => {
  const rows = await readAuditRows(dynamo, deployment.auditTable, NAME, 10);
  expect(rows.map(({ outcome }) => outcome)).toEqual(['started', 'stopped', 'restored']);
  expect(rows.at(-1)).toMatchObject({
    writtenBy: 'kda',
    who: 'ada',
    requestReason: 'corrupt',
    restoredFrom: 'good',
    verdict: 'proven',
    rpoSeconds: expect.any(Number),
    rtoSeconds: expect.any(Number),
  });
});

test('without the right to look at the job, its metrics prove it', async () => {
  expect(await proveByMetrics('by-metrics')).toMatchObject({
    outcome: 'proven',
    proof: [
      expect.stringMatching(/^started from /),
      expect.stringMatching(/^fullRestarts stayed at 0 for [23] min$/),
      expect.stringMatching(/^uptime rose to \d+ s$/),
      'snapshot by-metrics is READY',
    ],
  });
}, 240_000);

test('a job that crashes again and again is RUNNING for the service, and not proven', async () => {
  await stopAndRecord({ ...by, force: true, why: 'stop', timeoutMs: 120_000 }, client, { deployment });
  const { ApplicationDetail } = await client.send(new DescribeApplicationCommand({ ApplicationName: NAME }));
  await client.send(
    new UpdateApplicationCommand({
      ApplicationName: NAME,
      CurrentApplicationVersionId: ApplicationDetail?.ApplicationVersionId,
      ApplicationConfigurationUpdate: {
        EnvironmentPropertyUpdates: { PropertyGroups: [properties({ failJob: 'true' })] },
      },
    }),
  );
  await untilStatus(client, NAME, 'READY');

  const { document, exitCode } = await recover(
    { ...by, kind: 'start', wish: { kind: 'snapshot', reference: 'good' }, why: 'start' },
    options(),
  );
  expect(await statusOf(client, NAME)).toBe('RUNNING');
  expect({ document, exitCode }).toMatchObject({
    exitCode: 1,
    document: { outcome: 'not-proven', proof: [expect.stringMatching(/^The job restarted |tasks run; the job is /)] },
  });

  expect(await proveByMetrics('crashing')).toMatchObject({
    outcome: 'not-proven',
    // Whatever comes first: a snapshot of a job whose tasks do not run fails.
    proof: [
      expect.stringMatching(
        /^(The job restarted .+ within \d min \(fullRestarts\)|Snapshot crashing, taken after the start, FAILED)\.$/,
      ),
    ],
  });
}, 420_000);

/** Verdict on the job of now, after watching it for some seconds. */
function verified(windowMs: number) {
  return verifyApplication(
    { application: NAME, windowMs, allowIdle: false },
    {
      client,
      view: new FlinkView(client, NAME),
      metrics: new JobMetricsView('us-east-1', NAME),
      clock: { now: () => new Date(), sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) },
      say: () => {},
    },
  );
}

test('the verification of a deployment that crashes ends at once with the way back', async () => {
  expect(await verified(120_000)).toMatchObject({
    status: 'RUNNING',
    verdict: 'not-working',
    because: [expect.stringMatching(/^The job restarted /)],
    next: `kda rollback ${NAME}`,
  });
}, 180_000);

test('the bad deployment goes back to the version and the state before it, proven', async () => {
  const { document, exitCode } = await recover(
    { ...by, kind: 'rollback', wish: { kind: 'of-the-code' }, why: 'bad release' },
    { ...options(), code: 'before-deployment' },
  );
  expect({ document, exitCode }).toMatchObject({
    exitCode: 0,
    document: {
      kind: 'rollback',
      outcome: 'proven',
      code: { version: 1, from: 2, key: 'user-service.jar' },
      proof: expect.arrayContaining(['2 of 2 tasks run', '0 restarts']),
    },
  });
  const { ApplicationDetail } = await client.send(new DescribeApplicationCommand({ ApplicationName: NAME }));
  const { EnvironmentPropertyDescriptions } = ApplicationDetail?.ApplicationConfigurationDescription ?? {};
  expect(EnvironmentPropertyDescriptions?.PropertyGroupDescriptions).toEqual([properties()]);
  const [row] = await readAuditRows(dynamo, deployment.auditTable, NAME, 1);
  expect(row).toMatchObject({ outcome: 'rolled-back', codeVersion: 1, verdict: 'proven' });
}, 300_000);

test('and is verified: tasks, restarts, a completed checkpoint, and records', async () => {
  // A checkpoint comes after a minute at the latest; the snapshot of after counts as none.
  expect(await verified(75_000)).toMatchObject({
    status: 'RUNNING',
    verdict: 'working',
    because: [
      '2 of 2 tasks run',
      expect.stringMatching(/^no restart within \d+ s$/),
      expect.stringMatching(/^\d+ checkpoints? (was|were) completed$/),
      expect.stringMatching(/^\d+ records flowed$/),
    ],
    unseen: [],
    next: null,
  });
}, 180_000);

import { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { ManagedFlinkRecoveryApi } from '../../../lambda-src/snapshot-manager/aws/recovery-api';
import { ManagedFlinkSnapshotApi } from '../../../lambda-src/snapshot-manager/aws/snapshot-api';
import type { CallFailure } from '../../../lambda-src/snapshot-manager/domain/drill/drill';
import type { Fault } from '../../../packages/managed-flink/src/faults';
import { type ManagedFlinkServer, startManagedFlink } from '../../../packages/managed-flink/src/server';

const APPLICATION = 'app-0001';

// Over the real SDK and HTTP, against the local Managed Flink API.
let server: ManagedFlinkServer;
let recovery: ManagedFlinkRecoveryApi;
let api: ManagedFlinkSnapshotApi;

async function start(...faults: Fault[]): Promise<void> {
  server = await startManagedFlink({
    engine: {
      kind: 'simulated',
      durations: { snapshotMs: 20, deleteMs: 20 },
      applications: 1,
      snapshotsPerApplication: 1,
      snapshotNamePrefix: 'demo.',
      faults,
    },
  });
  const client = new KinesisAnalyticsV2Client({
    endpoint: server.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  recovery = new ManagedFlinkRecoveryApi(client);
  api = new ManagedFlinkSnapshotApi(client);
}

afterEach(() => server.close());

async function becomes(status: string): Promise<void> {
  for (let look = 0; look < 200; look += 1) {
    if ((await api.describeApplication(APPLICATION)).status === status) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`The application does not become ${status}.`);
}

async function stopAndStart(): Promise<void> {
  const [snapshot] = await api.listSnapshots(APPLICATION);
  await recovery.stop(APPLICATION, false);
  await becomes('READY');
  await recovery.startFrom(APPLICATION, snapshot?.name ?? 'none');
}

test('the cause of a start that failed is that of the service', async () => {
  await start({ kind: 'FAILED', operation: 'StartApplication', rate: 1 });
  const since = new Date();
  await stopAndStart();
  await becomes('READY');
  expect(await recovery.failureOf('start', APPLICATION, since)).toContain('StartApplication fails');
  expect(await recovery.failureOf('stop', APPLICATION, since)).toBeUndefined();
  const later = new Date(since.getTime() + 3_600_000);
  expect(await recovery.failureOf('start', APPLICATION, later)).toBeUndefined();
});

test('a start that works has no cause, and its stop has a time', async () => {
  await start();
  const since = new Date();
  await stopAndStart();
  await becomes('RUNNING');
  expect(await recovery.failureOf('start', APPLICATION, since)).toBeUndefined();
  expect((await recovery.lastStopAt(APPLICATION))?.getTime()).toBeGreaterThanOrEqual(since.getTime() - 1000);
});

const fault = (kind: Fault['kind']): Fault => ({ operation: 'StopApplication', kind, rate: 1 });

test.each<[string, CallFailure, () => Promise<void>, ...Fault[]]>([
  ['a start of an application that runs', 'passing', () => recovery.startFrom(APPLICATION, 'any')],
  ['a stop that is throttled', 'passing', () => recovery.stop(APPLICATION, false), fault('ThrottlingException')],
  ['a stop that the service could not answer', 'open', () => recovery.stop(APPLICATION, false), fault('LOST')],
  ['a stop of an application that is not there', 'lasting', () => recovery.stop('none', false)],
])('%s has a failure that is %s', async (_, failure, call, ...faults) => {
  await start(...faults);
  await expect(call()).rejects.toMatchObject({ name: 'RecoveryCallError', failure });
});

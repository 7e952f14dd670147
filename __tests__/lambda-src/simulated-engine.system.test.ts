import { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { ManagedFlinkSnapshotApi } from '../../lambda-src/snapshot-manager/aws/snapshot-api';
import type { RunRecord } from '../../lambda-src/snapshot-manager/domain/record';
import { snapshotAll } from '../../lambda-src/snapshot-manager/fleet';
import { SentEvents } from '../../lambda-src/snapshot-manager/run/sent-events';
import type { Fault } from '../../packages/managed-flink/src/faults';
import {
  type ManagedFlinkOptions,
  type ManagedFlinkServer,
  startManagedFlink,
} from '../../packages/managed-flink/src/server';
import { FakeAuditTable } from './fakes/fake-audit-table';
import { NO_DRILLS } from './fakes/fake-drills';
import { FakeEventBus } from './fakes/fake-event-bus';
import { FakeHoldsTable } from './fakes/fake-holds-table';
import { FakeTopic } from './fakes/fake-topic';
import { FakeWorld } from './fakes/fake-world';

const APPLICATION = 'app-0001';

// Far beyond what is needed: the machine may be busy with Flink and Terraform, and slowness is no failure here.
jest.setTimeout(120_000);

// The rules over the real SDK and HTTP, against the local Managed Flink API; only table and topic are fakes.
let server: ManagedFlinkServer | undefined;
let api: ManagedFlinkSnapshotApi;
let calls: string[];
let audit: FakeAuditTable;
let holds: FakeHoldsTable;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function start({
  snapshots = 0,
  faults = [],
  ...options
}: { snapshots?: number; faults?: readonly Fault[] } & Partial<ManagedFlinkOptions> = {}): Promise<void> {
  calls = [];
  audit = new FakeAuditTable();
  holds = new FakeHoldsTable();
  server = await startManagedFlink({
    engine: {
      kind: 'simulated',
      durations: { snapshotMs: 400, deleteMs: 20 },
      applications: 1,
      snapshotsPerApplication: snapshots,
      snapshotNamePrefix: 'demo.',
      faults,
    },
    onCall: ({ operation }) => calls.push(operation),
    ...options,
  });
  api = new ManagedFlinkSnapshotApi(
    new KinesisAnalyticsV2Client({
      endpoint: server.endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 3,
    }),
  );
}

async function invoke(): Promise<RunRecord | undefined> {
  const now = new Date();
  const [record] = await snapshotAll(
    { id: 'event', time: new Date(Math.floor(now.getTime() / 1000) * 1000) },
    {
      settings: new FakeWorld(APPLICATION).settings,
      deadline: new Date(now.getTime() + 60_000),
      invocationId: 'invocation',
      sentEvents: new SentEvents(),
      ports: {
        api,
        directory: { listApplications: async () => [], tagsOf: async () => new Map() },
        audit,
        holds,
        marks: holds,
        locks: holds,
        requestTimes: holds,
        notices: holds,
        knownSchedules: holds,
        notifier: new FakeTopic(),
        eventBus: new FakeEventBus(),
        ...NO_DRILLS,
        callRate: { set: () => {} },
        clock: { now: () => new Date(), sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) },
        writeLine: () => {},
      },
    },
  );
  return record;
}

function outcomes(): string[] {
  return audit.records(APPLICATION).map(({ state, reason }) => `${state} ${reason}`);
}

test('a snapshot is taken with no call beyond application, list, create and polls', async () => {
  await start();
  expect(await invoke()).toMatchObject({ state: 'taken', reason: 'ready', snapshot: { status: 'READY' } });
  expect(calls.filter((operation) => operation !== 'DescribeApplicationSnapshot')).toEqual([
    'DescribeApplication',
    'ListApplicationSnapshots',
    'CreateApplicationSnapshot',
  ]);
});

test.each(['oldest-first', 'newest-first'] as const)(
  'a list of two pages, %s, is read to the end and pruned to the newest three',
  async (listOrder) => {
    await start({ snapshots: 60, listOrder });
    const record = await invoke();
    expect(calls.filter((operation) => operation === 'ListApplicationSnapshots')).toHaveLength(2);
    expect(record).toMatchObject({ state: 'taken', reason: 'ready' });
    expect(record?.deleted).toHaveLength(58);
    await server?.whenIdle();

    const left = await api.listSnapshots(APPLICATION);
    const newestFirst = left.toSorted((a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0));
    expect(newestFirst.map(({ status }) => status)).toEqual(['READY', 'READY', 'READY']);
    expect(newestFirst[0]?.name).toBe(record?.snapshot?.name);
    expect(newestFirst.map(({ name }) => name)).toEqual(record?.kept.map((line) => line.split(':')[0]));
  },
);

test('a snapshot whose create answer was lost is found by name, and made once', async () => {
  await start({ faults: [{ operation: 'CreateApplicationSnapshot', kind: 'LOST', rate: 1 }] });
  expect(await invoke()).toMatchObject({ state: 'taken', reason: 'ready' });
  expect(await api.listSnapshots(APPLICATION)).toHaveLength(1);
});

test('a snapshot that ends FAILED is recorded and thrown', async () => {
  await start({ faults: [{ operation: 'CreateApplicationSnapshot', kind: 'FAILED', rate: 1 }] });
  await expect(invoke()).rejects.toThrow('FAILED; it holds no state');
  expect(outcomes()).toEqual(['failed snapshot-failed']);
});

test('a refused operation is told apart by the class of its error', async () => {
  await start({ faults: [{ operation: 'CreateApplicationSnapshot', kind: 'UnsupportedOperationException', rate: 1 }] });
  await expect(invoke()).rejects.toThrow('UnsupportedOperationException');
  expect(outcomes()).toEqual(['failed operation-refused']);
});

test('an application with enhanced snapshots is recognised from the answer as it is on the wire, and left alone', async () => {
  await start({ snapshots: 10 });
  const update = {
    ApplicationName: APPLICATION,
    CurrentApplicationVersionId: 1,
    ApplicationConfigurationUpdate: {
      ApplicationSnapshotConfigurationUpdate: {
        SnapshotsEnabledUpdate: true,
        SnapshotModeUpdate: 'ENHANCED_SNAPSHOTS',
      },
    },
  };
  const answer = await fetch(server?.endpoint ?? '', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'KinesisAnalytics_20180523.UpdateApplication',
    },
    body: JSON.stringify(update),
  });
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('ENHANCED_SNAPSHOTS')]);
  await server?.whenIdle();
  calls.length = 0;
  await expect(invoke()).rejects.toThrow('ENHANCED_SNAPSHOTS');
  expect(calls).toEqual(['DescribeApplication']);
  expect(outcomes()).toEqual(['failed enhanced-snapshots']);
});

test('a reached quota is told apart, and the surplus is cleaned', async () => {
  await start({ snapshots: 10, snapshotQuota: 10 });
  await expect(invoke()).rejects.toThrow('LimitExceededException');
  expect(outcomes()).toEqual(['failed quota-reached']);
  await server?.whenIdle();
  expect(await api.listSnapshots(APPLICATION)).toHaveLength(3);
});

test('a second page that fails stops everything: nothing created, nothing deleted', async () => {
  await start({
    snapshots: 60,
    faults: [{ operation: 'ListApplicationSnapshots', kind: 'InvalidArgumentException', rate: 0.5 }],
  });
  await expect(invoke()).rejects.toThrow('could not be read completely');
  expect(calls).toEqual(['DescribeApplication', 'ListApplicationSnapshots', 'ListApplicationSnapshots']);
  expect(outcomes()).toEqual(['failed list-failed']);
});

test('throttled calls are retried', async () => {
  await start({ faults: [{ operation: 'ListApplicationSnapshots', kind: 'ThrottlingException', rate: 0.5 }] });
  expect(await invoke()).toMatchObject({ state: 'taken' });
});

test.each([
  ['every answer to a deletion is', 1],
  ['every second answer to a deletion is', 0.5],
])('when %s lost it is settled by looking, the cleaning goes on, and all is recorded', async (_, rate) => {
  await start({ snapshots: 4, faults: [{ operation: 'DeleteApplicationSnapshot', kind: 'LOST', rate }] });
  const surplus = (await api.listSnapshots(APPLICATION)).slice(0, 2).map(({ name }) => name);
  const record = await invoke();
  expect(record).toMatchObject({ state: 'taken', failedToDelete: [], deleted: surplus });
  await server?.whenIdle();
  expect(await api.listSnapshots(APPLICATION)).toHaveLength(3);
});

test('a snapshot that somebody else had deleted is told apart from one whose first answer was lost', async () => {
  await start({ snapshots: 2 });
  const [first, second] = await api.listSnapshots(APPLICATION);
  const deletionOf = (snapshot = first) =>
    api.deleteSnapshot(APPLICATION, snapshot?.name ?? '', snapshot?.createdAt ?? new Date(0));
  await deletionOf(first);
  await server?.whenIdle();
  await expect(deletionOf(first)).rejects.toMatchObject({ kind: 'not-found' });
  server?.setFaults([{ operation: 'DeleteApplicationSnapshot', kind: 'LOST', rate: 1 }]);
  await expect(deletionOf(second)).rejects.toMatchObject({ kind: 'other' });
});

test('an application that does not exist is told apart', async () => {
  await start();
  await expect(api.describeApplication('nobody')).rejects.toMatchObject({ kind: 'not-found' });
});

test('a snapshot that does not exist is no error', async () => {
  await start();
  await expect(api.describeSnapshot(APPLICATION, 'nothing')).resolves.toBeUndefined();
});

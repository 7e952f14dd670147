import { ManagedFlinkDirectory } from '../../../lambda-src/snapshot-manager/aws/application-directory';
import {
  CallTime,
  UNLESS_TOO_LATE,
  unlessTooLate,
  WHILE_THERE_IS_TIME,
  whileThereIsTime,
} from '../../../lambda-src/snapshot-manager/aws/call-time';
import { ManagedFlinkSnapshotApi } from '../../../lambda-src/snapshot-manager/aws/snapshot-api';
import { RawError, rawServiceClient } from '../fakes/raw-service';

const APPLICATION = {
  ApplicationName: 'orders',
  ApplicationARN: 'arn:aws:kinesisanalytics:us-east-1:123456789012:application/orders',
  RuntimeEnvironment: 'FLINK-1_20',
  ApplicationStatus: 'RUNNING',
  ApplicationVersionId: 7,
};

test.each([
  ['ENHANCED_SNAPSHOTS', { SnapshotsEnabled: true, SnapshotMode: 'ENHANCED_SNAPSHOTS' }],
  ['APPLICATION_SNAPSHOTS_LEGACY', { SnapshotsEnabled: true, SnapshotMode: 'APPLICATION_SNAPSHOTS_LEGACY' }],
  [undefined, { SnapshotsEnabled: true }],
])('the snapshot mode %s is read from the answer, although the SDK’s model does not have it', async (mode, told) => {
  const client = rawServiceClient(() => ({
    ApplicationDetail: {
      ...APPLICATION,
      ApplicationConfigurationDescription: { ApplicationSnapshotConfigurationDescription: told },
    },
  }));
  const state = await new ManagedFlinkSnapshotApi(client).describeApplication('orders');
  expect(state).toMatchObject({ status: 'RUNNING', snapshotsEnabled: true });
  expect(state.snapshotMode).toBe(mode);
});

test('an answer without a snapshot does not mean that there is none', async () => {
  const api = new ManagedFlinkSnapshotApi(rawServiceClient(() => ({})));
  await expect(api.describeSnapshot('orders', 'demo.1')).rejects.toThrow('without name, status or version');
});

test.each([
  ['a new token with each page', (page: number) => `token-${page}`],
  ['two tokens in turn', (page: number) => `token-${page % 2}`],
])('a list that does not end is refused: %s', async (_, tokenOf) => {
  let pages = 0;
  const client = rawServiceClient(() => {
    pages += 1;
    return { SnapshotSummaries: [], ApplicationSummaries: [], NextToken: tokenOf(pages) };
  });
  await expect(new ManagedFlinkSnapshotApi(client).listSnapshots('orders')).rejects.toThrow('does not end');
  await expect(new ManagedFlinkDirectory(client).listApplications()).rejects.toThrow('does not end');
  expect(pages).toBeLessThanOrEqual(400);
});

test('a call that is not answered ends with the time of its invocation, and none is sent after it', async () => {
  let sent = 0;
  const client = rawServiceClient(() => {
    sent += 1;
    return new Promise(() => {});
  });
  const now = new Date('2026-11-23T10:20:00Z');
  const time = new CallTime({ now: () => now }, (_, onEnd) => {
    const timer = setImmediate(onEnd);
    return () => clearImmediate(timer);
  });
  client.middlewareStack.add(whileThereIsTime(time, 15_000), WHILE_THERE_IS_TIME);
  client.middlewareStack.add(unlessTooLate(time, 15_000), UNLESS_TOO_LATE);
  const api = new ManagedFlinkSnapshotApi(client);
  time.endAt(new Date('2026-11-23T10:20:16Z'));
  await expect(api.createSnapshot('orders', 'demo.1')).rejects.toMatchObject({ kind: 'other' });
  const before = sent;
  time.endAt(new Date('2026-11-23T10:20:15Z'));
  await expect(api.createSnapshot('orders', 'demo.1')).rejects.toThrow('was not answered before the end');
  expect(sent).toBe(before);
});

const TIMERS = [
  ...(['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate'] as const),
  ...(['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const),
];

describe('a call with an end of its own', () => {
  const inMs = (ms: number) => new Date(Date.now() + ms);
  const createdAt = new Date('2026-11-23T10:20:00Z');
  test.each<[string, (api: ManagedFlinkSnapshotApi) => Promise<unknown>]>([
    ['a deletion', (api) => api.deleteSnapshot('orders', 'demo.1', createdAt, inMs(20))],
    ['a look at the snapshot', (api) => api.describeSnapshot('orders', 'demo.1', inMs(20))],
    ['a look at the application', (api) => api.describeApplication('orders', inMs(20))],
  ])('%s that is not answered fails then', async (_, call) => {
    const api = new ManagedFlinkSnapshotApi(rawServiceClient(() => new Promise(() => {})));
    await expect(call(api)).rejects.toMatchObject({ kind: 'other' });
  });

  test('is not sent again after it', async () => {
    // Only the time of day: the end comes with the first attempt, however long that takes to be sent.
    jest.useFakeTimers({ now: createdAt, doNotFake: TIMERS });
    try {
      let sent = 0;
      const client = rawServiceClient(() => {
        sent += 1;
        jest.setSystemTime(Date.now() + 60_000);
        throw Object.assign(new Error('Injected.'), { name: 'TimeoutError' });
      }, 3);
      const api = new ManagedFlinkSnapshotApi(client);
      await expect(api.deleteSnapshot('orders', 'demo.1', createdAt, inMs(60_000))).rejects.toMatchObject({
        kind: 'other',
      });
      expect(sent).toBe(1);
    } finally {
      jest.useRealTimers();
    }
  });

  test('is answered when there is time', async () => {
    const api = new ManagedFlinkSnapshotApi(rawServiceClient(() => ({})));
    await expect(api.deleteSnapshot('orders', 'demo.1', createdAt, inMs(60_000))).resolves.toBeUndefined();
  });
});

describe('a deletion that is not answered as it should', () => {
  const LOST = () => {
    throw Object.assign(new Error('Injected.'), { name: 'TimeoutError' });
  };
  const says = (status: number, type: string) => () => new RawError(status, type);
  const THROTTLED = says(400, 'ThrottlingException');
  const MISSING = says(400, 'ResourceNotFoundException');
  test.each<[string, string, (() => unknown)[]]>([
    ['without the right to it, had no effect', 'refused', [says(400, 'AccessDeniedException')]],
    ['throttled to the last attempt, had no effect', 'refused', [THROTTLED, THROTTLED, THROTTLED]],
    ['by an error that the SDK does not know, had no effect', 'refused', [says(400, 'NewException')]],
    ['throttled and then answered, says what the answer says', 'not-found', [THROTTLED, MISSING]],
    [
      'by another change of the application, had no effect',
      'being-changed',
      [says(400, 'ConcurrentModificationException')],
    ],
    ['by an error of the service itself, may have had one', 'other', Array(3).fill(says(500, 'InternalFailure'))],
    ['and not answered before that, may have had one', 'other', [LOST, MISSING]],
    ['and not answered before it was throttled, may have had one', 'other', [LOST, THROTTLED, THROTTLED]],
    ['and not answered before it was denied, may have had one', 'other', [LOST, says(400, 'AccessDeniedException')]],
    ['whose request came too slowly, may have had one', 'other', [says(408, 'RequestTimeoutException'), LOST, LOST]],
  ])('%s', async (_, kind, answers) => {
    let sent = 0;
    const client = rawServiceClient(() => answers[sent++]?.(), 3);
    const api = new ManagedFlinkSnapshotApi(client);
    await expect(api.deleteSnapshot('orders', 'demo.1', new Date('2026-11-23T10:20:00Z'))).rejects.toMatchObject({
      kind,
    });
    expect(sent).toBe(answers.length);
  });
});

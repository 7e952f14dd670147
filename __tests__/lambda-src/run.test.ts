import { runIdCandidates } from '../../lambda-src/snapshot-manager/run/audit-session';
import { recordOf } from './fakes/facts';
import { FakeWorld } from './fakes/fake-world';
import { RETRIED_BY_THE_SDK, troubleWith } from './fakes/troubles';

const AT_10_20 = '2026-11-23T10:20:00Z';
const AT_10_30 = '2026-11-23T10:30:00Z';
const NAME_10_20 = 'demo.20261123T102000Z';

describe('a run that takes a snapshot', () => {
  test('is recorded as taken, with name, version and duration', async () => {
    const world = new FakeWorld('orders');
    const [record] = await world.invoke(AT_10_20);
    expect(record).toMatchObject({
      application: 'orders',
      state: 'taken',
      reason: 'ready',
      eventId: `event-${AT_10_20}`,
      applicationStatus: 'RUNNING',
      snapshot: { name: NAME_10_20, status: 'READY', applicationVersion: 7, runtimeEnvironment: 'FLINK-1_20' },
    });
    expect(world.audit.records('orders')).toEqual([record]);
    expect(world.audit.writes).toEqual(['orders started', 'orders taken ready']);
  });

  test('asks the service for nothing but application, list, create and polls', async () => {
    const world = new FakeWorld('orders');
    await world.invoke(AT_10_20);
    const polls = world.flink.calls.filter((call) => call.startsWith('describeSnapshot'));
    expect(world.flink.calls).toEqual([
      'describeApplication orders',
      'listSnapshots orders',
      `createSnapshot orders ${NAME_10_20}`,
      ...polls,
    ]);
    expect(polls).toHaveLength(5);
  });

  test('spends at most 2.7 s on a snapshot of 2 s', async () => {
    const world = new FakeWorld('orders');
    const before = world.clock.now().getTime();
    await world.invoke(AT_10_20);
    expect(world.clock.now().getTime() - before).toBeLessThanOrEqual(2_700);
  });

  test('writes its metrics in one line for the application', async () => {
    const world = new FakeWorld('orders');
    world.flink.addSnapshot('orders', 'before-the-release', new Date('2026-11-20T00:00:00Z'));
    await world.invoke(AT_10_20);
    expect(world.metrics()).toEqual([
      {
        app_name: 'orders',
        SnapshotCount: 2,
        SnapshotDuration: expect.any(Number),
        NewestSnapshotAge: 2,
        ApplicationRunning: 1,
        SnapshotsTaken: 1,
        SnapshotsFailed: 0,
        SnapshotsLate: 0,
        SnapshotsSkipped: 0,
        SnapshotsDeleted: 0,
        SnapshotQuotaUse: 0.2,
        QuotaFullInDays: 365,
      },
    ]);
  });

  test('tells how much of the quota is used, by whomever', async () => {
    const world = new FakeWorld('orders');
    world.settings = { ...world.settings, snapshotQuota: 8 };
    world.flink.addSnapshot('orders', 'by-hand', new Date('2026-11-20T00:00:00Z'));
    world.flink.addSnapshot('orders', 'STOP-orders-1', new Date('2026-11-21T00:00:00Z'), 'FAILED');
    await world.invoke(AT_10_20);
    expect(world.metrics()).toMatchObject([{ SnapshotQuotaUse: 37.5 }]);
  });

  test('notifies once, with application and outcome in the subject', async () => {
    const world = new FakeWorld('orders');
    await world.invoke(AT_10_20);
    expect(world.topic.subjects()).toEqual(['[demo] taken: orders']);
  });

  test('deletes its own surplus, oldest first, and nothing of others', async () => {
    const world = new FakeWorld('orders');
    world.flink.addHourly('orders', '05', '06', '07', '08', '09');
    world.flink.addSnapshot('orders', 'STOP-orders-1', new Date('2026-11-01T00:00:00Z'));
    world.flink.addSnapshot('orders', 'demo.by-hand', new Date('2026-11-01T00:00:00Z'));
    const [record] = await world.invoke(AT_10_20);
    expect(record?.deleted).toEqual(['demo.20261123T050000Z', 'demo.20261123T060000Z', 'demo.20261123T070000Z']);
    expect(record?.deletionReasons).toEqual([
      'demo.20261123T050000Z: surplus',
      'demo.20261123T060000Z: surplus',
      'demo.20261123T070000Z: surplus',
    ]);
    expect(record?.kept).toEqual([
      `${NAME_10_20}: newest-ready-of-ours, newest-ready, last 1`,
      'demo.20261123T090000Z: last 2',
      'demo.20261123T080000Z: last 3',
    ]);
    expect(world.flink.snapshotsOf('orders')).toEqual([
      'demo.20261123T080000Z READY',
      'demo.20261123T090000Z READY',
      'STOP-orders-1 READY',
      'demo.by-hand READY',
      `${NAME_10_20} READY`,
    ]);
  });

  test('keeps what any rule of the policy keeps, and records by which', async () => {
    const world = new FakeWorld('orders');
    world.settings = { ...world.settings, retention: { keepDaily: 2, keepMonthly: 2, timeZone: 'Europe/Berlin' } };
    for (const day of ['20261031', '20261101', '20261122', '20261123']) {
      const at = new Date(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T05:00:00Z`);
      world.flink.addSnapshot('orders', `demo.${day}T050000Z`, at);
    }
    const [record] = await world.invoke(AT_10_20);
    expect(record?.kept).toEqual([
      `${NAME_10_20}: newest-ready-of-ours, newest-ready, daily 2026-11-23, monthly 2026-11`,
      'demo.20261122T050000Z: daily 2026-11-22',
      'demo.20261031T050000Z: monthly 2026-10',
    ]);
    expect(record?.deleted).toEqual(['demo.20261101T050000Z', 'demo.20261123T050000Z']);
  });

  test('counts a snapshot once that stands on two pages of the list', async () => {
    const world = new FakeWorld('orders');
    world.flink.addHourly('orders', '07', '08', '09');
    world.flink.pageOverlap = 2;
    const [record] = await world.invoke(AT_10_20);
    expect(record?.deleted).toEqual(['demo.20261123T070000Z']);
    expect(world.metrics()).toMatchObject([{ SnapshotCount: 3, SnapshotQuotaUse: 0.3 }]);
  });

  test('deletes again when the application was being changed for a moment', async () => {
    const world = new FakeWorld('orders');
    world.flink.addHourly('orders', '07', '08', '09');
    world.flink.fail('deleteSnapshot', 'being-changed', { times: 2 });
    const [record] = await world.invoke(AT_10_20);
    expect(record).toMatchObject({ reason: 'ready', deleted: ['demo.20261123T070000Z'] });
  });

  test('takes a deletion whose answer was lost as done', async () => {
    const world = new FakeWorld('orders');
    world.flink.addHourly('orders', '07', '08', '09');
    world.flink.fail('deleteSnapshot', 'other', { times: 1, isAfterEffect: true });
    const [record] = await world.invoke(AT_10_20);
    expect(record).toMatchObject({ reason: 'ready', deleted: ['demo.20261123T070000Z'], failedToDelete: [] });
    expect(world.flink.snapshotsOf('orders')).toHaveLength(3);
  });

  test.each(['not-found', 'invalid', 'busy'] as const)(
    'does not record as its own what somebody else deleted: the service answers %s',
    async (kind) => {
      const world = new FakeWorld('orders');
      world.flink.addHourly('orders', '07', '08', '09');
      world.flink.fail('deleteSnapshot', kind, { times: 1, isAfterEffect: true });
      const [record] = await world.invoke(AT_10_20);
      expect(record).toMatchObject({ reason: 'ready', deleted: [], failedToDelete: [] });
      expect(world.flink.snapshotsOf('orders')).toHaveLength(3);
    },
  );

  test('keeps the snapshot that the application is configured to be restored from', async () => {
    const world = new FakeWorld('orders');
    world.flink.addHourly('orders', '05', '06', '07', '08');
    world.flink.changeApplication('orders', { restoresFrom: { kind: 'snapshot', name: 'demo.20261123T050000Z' } });
    const [record] = await world.invoke(AT_10_20);
    expect(record?.deleted).toEqual(['demo.20261123T060000Z']);
    expect(record?.kept).toContain('demo.20261123T050000Z: restore-point');
  });
});

describe('a run that takes none', () => {
  test('is skipped while the application is not running, with its state, and the age is 0', async () => {
    const world = new FakeWorld('orders');
    world.flink.changeApplication('orders', { status: 'READY' });
    world.flink.addSnapshot('orders', 'demo.20261123T090000Z', new Date('2026-11-23T09:00:00Z'));
    const [record] = await world.invoke(AT_10_20);
    expect(record).toMatchObject({ state: 'skipped', reason: 'not-running', applicationStatus: 'READY' });
    expect(record).not.toHaveProperty('snapshot.name');
    expect(world.metrics()).toMatchObject([{ ApplicationRunning: 0, NewestSnapshotAge: 0, SnapshotsSkipped: 1 }]);
    expect(world.flink.calls).toEqual(['describeApplication orders', 'listSnapshots orders']);
  });

  test('is skipped while another snapshot is in flight, and tells its age', async () => {
    const world = new FakeWorld('orders');
    world.flink.addSnapshot('orders', 'demo.20261123T100000Z', new Date('2026-11-23T10:00:00Z'));
    world.flink.addSnapshot('orders', 'by-hand', new Date('2026-11-23T10:19:00Z'), 'CREATING');
    const [record] = await world.invoke(AT_10_20);
    expect(record).toMatchObject({ state: 'skipped', reason: 'snapshot-in-flight' });
    expect(record?.message).toBe(
      'No snapshot of application orders was taken: another snapshot is still being created. It is by-hand, started at 2026-11-23T10:19:00.000Z.',
    );
    expect(world.metrics()).toMatchObject([{ NewestSnapshotAge: 1202, SnapshotCount: 1 }]);
  });

  test.each([
    [
      'snapshots are disabled',
      'snapshots-disabled',
      (w: FakeWorld) => w.flink.changeApplication('orders', { snapshotsEnabled: false }),
    ],
    [
      'the service refuses the operation',
      'operation-refused',
      (w: FakeWorld) => w.flink.fail('createSnapshot', 'unsupported'),
    ],
    ['the create call is refused', 'create-refused', (w: FakeWorld) => w.flink.fail('createSnapshot', 'other')],
    [
      'the application cannot be described',
      'describe-failed',
      (w: FakeWorld) => w.flink.fail('describeApplication', 'other'),
    ],
    ['the list cannot be read', 'list-failed', (w: FakeWorld) => w.flink.fail('listSnapshots', 'other')],
    [
      'the snapshot fails',
      'snapshot-failed',
      (w: FakeWorld) => {
        w.flink.snapshotEndsAs = 'FAILED';
      },
    ],
    [
      'the snapshot cannot be observed',
      'snapshot-unobservable',
      (w: FakeWorld) => w.flink.fail('describeSnapshot', 'other', { times: Number.POSITIVE_INFINITY }),
    ],
  ])('fails when %s: recorded as %s, notified, then thrown', async (_, reason, prepare) => {
    const world = new FakeWorld('orders');
    prepare(world);
    await expect(world.invoke(AT_10_20)).rejects.toThrow('orders: ');
    expect(world.outcomes('orders')).toEqual([`failed ${reason}`]);
    expect(world.topic.subjects()).toEqual(['[demo] failed: orders']);
    expect(world.metrics()).toMatchObject([{ SnapshotsFailed: 1, SnapshotsTaken: 0 }]);
  });

  test('fails for an application that does not exist, and measures nothing of it', async () => {
    const world = new FakeWorld();
    world.selectNames('ordres');
    await expect(world.invoke(AT_10_20)).rejects.toThrow('there is no application called ordres');
    expect(world.outcomes('ordres')).toEqual(['failed application-not-found']);
    expect(world.metrics()).toEqual([
      {
        app_name: 'ordres',
        SnapshotsTaken: 0,
        SnapshotsFailed: 1,
        SnapshotsLate: 0,
        SnapshotsSkipped: 0,
        SnapshotsDeleted: 0,
      },
    ]);
  });

  test('cleans up its surplus when the quota is reached, so that the next run works', async () => {
    const world = new FakeWorld('orders');
    world.flink.quota = 5;
    world.flink.addHourly('orders', '05', '06', '07', '08', '09');
    await expect(world.invoke(AT_10_20)).rejects.toThrow('quota');
    expect(world.outcomes('orders')).toEqual(['failed quota-reached']);
    expect(world.audit.records('orders')[0]?.deleted).toEqual(['demo.20261123T050000Z', 'demo.20261123T060000Z']);

    const [retried] = await world.invoke(AT_10_20);
    expect(retried).toMatchObject({
      state: 'taken',
      reason: 'ready',
      deleted: ['demo.20261123T050000Z', 'demo.20261123T060000Z', 'demo.20261123T070000Z'],
      deletionReasons: [
        'demo.20261123T050000Z: surplus',
        'demo.20261123T060000Z: surplus',
        'demo.20261123T070000Z: surplus',
      ],
    });
    expect(world.metrics()).toMatchObject([{ SnapshotsDeleted: 2 }, { SnapshotsDeleted: 1 }]);
  });

  test('names the retention that never makes room, in row and mail, when the quota is reached', async () => {
    const world = new FakeWorld('orders');
    world.settings = { ...world.settings, retention: { keepLast: -1 } };
    world.flink.quota = 5;
    world.flink.addHourly('orders', '05', '06', '07', '08', '09');
    await expect(world.invoke(AT_10_20)).rejects.toThrow('quota');
    const advice =
      'The retention (keepLast -1) keeps all 5 snapshots of this manager, so it never makes room. Set snapshots.retention.keepAtMost to 4 or less.';
    expect(world.audit.records('orders')[0]?.message).toContain(advice);
    expect(world.topic.published.map(({ body }) => body).join()).toContain(advice);
  });

  test('is abandoned when the application stops while the snapshot is being created', async () => {
    const world = new FakeWorld('orders');
    world.flink.snapshotDurationMs = 600_000;
    world.clock.in(20_000, () => world.flink.changeApplication('orders', { status: 'STOPPING' }));
    const [record] = await world.invoke(AT_10_20);
    expect(record).toMatchObject({ state: 'abandoned', reason: 'application-stopped', applicationStatus: 'STOPPING' });
    expect(world.clock.now().getTime()).toBeLessThan(Date.parse('2026-11-23T10:20:45Z'));
  });

  test('is abandoned when the snapshot fails because the application stopped', async () => {
    const world = new FakeWorld('orders');
    world.clock.in(1_000, () => {
      world.flink.changeApplication('orders', { status: 'READY' });
      world.flink.setStatus('orders', NAME_10_20, 'FAILED');
    });
    const [record] = await world.invoke(AT_10_20);
    expect(record).toMatchObject({ state: 'abandoned', reason: 'application-stopped' });
  });

  test('is skipped when the application stopped between the first look and the create call', async () => {
    const world = new FakeWorld('orders');
    world.clock.in(15, () => world.flink.changeApplication('orders', { status: 'UPDATING' }));
    const [record] = await world.invoke(AT_10_20);
    expect(record).toMatchObject({ state: 'skipped', reason: 'not-running', applicationStatus: 'UPDATING' });
  });

  test('is abandoned when somebody deletes the snapshot before it is READY', async () => {
    const world = new FakeWorld('orders');
    world.clock.in(1_000, () => world.flink.removeSnapshot('orders', NAME_10_20));
    const [record] = await world.invoke(AT_10_20);
    expect(record).toMatchObject({ state: 'abandoned', reason: 'snapshot-gone' });
  });
});

describe('a snapshot that takes longer than the run', () => {
  test('is late 15 s before the deadline, and nothing is deleted', async () => {
    const world = new FakeWorld('orders');
    world.flink.snapshotDurationMs = 400_000;
    world.flink.addHourly('orders', '06', '07', '08', '09');
    const deadline = world.clock.now().getTime() + 300_000;
    const [record] = await world.invoke(AT_10_20);
    expect(record).toMatchObject({
      state: 'late',
      reason: 'still-creating',
      deleted: [],
      snapshot: { status: 'CREATING' },
    });
    expect(world.clock.now().getTime()).toBeGreaterThanOrEqual(deadline - 15_000);
    expect(world.clock.now().getTime()).toBeLessThan(deadline - 14_000);
    expect(world.flink.snapshotsOf('orders')).toHaveLength(5);
  });

  test('has its record completed by the next run, with the bounds of its duration', async () => {
    const world = new FakeWorld('orders');
    world.flink.snapshotDurationMs = 400_000;
    const [late] = await world.invoke(AT_10_20);
    world.clock.advance(Date.parse(AT_10_30) - world.clock.now().getTime());
    world.flink.snapshotDurationMs = 2_000;
    await world.invoke(AT_10_30);

    const [settled] = world.audit.records('orders');
    expect(world.outcomes('orders')).toEqual(['late ready-after-run', 'taken ready']);
    expect(settled?.snapshot?.status).toBe('READY');
    expect(settled?.endedAt).toEqual(late?.endedAt);
    expect(settled?.snapshot?.durationAtLeastMs).toBeGreaterThan(200_000);
    expect(settled?.snapshot?.durationAtLeastMs).toBeLessThan(400_000);
    expect(settled?.snapshot?.durationAtMostMs).toBeGreaterThanOrEqual(400_000);
    expect(world.topic.published[1]?.body).toContain(
      'Closed the run of 2026-11-23T10:20:00Z: Snapshot demo.20261123T102000Z',
    );
  });

  test('keeps the next run from starting another while it is still being created', async () => {
    const world = new FakeWorld('orders');
    world.flink.snapshotDurationMs = 3_600_000;
    await world.invoke(AT_10_20);
    await world.invoke(AT_10_30);
    expect(world.outcomes('orders')).toEqual(['late still-creating', 'skipped snapshot-in-flight']);
  });
});

describe('the same event again', () => {
  test('returns the first result, with no other call or message', async () => {
    const world = new FakeWorld('orders');
    const first = await world.invoke(AT_10_20);
    const calls = world.flink.calls.length;
    expect(await world.invoke(AT_10_20)).toEqual(first);
    expect(world.flink.calls).toHaveLength(calls);
    expect(world.topic.published).toHaveLength(1);
    expect(world.metrics()).toHaveLength(1);
  });

  test('throws again what failed for good, without trying anew', async () => {
    const world = new FakeWorld('orders');
    world.flink.snapshotEndsAs = 'FAILED';
    await expect(world.invoke(AT_10_20)).rejects.toThrow('FAILED');
    const calls = world.flink.calls.length;
    await expect(world.invoke(AT_10_20)).rejects.toThrow('FAILED');
    expect(world.flink.calls).toHaveLength(calls);
    expect(world.topic.published).toHaveLength(1);
  });

  test('goes on where the first attempt failed before the snapshot was accepted', async () => {
    const world = new FakeWorld('orders');
    world.flink.fail('listSnapshots', 'other', { times: 1 });
    await expect(world.invoke(AT_10_20)).rejects.toThrow('could not be read completely');
    const [record] = await world.invoke(AT_10_20);
    expect(record).toMatchObject({ state: 'taken', reason: 'ready' });
    expect(world.outcomes('orders')).toEqual(['taken ready']);
  });

  test('notifies once when each attempt fails in the same way', async () => {
    const world = new FakeWorld('orders');
    world.flink.fail('listSnapshots', 'other', { times: 2 });
    await expect(world.invoke(AT_10_20)).rejects.toThrow();
    await expect(world.invoke(AT_10_20)).rejects.toThrow();
    expect(world.topic.subjects()).toEqual(['[demo] failed: orders']);
  });

  test('adopts the snapshot of an attempt that was cut off, and makes no second one', async () => {
    const world = new FakeWorld('orders');
    world.audit.breakCalls('complete');
    await expect(world.invoke(AT_10_20)).rejects.toThrow('The audit table did not accept the record');
    expect(world.outcomes('orders')).toEqual(['started']);

    world.audit.breakCalls();
    const [record] = await world.invoke(AT_10_20);
    expect(record).toMatchObject({
      state: 'taken',
      reason: 'adopted',
      snapshot: { name: NAME_10_20, status: 'READY' },
    });
    expect(world.flink.snapshotsOf('orders')).toEqual([`${NAME_10_20} READY`]);
  });

  test('finds its snapshot by name when the answer to the create call was lost', async () => {
    const world = new FakeWorld('orders');
    world.flink.fail('createSnapshot', 'other', { times: 1, isAfterEffect: true });
    const [record] = await world.invoke(AT_10_20);
    expect(record).toMatchObject({ state: 'taken', reason: 'ready' });
    expect(world.flink.snapshotsOf('orders')).toEqual([`${NAME_10_20} READY`]);
  });

  test('another event of the same second has a row of its own', async () => {
    const world = new FakeWorld('orders');
    await world.invoke(AT_10_20, { id: 'one' });
    await world.invoke(AT_10_20, { id: 'two' });
    expect(world.outcomes('orders').sort()).toEqual(['taken adopted', 'taken ready']);
    expect(world.flink.snapshotsOf('orders')).toEqual([`${NAME_10_20} READY`]);
  });
});

test('another event whose id gives the same number has a row of its own all the same', async () => {
  const time = new Date(AT_10_20);
  const [taken] = runIdCandidates({ id: 'one', time });
  const sameNumber = Array.from({ length: 20_000 }, (_, index) => `other-${index}`).find(
    (id) => runIdCandidates({ id, time })[0] === taken,
  );
  const world = new FakeWorld('orders');
  await world.invoke(AT_10_20, { id: 'one' });
  await world.invoke(AT_10_20, { id: sameNumber });
  expect(world.audit.records('orders').map(({ eventId }) => eventId)).toEqual(['one', sameNumber]);
});

describe('a run that died', () => {
  test.each([
    ['its snapshot became READY', 'READY', 'taken adopted'],
    ['its snapshot FAILED', 'FAILED', 'failed snapshot-failed'],
    ['its snapshot is being deleted', 'DELETING', 'abandoned snapshot-gone'],
    ['its snapshot is still being created', 'CREATING', 'late still-creating'],
  ] as const)('is closed by the next one: %s', async (_, status, expected) => {
    const world = new FakeWorld('orders');
    await diedAt1020(world);
    world.flink.addSnapshot('orders', NAME_10_20, new Date('2026-11-23T10:20:03Z'), status);
    await world.invoke(AT_10_30);
    expect(world.outcomes('orders')[0]).toBe(expected);
  });

  test('is closed as abandoned when it left no snapshot', async () => {
    const world = new FakeWorld('orders');
    await diedAt1020(world);
    await world.invoke(AT_10_30);
    expect(world.outcomes('orders')).toEqual(['abandoned run-died', 'taken ready']);
    expect(world.logged('run.settled')).toMatchObject([{ outcome: 'abandoned', reason: 'run-died' }]);
  });

  test('is left alone before its deadline: it may still be at work', async () => {
    const world = new FakeWorld('orders');
    await diedAt1020(world, 100_000);
    await world.invoke(AT_10_30);
    expect(world.outcomes('orders')).toEqual(['started', 'taken ready']);
  });
});

describe('an audit table that does not answer', () => {
  test('does not cost the snapshot; nothing is deleted, and the run fails so that its retry records it', async () => {
    const world = new FakeWorld('orders');
    world.flink.addHourly('orders', '07', '08', '09');
    world.audit.breakCalls('find', 'findRecent', 'start', 'complete', 'create', 'settle');
    await expect(world.invoke(AT_10_20)).rejects.toThrow('The audit table did not accept the record');
    expect(world.flink.snapshotsOf('orders')).toHaveLength(4);
    expect(world.audit.items.size).toBe(0);

    world.audit.breakCalls();
    const [record] = await world.invoke(AT_10_20);
    expect(record).toMatchObject({ state: 'taken', reason: 'adopted', deleted: ['demo.20261123T070000Z'] });
    expect(world.outcomes('orders')).toEqual(['taken adopted']);
  });

  test('whose answer to the last write was lost, and asked again by the SDK, has the record: the run does not fail', async () => {
    const world = new FakeWorld('orders');
    world.aws.trouble = (call) => (call === 'audit.complete' ? troubleWith(call, RETRIED_BY_THE_SDK) : undefined);
    const [record] = await world.invoke(AT_10_20);
    expect(world.audit.records('orders')).toEqual([record]);
  });

  test('that answers again at the end takes the record, and the next run deletes', async () => {
    const world = new FakeWorld('orders');
    world.flink.addHourly('orders', '07', '08', '09');
    world.audit.breakCalls('find');
    const [record] = await world.invoke(AT_10_20);
    expect(record).toMatchObject({ state: 'taken', reason: 'cleanup-incomplete', deleted: [] });
    world.audit.breakCalls();
    const [next] = await world.invoke(AT_10_30);
    expect(next?.deleted).toEqual(['demo.20261123T070000Z', 'demo.20261123T080000Z']);
  });
});

test('a topic that does not answer loses no record and fails no run', async () => {
  const world = new FakeWorld('orders');
  world.topic.isBroken = true;
  await world.invoke(AT_10_20);
  expect(world.outcomes('orders')).toEqual(['taken ready']);
  expect(world.logged('notification.error')).toHaveLength(1);
});

/** Leaves the row of a run that ended without a word, and lets the clock stand at the next event. */
async function diedAt1020(world: FakeWorld, stillAllowedMs = 0): Promise<void> {
  const at = world.clock.now().getTime();
  world.audit.seed(
    recordOf(new Date(AT_10_20), {
      runId: Date.parse(AT_10_20) + 1,
      eventId: 'died',
      startedAt: new Date(at),
      deadlineAt: new Date(Date.parse(AT_10_30) + stillAllowedMs),
      state: 'started',
      snapshot: { name: NAME_10_20 },
    }),
  );
  world.clock.advance(Date.parse(AT_10_30) + 1_500 - at);
}

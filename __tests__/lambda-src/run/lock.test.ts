import { FakeWorld } from '../fakes/fake-world';

const AT_10_20 = '2026-11-23T10:20:00Z';
const AT_10_30 = '2026-11-23T10:30:00Z';

/** Another run's lock, which ends so long from now. */
async function lockedBy(world: FakeWorld, eventId: string, forMs: number): Promise<void> {
  const now = world.clock.now();
  const lease = { owner: `${eventId} other-invocation`, eventId, until: new Date(now.getTime() + forMs) };
  await world.holds.take('orders', lease, now);
}

test('the lock is taken before the service is asked for anything, and given back at the end', async () => {
  const world = new FakeWorld('orders');
  const callsWhenTaken: number[] = [];
  world.holds.onCall = (call) => {
    if (call === 'take') callsWhenTaken.push(world.flink.calls.length);
  };
  await world.invoke(AT_10_20);
  expect(callsWhenTaken).toEqual([0]);
  expect(world.holds.locks.size).toBe(0);
});

test('the lock is given back after a failure, too', async () => {
  const world = new FakeWorld('orders');
  world.flink.fail('listSnapshots', 'other');
  await expect(world.invoke(AT_10_20)).rejects.toThrow();
  expect(world.holds.locks.size).toBe(0);
});

test('a run that meets another one is skipped, says until when, and asks the service for nothing', async () => {
  const world = new FakeWorld('orders');
  await lockedBy(world, 'deploy-42', 60_000);
  const [record] = await world.invoke(AT_10_20);
  expect(record).toMatchObject({ state: 'skipped', reason: 'run-in-flight' });
  expect(record?.message).toBe(
    'No snapshot of application orders was taken: another run for it was still active. The lock belongs to the run for event deploy-42, which ends at 2026-11-23T10:21:01.500Z at the latest.',
  );
  expect(world.flink.calls).toEqual([]);
  // The second time with what was mailed.
  expect(world.audit.writes).toEqual(['orders skipped run-in-flight', 'orders skipped run-in-flight']);
  expect(world.holds.locks.get('orders')?.lease.eventId).toBe('deploy-42');
});

test('two events at the same time: one takes the snapshot, the other is skipped', async () => {
  const world = new FakeWorld('orders');
  const records = await Promise.all([world.invoke(AT_10_20, { id: 'a' }), world.invoke(AT_10_30, { id: 'b' })]);
  expect(records.flat().map(({ reason }) => reason)).toEqual(['ready', 'run-in-flight']);
  expect(world.flink.snapshotsOf('orders')).toHaveLength(1);
});

test('the same event twice at the same time: one result, the other invocation fails and writes nothing', async () => {
  const world = new FakeWorld('orders');
  const [first, second] = await Promise.allSettled([
    world.invoke(AT_10_20, { invocationId: 'one' }),
    world.invoke(AT_10_20, { invocationId: 'two' }),
  ]);
  expect([first.status, second.status]).toEqual(['fulfilled', 'rejected']);
  expect(world.outcomes('orders')).toEqual(['taken ready']);
  expect(world.topic.published).toHaveLength(1);
  // Lambda's retry of the second one.
  await expect(world.invoke(AT_10_20, { invocationId: 'two' })).resolves.toMatchObject([{ reason: 'ready' }]);
  expect(world.flink.snapshotsOf('orders')).toHaveLength(1);
});

test('a retry that meets another run leaves its own open record as it is, and goes on later', async () => {
  const world = new FakeWorld('orders');
  world.flink.fail('listSnapshots', 'other', { times: 1 });
  await expect(world.invoke(AT_10_20)).rejects.toThrow('list');
  await lockedBy(world, 'deploy-42', 60_000);
  await expect(world.invoke(AT_10_20)).rejects.toThrow(
    'The run for application orders and event event-2026-11-23T10:20:00Z cannot continue now. The lock belongs to the run for event deploy-42',
  );
  expect(world.outcomes('orders')).toEqual(['failed list-failed']);
  world.clock.advance(60_000);
  await expect(world.invoke(AT_10_20)).resolves.toMatchObject([{ reason: 'ready' }]);
});

test('the lock of a run that died is taken over when its lease is over', async () => {
  const world = new FakeWorld('orders');
  await lockedBy(world, 'died', 60_000);
  world.clock.advance(60_000);
  await expect(world.invoke(AT_10_20)).resolves.toMatchObject([{ state: 'taken', reason: 'ready' }]);
});

test('the retry of an invocation that was cut off has its lock still', async () => {
  const world = new FakeWorld('orders');
  const now = world.clock.now();
  const eventId = `event-${AT_10_20}`;
  const lease = { owner: `${eventId} same`, eventId, until: new Date(now.getTime() + 60_000) };
  await world.holds.take('orders', lease, now);
  await expect(world.invoke(AT_10_20, { invocationId: 'same' })).resolves.toMatchObject([{ reason: 'ready' }]);
});

describe('a table of locks that does not answer', () => {
  test('does not cost the snapshot, but nothing is deleted', async () => {
    const world = new FakeWorld('orders');
    world.flink.addHourly('orders', '07', '08', '09');
    world.holds.breakCalls('take');
    const [record] = await world.invoke(AT_10_20);
    expect(record).toMatchObject({ state: 'taken', reason: 'holds-unreadable', deleted: [] });
    expect(world.flink.snapshotsOf('orders')).toHaveLength(4);
    expect(world.logged('lock.error')).toMatchObject([{ call: 'take' }]);
  });

  test('still leaves at most one snapshot in flight: the list shows it', async () => {
    const world = new FakeWorld('orders');
    world.holds.breakCalls('take');
    world.flink.addSnapshot('orders', 'demo.20261123T101000Z', new Date('2026-11-23T10:19:30Z'), 'CREATING');
    await expect(world.invoke(AT_10_20)).resolves.toMatchObject([{ reason: 'snapshot-in-flight' }]);
  });

  test('at the end only makes the lease run out', async () => {
    const world = new FakeWorld('orders');
    world.holds.breakCalls('giveBack');
    await expect(world.invoke(AT_10_20)).resolves.toMatchObject([{ reason: 'ready' }]);
    world.holds.breakCalls();
    await expect(world.invoke(AT_10_30)).resolves.toMatchObject([{ reason: 'run-in-flight' }]);
    world.clock.advance(300_000);
    await expect(world.invoke('2026-11-23T10:40:00Z')).resolves.toMatchObject([{ reason: 'ready' }]);
  });
});

test('a lock that was lost on the way deletes nothing', async () => {
  const world = new FakeWorld('orders');
  world.flink.addHourly('orders', '07', '08', '09');
  world.holds.onCall = (call) => {
    if (call === 'announceDeletions') world.holds.locks.clear();
  };
  await expect(world.invoke(AT_10_20)).resolves.toMatchObject([{ reason: 'holds-unreadable', deleted: [] }]);
});

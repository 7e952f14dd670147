import { FakeWorld } from './fakes/fake-world';

const HOUR_10 = ['10:10', '10:20', '10:30', '10:40', '10:50', '11:00'].map((time) => `2026-11-23T${time}:00Z`);

describe('events that arrive late', () => {
  test.each([
    ['in their order', HOUR_10],
    ['the newest first', HOUR_10.toReversed()],
  ])('six of one hour, %s, take one snapshot, and push no older one out', async (_, events) => {
    const world = new FakeWorld('orders');
    world.flink.addHourly('orders', '08', '09');
    world.clock.advance(Date.parse('2026-11-23T11:00:05Z') - world.clock.now().getTime());
    for (const event of events) await world.invoke(event);
    const names = world.flink.listed('orders').map(({ name }) => name);
    expect(names).toHaveLength(3);
    expect(names.slice(0, 2)).toEqual(['demo.20261123T080000Z', 'demo.20261123T090000Z']);
    const reasons = world.audit.records('orders').map(({ state, reason }) => `${state} ${reason}`);
    expect(reasons.toSorted()).toEqual([...Array(5).fill('skipped newer-snapshot'), 'taken ready']);
  });

  test('are skipped with the name of the newer snapshot, and nobody is told', async () => {
    const world = new FakeWorld('orders');
    world.settings = { ...world.settings, notifications: { policy: 'changes', reminderHours: 24 } };
    world.flink.addSnapshot('orders', 'demo.20261123T101000Z', new Date('2026-11-23T10:20:00.500Z'));
    const [record] = await world.invoke('2026-11-23T10:20:00Z');
    expect(record).toMatchObject({ state: 'skipped', reason: 'newer-snapshot' });
    expect(record?.message).toContain('demo.20261123T101000Z');
    expect(world.topic.published).toEqual([]);
  });

  test.each([
    ['a person’s', 'by-hand', '2026-11-23T10:20:01Z', 'READY'],
    ['one of ours that FAILED', 'demo.20261123T102500Z', '2026-11-23T10:20:01Z', 'FAILED'],
    ['one of ours from before the event', 'demo.20261123T101000Z', '2026-11-23T10:19:59Z', 'READY'],
    ['one of ours that is stamped in the future', 'demo.20261124T101000Z', '2026-11-24T10:20:00Z', 'READY'],
  ])('take one when the newer snapshot is %s', async (_, name, createdAt, status) => {
    const world = new FakeWorld('orders');
    world.flink.addSnapshot('orders', name, new Date(createdAt), status);
    const [record] = await world.invoke('2026-11-23T10:20:00Z');
    expect(record).toMatchObject({ state: 'taken', reason: 'ready' });
  });

  test('on demand are answered with a snapshot of their own: somebody asked for each', async () => {
    const world = new FakeWorld('orders');
    world.flink.addSnapshot('orders', 'demo.20261123T102000Z', new Date('2026-11-23T10:20:05Z'));
    const request = { action: 'snapshot', applications: ['orders'], reason: 'before deploy', requestId: 'deploy-42' };
    await world.request(request);
    expect(world.outcomes('orders')).toEqual(['taken ready']);
  });
});

describe('another snapshot that began between the look and the create call', () => {
  test.each([0, 3_000])('is named, and the run is skipped: reads lag by %d ms', async (lagMs) => {
    const world = new FakeWorld('orders');
    world.flink.refusesASecond = true;
    world.flink.lagMs = lagMs;
    world.flink.snapshotDurationMs = 60_000;
    world.clock.in(25, () => world.flink.begin('orders', 'other.20261123T102000Z'));
    const [record] = await world.invoke('2026-11-23T10:20:00Z');
    expect(record).toMatchObject({ state: 'skipped', reason: 'snapshot-in-flight' });
    expect(record?.message).toContain('other.20261123T102000Z');
  });
});

test('a snapshot whose create answer was lost is found although reads lag by 3 s', async () => {
  const world = new FakeWorld('orders');
  world.flink.lagMs = 3_000;
  world.flink.fail('createSnapshot', 'other', { times: 1, isAfterEffect: true });
  const [record] = await world.invoke('2026-11-23T10:20:00Z');
  expect(record).toMatchObject({ state: 'taken', reason: 'ready' });
});

test('an application that cannot be snapshotted in its status is skipped, in whatever words the service refuses', async () => {
  const world = new FakeWorld('orders');
  world.flink.fail('createSnapshot', 'invalid', { times: 1 });
  world.clock.in(15, () => world.flink.changeApplication('orders', { status: 'UPDATING' }));
  const [record] = await world.invoke('2026-11-23T10:20:00Z');
  expect(record).toMatchObject({ state: 'skipped', reason: 'not-running', applicationStatus: 'UPDATING' });
});

import { provenSince } from '../../lambda-src/snapshot-manager/domain/proofs';
import { callsThatAct, consented, driveTo, driveToEnd, readDrillOf, runAfterDeath } from './fakes/drill-world';
import type { FakeWorld } from './fakes/fake-world';

// An application is deleted and made again under its name, while a drill of it waits, is dead, or has ended.

const drilled = (world: FakeWorld) =>
  world.audit
    .records('orders')
    .filter(({ state }) => state === 'drilled')
    .map(({ eventId, reason, applicationCreatedAt }) => [eventId, reason, applicationCreatedAt]);

test('a drill that waited for the earlier application is refused: its marks would protect nothing of this one', async () => {
  const world = consented();
  world.flink.changeApplication('orders', { status: 'UPDATING' });
  expect(await world.drill()).toMatchObject({ state: 'under-way', step: 'check' });
  world.clock.advance(300_000);
  world.flink.makeAnew('orders');
  world.clock.advance(60_000);
  const refused = {
    ...{ state: 'ended', verdict: 'refused' },
    message: expect.stringContaining('Application orders was deleted and created anew after the drill was asked for.'),
  };
  expect(await world.drill()).toMatchObject(refused);
  expect(await world.drill()).toMatchObject(refused);
  expect(callsThatAct(world)).toEqual([]);
  expect(drilled(world)).toEqual([['drill-1', 'drill-refused', world.flink.state('orders').createdAt]]);
});

test('the id of a drill of an earlier application is new for the one that was made anew, and is answered once', async () => {
  const world = consented();
  expect(await driveToEnd(world)).toMatchObject({ verdict: 'proven' });
  const { createdAt: earlier } = world.flink.state('orders');
  world.clock.advance(60_000);
  world.flink.makeAnew('orders');
  world.clock.advance(60_000);
  await driveTo(world, 'stop');
  expect(await world.request({ action: 'holds' })).toMatchObject([
    { snapshotName: expect.stringMatching(/^demo\.20261123T1023\d\dZ\.before-drill$/), who: 'drill drill-1' },
  ]);
  expect(await world.request({ action: 'marks' })).toMatchObject([{ freezes: [{ who: 'drill drill-1' }] }]);
  expect(await driveToEnd(world)).toMatchObject({ verdict: 'proven' });
  const acted = callsThatAct(world).length;
  expect(await world.drill()).toMatchObject({ state: 'ended', verdict: 'proven' });
  expect(callsThatAct(world)).toHaveLength(acted);
  expect(drilled(world)).toEqual([
    ['drill-1', 'drill-proven', earlier],
    ['drill-1', 'drill-proven', world.flink.state('orders').createdAt],
  ]);
});

test('a dead drill of the earlier application gets its row before another one takes its place', async () => {
  const world = consented();
  const { createdAt: earlier } = world.flink.state('orders');
  await driveTo(world, 'prove');
  world.clock.advance(60_000);
  world.flink.makeAnew('orders');
  world.clock.advance(60_000);
  for (let request = 0; readDrillOf(world)?.plan.id !== 'drill-2' && request < 20; request += 1) {
    world.clock.advance((await world.drill('drill-2')).waitSeconds * 1000);
  }
  expect(drilled(world)).toEqual([['drill-1', 'drill-gave-way', earlier]]);
  expect(readDrillOf(world)).toMatchObject({ plan: { id: 'drill-2' }, isEnded: false });
});

/** Drill whose request died while it released, after which the application was made anew and a run finished the drill. */
async function finishedLater(world: FakeWorld): Promise<void> {
  world.settings = { ...world.settings, notifications: { policy: 'changes', reminderHours: 24 } };
  let isKilled = false;
  world.aws.trouble = (call) => {
    isKilled ||= readDrillOf(world)?.step === 'release' && /^holds\./.test(call);
    return isKilled ? 'kill' : undefined;
  };
  while (!isKilled) {
    await world.aws.process(() => world.drill());
    world.clock.advance(5_000);
  }
  world.aws.trouble = () => undefined;
  world.clock.advance(300_000);
  world.flink.makeAnew('orders');
  await runAfterDeath(world, 10);
  expect(readDrillOf(world)?.isEnded).toBe(true);
}

describe('the result of a drill of the earlier application, finished after it was made anew', () => {
  test('proves nothing of this one', async () => {
    const world = consented();
    const { createdAt: earlier } = world.flink.state('orders');
    await finishedLater(world);
    const { createdAt } = world.flink.state('orders');
    expect(provenSince(await world.holds.marksOf('orders'), createdAt)).toBeUndefined();
    expect(drilled(world)).toEqual([['drill-1', 'drill-proven', earlier]]);
    expect(world.metrics().filter((values) => 'DrillsFailed' in values)).toEqual([]);
  });

  test('is no trouble of this one: no mark, no metric of the alarm, no mail', async () => {
    const world = consented();
    world.recovery.bad.add('STOP-').add('before-drill');
    await finishedLater(world);
    expect(drilled(world)).toMatchObject([['drill-1', 'drill-not-proven', expect.anything()]]);
    expect(world.metrics().filter((values) => 'DrillsFailed' in values)).toEqual([]);
    expect(world.topic.published).toEqual([]);
    const marked = (await world.holds.marksOf('orders')).suspects.map(({ markedAt }) => markedAt);
    const { createdAt = new Date(0) } = world.flink.state('orders');
    expect(marked.filter((at) => at >= createdAt)).toEqual([]);
  });
});

test('a drill that is finished an hour later is dated by its proof', async () => {
  const world = consented();
  await driveTo(world, 'prove');
  const provenAfter = world.clock.now();
  world.aws.trouble = (call) => (call === 'holds.prove' ? 'kill' : undefined);
  await world.aws.process(() => driveToEnd(world), 60_000);
  world.aws.trouble = () => undefined;
  await runAfterDeath(world, 60);
  const [proof] = (await world.holds.marksOf('orders')).proofs ?? [];
  expect((proof?.provenAt.getTime() ?? 0) - provenAfter.getTime()).toBeLessThan(60_000);
});

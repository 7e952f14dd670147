import { callsThatAct, consented, driveTo, driveToEnd, readDrillOf } from './fakes/drill-world';
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
    { snapshotName: 'demo.20261123T102259Z.before-drill', who: 'drill drill-1' },
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

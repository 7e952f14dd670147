import { FakeWorld } from './fakes/fake-world';

const AT_10_20 = '2026-11-23T10:20:00Z';

function worldWithObjective(): FakeWorld {
  const world = new FakeWorld('orders');
  world.settings = { ...world.settings, provenWithinDays: 30 };
  world.flink.addHourly('orders', '08', '09');
  return world;
}

/** Values of ProvenAge in the lines of a run. */
function agesIn(world: FakeWorld): number[] {
  return world.lines.flatMap((line) => (line.includes('"ProvenAge":') ? [JSON.parse(line).ProvenAge] : []));
}

test('a run reports the age of the last proof of an application with the objective', async () => {
  const world = worldWithObjective();
  const now = world.clock.now().getTime();
  world.holds.seedProof('orders', 'demo.20261123T090000Z', { provenAt: new Date(now - 3_600_000) });
  await world.invoke(AT_10_20);
  const [age = 0] = agesIn(world);
  expect(age).toBeGreaterThanOrEqual(3_600);
  expect(age).toBeLessThan(3_700);
});

test('one that was never proven counts from the first run that saw the objective', async () => {
  const world = worldWithObjective();
  await world.invoke(AT_10_20);
  const { objectiveSince } = await world.holds.marksOf('orders');
  expect(objectiveSince?.getTime()).toBeGreaterThanOrEqual(Date.parse(AT_10_20));
  expect(agesIn(world)[0]).toBeLessThan(60);
});

test('there is no age without the objective, nor while the marks cannot be read', async () => {
  const without = new FakeWorld('orders');
  await without.invoke(AT_10_20);
  expect(agesIn(without)).toEqual([]);

  const unread = worldWithObjective();
  unread.holds.breakCalls('marksOf');
  await unread.invoke(AT_10_20);
  expect(agesIn(unread)).toEqual([]);
});

test('a run forgets the proofs of snapshots that are gone, but not the newest proof', async () => {
  const world = worldWithObjective();
  const now = world.clock.now().getTime();
  world.holds.seedProof('orders', 'gone', { provenAt: new Date(now - 3_000_000) });
  world.holds.seedProof('orders', 'gone-last', { provenAt: new Date(now - 1_000_000) });
  await world.invoke(AT_10_20);
  expect((await world.holds.marksOf('orders')).proofs?.map(({ snapshotName }) => snapshotName)).toEqual(['gone-last']);
});

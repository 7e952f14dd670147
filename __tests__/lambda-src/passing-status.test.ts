import { APPLICATION_STATUSES } from '../../lambda-src/snapshot-manager/domain/application-status';
import { FakeWorld } from './fakes/fake-world';

const MINUTE_MS = 60_000;

/** Runs of the schedule until so many minutes have passed. */
async function runFor(world: FakeWorld, minutes: number): Promise<void> {
  for (let passed = 0; passed < minutes; passed += 10) {
    world.clock.advance(10 * MINUTE_MS - (world.clock.now().getTime() % (10 * MINUTE_MS)) + 1_500);
    const time = new Date(Math.floor(world.clock.now().getTime() / MINUTE_MS) * MINUTE_MS).toISOString();
    await world.invoke(time);
  }
}

function worldOf(status: string): FakeWorld {
  const world = new FakeWorld('orders');
  world.flink.changeApplication('orders', { status });
  world.flink.addSnapshot('orders', 'demo.20261123T101500Z', new Date('2026-11-23T10:15:00Z'));
  world.settings = { ...world.settings, notifications: { policy: 'changes', reminderHours: 24 } };
  return world;
}

const PASSING = Object.entries(APPLICATION_STATUSES)
  .filter(([, { kind }]) => kind === 'passing')
  .map(([status]) => status);

test.each([...PASSING, 'EXPORTING'])(
  'an application in %s counts as running until that has lasted, and its age stands still',
  async (status) => {
    const world = worldOf(status);
    await runFor(world, 50);
    // The runs of 10:30 to 11:10; the newest snapshot was begun at 10:15.
    expect(world.metrics().map(({ ApplicationRunning }) => ApplicationRunning)).toEqual([1, 1, 1, 0, 0]);
    expect(world.metrics().map(({ NewestSnapshotAge }) => NewestSnapshotAge)).toEqual([900, 900, 900, 900, 900]);
    expect(world.topic.subjects()).toEqual(['[demo] skipped: orders']);
    expect(world.topic.published[0]?.body).not.toContain('Otherwise start it.');
  },
);

test('an application that is stopped counts as not running at once, with no age', async () => {
  const world = worldOf('READY');
  await runFor(world, 10);
  expect(world.metrics()[0]).toMatchObject({ ApplicationRunning: 0, NewestSnapshotAge: 0 });
  expect(world.topic.published[0]?.body).toContain('kda start orders --latest');
});

test('scaling for a quarter of an hour is reported to nobody', async () => {
  const world = worldOf('RUNNING');
  await runFor(world, 10);
  world.flink.changeApplication('orders', { status: 'AUTOSCALING' });
  await runFor(world, 20);
  world.flink.changeApplication('orders', { status: 'RUNNING' });
  await runFor(world, 20);
  expect(world.topic.published).toEqual([]);
  expect(world.metrics().map(({ ApplicationRunning }) => ApplicationRunning)).toEqual([1, 1, 1, 1, 1]);
});

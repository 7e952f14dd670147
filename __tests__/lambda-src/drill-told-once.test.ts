import { consented, driveToEnd } from './fakes/drill-world';
import type { FakeWorld } from './fakes/fake-world';

// The mail of a drill that left the application stopped is the only one about that stop.

async function runLater(world: FakeWorld, minutes: number): Promise<void> {
  world.clock.advance(minutes * 60_000);
  // A run that fails is tried again by Lambda; here the next one comes.
  await world
    .invoke(new Date(Math.floor(world.clock.now().getTime() / 1000) * 1000).toISOString())
    .catch(() => undefined);
}

const subjects = (world: FakeWorld) => world.topic.published.map(({ subject }) => subject);

/** World whose drill left `orders` stopped, with a mail about it. */
async function leftStopped(): Promise<FakeWorld> {
  const world = consented();
  world.settings = { ...world.settings, notifications: { policy: 'changes', reminderHours: 24 } };
  world.recovery.bad.add('STOP-').add('before-drill');
  await driveToEnd(world);
  expect(subjects(world)).toEqual(['[demo] drill failed, not running: orders']);
  return world;
}

test.each(['describeApplication', 'listSnapshots'] as const)(
  'also where the next run could not look for it, because %s failed once',
  async (call) => {
    const world = await leftStopped();
    world.flink.fail(call, 'other', { times: 1 });
    for (let run = 0; run < 8; run += 1) await runLater(world, 10);
    expect(subjects(world)).toHaveLength(1);
    world.flink.changeApplication('orders', { status: 'RUNNING' });
    await runLater(world, 10);
    await runLater(world, 10);
    expect(subjects(world).slice(1)).toEqual(['[demo] taken (resolved): orders']);
  },
);

test('but not about a later stop: a run saw the application run between them, without consent to look at the drill', async () => {
  const world = await leftStopped();
  const { applications } = world.settings;
  world.settings = { ...world.settings, applications: applications.map(({ drill: _, ...entry }) => entry) };
  world.flink.changeApplication('orders', { status: 'RUNNING' });
  await runLater(world, 10);
  world.flink.changeApplication('orders', { status: 'READY' });
  await runLater(world, 60);
  expect(subjects(world).slice(1)).toEqual(['[demo] skipped: orders']);
});

import { readDrillOf } from './fakes/drill-world';
import { FakeWorld } from './fakes/fake-world';

// A drill whose driver is gone and that no single run finishes: runs report the application as it is.

/** Driver gone in the stop of a state that does not start; a start takes six minutes, longer than a run. */
async function leftInTheStop(): Promise<FakeWorld> {
  const world = new FakeWorld('orders');
  world.consentToDrills();
  world.settings = { ...world.settings, notifications: { policy: 'changes', reminderHours: 24 } };
  world.recovery.bad.add('STOP-');
  world.recovery.startMs = 360_000;
  for (let request = 0; request < 200 && readDrillOf(world)?.step !== 'stop'; request += 1) {
    const { waitSeconds } = await world.drill();
    if (readDrillOf(world)?.step !== 'stop') world.clock.advance(waitSeconds * 1000);
  }
  return world;
}

async function runLater(world: FakeWorld, minutes: number) {
  world.clock.advance(minutes * 60_000);
  const [record] = await world.invoke(new Date(Math.floor(world.clock.now().getTime() / 1000) * 1000).toISOString());
  const { ApplicationRunning } = world.metrics().findLast((values) => 'ApplicationRunning' in values) ?? {};
  return { status: world.flink.state('orders').status, reason: record?.reason, running: ApplicationRunning };
}

const subjects = (world: FakeWorld) => world.topic.published.map(({ subject }) => subject);

test('an application that was stopped for an hour counts as not running, with a mail that names the drill', async () => {
  const world = await leftInTheStop();
  expect(await runLater(world, 60)).toEqual({ status: 'STARTING', reason: 'not-running', running: 0 });
  expect(subjects(world)).toEqual(['[demo] skipped: orders']);
  expect(world.topic.published[0]?.body).toContain(
    'Drill drill-1 by ada is at the step "start". Its driver is gone; this run and the next ones go on with it.',
  );
});

test('the next run does so as well, also within three minutes, and the end of it is mailed', async () => {
  const world = await leftInTheStop();
  await runLater(world, 60);
  expect(await runLater(world, 2)).toMatchObject({ status: 'STARTING', reason: 'not-running', running: 0 });
  for (let run = 0; run < 4; run += 1) await runLater(world, 10);
  expect(world.flink.state('orders')).toMatchObject({ status: 'RUNNING' });
  expect(readDrillOf(world)?.isEnded).toBe(true);
  expect(subjects(world)).toEqual([
    '[demo] skipped: orders',
    '[demo] drill failed: orders',
    '[demo] skipped (resolved): orders',
  ]);
});

test('one that was stopped for some minutes is passing, as after any start', async () => {
  const world = await leftInTheStop();
  expect(await runLater(world, 10)).toEqual({ status: 'STARTING', reason: 'not-running', running: 1 });
  expect(subjects(world)).toEqual([]);
});

test('one that runs again while its start is proven is no trouble, and gets no snapshot besides those of the drill', async () => {
  const world = await leftInTheStop();
  world.recovery.bad.clear();
  world.recovery.startMs = 30_000;
  const { look } = world.recovery;
  world.recovery.look = async (application) => {
    const seen = await look.call(world.recovery, application);
    return 'view' in seen ? { view: { ...seen.view, tasks: { running: 1, total: 2 } } } : seen;
  };
  expect(await runLater(world, 60)).toEqual({ status: 'RUNNING', reason: 'drill-under-way', running: 1 });
  expect(readDrillOf(world)).toMatchObject({ step: 'prove', isLeft: true });
  expect(subjects(world)).toEqual([]);
});

test('a driver that comes back excuses it again', async () => {
  const world = await leftInTheStop();
  await runLater(world, 60);
  await world.drill();
  expect(await runLater(world, 1)).toMatchObject({ reason: 'drill-under-way', running: 1 });
});

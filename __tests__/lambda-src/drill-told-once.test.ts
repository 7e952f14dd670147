import { AwsError, type Trouble } from './fakes/aws-calls';
import { consented, driveTo, driveToEnd, readDrillOf } from './fakes/drill-world';
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

/** World whose drill will leave `orders` stopped. */
function failing(notifications: Partial<FakeWorld['settings']['notifications']> = {}): FakeWorld {
  const world = consented();
  world.settings = { ...world.settings, notifications: { policy: 'changes', reminderHours: 24, ...notifications } };
  world.recovery.bad.add('STOP-').add('before-drill');
  return world;
}

/** World whose drill left `orders` stopped, with a mail about it. */
async function leftStopped(notifications: Partial<FakeWorld['settings']['notifications']> = {}): Promise<FakeWorld> {
  const world = failing(notifications);
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

const throttled: Trouble = {
  ...{ effects: 0, takesMs: 10 },
  error: new AwsError('ThrottlingException', 'Injected: slow down.', 400),
};

/** Drives until one call of this kind went wrong. */
async function untilTrouble(world: FakeWorld, call: string, trouble: Trouble | 'kill'): Promise<void> {
  let isOver = false;
  world.aws.trouble = (made) => {
    if (made !== call || isOver) return undefined;
    isOver = true;
    return trouble;
  };
  for (let request = 0; request < 200 && !isOver; request += 1) {
    await world.aws.process(() => world.drill());
    if (!isOver) world.clock.advance(5_000);
  }
  world.aws.trouble = () => undefined;
  expect([isOver, readDrillOf(world)?.isEnded]).toEqual([true, false]);
}

describe('a run between the result of a drill and its mail leaves it to that', () => {
  test('which the topic refused once', async () => {
    const world = failing();
    await untilTrouble(world, 'topic.publish', throttled);
    await runLater(world, 0.1);
    expect(subjects(world)).toEqual([]);
    world.clock.advance(10_000);
    await driveToEnd(world);
    await runLater(world, 10);
    expect(subjects(world)).toEqual(['[demo] drill failed, not running: orders']);
  });

  test('whose request has died: a later run sends it', async () => {
    const world = failing();
    await untilTrouble(world, 'audit.complete', 'kill');
    await runLater(world, 2);
    expect(subjects(world)).toEqual([]);
    await runLater(world, 10);
    await runLater(world, 10);
    expect(readDrillOf(world)?.isEnded).toBe(true);
    expect(subjects(world)).toEqual(['[demo] drill failed, not running: orders']);
  });

  test('but reports the stop itself where the topic took no mail of the drill for ten minutes', async () => {
    const world = failing();
    world.topic.isBroken = true;
    await driveToEnd(world);
    expect(readDrillOf(world)).toMatchObject({ isEnded: true });
    expect(readDrillOf(world)?.toldAt).toBeUndefined();
    world.topic.isBroken = false;
    await runLater(world, 10);
    await runLater(world, 10);
    expect(subjects(world)).toEqual(['[demo] skipped: orders']);
  });
});

describe('where the alarm not-running reports stops', () => {
  test.each<[string, number, string[]]>([
    ['two runs found it stopped: the alarm fired, and its end is the only one', 2, []],
    ['one run did, so the alarm did not fire: the next one mails the end', 1, ['[demo] taken (resolved): orders']],
    ['none did: the next one mails the end', 0, ['[demo] taken (resolved): orders']],
  ])('%s', async (_, runs, ends) => {
    const world = await leftStopped({ stopsByAlarm: true });
    for (let run = 0; run < runs; run += 1) await runLater(world, 10);
    world.flink.changeApplication('orders', { status: 'RUNNING' });
    await runLater(world, 10);
    await runLater(world, 10);
    expect(subjects(world).slice(1)).toEqual(ends);
  });
});

describe('a run that can’t read the journal once', () => {
  const unread = async (world: FakeWorld, minutes: number) => {
    world.aws.trouble = (call) => (call === 'drills.read' ? throttled : undefined);
    await runLater(world, minutes);
    world.aws.trouble = () => undefined;
  };

  test('while a drill has the application stopped, mails nothing', async () => {
    const world = consented();
    world.settings = { ...world.settings, notifications: { policy: 'changes', reminderHours: 24 } };
    await driveTo(world, 'stop');
    while (world.flink.state('orders').status !== 'READY') {
      await world.drill();
      world.clock.advance(1_000);
    }
    await unread(world, 0);
    expect(world.outcomes('orders')).toEqual(['skipped not-running']);
    expect((await driveToEnd(world)).verdict).toBe('proven');
    await runLater(world, 10);
    expect(subjects(world)).toEqual([]);
  });

  test('reports a stop that lasts all the same', async () => {
    const world = consented();
    world.settings = { ...world.settings, notifications: { policy: 'changes', reminderHours: 24 } };
    world.flink.changeApplication('orders', { status: 'READY' });
    await unread(world, 1);
    expect(subjects(world)).toEqual([]);
    await unread(world, 10);
    expect(subjects(world)).toEqual(['[demo] skipped: orders']);
  });
});

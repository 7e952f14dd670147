import { AwsError } from './fakes/aws-calls';
import { callsThatAct, consented, driveTo, driveToEnd, readDrillOf, runAfterDeath } from './fakes/drill-world';
import type { FakeWorld } from './fakes/fake-world';

// Drills whose start fails for another reason than the state that they start from.

const UNAVAILABLE = new AwsError('ServiceUnavailableException', 'Service is unavailable.', 503);
const THROTTLED = new AwsError('ThrottlingException', 'Rate exceeded.', 400);
const DENIED = new AwsError('AccessDeniedException', 'User is not authorized to perform this action.', 400);

/** Lets the calls of these names fail for so many minutes from now. */
function failing(world: FakeWorld, minutes: number, error: AwsError, ...names: readonly string[]): void {
  const until = world.clock.now().getTime() + minutes * 60_000;
  world.aws.trouble = (call) =>
    names.includes(call) && world.clock.now().getTime() < until ? { effects: 0, takesMs: 500, error } : undefined;
}

const stopSnapshot = (world: FakeWorld) =>
  world.flink.listed('orders').find(({ name }) => name.startsWith('STOP-'))?.name;

describe('a service that accepts no start', () => {
  test.each([
    ['because it does not answer', UNAVAILABLE],
    ['because it throttles', THROTTLED],
  ])('for 30 minutes, %s, is asked again until it does: the drill is proven', async (_, error) => {
    const world = consented();
    await driveTo(world, 'stop');
    failing(world, 30, error, 'recovery.startFrom');
    expect(await driveToEnd(world)).toMatchObject({ verdict: 'proven' });
    expect(callsThatAct(world).length).toBeGreaterThan(100);
    expect(world.flink.state('orders')).toMatchObject({
      status: 'RUNNING',
      restoresFrom: { kind: 'snapshot', name: stopSnapshot(world) },
    });
  });

  test('for an hour ends the drill, which blames no state and says what to type', async () => {
    const world = consented();
    await driveTo(world, 'stop');
    failing(world, 60, UNAVAILABLE, 'recovery.startFrom');
    const { verdict, message } = await driveToEnd(world);
    expect([verdict, world.flink.state('orders').status]).toEqual(['not-proven', 'READY']);
    expect(message).toContain(`no start from ${stopSnapshot(world)} was accepted within 40 minutes.`);
    expect(message).toContain(`The application does not run: kda start orders --snapshot ${stopSnapshot(world)}.`);
    expect(message).not.toContain('Its state did not work');
    expect(world.topic.published.at(-1)).toMatchObject({
      subject: '[demo] drill failed, not running: orders',
      body: expect.stringContaining(`Its state is not at fault: kda start orders --snapshot ${stopSnapshot(world)}.`),
    });
  });

  test('just when a run finds the drill dead after an hour, is asked for at least five minutes', async () => {
    const world = consented();
    await driveTo(world, 'stop');
    failing(world, 64, UNAVAILABLE, 'recovery.startFrom');
    await runAfterDeath(world, 60);
    for (let run = 0; run < 3; run += 1) await runAfterDeath(world);
    expect(readDrillOf(world)?.outcome?.verdict).toBe('proven');
    expect(world.flink.state('orders').status).toBe('RUNNING');
  });

  test('for 19 minutes leaves the start itself its own time', async () => {
    const world = consented();
    world.recovery.startMs = 180_000;
    await driveTo(world, 'stop');
    failing(world, 19, UNAVAILABLE, 'recovery.startFrom');
    expect((await driveToEnd(world)).verdict).toBe('proven');
  });
});

test('a deployment that takes the right to start away leaves the state blameless: the drill says what is missing', async () => {
  const world = consented();
  await driveTo(world, 'stop');
  world.selectNames('orders');
  failing(world, 600, DENIED, 'recovery.startFrom', 'recovery.stop', 'recovery.lastStopAt');
  const { verdict, message } = await driveToEnd(world);
  expect([verdict, world.flink.state('orders').status]).toEqual(['not-proven', 'READY']);
  expect(message).toContain(
    'The drill of application orders failed. The manager may not start it: the right kinesisanalytics:StartApplication is missing, as after a deployment that took drill off its entry.',
  );
  expect(message).toContain(`The application does not run: kda start orders --snapshot ${stopSnapshot(world)}.`);
  const held = (await world.holds.list('orders')).map(({ snapshotName }) => snapshotName);
  expect(held).toContain(stopSnapshot(world));
});

test('a job that crashes, where the right to stop is missing, is said to run and not to work after three minutes', async () => {
  const world = consented();
  world.recovery.crashing.add('STOP-');
  await driveTo(world, 'prove');
  const begun = world.clock.now().getTime();
  failing(world, 600, DENIED, 'recovery.stop');
  const { message } = await driveToEnd(world);
  expect(message).toContain('could not be stopped by force. RecoveryCallError: AccessDeniedException');
  expect(world.clock.now().getTime() - begun).toBeLessThan(240_000);
});

describe('an application that somebody deployed while it was stopped', () => {
  /** An update to version 8, which lasts for 20 seconds, at the drill's own stop. */
  function deployWhileStopped(world: FakeWorld): void {
    world.recovery.onReady = () => {
      if (world.flink.state('orders').version !== 7) return;
      world.flink.changeApplication('orders', { status: 'UPDATING' });
      world.clock.in(20_000, () => world.flink.changeApplication('orders', { status: 'READY', version: 8 }));
    };
  }

  test.each([
    ['neither state starts', ['STOP-', 'before-drill']],
    ['only the state of before starts', ['STOP-']],
  ])('and of which %s: the drill names the deployment first, and blames no state', async (_, bad) => {
    const world = consented();
    deployWhileStopped(world);
    for (const part of bad) world.recovery.bad.add(part);
    const { verdict, message } = await driveToEnd(world);
    expect(verdict).toBe('not-proven');
    expect(message).toContain(
      'The drill of application orders failed. Somebody changed the application during the drill: version 7 became 8. The start from',
    );
    expect(message.match(/version 7 became 8/g)).toHaveLength(1);
  });

  test('and that starts is proven', async () => {
    const world = consented();
    deployWhileStopped(world);
    expect((await driveToEnd(world)).verdict).toBe('proven');
    expect(callsThatAct(world)).toEqual(['recovery.stop', 'recovery.startFrom']);
  });
});

test('a state that does not work is blamed', async () => {
  const world = consented();
  world.recovery.bad.add('STOP-');
  expect((await driveToEnd(world)).message).toContain(
    `The drill of application orders failed. Its state did not work. The start from ${stopSnapshot(world)} failed. `,
  );
});

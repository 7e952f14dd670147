import { AwsError } from './fakes/aws-calls';
import { callsThatAct, consented, driveTo, driveToEnd, readDrillOf, runAfterDeath } from './fakes/drill-world';
import type { FakeWorld } from './fakes/fake-world';

// People who stop an application beside its drill, with the console or the AWS CLI: their stop stays.

const THROTTLED = new AwsError('ThrottlingException', 'Rate exceeded.', 400);

/** Lets all calls of this name fail. */
function failing(world: FakeWorld, name: string, error: AwsError): void {
  world.aws.trouble = (call) => (call === name ? { effects: 0, takesMs: 10, error } : undefined);
}

test.each([
  ['has stopped', 35_000],
  ['is stopping', 15_000],
])(
  'an application that somebody else %s, while the service refuses the drill’s own stop, is left so',
  async (_, ms) => {
    const world = consented();
    failing(world, 'recovery.stop', THROTTLED);
    await driveTo(world, 'stop');
    expect(readDrillOf(world)).toMatchObject({ asked: 1, trouble: expect.stringContaining('Rate exceeded.') });
    world.clock.advance(10_000);
    world.recovery.stopNow('orders', false);
    world.clock.advance(ms - 10_000);
    world.aws.trouble = () => undefined;
    expect(await driveToEnd(world)).toMatchObject({
      verdict: 'given-up',
      message: expect.stringContaining('Somebody else stopped the application.'),
    });
    world.clock.advance(60_000);
    expect(world.flink.state('orders').status).toBe('READY');
    expect(callsThatAct(world)).toEqual(['recovery.stop']);
  },
);

test('a stop by somebody else, long after one of the drill whose answer was lost and that did nothing, stays', async () => {
  const world = consented();
  failing(world, 'recovery.stop', new AwsError('TimeoutError', 'Injected: the answer was lost.'));
  await driveTo(world, 'stop');
  world.aws.trouble = () => undefined;
  world.clock.advance(120_000);
  world.recovery.stopNow('orders', false);
  await runAfterDeath(world);
  expect(readDrillOf(world)?.outcome?.because).toEqual(['Somebody else stopped the application.']);
  expect([world.flink.state('orders').status, callsThatAct(world)]).toEqual(['READY', ['recovery.stop']]);
});

test('a stop whose answer was lost is the drill’s own: the application is started', async () => {
  const world = consented();
  let lost = 0;
  world.aws.trouble = (call) => {
    if (call !== 'recovery.stop' || lost > 0) return undefined;
    lost += 1;
    return { effects: 1, takesMs: 4_000, error: new AwsError('ServiceUnavailableException', 'Injected.', 503) };
  };
  expect((await driveToEnd(world)).verdict).toBe('proven');
  expect([lost, callsThatAct(world)]).toEqual([1, ['recovery.stop', 'recovery.startFrom']]);
});

test.each([
  ['in the call that starts the application', 'recovery.startFrom'],
  ['before that call', 'drills.write'],
])('a stop by somebody else stays, where the drill died %s', async (_, call) => {
  const world = consented();
  await driveTo(world, 'stop');
  let isDead = false;
  world.aws.trouble = (made) => {
    if (isDead || made !== call || readDrillOf(world)?.step !== 'start') return undefined;
    isDead = true;
    return 'kill';
  };
  await world.aws.process(() => driveTo(world, 'prove'), 3_600_000);
  expect(isDead).toBe(true);
  world.aws.trouble = () => undefined;
  world.clock.advance(120_000);
  if (world.flink.state('orders').status === 'READY') {
    const { name = '' } = world.flink.listed('orders').find((each) => each.name.startsWith('STOP-')) ?? {};
    world.recovery.startNow('orders', name);
    world.clock.advance(120_000);
  }
  expect(world.flink.state('orders').status).toBe('RUNNING');
  world.recovery.stopNow('orders', false);
  const acted = callsThatAct(world);
  await runAfterDeath(world);
  expect(callsThatAct(world)).toEqual(acted);
  expect(world.flink.state('orders').status).toBe('READY');
});

describe('where the service does not tell when the application was stopped last', () => {
  test.each([
    ['because the right to it is missing', new AwsError('AccessDeniedException', 'Not authorized to list.', 400)],
    ['for hours', new AwsError('InternalFailure', 'Injected.', 500)],
  ])('%s, a start that failed is followed by the way back, and the record says so', async (_, error) => {
    const world = consented();
    world.recovery.bad.add('STOP-');
    failing(world, 'recovery.lastStopAt', error);
    const { verdict, message } = await driveToEnd(world);
    expect([verdict, world.flink.state('orders').status]).toEqual(['not-proven', 'RUNNING']);
    expect(message).toContain(`Whether somebody else stopped it is not known. RecoveryCallError: ${error.name}`);
    expect(world.clock.now().getTime()).toBeLessThan(Date.parse('2026-11-23T10:45:00Z'));
  });

  test('for a moment, it is asked again', async () => {
    const world = consented();
    await driveTo(world, 'prove');
    world.recovery.stopNow('orders', false);
    world.clock.advance(30_000);
    let refused = 0;
    world.aws.trouble = (call) => {
      if (call !== 'recovery.lastStopAt' || refused > 2) return undefined;
      refused += 1;
      return { effects: 0, takesMs: 10, error: THROTTLED };
    };
    expect((await driveToEnd(world)).verdict).toBe('given-up');
    expect([refused, world.flink.state('orders').status]).toEqual([3, 'READY']);
  });
});

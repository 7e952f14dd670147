import { AwsError } from './fakes/aws-calls';
import { callsThatAct, consented, driveTo, driveToEnd, readDrillOf, runAfterDeath } from './fakes/drill-world';
import type { FakeWorld } from './fakes/fake-world';

// Others who act on an application without `kda`, and states for which a drill must not stop it once more.

const BEFORE = 'demo.20261123T102001Z.before-drill';

describe('an application that somebody deploys while nobody drives the drill', () => {
  test.each<[string, Parameters<FakeWorld['flink']['changeApplication']>[1]]>([
    ['from the latest snapshot', { version: 8, restoresFrom: { kind: 'latest' } }],
    ['from another snapshot', { restoresFrom: { kind: 'snapshot', name: 'demo.20261123T090000Z' } }],
    ['with the run configuration as it was', { version: 8 }],
  ])('%s, is not stopped: the drill gives way', async (_, deployed) => {
    const world = consented();
    await driveTo(world, 'prove');
    world.flink.changeApplication('orders', deployed);
    world.recovery.crashing.add('');
    const acted = callsThatAct(world).length;
    await runAfterDeath(world);
    expect(world.flink.state('orders')).toMatchObject({ status: 'RUNNING', ...deployed });
    expect(callsThatAct(world)).toHaveLength(acted);
    expect(readDrillOf(world)).toMatchObject({ isEnded: true, outcome: { verdict: 'given-up' } });
  });

  test.each<[string, Parameters<FakeWorld['flink']['changeApplication']>[1]]>([
    ['runs from another snapshot', { status: 'RUNNING', restoresFrom: { kind: 'latest' } }],
    ['starts from another snapshot', { status: 'STARTING', restoresFrom: { kind: 'latest' } }],
  ])('and that %s, is not stopped by force when the drill goes back', async (_, changed) => {
    const world = consented();
    world.recovery.crashing.add('STOP-');
    await driveTo(world, 'stop-again');
    world.recovery.onReady = () => world.flink.changeApplication('orders', changed);
    const acted = callsThatAct(world).length;
    expect((await driveToEnd(world)).verdict).toBe('given-up');
    expect(world.flink.state('orders')).toMatchObject(changed);
    expect(callsThatAct(world)).toHaveLength(acted);
  });

  test('and that crashes, is not stopped by force', async () => {
    const world = consented();
    world.recovery.crashing.add('STOP-');
    await driveTo(world, 'prove');
    const error = new AwsError('ThrottlingException', 'Injected.', 400);
    world.aws.trouble = (call) => (call === 'recovery.stop' ? { effects: 0, takesMs: 10, error } : undefined);
    await driveTo(world, 'stop-again');
    world.aws.trouble = () => undefined;
    world.flink.changeApplication('orders', { version: 8 });
    await runAfterDeath(world);
    expect(readDrillOf(world)).toMatchObject({ isEnded: true, outcome: { verdict: 'given-up' } });
    expect(world.flink.state('orders')).toMatchObject({ status: 'RUNNING', version: 8 });
  });
});

describe('an update of the stopped application is waited for, and the application is started', () => {
  /** An update that begins now and lasts for 20 seconds. */
  function update(world: FakeWorld): void {
    world.flink.changeApplication('orders', { status: 'UPDATING' });
    world.clock.in(20_000, () => world.flink.changeApplication('orders', { status: 'READY', version: 8 }));
  }

  test('after its stop', async () => {
    const world = consented();
    await driveTo(world, 'stop');
    world.recovery.onReady = () => update(world);
    await driveToEnd(world);
    expect(world.flink.state('orders').status).toBe('RUNNING');
  });

  test('where it makes the service refuse the start', async () => {
    const world = consented();
    let isUpdated = false;
    world.aws.trouble = (call) => {
      if (call !== 'recovery.startFrom' || isUpdated) return undefined;
      isUpdated = true;
      update(world);
      return { effects: 0, takesMs: 10, error: new AwsError('ConcurrentModificationException', 'Injected.', 400) };
    };
    await driveToEnd(world);
    expect(isUpdated).toBe(true);
    expect(world.flink.state('orders').status).toBe('RUNNING');
  });

  test('after its stop by force', async () => {
    const world = consented();
    world.recovery.crashing.add('STOP-');
    await driveTo(world, 'stop-again');
    world.recovery.onReady = () => update(world);
    await driveToEnd(world);
    expect(world.flink.state('orders')).toMatchObject({ status: 'RUNNING', restoresFrom: { name: BEFORE } });
  });
});

test('a job that works is not stopped because the snapshot after its start failed', async () => {
  const world = consented();
  await driveTo(world, 'prove');
  world.flink.snapshotEndsAs = 'FAILED';
  const acted = callsThatAct(world).length;
  const { verdict, message } = await driveToEnd(world);
  expect(verdict).toBe('not-proven');
  expect(message).toContain('after-drill, taken after the start, FAILED.');
  expect(message).toContain('The application runs again.');
  expect(callsThatAct(world)).toHaveLength(acted);
});

test('the causes of a job that crashes do not fill the journal', async () => {
  const world = consented();
  world.recovery.crashing.add('STOP-');
  world.recovery.failure = `Unable to parse ${'x'.repeat(200_000)}`;
  const sizes: number[] = [];
  for (let request = 0; request < 300; request += 1) {
    const { state, waitSeconds } = await world.drill();
    sizes.push(world.drills.items.get('orders')?.text.length ?? 0);
    if (state === 'ended') break;
    world.clock.advance(waitSeconds * 1000);
  }
  expect(Math.max(...sizes)).toBeLessThan(100_000);
  expect(world.flink.state('orders')).toMatchObject({ status: 'RUNNING', restoresFrom: { name: BEFORE } });
});

test('a job that crashes from both states is not said to run again', async () => {
  const world = consented();
  world.recovery.crashing.add('STOP-').add('before-drill');
  const { verdict, message } = await driveToEnd(world);
  expect(verdict).toBe('not-proven');
  expect(message).not.toContain('runs again');
  expect(message).toContain('The application was started, but its job does not work: kda restore orders');
  expect(world.topic.published.map(({ subject }) => subject)).toEqual(['[demo] drill failed, job not working: orders']);
});

test('a drill is refused where the quota has no room for its snapshots', async () => {
  const world = consented();
  world.settings = { ...world.settings, snapshotQuota: 4 };
  world.flink.addHourly('orders', '08', '09');
  const { verdict, message } = await world.drill();
  expect(verdict).toBe('refused');
  expect(message).toContain('has 2 of 4 snapshots, and a drill takes 3');
  expect(callsThatAct(world)).toEqual([]);
});

test('another event says that a drill is under way, and reaches nobody', async () => {
  const world = consented();
  await driveTo(world, 'start');
  const { verdict, message } = await world.drill('drill-2');
  expect(verdict).toBe('refused');
  expect(message).toContain('Drill drill-1 of orders by ada is under way.');
  expect(world.topic.published).toEqual([]);
});

describe('the cause of a failure is told in the service’s words', () => {
  test.each<[string, string, (world: FakeWorld) => void]>([
    [
      'start',
      'failed. The service says: org.apache.flink.util.StateMigrationException: no serializer.',
      (world) => world.recovery.bad.add('STOP-'),
    ],
    [
      'stop',
      'could not take its snapshot. The service says: Checkpoint expired before completing.',
      (world) => {
        world.recovery.failsStops = true;
      },
    ],
  ])('of a %s', async (_, text, spoil) => {
    const world = consented();
    spoil(world);
    world.recovery.causes.start = 'org.apache.flink.util.StateMigrationException: no serializer';
    world.recovery.causes.stop = 'Checkpoint expired before completing.';
    expect((await driveToEnd(world)).message).toContain(text);
  });
});

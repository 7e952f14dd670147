import { viewOf } from '../../lambda-src/snapshot-manager/domain/recovery/flink-answers';
import type { JobView } from '../../lambda-src/snapshot-manager/domain/recovery/proof';
import { AwsError } from './fakes/aws-calls';
import { callsThatAct, consented, driveToEnd, readDrillOf, runAfterDeath } from './fakes/drill-world';
import type { FakeWorld } from './fakes/fake-world';

// The proof of a drill's start: looks at the job that see less than all, or come late.

async function driveUntil(world: FakeWorld, isThere: () => boolean): Promise<void> {
  for (let request = 0; request < 400; request += 1) {
    if (isThere()) return;
    const { waitSeconds } = await world.drill();
    if (!isThere()) world.clock.advance(waitSeconds * 1000);
  }
  throw new Error(`The drill is at ${readDrillOf(world)?.step}.`);
}

/** Drives until the job was looked at for a proof; then the driver is gone. */
const untilLooked = (world: FakeWorld) => driveUntil(world, () => (readDrillOf(world)?.views?.length ?? 0) >= 1);

/** From now on, what looks at the job see besides what is so. */
function see(world: FakeWorld, change: Partial<JobView>): void {
  const { look } = world.recovery;
  world.recovery.look = async (application) => {
    const seen = await look.call(world.recovery, application);
    return 'view' in seen ? { view: { ...seen.view, ...change } } : seen;
  };
}

test('a job whose bounded source has read its file to the end works: it is proven, and not stopped by force', async () => {
  const world = consented();
  world.recovery.look = async () => {
    const vertices = ['FINISHED', 'RUNNING', 'RUNNING'].map((status) => ({ status, metrics: { 'write-records': 7 } }));
    const job = { state: 'RUNNING', vertices };
    const checkpoints = { counts: { completed: 5 }, latest: {} };
    const view = viewOf({ job, metrics: [{ id: 'numRestarts', value: '0' }], checkpoints }, world.clock.now());
    return view ? { view } : { notSeen: 'The test has no job.' };
  };
  const { verdict, message } = await driveToEnd(world);
  expect(verdict).toBe('proven');
  expect(message).toContain('2 of 2 tasks run and 1 finished');
  expect(callsThatAct(world)).toEqual(['recovery.stop', 'recovery.startFrom']);
});

describe('a drill whose driver died while its start was proven', () => {
  test('is proven by a run an hour later, although the job restarted once when nobody looked', async () => {
    const world = consented();
    await untilLooked(world);
    see(world, { restarts: 1, completedCheckpoints: 59 });
    await runAfterDeath(world, 60);
    expect(readDrillOf(world)?.outcome).toMatchObject({ verdict: 'proven' });
    expect(callsThatAct(world)).toEqual(['recovery.stop', 'recovery.startFrom']);
    expect(world.flink.state('orders')).toMatchObject({
      status: 'RUNNING',
      restoresFrom: { name: expect.stringMatching(/^STOP-/) },
    });
  });

  test('is proven in the same way by a driver that goes on an hour later', async () => {
    const world = consented();
    await untilLooked(world);
    see(world, { restarts: 1, completedCheckpoints: 59 });
    world.clock.advance(3_600_000);
    expect((await driveToEnd(world)).verdict).toBe('proven');
    expect(callsThatAct(world)).toEqual(['recovery.stop', 'recovery.startFrom']);
  });

  test.each<[string, Partial<JobView>]>([
    ['one of two tasks runs', { state: 'RESTARTING', tasks: { running: 1, total: 2 } }],
    ['its job failed', { state: 'FAILED', tasks: { running: 0, total: 2 } }],
  ])('is finished by runs while %s: nothing that runs is stopped, and a mail says so', async (_, seen) => {
    const world = consented();
    await untilLooked(world);
    const acted = callsThatAct(world);
    see(world, seen);
    for (let run = 0; run < 8; run += 1) await runAfterDeath(world, 60);
    expect(callsThatAct(world)).toEqual(acted);
    expect(readDrillOf(world)?.outcome).toMatchObject({ verdict: 'not-proven', doubt: 'broken', isRunning: true });
    expect(world.topic.published.map(({ subject }) => subject)).toContain(
      '[demo] drill failed, job not working: orders',
    );
  });

  test('is not judged by the first look after eighteen minutes of looks and a silence', async () => {
    const world = consented();
    await untilLooked(world);
    see(world, { state: 'RESTARTING', tasks: { running: 1, total: 2 } });
    // A proof of this application may take twice the nine minutes that a restore usually takes.
    const until = world.clock.now().getTime() + 1_060_000;
    await driveUntil(world, () => world.clock.now().getTime() >= until);
    world.clock.advance(3_600_000);
    expect(await world.drill()).toMatchObject({ state: 'under-way', step: 'prove' });
  });
});

test('a job that was to be stopped by force when its driver died is not stopped by the next run', async () => {
  const world = consented();
  world.recovery.crashing.add('STOP-');
  const error = new AwsError('ThrottlingException', 'Injected.', 400);
  await untilLooked(world);
  world.aws.trouble = (call) => (call === 'recovery.stop' ? { effects: 0, takesMs: 10, error } : undefined);
  await driveUntil(world, () => readDrillOf(world)?.step === 'stop-again');
  world.aws.trouble = () => undefined;
  const acted = callsThatAct(world);
  await runAfterDeath(world, 60);
  expect(callsThatAct(world)).toEqual(acted);
  expect(readDrillOf(world)?.outcome).toMatchObject({ verdict: 'not-proven', doubt: 'broken' });
  expect(world.flink.state('orders').status).toBe('RUNNING');
});

describe('what could not be seen is no reason to stop by force', () => {
  test('an early look before all tasks ran, and none after it', async () => {
    const world = consented();
    await driveUntil(world, () => readDrillOf(world)?.step === 'prove');
    const { look } = world.recovery;
    let looks = 0;
    world.recovery.look = async (application) => {
      const seen = await look.call(world.recovery, application);
      looks += 1;
      if (looks > 1 || !('view' in seen)) return { notSeen: 'AccessDenied: CreateApplicationPresignedUrl' };
      return { view: { ...seen.view, tasks: { running: 1, total: 2 } } };
    };
    expect((await driveToEnd(world)).verdict).toBe('started-not-proven');
    expect(callsThatAct(world)).toEqual(['recovery.stop', 'recovery.startFrom']);
  });

  test('a job at which nobody may look, and whose snapshot of after failed', async () => {
    const world = consented();
    world.recovery.isSeen = false;
    await driveUntil(world, () => readDrillOf(world)?.step === 'prove');
    world.flink.snapshotEndsAs = 'FAILED';
    const { verdict, message } = await driveToEnd(world);
    expect([verdict, readDrillOf(world)?.outcome?.doubt]).toEqual(['not-proven', 'not-seen']);
    expect(message).toContain(
      'after-drill, taken after the start, FAILED. The application was started again, but not all',
    );
    expect(callsThatAct(world)).toEqual(['recovery.stop', 'recovery.startFrom']);
  });

  test('a snapshot of after that failed while nobody could look: the next look decides', async () => {
    const world = consented();
    await untilLooked(world);
    world.flink.snapshotEndsAs = 'FAILED';
    world.recovery.isSeen = false;
    await driveUntil(world, () => readDrillOf(world)?.freshStatus === 'FAILED');
    world.recovery.isSeen = true;
    expect((await driveToEnd(world)).message).toContain('The application runs again.');
    expect(callsThatAct(world)).toEqual(['recovery.stop', 'recovery.startFrom']);
  });
});

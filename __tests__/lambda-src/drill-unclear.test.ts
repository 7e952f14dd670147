import { AwsError } from './fakes/aws-calls';
import { consented, driveTo, driveToEnd, readDrillOf } from './fakes/drill-world';
import type { FakeWorld } from './fakes/fake-world';

// Where it is not clear that a state is at fault, a drill marks no snapshot as suspect, and blames no state.

const suspects = async (world: FakeWorld) =>
  (await world.holds.marksOf('orders')).suspects.map(({ snapshotName }) => snapshotName);

/** The service does not tell when the application was stopped last. */
function hideStops(world: FakeWorld): void {
  const error = new AwsError('AccessDeniedException', 'not authorized: ListApplicationOperations', 400);
  world.aws.trouble = (call) => (call === 'recovery.lastStopAt' ? { effects: 0, takesMs: 10, error } : undefined);
}

async function driveUntil(world: FakeWorld, isThere: () => boolean): Promise<void> {
  for (let request = 0; request < 100 && !isThere(); request += 1) {
    world.clock.advance((await world.drill()).waitSeconds * 1000);
  }
}

describe('an application that a person may have stopped, where the service does not tell it,', () => {
  async function expectNoBlame(world: FakeWorld): Promise<void> {
    world.recovery.stopNow('orders', true);
    world.clock.advance(25_000);
    const { verdict, message } = await driveToEnd(world);
    expect(verdict).toBe('not-proven');
    expect(message).toContain('Whether somebody else stopped it is not known.');
    expect(message).not.toContain('Its state did not work');
    expect(await suspects(world)).toEqual([]);
  }

  test('during its start', async () => {
    const world = consented();
    await driveTo(world, 'start');
    hideStops(world);
    await driveUntil(world, () => readDrillOf(world)?.acceptedAt !== undefined);
    await expectNoBlame(world);
  });

  test('during the proof of its start', async () => {
    const world = consented();
    await driveTo(world, 'start');
    hideStops(world);
    await driveTo(world, 'prove');
    await expectNoBlame(world);
  });
});

test('an application of which the service told at the second question that nobody stopped it: its state is blamed', async () => {
  const world = consented();
  world.recovery.bad.add('STOP-');
  await driveTo(world, 'start');
  let questions = 0;
  world.aws.trouble = (call) => {
    if (call !== 'recovery.lastStopAt') return undefined;
    questions += 1;
    return questions === 1 ? { effects: 0, takesMs: 10, error: new Error('Injected.') } : undefined;
  };
  const { message } = await driveToEnd(world);
  expect(questions).toBeGreaterThan(1);
  expect(message).toContain('Its state did not work. The start from');
  expect(message).not.toContain('is not known');
  expect(await suspects(world)).toEqual([expect.stringMatching(/^STOP-/)]);
});

test('a job that is slow: it runs and has not restarted, but 1 of its 2 tasks does not come up in time', async () => {
  const world = consented();
  const look = world.recovery.look.bind(world.recovery);
  world.recovery.look = async (application) => {
    const seen = await look(application);
    const { restoresFrom } = world.flink.state('orders');
    const isOfStop = restoresFrom.kind === 'snapshot' && restoresFrom.name.startsWith('STOP-');
    return 'view' in seen && isOfStop ? { view: { ...seen.view, tasks: { running: 1, total: 2 } } } : seen;
  };
  const { verdict, message } = await driveToEnd(world);
  expect(verdict).toBe('not-proven');
  expect(message).toContain('The drill of application orders failed. 1 of 2 tasks run; the job is RUNNING.');
  expect(await suspects(world)).toEqual([]);
});

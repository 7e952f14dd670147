import { planRecovery } from '../../cli/recovery/plan';
import { consented, driveTo, driveToEnd, readDrillOf } from './fakes/drill-world';
import type { FakeWorld } from './fakes/fake-world';

// Snapshots that a drill finds broken become suspect, so that nobody starts from them again.

const BEFORE = 'demo.20261123T102001Z.before-drill';
const AFTER = 'demo.20261123T102001Z.after-drill';
const AFTER_WAY_BACK = 'demo.20261123T102001Z.after-way-back';

async function suspects(world: FakeWorld) {
  return (await world.holds.marksOf('orders')).suspects.map(({ snapshotName, who, why }) => ({
    snapshotName,
    who,
    why,
  }));
}

const stopSnapshot = (world: FakeWorld) =>
  world.flink.listed('orders').find(({ name }) => name.startsWith('STOP-'))?.name;

/** Snapshot that `kda start orders --latest` takes. */
async function latest(world: FakeWorld): Promise<string | undefined> {
  const request = {
    ...({ kind: 'start', application: 'orders', allowNonRestoredState: false, evidence: false } as const),
    ...{ wish: { kind: 'latest' } as const, who: 'grace', why: 'it is down' },
  };
  const { plan } = planRecovery(request, {
    ...{ state: world.flink.state('orders'), snapshots: world.flink.listed('orders') },
    ...{ marks: await world.holds.marksOf('orders'), hasTables: true, ownPrefix: 'demo.', now: world.clock.now() },
  });
  return plan.target?.name;
}

test('those whose starts failed: a start from the latest one takes neither', async () => {
  const world = consented();
  world.flink.addHourly('orders', '08', '09');
  world.recovery.bad.add('STOP-').add('before-drill');
  const { message } = await driveToEnd(world);
  expect(world.flink.state('orders').status).toBe('READY');
  expect(await suspects(world)).toEqual([
    { snapshotName: stopSnapshot(world), who: 'drill drill-1', why: `The start from ${stopSnapshot(world)} failed.` },
    { snapshotName: BEFORE, who: 'drill drill-1', why: `The start from ${BEFORE} failed.` },
  ]);
  expect(message).toContain(`Snapshot ${BEFORE} is suspect now; to trust it again: kda trust orders ${BEFORE}.`);
  expect(await latest(world)).toBe('demo.20261123T090000Z');
});

test('at once: also before the drill has ended', async () => {
  const world = consented();
  world.recovery.bad.add('STOP-');
  await driveTo(world, 'start-before');
  expect(await suspects(world)).toMatchObject([{ snapshotName: stopSnapshot(world) }]);
});

test('that of the stop, where its job crashed, and that of before works', async () => {
  const world = consented();
  world.recovery.crashing.add('STOP-');
  await driveToEnd(world);
  expect(await suspects(world)).toMatchObject([
    { snapshotName: AFTER, why: expect.stringContaining('It was taken of a job that failed. The job restarted') },
    { snapshotName: stopSnapshot(world), why: expect.stringContaining('The job restarted') },
  ]);
});

test('that of after, where its job crashed, and that of before does not start: the latest one is that of the stop', async () => {
  const world = consented();
  world.flink.addHourly('orders', '08', '09');
  world.recovery.crashing.add('STOP-');
  world.recovery.bad.add('before-drill');
  const { message } = await driveToEnd(world);
  expect(world.flink.state('orders').status).toBe('READY');
  expect((await suspects(world)).map(({ snapshotName }) => snapshotName)).toEqual([AFTER, BEFORE]);
  expect(message).toContain(`kda trust orders ${AFTER}.`);
  expect(await latest(world)).toBe(stopSnapshot(world));
});

test('those of after alone, where the jobs crash from both: what they read or write may be away', async () => {
  const world = consented();
  await driveTo(world, 'start');
  world.recovery.crashing.add('');
  await driveToEnd(world);
  expect((await suspects(world)).map(({ snapshotName }) => snapshotName)).toEqual([AFTER, AFTER_WAY_BACK]);
});

test('none of after, where the service took none: its quota was full', async () => {
  const world = consented();
  world.recovery.crashing.add('STOP-');
  await driveTo(world, 'start');
  world.flink.fail('createSnapshot', 'quota-reached');
  await driveToEnd(world);
  expect(await suspects(world)).toEqual([]);
});

test.each<[string, (world: FakeWorld) => void | Promise<void>]>([
  [
    'of an application that somebody deployed meanwhile',
    async (world) => {
      world.recovery.bad.add('STOP-');
      await driveTo(world, 'start');
      world.flink.changeApplication('orders', { version: 8 });
    },
  ],
  [
    'that the service does not start at all',
    (world) => {
      world.aws.trouble = (call) =>
        call === 'recovery.startFrom' ? { effects: 0, takesMs: 10, error: new Error('Injected.') } : undefined;
    },
  ],
  ['that work', () => {}],
])('none %s', async (_, spoil) => {
  const world = consented();
  await spoil(world);
  await driveToEnd(world);
  expect(readDrillOf(world)?.isEnded).toBe(true);
  expect(await suspects(world)).toEqual([]);
});

test('a mark that a person made keeps its words', async () => {
  const world = consented();
  world.recovery.bad.add('STOP-');
  await driveTo(world, 'start');
  const name = stopSnapshot(world) ?? 'none';
  world.holds.seedSuspect('orders', name, { markedAt: world.clock.now(), why: 'corrupt since 10:15' });
  await driveToEnd(world);
  expect(await suspects(world)).toMatchObject([{ snapshotName: name, why: 'corrupt since 10:15' }]);
});

describe('one that a person trusts again while the drill goes on', () => {
  /** World whose drill has just marked the snapshot of the stop, and now starts from that of before. */
  async function marked(...bad: string[]): Promise<FakeWorld> {
    const world = consented();
    for (const part of ['STOP-', ...bad]) world.recovery.bad.add(part);
    await driveTo(world, 'start-before');
    return world;
  }

  async function trustAll(world: FakeWorld): Promise<void> {
    const { suspects } = await world.holds.marksOf('orders');
    for (const suspect of suspects) await world.holds.trust(suspect);
  }

  test('stays trusted at the end of the drill', async () => {
    const world = await marked();
    await trustAll(world);
    await driveToEnd(world);
    expect(await suspects(world)).toEqual([]);
  });

  test('stays trusted where another one is marked later', async () => {
    const world = await marked('before-drill');
    await trustAll(world);
    await driveToEnd(world);
    expect((await suspects(world)).map(({ snapshotName }) => snapshotName)).toEqual([BEFORE]);
  });
});

test('one that could not be marked at once is marked at the end', async () => {
  const world = consented();
  world.recovery.bad.add('STOP-');
  await driveTo(world, 'start');
  world.holds.breakCalls('suspect');
  await driveTo(world, 'prove-before');
  expect(await suspects(world)).toEqual([]);
  world.holds.breakCalls();
  await driveToEnd(world);
  expect((await suspects(world)).map(({ snapshotName }) => snapshotName)).toEqual([stopSnapshot(world)]);
});

import { fleetMetrics } from '../../../lambda-src/snapshot-manager/domain/fleet-metrics';
import { FakeWorld } from '../fakes/fake-world';

const AT = '2026-11-23T10:20:00Z';

/** The line of the whole deployment that a world's last run wrote. */
function fleetLine(world: FakeWorld): Record<string, unknown> | undefined {
  return world.metrics().findLast((values) => 'deployment' in values);
}

describe('a run of a deployment that finds applications', () => {
  test('reports the worst age by each one’s own objective, and how many there are and do not run', async () => {
    const world = new FakeWorld('orders', 'payments', 'users');
    world.flink.changeApplication('users', { status: 'READY' });
    world.flink.fail('createSnapshot', 'unsupported', { times: 2 });
    // Ten minutes before the run: a tenth of an objective of 100 minutes, a third of one of 30.
    for (const application of ['orders', 'payments']) {
      world.flink.addSnapshot(application, 'by-hand', new Date('2026-11-23T10:10:00Z'));
    }
    world.settings = {
      ...world.settings,
      applications: [
        { selector: { kind: 'prefix', prefix: 'orders' }, snapshotAgeMinutes: 100 },
        { selector: { kind: 'pattern', pattern: '*' } },
      ],
    };
    await expect(world.invoke(AT)).rejects.toThrow();

    expect(fleetLine(world)).toMatchObject({
      deployment: 'demo',
      ApplicationsFound: 3,
      ApplicationsNotRunning: 1,
      SnapshotsFailed: 2,
      SnapshotsLate: 0,
      SnapshotQuotaUse: 0.1,
    });
    expect(Number(fleetLine(world)?.SnapshotAgeOfObjective)).toBeCloseTo(33.4, 0);
  });

  test('says that it found none, and that none is overdue then', async () => {
    const world = new FakeWorld('orders');
    world.select({ kind: 'prefix', prefix: 'team-a-' });
    await world.invoke(AT);

    expect(fleetLine(world)).toEqual({
      deployment: 'demo',
      Runs: 1,
      ApplicationsFound: 0,
      ApplicationsNotRunning: 0,
      SnapshotAgeOfObjective: 0,
      SnapshotsFailed: 0,
      SnapshotsLate: 0,
    });
  });

  test('stays silent about the age when the applications could not be listed', async () => {
    const world = new FakeWorld('orders');
    world.select({ kind: 'prefix', prefix: 'orders' });
    world.flink.fail('listApplications', 'other', { times: 1 });
    await expect(world.invoke(AT)).rejects.toThrow();

    expect(fleetLine(world)).not.toHaveProperty('ApplicationsFound');
    expect(fleetLine(world)).not.toHaveProperty('SnapshotAgeOfObjective');
  });
});

test('a deployment of named applications alone, and a request for some, report nothing of a fleet', async () => {
  const world = new FakeWorld('orders', 'payments');
  await world.invoke(AT);
  world.select({ kind: 'prefix', prefix: '' });
  world.select({ kind: 'pattern', pattern: '*' });
  await world.request({ action: 'snapshot', applications: ['orders'], reason: 'asked', requestId: 'r-1' });

  expect(world.lines.length).toBeGreaterThan(0);
  expect(fleetLine(world)).toBeUndefined();
});

test('an application whose age is unknown leaves the others’', () => {
  const values = fleetMetrics(
    [
      { metrics: { newestSnapshotAge: 900, snapshotDuration: 10 }, snapshotAgeMinutes: 30 },
      { metrics: { snapshotsFailed: 1, snapshotDuration: 20 }, snapshotAgeMinutes: 30 },
    ],
    2,
  );
  expect(values).toMatchObject({ snapshotAgeOfObjective: 50, snapshotsFailed: 1, snapshotDuration: 20 });
  expect(fleetMetrics([{ metrics: { snapshotsFailed: 1 }, snapshotAgeMinutes: 30 }], 1).snapshotAgeOfObjective).toBe(
    undefined,
  );
});

test('the retry of a run in which one application failed still tells that another does not run', async () => {
  const world = new FakeWorld('orders', 'payments', 'users');
  world.flink.changeApplication('users', { status: 'READY' });
  world.select({ kind: 'pattern', pattern: '*' });
  world.flink.fail('createSnapshot', 'other', { times: 1 });
  await expect(world.invoke(AT)).rejects.toThrow();
  expect(fleetLine(world)).toMatchObject({ ApplicationsNotRunning: 1, SnapshotsFailed: 1 });

  world.lines.length = 0;
  await world.invoke(AT);
  // Of two that have their result already their records tell; that one had failed was counted by the first attempt.
  expect(fleetLine(world)).toMatchObject({ ApplicationsFound: 3, ApplicationsNotRunning: 1, SnapshotsFailed: 0 });
  expect(Number(fleetLine(world)?.SnapshotAgeOfObjective)).toBeGreaterThanOrEqual(0);
});

test('a named application is none that was found: that nothing fits the others’ selectors shows beside it', async () => {
  const world = new FakeWorld('orders');
  world.select({ kind: 'name', name: 'orders' }, { kind: 'prefix', prefix: 'team-a-' });
  await world.invoke(AT);

  expect(fleetLine(world)).toMatchObject({ ApplicationsFound: 0, ApplicationsNotRunning: 0 });
});

describe('a named application beside a prefix', () => {
  function worldWithNamedOne(): FakeWorld {
    const world = new FakeWorld('orders', 'team-a-1', 'team-a-2');
    world.select({ kind: 'name', name: 'orders' }, { kind: 'prefix', prefix: 'team-a-' });
    return world;
  }

  test('that is stopped is none of the found ones that do not run, in a run and in its retry', async () => {
    const world = worldWithNamedOne();
    world.flink.changeApplication('orders', { status: 'READY' });
    world.flink.fail('createSnapshot', 'other', { times: 1 });
    await expect(world.invoke(AT)).rejects.toThrow();
    expect(fleetLine(world)).toMatchObject({ ApplicationsFound: 2, ApplicationsNotRunning: 0, SnapshotsFailed: 1 });

    world.lines.length = 0;
    await world.invoke(AT);
    expect(fleetLine(world)).toMatchObject({ ApplicationsFound: 2, ApplicationsNotRunning: 0, SnapshotsFailed: 0 });
  });

  test('is none of them either where an entry before its own fits it: it has alarms of its own all the same', async () => {
    const world = worldWithNamedOne();
    world.select({ kind: 'pattern', pattern: '*' }, { kind: 'name', name: 'orders' });
    world.flink.changeApplication('orders', { status: 'READY' });
    await world.invoke(AT);

    expect(fleetLine(world)).toMatchObject({ ApplicationsFound: 2, ApplicationsNotRunning: 0 });
  });

  test('leaves the fleet’s age, quota use and failures to those that were found', async () => {
    const world = worldWithNamedOne();
    world.settings = {
      ...world.settings,
      applications: world.settings.applications.map((entry) =>
        entry.selector.kind === 'name' ? { ...entry, snapshotAgeMinutes: 1 } : entry,
      ),
    };
    for (let index = 0; index < 50; index += 1) {
      world.flink.addSnapshot('orders', `by-hand-${index}`, new Date('2026-11-23T10:00:00Z'));
    }
    for (const application of ['team-a-1', 'team-a-2']) {
      world.flink.addSnapshot(application, 'by-hand', new Date('2026-11-23T10:17:00Z'));
    }
    world.flink.fail('createSnapshot', 'other', { times: 1 });
    await expect(world.invoke(AT)).rejects.toMatchObject({ failures: [{ application: 'orders' }] });

    expect(fleetLine(world)).toMatchObject({ SnapshotsFailed: 0, SnapshotQuotaUse: 0.2 });
    expect(Number(fleetLine(world)?.SnapshotAgeOfObjective)).toBeLessThan(100);
  });

  test('runs while the found ones can’t be listed, and nothing is claimed of those', async () => {
    const world = worldWithNamedOne();
    world.flink.fail('listApplications', 'other', { times: 1 });
    await expect(world.invoke(AT)).rejects.toThrow();

    expect(world.outcomes('orders')).toEqual(['taken ready']);
    expect(fleetLine(world)).toEqual({ deployment: 'demo', SnapshotsFailed: 0, SnapshotsLate: 0 });
  });
});

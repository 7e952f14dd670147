import type { SnapshotApiErrorKind } from '../../../lambda-src/snapshot-manager/ports';
import { AuditSession } from '../../../lambda-src/snapshot-manager/run/audit-session';
import type { Findings, RunInProgress } from '../../../lambda-src/snapshot-manager/run/run-in-progress';
import { takeSnapshot } from '../../../lambda-src/snapshot-manager/run/take-snapshot';
import { FakeWorld } from '../fakes/fake-world';

const NAME = 'demo.20261123T102000Z';
const STARTED_AT = new Date('2026-11-23T10:20:01.500Z');

/** A run of 300 s for the event of 10:20, at its beginning; each call takes 10 ms. */
function begun(facts: Partial<RunInProgress> = {}, timeoutMs = 300_000) {
  const world = new FakeWorld('orders');
  const logged: unknown[] = [];
  const stages: string[] = [];
  const { deadline } = world.context({ timeoutMs });
  const run: RunInProgress = {
    application: 'orders',
    snapshotName: NAME,
    startedAt: STARTED_AT,
    recent: [],
    event: { id: 'event', time: new Date('2026-11-23T10:20:00Z') },
    deadline,
    callsUntil: new Date(deadline.getTime() - 15_000),
    settings: world.settings,
    api: world.flink,
    clock: world.clock,
    holds: world.holds,
    marks: world.holds,
    audit: new AuditSession(world.audit, () => {}),
    lock: { isOurs: true, announceDeletions: async () => true, trouble: () => undefined, giveBack: async () => {} },
    log: (event, fields) => void logged.push([event, fields]),
    stages: {
      endListing: () => void stages.push('listed'),
      endWaiting: () => void stages.push('waited'),
      cleanInTurn: (clean) => clean(),
    },
    recordIntention: async () => true,
    ...facts,
  };
  const deletions = { deleted: [], deletionReasons: undefined, deleting: undefined, failedToDelete: [] };
  const findings: Findings = { deletions, settled: [], newOutcomes: [] };
  const tookMs = () => world.clock.now().getTime() - STARTED_AT.getTime();
  return { world, run, findings, logged, stages, tookMs, flink: world.flink };
}

const calls = (world: FakeWorld) => world.flink.calls.map((call) => call.split(' ')[0]);

describe('a run with too little time', () => {
  test.each([
    [29_999, 'no-time'],
    [30_000, 'still-creating'],
  ])('of %d ms: %s', async (timeoutMs, reason) => {
    const { run, findings, flink } = begun({}, timeoutMs);
    flink.snapshotDurationMs = 60_000;
    expect((await takeSnapshot(run, findings)).reason).toBe(reason);
    expect(flink.calls.length === 0).toBe(reason === 'no-time');
  });

  test.each([
    [285_000 - 20, 'no-time'],
    [285_000 - 21, 'still-creating'],
  ])('left after the list, which took the rest: %d ms later', async (listTakesMs, reason) => {
    const { run, findings, flink, world } = begun();
    flink.snapshotDurationMs = 60_000;
    const list = flink.listSnapshots.bind(flink);
    const api = Object.assign(Object.create(flink), {
      listSnapshots: async (application: string) => {
        const listed = await list(application);
        world.clock.advance(listTakesMs);
        return listed;
      },
    });
    expect((await takeSnapshot({ ...run, api }, findings)).reason).toBe(reason);
  });
});

test('what the service answers first is what a change is measured against', async () => {
  const { run, findings, flink, stages } = begun();
  const ending = await takeSnapshot(run, findings);
  expect(ending.reason).toBe('ready');
  expect(findings.firstSeen).toBe(findings.application);
  expect(findings.firstSeen).toEqual(flink.state('orders'));
  expect(findings.mayHaveBegun).toBe(true);
  expect(stages).toEqual(['listed', 'waited']);
});

test('a snapshot has its exact duration, and the last look that saw it CREATING as its lower bound', async () => {
  const { run, findings, logged } = begun();
  const { snapshot } = await takeSnapshot(run, findings);
  // Asked for at 20 ms and READY 2 s after it was accepted; questions at 0.30, 0.68, 1.12, 1.63 and 2.24 s.
  expect(snapshot).toMatchObject({ name: NAME, status: 'READY', createdAt: new Date('2026-11-23T10:20:01.530Z') });
  expect(snapshot?.durationMs).toBeGreaterThan(2_000);
  expect(snapshot?.durationAtLeastMs).toBeGreaterThan(1_000);
  expect(snapshot?.durationAtLeastMs).toBeLessThan(2_010);
  expect(logged[0]).toEqual(['snapshot.created', { snapshot: NAME }]);
  expect(findings.snapshots).toMatchObject([{ name: NAME, status: 'READY' }]);
});

test('one that was never seen CREATING took nothing at least', async () => {
  const { run, findings, flink } = begun();
  flink.snapshotDurationMs = 100;
  expect((await takeSnapshot(run, findings)).snapshot).toMatchObject({ durationAtLeastMs: 0, durationMs: 322 });
});

describe('what keeps a run from taking one', () => {
  test.each<[string, SnapshotApiErrorKind, string]>([
    ['describeApplication', 'not-found', 'application-not-found'],
    ['describeApplication', 'other', 'describe-failed'],
    ['listSnapshots', 'other', 'list-failed'],
  ])('%s answers %s', async (call, kind, reason) => {
    const { run, findings, flink } = begun();
    flink.fail(call as 'listSnapshots', kind);
    expect(await takeSnapshot(run, findings)).toEqual({ reason, detail: `Injected: ${call} answered ${kind}.` });
    expect(calls({ flink } as FakeWorld)).not.toContain('createSnapshot');
  });

  test.each([
    [{ status: 'READY' }, 'not-running'],
    [{ snapshotsEnabled: false }, 'snapshots-disabled'],
    [{ snapshotMode: 'ENHANCED_SNAPSHOTS' }, 'enhanced-snapshots'],
  ])('an application with %j', async (facts, reason) => {
    const { run, findings, flink } = begun();
    flink.changeApplication('orders', facts);
    expect((await takeSnapshot(run, findings)).reason).toBe(reason);
    expect(findings.mayHaveBegun).toBeUndefined();
  });

  test('another snapshot in flight is named, with its beginning where that is known', async () => {
    const { run, findings, flink } = begun();
    flink.addSnapshot('orders', 'by-hand', new Date('2026-11-23T10:19:00Z'), 'CREATING');
    expect(await takeSnapshot(run, findings)).toEqual({
      reason: 'snapshot-in-flight',
      detail: 'It is by-hand, started at 2026-11-23T10:19:00.000Z.',
    });
  });

  test('a newer snapshot of ours is named', async () => {
    const { run, findings, flink } = begun();
    for (const [name, at] of [
      ['demo.20261123T102001Z', '2026-11-23T10:20:00.001Z'],
      ['demo.20261123T101000Z', '2026-11-23T10:20:00.000Z'],
    ] as const) {
      flink.addSnapshot('orders', name, new Date(at));
    }
    expect(await takeSnapshot(run, findings)).toEqual({
      reason: 'newer-snapshot',
      detail: 'It is demo.20261123T102001Z.',
    });
    flink.removeSnapshot('orders', 'demo.20261123T102001Z');
    expect((await takeSnapshot(run, findings)).reason).toBe('ready');
  });
});

describe('a snapshot of this run’s name that is there', () => {
  test('READY: it is adopted, with the bounds of its duration, and nothing is created', async () => {
    const { run, findings, flink, world } = begun();
    flink.addSnapshot('orders', NAME, new Date('2026-11-23T10:20:00.500Z'));
    expect(await takeSnapshot(run, findings)).toEqual({
      reason: 'adopted',
      snapshot: {
        name: NAME,
        status: 'READY',
        createdAt: new Date('2026-11-23T10:20:00.500Z'),
        applicationVersion: 7,
        runtimeEnvironment: 'FLINK-1_20',
        durationAtLeastMs: 0,
        durationAtMostMs: 1_020,
      },
    });
    expect(calls(world)).toEqual(['describeApplication', 'listSnapshots']);
  });

  test('CREATING: it is waited for, and adopted', async () => {
    const { run, findings, flink, world } = begun();
    flink.begin('orders', NAME);
    const ending = await takeSnapshot(run, findings);
    expect(ending).toMatchObject({ reason: 'adopted', snapshot: { status: 'READY' } });
    expect(ending.snapshot?.durationMs).toBeUndefined();
    expect(ending.snapshot?.lastSeenCreatingAt).toEqual(expect.any(Date));
    expect(calls(world)).not.toContain('createSnapshot');
  });

  test('EXPORTING: it is waited for until the end of the run', async () => {
    const { run, findings, flink, tookMs } = begun();
    flink.addSnapshot('orders', NAME, new Date('2026-11-23T10:20:00.500Z'), 'EXPORTING');
    expect(await takeSnapshot(run, findings)).toMatchObject({
      reason: 'unknown-status',
      snapshot: { status: 'EXPORTING' },
    });
    expect(tookMs()).toBeGreaterThanOrEqual(285_000);
    expect(tookMs()).toBeLessThan(285_100);
  });

  test.each([
    ['FAILED', 'snapshot-failed'],
    ['DELETING', 'snapshot-gone'],
  ])('%s: %s', async (status, reason) => {
    const { run, findings, flink } = begun();
    flink.addSnapshot('orders', NAME, new Date('2026-11-23T10:20:00.500Z'), status);
    expect(await takeSnapshot(run, findings)).toMatchObject({ reason, snapshot: { name: NAME, status } });
    expect(findings.snapshots).toHaveLength(1);
  });
});

describe('a create call that fails', () => {
  test.each<[SnapshotApiErrorKind, string, number]>([
    ['other', 'create-refused', 10_000],
    ['unsupported', 'operation-refused', 0],
    ['invalid', 'create-refused', 10_000],
    ['quota-reached', 'quota-reached', 0],
  ])('as %s, and nothing is seen: %s', async (kind, reason, leastMs) => {
    const { run, findings, flink, tookMs, logged } = begun();
    flink.fail('createSnapshot', kind);
    const ending = await takeSnapshot(run, findings);
    expect(ending.reason).toBe(reason);
    expect(ending.detail).toContain(`Injected: createSnapshot answered ${kind}.`);
    expect(tookMs()).toBeGreaterThanOrEqual(leastMs);
    expect(tookMs()).toBeLessThan(leastMs + 150);
    expect(logged[0]).toEqual(['snapshot.create-error', { snapshot: NAME, error: expect.any(Error) }]);
  });

  test('is looked for every 2.5 s for ten seconds after it was sent', async () => {
    const { run, findings, flink, world } = begun();
    flink.fail('createSnapshot', 'other');
    await takeSnapshot(run, findings);
    expect(calls(world)).toEqual([
      'describeApplication',
      'listSnapshots',
      'createSnapshot',
      ...Array(5).fill('describeSnapshot'),
    ]);
  });

  test('near the end of the run it is looked for as long as the run allows', async () => {
    const { run, findings, flink, tookMs } = begun({}, 30_000);
    flink.latencyMs = 2_000;
    flink.fail('createSnapshot', 'other');
    await takeSnapshot(run, findings);
    expect(tookMs()).toBeGreaterThanOrEqual(15_000);
    expect(tookMs()).toBeLessThanOrEqual(17_000);
  });

  test('and of which nobody can look whether it worked says both errors', async () => {
    const { run, findings, flink } = begun();
    flink.fail('createSnapshot', 'other');
    flink.fail('describeSnapshot', 'other');
    expect(await takeSnapshot(run, findings)).toEqual({
      reason: 'create-refused',
      detail:
        'Injected: createSnapshot answered other. Whether it was started nevertheless is unknown: Injected: describeSnapshot answered other.',
    });
  });

  test.each<SnapshotApiErrorKind>(['other', 'invalid', 'unsupported'])(
    'as %s, though it worked, is no failure',
    async (kind) => {
      const { run, findings, flink } = begun();
      flink.fail('createSnapshot', kind, { isAfterEffect: true });
      expect((await takeSnapshot(run, findings)).reason).toBe('ready');
    },
  );

  test('because the application was stopped is told as that, with the status', async () => {
    const { run, findings, flink, world } = begun();
    world.clock.in(25, () => flink.changeApplication('orders', { status: 'STOPPING' }));
    expect(await takeSnapshot(run, findings)).toEqual({
      reason: 'not-running',
      detail: 'The fake service refused: it is STOPPING.',
    });
    expect(findings.application?.status).toBe('STOPPING');
  });

  test('because of another snapshot names that one, when reads show it', async () => {
    const { run, findings, flink, world } = begun();
    flink.refusesASecond = true;
    flink.lagMs = 6_000;
    flink.snapshotDurationMs = 60_000;
    world.clock.in(25, () => flink.begin('orders', 'other.1'));
    expect(await takeSnapshot(run, findings)).toEqual({
      reason: 'snapshot-in-flight',
      detail: 'It is other.1, started at 2026-11-23T10:20:01.525Z.',
    });
    expect(findings.snapshots).toMatchObject([{ name: 'other.1' }]);
  });

  test('and whose cause cannot be looked for is told by its own error', async () => {
    const { run, findings, flink, world, logged } = begun();
    flink.fail('createSnapshot', 'invalid');
    world.clock.in(25, () => flink.fail('describeApplication', 'other'));
    expect(await takeSnapshot(run, findings)).toEqual({
      reason: 'create-refused',
      detail: 'Injected: createSnapshot answered invalid.',
    });
    expect(logged).toContainEqual(['snapshot.poll-error', { application: 'orders', error: expect.any(Error) }]);
  });

  test('at the quota deletes the surplus, and says what kept some of it', async () => {
    const { run, findings, flink } = begun();
    const names = flink.addHourly('orders', '05', '06', '07', '08', '09');
    flink.quota = 5;
    flink.undeletable.add(names[0] ?? '');
    const { reason, detail } = await takeSnapshot(run, findings);
    expect(reason).toBe('quota-reached');
    expect(detail).toMatch(/^The fake service refused: the quota is reached\. 1 of 2 could not be deleted\./);
    expect(findings.deletions).toMatchObject({ deleted: [names[1]], failedToDelete: [names[0]] });
  });
});

describe('the end of the waiting', () => {
  test('late: the row has what was seen last, and the list has the snapshot', async () => {
    const { run, findings, flink, tookMs } = begun();
    flink.snapshotDurationMs = 900_000;
    expect(await takeSnapshot(run, findings)).toMatchObject({
      reason: 'still-creating',
      snapshot: { name: NAME, status: 'CREATING', lastSeenCreatingAt: expect.any(Date) },
    });
    expect(findings.snapshots).toMatchObject([{ name: NAME, status: 'CREATING' }]);
    expect(tookMs()).toBeLessThan(285_100);
  });

  test('late and never seen: the row has the name', async () => {
    const { run, findings, flink } = begun({}, 40_000);
    flink.lagMs = 300_000;
    expect(await takeSnapshot(run, findings)).toEqual({
      reason: 'still-creating',
      snapshot: { name: NAME, lastSeenCreatingAt: undefined },
    });
    expect(findings.snapshots).toEqual([]);
  });

  test('the application was stopped: its state is that of the end', async () => {
    const { run, findings, flink, world } = begun();
    flink.snapshotDurationMs = 60_000;
    world.clock.in(5_000, () => flink.changeApplication('orders', { status: 'STOPPING' }));
    expect(await takeSnapshot(run, findings)).toMatchObject({
      reason: 'application-stopped',
      snapshot: { name: NAME, status: 'CREATING' },
    });
    expect(findings.application?.status).toBe('STOPPING');
    expect(findings.snapshots).toMatchObject([{ name: NAME, status: 'CREATING' }]);
  });

  test('the application was stopped before the snapshot was seen: the row has the name', async () => {
    const { run, findings, flink, world } = begun();
    flink.lagMs = 300_000;
    world.clock.in(5_000, () => flink.changeApplication('orders', { status: 'STOPPING' }));
    expect(await takeSnapshot(run, findings)).toEqual({ reason: 'application-stopped', snapshot: { name: NAME } });
    expect(findings.snapshots).toEqual([]);
  });

  test('gone, or not to be seen: the row has the name', async () => {
    const gone = begun();
    gone.flink.lagMs = 300_000;
    expect(await takeSnapshot(gone.run, gone.findings)).toEqual({ reason: 'snapshot-gone', snapshot: { name: NAME } });
    const blind = begun();
    blind.flink.fail('describeSnapshot', 'other');
    expect(await takeSnapshot(blind.run, blind.findings)).toEqual({
      reason: 'snapshot-unobservable',
      snapshot: { name: NAME },
      detail: 'Injected: describeSnapshot answered other.',
    });
  });
});

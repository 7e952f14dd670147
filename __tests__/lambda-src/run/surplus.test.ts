import type { Deletions } from '../../../lambda-src/snapshot-manager/domain/deletions';
import type { RunRecord } from '../../../lambda-src/snapshot-manager/domain/record';
import { AuditSession } from '../../../lambda-src/snapshot-manager/run/audit-session';
import type { Findings, RunInProgress } from '../../../lambda-src/snapshot-manager/run/run-in-progress';
import { deleteSurplusAtEnd, deleteSurplusAtStart } from '../../../lambda-src/snapshot-manager/run/surplus';
import { FakeWorld } from '../fakes/fake-world';

const NAMES = ['04', '05', '06', '07', '08', '09'].map((hour) => `demo.20261123T${hour}0000Z`);
/** Snapshots of which the retention keeps three. */
const [A = '', B = '', C = ''] = NAMES;
const surplus = (...names: string[]) => names.map((name) => `${name}: surplus`);
const NONE: Deletions = { deleted: [], deletionReasons: undefined, deleting: undefined, failedToDelete: [] };

/** A run that is about to clean up after six own snapshots, with everything that it tells others written down. */
async function prepared({ timeoutMs = 300_000, recent = [] as readonly Partial<RunRecord>[], names = NAMES } = {}) {
  const world = new FakeWorld('orders');
  for (const name of names) {
    const [, hour, minutes] = /T(\d\d)(\d\d)/.exec(name) ?? [];
    world.flink.addSnapshot('orders', name, new Date(`2026-11-23T${hour}:${minutes}:00Z`));
  }
  const told: unknown[] = [];
  const answers = { lock: true, row: true };
  const context = world.context({ timeoutMs });
  const run: RunInProgress = {
    application: 'orders',
    snapshotName: 'demo.20261123T102000Z',
    startedAt: world.clock.now(),
    event: { id: 'event', time: new Date('2026-11-23T10:20:00Z') },
    deadline: context.deadline,
    callsUntil: new Date(context.deadline.getTime() - 15_000),
    settings: world.settings,
    api: world.flink,
    clock: world.clock,
    holds: world.holds,
    marks: world.holds,
    audit: new AuditSession(world.audit, () => {}),
    lock: {
      isOurs: true,
      announceDeletions: async (announced) => {
        told.push(['announced', ...announced]);
        return answers.lock;
      },
      trouble: () => undefined,
      giveBack: async () => {},
    },
    log: (event, fields) => void told.push([event, fields]),
    recent: recent.map((each) => ({ failedToDelete: [], ...each }) as RunRecord),
    stages: {
      endListing: () => {},
      endWaiting: () => void told.push(['has waited']),
      cleanInTurn: async (clean) => {
        told.push(['turn']);
        return clean();
      },
    },
    recordIntention: async ({ deleting, deleted }) => {
      told.push(['row', ...(deleting ?? []), ...deleted.map((name) => `deleted ${name}`)]);
      return answers.row;
    },
  };
  const application = await world.flink.describeApplication('orders');
  const snapshots = await world.flink.listSnapshots('orders');
  const findings: Findings = {
    application,
    firstSeen: application,
    snapshots,
    deletions: NONE,
    settled: [],
    newOutcomes: [],
  };
  world.flink.calls.length = 0;
  const deletions = () =>
    world.flink.calls.filter((call) => call.startsWith('delete')).map((call) => call.split(' ')[2]);
  return { world, run, findings, told, answers, deletions };
}

const withoutLog = (told: readonly unknown[]) =>
  told.filter((each) => Array.isArray(each) && each[0] !== 'snapshot.deleted');

describe('the cleanup at the end', () => {
  test('announces what may go, writes it into the row, and deletes it when it is its turn, oldest first', async () => {
    const { run, findings, told, deletions, world } = await prepared();
    expect(await deleteSurplusAtEnd(run, findings)).toBeUndefined();
    expect(withoutLog(told)).toEqual([['has waited'], ['announced', C, B, A], ['row', ...surplus(A, B, C)], ['turn']]);
    expect(deletions()).toEqual([A, B, C]);
    expect(findings.deletions).toEqual({ ...NONE, deleted: [A, B, C], deletionReasons: surplus(A, B, C) });
    expect(findings.snapshots?.map(({ name }) => name)).toEqual(NAMES.slice(3));
    expect(findings.plan?.dropped).toHaveLength(3);
    expect(world.holds.calls).toEqual(['list', 'marksOf']);
  });

  test('does nothing where nothing is surplus, and says what is kept', async () => {
    const { run, findings, told, world } = await prepared({ names: NAMES.slice(0, 3) });
    expect(await deleteSurplusAtEnd(run, findings)).toBeUndefined();
    expect(told).toEqual([['has waited']]);
    expect(world.holds.calls).toEqual([]);
    expect(findings.plan?.kept.map(({ snapshot }) => snapshot.name)).toEqual([C, B, A]);
  });

  test.each<[string, Partial<Findings>]>([
    ['that the run never saw', { firstSeen: undefined }],
    ['of which no list was read', { snapshots: undefined }],
  ])('deletes nothing of an application %s', async (_, unknown) => {
    const { run, findings, told } = await prepared();
    expect(await deleteSurplusAtEnd(run, Object.assign(findings, unknown))).toBeUndefined();
    expect(told).toEqual([['has waited']]);
  });

  test('keeps the restore point', async () => {
    const { run, findings, deletions } = await prepared();
    const restoresFrom = { kind: 'snapshot', name: B } as const;
    if (findings.application) findings.application = { ...findings.application, restoresFrom };
    findings.firstSeen = findings.application;
    run.api.describeApplication = async () => findings.application ?? Promise.reject(new Error());
    await deleteSurplusAtEnd(run, findings);
    expect(deletions()).toEqual([A, C]);
  });

  test.each([
    ['Denied.', 'The cleanup stopped: the audit table does not answer, so nothing was deleted. Denied.'],
    [undefined, 'The cleanup stopped: the audit table does not answer, so nothing was deleted.'],
  ])('deletes nothing when the audit table does not answer: %s', async (trouble, detail) => {
    const { run, findings, told } = await prepared();
    run.audit.answers = false;
    run.audit.trouble = trouble;
    expect(await deleteSurplusAtEnd(run, findings)).toEqual({ reason: 'cleanup-incomplete', detail });
    expect(told).toEqual([['has waited']]);
  });

  test.each([
    ['Denied.', 'The lock of the application could not be confirmed for this run. Denied.'],
    [undefined, 'The lock of the application could not be confirmed for this run.'],
  ])('deletes nothing when the lock is not its own: %s', async (trouble, detail) => {
    const { run, findings, answers, deletions, world } = await prepared();
    answers.lock = false;
    const lock = { ...run.lock, trouble: () => trouble };
    expect(await deleteSurplusAtEnd({ ...run, lock }, findings)).toEqual({ reason: 'holds-unreadable', detail });
    expect([deletions(), world.holds.calls]).toEqual([[], []]);
  });

  test('deletes nothing when the holds cannot be read', async () => {
    const { run, findings, told, deletions, world } = await prepared();
    world.holds.breakCalls('list');
    expect(await deleteSurplusAtEnd(run, findings)).toEqual({
      reason: 'holds-unreadable',
      detail: 'Reading the holds failed: Injected: the holds table did not answer list.',
    });
    expect(deletions()).toEqual([]);
    expect(told).toContainEqual([
      'holds.error',
      { error: new Error('Injected: the holds table did not answer list.') },
    ]);
  });

  test('deletes nothing when the marks cannot be read', async () => {
    const { run, findings, told, deletions, world } = await prepared();
    world.holds.breakCalls('marksOf');
    expect(await deleteSurplusAtEnd(run, findings)).toEqual({
      reason: 'holds-unreadable',
      detail: 'Reading the marks failed: Injected: the holds table did not answer marksOf.',
    });
    expect(deletions()).toEqual([]);
    expect(told).toContainEqual([
      'marks.error',
      { error: new Error('Injected: the holds table did not answer marksOf.') },
    ]);
  });

  test('deletes nothing of an application that was frozen after the deletions were announced', async () => {
    const { run, findings, told, deletions, world } = await prepared();
    world.holds.onCall = (call) => {
      if (call === 'marksOf') world.holds.seedFreeze('orders');
    };
    expect(await deleteSurplusAtEnd(run, findings)).toBeUndefined();
    expect(deletions()).toEqual([]);
    expect(told.filter((each) => Array.isArray(each) && each[0] === 'row')).toEqual([]);
    expect(findings.plan?.kept.filter(({ reasons }) => reasons.some((each) => each.startsWith('frozen')))).toHaveLength(
      3,
    );
  });

  test('deletes again once the freeze is over, whether or not the table still has it', async () => {
    const { run, findings, deletions, world } = await prepared();
    world.holds.seedFreeze('orders', { until: world.clock.now() });
    await deleteSurplusAtEnd(run, findings);
    expect(deletions()).toEqual([A, B, C]);
  });

  test('keeps a snapshot that was proven after the deletions were announced', async () => {
    const { run, findings, deletions, world } = await prepared();
    world.holds.onCall = (call) => {
      if (call === 'marksOf') world.holds.seedProof('orders', A, { provenAt: world.clock.now() });
    };
    await deleteSurplusAtEnd(run, findings);
    expect(deletions()).toEqual([B, C]);
    expect(findings.plan?.kept).toContainEqual(
      expect.objectContaining({ snapshot: expect.objectContaining({ name: A }), reasons: ['last-proven'] }),
    );
  });

  test('deletes what is proven no longer because another one was proven since', async () => {
    const { run, findings, deletions, world } = await prepared();
    world.holds.seedProof('orders', A, { provenAt: new Date(world.clock.now().getTime() - 60_000) });
    world.holds.seedProof('orders', B, { provenAt: world.clock.now() });
    await deleteSurplusAtEnd(run, findings);
    expect(deletions()).toEqual([A, C]);
  });

  test('keeps a snapshot that was marked as suspect in the middle of the run', async () => {
    const { run, findings, deletions, world } = await prepared();
    world.holds.onCall = (call) => {
      if (call === 'marksOf') world.holds.seedSuspect('orders', A);
    };
    await deleteSurplusAtEnd(run, findings);
    expect(deletions()).toEqual([B, C]);
  });

  test('deletes nothing that the row does not name', async () => {
    const { run, findings, answers, deletions } = await prepared();
    answers.row = false;
    expect(await deleteSurplusAtEnd(run, findings)).toMatchObject({ reason: 'cleanup-incomplete' });
    expect(deletions()).toEqual([]);
    expect(findings.deletions).toEqual(NONE);
  });

  test('leaves what is on hold, and writes nothing into the row when all is', async () => {
    const { run, findings, told, deletions, world } = await prepared();
    world.holds.seed('orders', A);
    await deleteSurplusAtEnd(run, findings);
    expect(deletions()).toEqual([B, C]);

    const other = await prepared({ names: NAMES.slice(0, 4) });
    other.world.holds.seed('orders', A);
    expect(await deleteSurplusAtEnd(other.run, other.findings)).toBeUndefined();
    expect(other.told).toEqual([['has waited'], ['announced', A], ['announced']]);
    expect(told).toContainEqual(['row', ...surplus(B, C)]);
  });

  test('leaves a hold of an earlier application of the same name out', async () => {
    const { run, findings, deletions, world } = await prepared();
    world.holds.seed('orders', A, { heldAt: new Date('2026-10-01T00:00:00Z') });
    await deleteSurplusAtEnd(run, findings);
    expect(deletions()).toEqual([A, B, C]);
  });

  test.each([
    [997, [A, B, C]],
    [998, [A, B]],
    [1_000, []],
    [1_001, []],
  ])('deletes a thousand a run: after %d the oldest of the rest', async (count, expected) => {
    const { run, findings, deletions } = await prepared();
    const deleted = Array.from({ length: count }, (_, index) => `gone-${index}`);
    findings.deletions = { ...NONE, deleted };
    await deleteSurplusAtEnd(run, findings);
    expect(deletions()).toEqual(expected);
    expect(findings.deletions.deleted).toEqual([...deleted, ...expected]);
  });

  test('has what is open and what is done already in the row, too', async () => {
    const { run, findings, told } = await prepared({ names: NAMES.slice(0, 4) });
    findings.deletions = {
      ...NONE,
      deleted: ['earlier'],
      deletionReasons: ['earlier: surplus'],
      deleting: ['x: open'],
    };
    await deleteSurplusAtEnd(run, findings);
    expect(told).toContainEqual(['row', 'x: open', `${A}: surplus`, 'deleted earlier']);
    expect(findings.deletions).toEqual({
      deleted: ['earlier', A],
      deletionReasons: ['earlier: surplus', `${A}: surplus`],
      deleting: ['x: open'],
      failedToDelete: [],
    });
  });

  test('takes what was gone before out of the list, and claims no deletion', async () => {
    const { run, findings, world } = await prepared();
    world.flink.removeSnapshot('orders', B);
    await deleteSurplusAtEnd(run, findings);
    expect(findings.snapshots?.map(({ name }) => name)).toEqual(NAMES.slice(3));
    expect(findings.deletions.deleted).toEqual([A, C]);
  });

  test.each([
    ['earlier runs', true],
    ['this run', false],
  ])('tries those last that could not be deleted by %s', async (_, isEarlier) => {
    const failed = { failedToDelete: [A, B] };
    const { run, findings, deletions } = await prepared(isEarlier ? { recent: [{}, failed] } : {});
    if (!isEarlier) findings.deletions = { ...NONE, ...failed };
    await deleteSurplusAtEnd(run, findings);
    expect(deletions()).toEqual([C, A, B]);
  });

  test('pauses for an application that changed, and plans with what it is now', async () => {
    const { run, findings, deletions, world } = await prepared();
    world.flink.changeApplication('orders', { restoresFrom: { kind: 'snapshot', name: A } });
    expect(await deleteSurplusAtEnd(run, findings)).toEqual({
      reason: 'cleanup-paused',
      detail: `The snapshot to restore from changed from the newest one to ${A} during the run.`,
    });
    expect(deletions()).toEqual([]);
    expect(findings.application?.restoresFrom).toEqual({ kind: 'snapshot', name: A });
    expect(findings.plan?.kept.at(-1)).toMatchObject({ snapshot: { name: A }, reasons: ['restore-point'] });
  });

  test('says what could not be deleted', async () => {
    const { run, findings, world } = await prepared();
    world.flink.undeletable.add(B);
    expect(await deleteSurplusAtEnd(run, findings)).toMatchObject({
      reason: 'cleanup-incomplete',
      detail: expect.stringContaining('1 of 3 could not be deleted.'),
    });
    expect(findings.deletions).toMatchObject({ deleted: [A, C], failedToDelete: [B] });
  });

  test.each([
    [6_000, 1],
    [5_999, 0],
  ])('begins no deletion that may outlast the time of calls: with %d ms left', async (leftMs, count) => {
    const { run, findings, deletions, world } = await prepared({ names: NAMES.slice(0, 4) });
    world.flink.latencyMs = 0;
    await deleteSurplusAtEnd({ ...run, callsUntil: new Date(world.clock.now().getTime() + leftMs) }, findings);
    expect(deletions()).toHaveLength(count);
  });
});

describe('the cleanup at the start', () => {
  test.each<[string, readonly Partial<RunRecord>[], number]>([
    ['no earlier run', [], 0],
    ['an earlier run that took its snapshot', [{ state: 'taken' }, { state: 'late' }], 0],
    ['an earlier run that was late', [{ state: 'late' }, { state: 'taken' }], 3],
  ])('after %s', async (_, recent, count) => {
    const { run, findings, deletions } = await prepared({ recent });
    await deleteSurplusAtStart(run, findings);
    expect(deletions()).toHaveLength(count);
    expect(findings.plan === undefined).toBe(count === 0);
  });

  const LATE = { recent: [{ state: 'late' as const }] };

  test('waits for no turn, and announces at its end that nothing more goes', async () => {
    const { run, findings, told } = await prepared(LATE);
    await deleteSurplusAtStart(run, findings);
    expect(withoutLog(told)).toEqual([['announced', C, B, A], ['row', ...surplus(A, B, C)], ['announced']]);
    expect(findings.troubleAtStart).toBeUndefined();
  });

  test('announces nothing where nothing was surplus', async () => {
    const { run, findings, told } = await prepared({ ...LATE, names: NAMES.slice(0, 3) });
    await deleteSurplusAtStart(run, findings);
    expect(told).toEqual([]);
  });

  test('leaves the announcement while a deletion is uncertain, and says why it stopped', async () => {
    const { run, findings, told, world } = await prepared(LATE);
    world.flink.fail('deleteSnapshot', 'other', { times: 1 });
    await deleteSurplusAtStart(run, findings);
    expect(told).not.toContainEqual(['announced']);
    expect(findings.deletions.deleting).toEqual(surplus(A));
    expect(findings.troubleAtStart).toMatchObject({ reason: 'cleanup-incomplete' });
  });

  test.each([
    [4_001, []],
    [4_000, [A]],
  ])('ends after ten seconds: with calls of %d ms', async (latencyMs, expected) => {
    const { run, findings, deletions, world } = await prepared(LATE);
    world.flink.latencyMs = latencyMs;
    await deleteSurplusAtStart(run, findings);
    expect(deletions()).toEqual(expected);
  });
});

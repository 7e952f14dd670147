import { type BeforeRecovery, planRecovery, type Wish } from '../../../cli/recovery/plan';
import type { RecoveryKind } from '../../../cli/recovery/recovery';
import { planText } from '../../../cli/recovery/texts';

const at = (hour: number) => new Date(Date.UTC(2026, 10, 28, hour));
const snapshot = (name: string, hour: number) =>
  ({ name, status: 'READY', createdAt: at(hour), applicationVersion: 1, runtimeEnvironment: 'FLINK-1_20' }) as const;

/** Plan for an application with the snapshots `good` and, an hour later, `bad`. */
function planOf(
  kind: RecoveryKind,
  wish: Wish,
  sourceHorizon?: string,
  { evidence = false, snapshotLimitSeconds }: { evidence?: boolean; snapshotLimitSeconds?: number } = {},
) {
  const before: BeforeRecovery = {
    state: {
      ...{ name: 'orders', status: kind === 'start' ? 'READY' : 'RUNNING', version: 1, snapshotsEnabled: true },
      ...{ runtimeEnvironment: 'FLINK-1_20', createdAt: at(0), restoresFrom: { kind: 'latest' } },
    },
    snapshots: [snapshot('good', 13), snapshot('bad', 14)],
    marks: { suspects: [], freezes: [] },
    hasTables: true,
    ownPrefix: 'demo.',
    sourceHorizon,
    snapshotLimitSeconds,
    now: at(15),
  };
  const more = { allowNonRestoredState: false, evidence, who: 'ada', why: 'corrupt' };
  return planRecovery({ kind, application: 'orders', wish, ...more }, before);
}

function planned(kind: RecoveryKind, wish: Wish) {
  const { plan } = planOf(kind, wish);
  return { isGoingBack: plan.isGoingBack, suspects: plan.suspects, marks: plan.steps.includes('mark-suspect') };
}

test.each(['restore', 'start'] as const)('a %s from an older snapshot puts the newer ones under suspicion', (kind) => {
  expect(planned(kind, { kind: 'snapshot', reference: 'good' })).toEqual({
    isGoingBack: true,
    suspects: ['bad'],
    marks: true,
  });
});

test.each<[RecoveryKind, Wish]>([
  ['restore', { kind: 'latest' }],
  ['restore', { kind: 'snapshot', reference: 'latest' }],
  ['start', { kind: 'latest' }],
  ['start', { kind: 'snapshot', reference: 'bad' }],
])('a %s from the newest one does not: %j', (kind, wish) => {
  expect(planned(kind, wish)).toEqual({ isGoingBack: false, suspects: [], marks: false });
});

test.each<[RecoveryKind, string | undefined, object | undefined]>([
  ['restore', undefined, undefined],
  ['restore', '2h', undefined],
  ['restore', '1h', { horizon: '1h', seconds: 3600 }],
  ['start', '1h', { horizon: '1h', seconds: 3600 }],
  ['rollback', '1h', { horizon: '1h', seconds: 3600 }],
])('a %s from a snapshot of two hours ago, with a source of %s, misses %j', (kind, horizon, missing) => {
  const { plan, steps } = planOf(kind, { kind: 'snapshot', reference: 'good' }, horizon);
  expect(plan.missingInput).toEqual(missing);
  const warning = '  WARNING   the source can be replayed for 1h only: 60 min of input after it are gone';
  expect(planText(plan, steps, 1).split('\n').includes(warning)).toBe(missing !== undefined);
});

test('a start with empty state misses nothing, whatever the source', () => {
  expect(planOf('restore', { kind: 'none' }, '1h').plan.missingInput).toBeUndefined();
});

test.each<[RecoveryKind, Wish, string]>([
  ['rollback', { kind: 'now' }, 'of the present state is taken; without it nothing is stopped.'],
  ['restore', { kind: 'latest' }, 'keeps the present state as evidence; it becomes suspect, too.'],
])('a %s says how long the snapshot before its stop may take', (kind, wish, says) => {
  const { plan, steps } = planOf(kind, wish, undefined, { evidence: kind === 'restore', snapshotLimitSeconds: 2400 });
  expect(plan.snapshotLimitSeconds).toBe(2400);
  expect(planText(plan, steps, 1)).toContain(`${says} It may take up to 40 min.`);
});

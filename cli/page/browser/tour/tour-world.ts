import type { Activity } from '../../api/activities';
import type { HistoryDocument, SnapshotsDocument } from '../../api/runs';
import type { TroubleSituation } from '../../api/troubles';

type Row = HistoryDocument['rows'][number];
type Snapshot = SnapshotsDocument['snapshots'][number];

/** Reason of the tour's snapshots in the audit table, by which every browser finds where a tour stands. */
export const TOUR_REASON = 'guided tour';

/** Facts that say how far a tour is: none is kept by the browser. */
export interface TourWorld {
  /** Status of the application; `null`: not known. */
  readonly status: string | null;
  /** Rows of the audit, newest first. */
  readonly rows: readonly Row[];
  readonly snapshots: readonly Snapshot[];
  /** The trouble "corrupt the state" in the application; undefined: this local cloud has none. */
  readonly trouble: TroubleSituation | undefined;
  /** Commands that were run from here about the application, newest first. */
  readonly activities: readonly Activity[];
}

export const STEPS = ['snapshot', 'break', 'see', 'go-back', 'prove', 'clean-up'] as const;
export type StepId = (typeof STEPS)[number];

/** `impossible`: not on this local cloud, or not now. */
export type StepState = 'open' | 'done' | 'impossible';

/** Where a tour stands. */
export interface Tour {
  readonly states: Readonly<Record<StepId, StepState>>;
  /** First step that can be done and is not; undefined: the tour is over. */
  readonly next: StepId | undefined;
  /** Snapshot of the first step; undefined: the tour has not begun. */
  readonly begun: Row | undefined;
  /** Restore since then: the first that was proven from here, else the newest. */
  readonly restored: Row | undefined;
  /** True: it went back, and not far enough. */
  readonly isStillWrong: boolean;
  /** Hold of the restored snapshot, which is to be released. */
  readonly held: { readonly snapshot: string; readonly holder: string } | undefined;
}

/** Says where a tour stands by what there is: the audit, the snapshots, the trouble, and the commands that were run. */
export function tourOf(world: TourWorld): Tour {
  const { rows, snapshots, trouble, activities } = world;
  const begun = rows.find(({ outcome, requestReason }) => outcome === 'taken' && requestReason === TOUR_REASON);
  const isWrong = trouble !== undefined && ['present', 'mending'].includes(trouble.state);
  const restores = begun ? rows.filter(({ outcome, time }) => outcome === 'restored' && isAfter(time, begun.time)) : [];
  const [newest] = restores;
  const restored = isWrong ? newest : (restores.findLast((row) => isProven(row, restores, activities)) ?? newest);
  const wentBack = restored !== undefined && !(isWrong && isAfter(trouble.since, restored.time));
  const isStillWrong = wentBack && isWrong;
  const held = wentBack ? holdOf(snapshots.find(({ name }) => name === restored.restoredFrom)) : undefined;
  const hasSeen = (command: Activity['command'], since: string | null | undefined) =>
    activities.some((each) => each.command === command && each.endedAt !== null && isAfter(each.startedAt, since));
  const hasProven = restored !== undefined && isProven(restored, restores, activities);
  const done: Readonly<Record<StepId, boolean>> = {
    snapshot: begun !== undefined,
    break: begun !== undefined && (isWrong || wentBack),
    see: begun !== undefined && (wentBack || hasSeen('status', isWrong ? trouble.since : begun.time)),
    'go-back': wentBack && !isStillWrong,
    prove: wentBack && !isStillWrong && hasProven,
    'clean-up': wentBack && !isWrong && held === undefined,
  };
  const isBreakable = trouble?.isPossible === true || (trouble !== undefined && trouble.state !== 'absent');
  const stateOf = (step: StepId) => (done[step] ? 'done' : step === 'break' && !isBreakable ? 'impossible' : 'open');
  const states = Object.fromEntries(STEPS.map((step) => [step, stateOf(step)])) as Record<StepId, StepState>;
  return { states, next: STEPS.find((step) => states[step] === 'open'), begun, restored, isStillWrong, held };
}

/** True if a restore was proven before the next one: what somebody does later takes nothing back of a tour. */
function isProven({ time }: Row, restores: readonly Row[], activities: readonly Activity[]): boolean {
  const next = restores.findLast((other) => isAfter(other.time, time));
  return activities.some(
    ({ command, exitCode, startedAt }) =>
      command === 'verify' && exitCode === 0 && isAfter(startedAt, time) && !isAfter(startedAt, next?.time),
  );
}

function holdOf(snapshot: Snapshot | undefined): Tour['held'] {
  const [hold] = snapshot?.holds ?? [];
  return snapshot && hold && { snapshot: snapshot.name, holder: hold.who };
}

/** False where one of both is not known. */
function isAfter(time: string | null | undefined, than: string | null | undefined): boolean {
  return !!time && !!than && Date.parse(time) > Date.parse(than);
}

/** Time to go back to: just before the trouble began; without one that of the tour's snapshot, to the second above. */
export function proposedTime(
  { trouble }: Pick<TourWorld, 'trouble'>,
  { begun }: Pick<Tour, 'begun'>,
): Date | undefined {
  const at = trouble?.since ?? begun?.snapshotCreatedAt ?? begun?.time;
  return at ? new Date(Math.ceil(Date.parse(at) / 1000) * 1000) : undefined;
}

/** Milliseconds of the log before and after a moment: with four users a second fewer lines than the page gets. */
const LOG_MS = { before: 30_000, after: 90_000 } as const;

/** Query for the lines of the log around a moment, however long ago that was; without one for the newest. */
export function logQuery(query: string, moment: string | null | undefined, now: Date): string {
  if (!moment) return `query=${query}`;
  const at = Date.parse(moment);
  const to = at + LOG_MS.after;
  const end = to < now.getTime() ? `&to=${new Date(to).toISOString()}` : '';
  return `query=${query}&from=${new Date(at - LOG_MS.before).toISOString()}${end}`;
}

/** Newest READY snapshot, not suspect, that was begun at a time or before, as `kda restore --before` takes it. */
export function snapshotBefore(snapshots: readonly Snapshot[], time: Date): Snapshot | undefined {
  return snapshots
    .filter(({ state, suspect, createdAt }) => state === 'READY' && !suspect && createdAt !== null)
    .toSorted((one, other) => Date.parse(other.createdAt ?? '') - Date.parse(one.createdAt ?? ''))
    .find(({ createdAt }) => createdAt !== null && Date.parse(createdAt) <= time.getTime());
}

import { isOfThisApplication } from '../../../lambda-src/snapshot-manager/domain/application-state';
import { hasEnded } from '../../recovery/recovery';
import { momentOf } from '../../views/row-pauses';
import type { TimelineFacts, TimelineRow } from './facts';

/** Restore, start, rollback or drill from a snapshot, in epoch milliseconds. */
export interface Arrow {
  /** Creation of the snapshot. */
  readonly from: number;
  /** Moment of the action, as its row has it; of one under way its plan's. */
  readonly to: number;
  readonly snapshotName: string;
  readonly verdict: string | undefined;
  readonly isDrill: boolean;
}

/** Words of actions that start an application from a snapshot. */
const GOES_BACK: readonly string[] = ['restored', 'started', 'rolled-back', 'drilled'];

/** Arrows from snapshots to the moments at which an application was started from them, oldest first. */
export function arrowsOf(facts: TimelineFacts, rows: readonly TimelineRow[], from: Date): readonly Arrow[] {
  const backAgain = rows.filter(
    ({ restoredFrom, outcome }) => restoredFrom !== undefined && GOES_BACK.includes(outcome),
  );
  // Rows of versions before have no creation time.
  const isMissing = backAgain.some(({ snapshotCreatedAt }) => !snapshotCreatedAt);
  const createdAt = isMissing ? creationTimes(facts, rows) : undefined;
  const recorded = backAgain.flatMap((row): Arrow[] => {
    const { restoredFrom = '', outcome, verdict } = row;
    const to = momentOf(row);
    if (to < from.getTime()) return [];
    // The row has the creation time of the snapshot that it was started from.
    const since = row.snapshotCreatedAt ?? createdAt?.get(restoredFrom);
    // A snapshot of after the restore has only its name.
    if (since === undefined || since.getTime() > to) return [];
    const isDrill = outcome === 'drilled';
    return [{ from: since.getTime(), to, snapshotName: restoredFrom, verdict, isDrill }];
  });
  return [...recorded, ...underWay(facts, from)];
}

/** Creation times of the snapshots that are known, by their names. */
function creationTimes({ snapshots = [] }: TimelineFacts, rows: readonly TimelineRow[]): ReadonlyMap<string, Date> {
  const times = new Map<string, Date>();
  for (const { snapshotName, snapshotCreatedAt } of rows) {
    if (snapshotName !== undefined && snapshotCreatedAt) times.set(snapshotName, snapshotCreatedAt);
  }
  for (const { name, createdAt } of snapshots) if (createdAt) times.set(name, createdAt);
  return times;
}

function underWay({ recovery, createdAt }: TimelineFacts, from: Date): readonly Arrow[] {
  if (recovery === undefined || hasEnded(recovery)) return [];
  const { target, plannedAt } = recovery.plan;
  if (!target || plannedAt < from || !isOfThisApplication({ at: plannedAt }, createdAt)) return [];
  return [
    {
      from: target.createdAt.getTime(),
      to: plannedAt.getTime(),
      snapshotName: target.name,
      verdict: undefined,
      isDrill: false,
    },
  ];
}

import type { Snapshot } from '../snapshot';
import type { RetentionPolicy } from './retention-policy';

/** Snapshots that stay, or may stay, only because drills take no slot of the rules from the others. */
export interface OnTop {
  readonly ofDrills: ReadonlySet<Snapshot>;
  /** Those of schedule and requests that the rules would not keep if those of drills took slots. */
  readonly others: ReadonlySet<Snapshot>;
}

/** Snapshot with the reasons that keep it. */
interface Decided {
  readonly snapshot: Snapshot;
  readonly protectedBy: readonly unknown[];
  readonly keptBy: readonly unknown[];
}

/**
 * Snapshots to delete so that at most `keepAtMost` of this manager's stay. FAILED ones go first, because they must not
 * cost a restore point its place. Then those of drills, then the others that stay only because drills take no slot: the
 * first drill must not cost the oldest snapshot of all. Then the rest. Of each the oldest goes first. Protected ones
 * count, because they fill the quota too, but are never deleted.
 *
 * @param newestFirst those of this manager that are not suspect: suspect ones have a limit of their own.
 */
export function aboveCap(
  newestFirst: readonly Decided[],
  { ofDrills, others }: OnTop,
  { keepAtMost }: Pick<RetentionPolicy, 'keepAtMost'>,
): ReadonlySet<Snapshot> {
  if (keepAtMost === undefined) return new Set();
  const remaining = newestFirst.filter(({ snapshot, keptBy }) => keptBy.length > 0 && snapshot.status !== 'DELETING');
  const rankOf = (snapshot: Snapshot) => {
    if (snapshot.status === 'FAILED') return 0;
    if (ofDrills.has(snapshot)) return 1;
    return others.has(snapshot) ? 2 : 3;
  };
  const surplus = Math.max(0, remaining.length - keepAtMost);
  return new Set(
    remaining
      .filter(({ protectedBy }) => protectedBy.length === 0)
      .map(({ snapshot }) => snapshot)
      .toReversed()
      .toSorted((a, b) => rankOf(a) - rankOf(b))
      .slice(0, surplus),
  );
}

import { byAgeNewestFirst, type Snapshot } from '../snapshot';

/** Difference that the clocks of the service and of its caller may have. */
const CLOCK_TOLERANCE_MS = 60_000;

/** True for a snapshot that was created since that time, by clocks that differ a little; false where it is not known. */
export function isCreatedSince({ createdAt }: Pick<Snapshot, 'createdAt'>, since: Date): boolean {
  return createdAt !== undefined && createdAt.getTime() >= since.getTime() - CLOCK_TOLERANCE_MS;
}

/** Snapshot that the service took for the stop: its own name, and not there before. */
export function snapshotOfStop(
  snapshots: readonly Snapshot[],
  before: ReadonlySet<string>,
  startedAt: Date,
): Snapshot | undefined {
  return (
    snapshots
      // One that failed holds nothing.
      .filter(
        (snapshot) => snapshot.status === 'READY' && !before.has(snapshot.name) && isCreatedSince(snapshot, startedAt),
      )
      .toSorted(byAgeNewestFirst)
      .find(({ name }) => name.startsWith('STOP-'))
  );
}

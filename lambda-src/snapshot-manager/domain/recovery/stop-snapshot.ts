import { byAgeNewestFirst, type Snapshot } from '../snapshot';

/** Difference that the clocks of the service and of its caller may have. */
const CLOCK_TOLERANCE_MS = 60_000;

/** Snapshot that the service took for the stop: its own name, and not there before. */
export function snapshotOfStop(
  snapshots: readonly Snapshot[],
  before: ReadonlySet<string>,
  startedAt: Date,
): Snapshot | undefined {
  const earliest = startedAt.getTime() - CLOCK_TOLERANCE_MS;
  return (
    snapshots
      // One that failed holds nothing.
      .filter(
        ({ name, status, createdAt }) =>
          status === 'READY' && !before.has(name) && createdAt && createdAt.getTime() >= earliest,
      )
      .toSorted(byAgeNewestFirst)
      .find(({ name }) => name.startsWith('STOP-'))
  );
}

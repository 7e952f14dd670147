import type { Hold } from './ports';

/** The holds whose time is not over. The table removes others some day; until then they are only history. */
export function holdsInForce(holds: readonly Hold[], now: Date): readonly Hold[] {
  return holds.filter(({ until }) => until === undefined || until > now);
}

/** Names of the snapshots that must not be deleted now. */
export function heldNames(holds: readonly Hold[], now: Date): ReadonlySet<string> {
  return new Set(holdsInForce(holds, now).map(({ snapshotName }) => snapshotName));
}

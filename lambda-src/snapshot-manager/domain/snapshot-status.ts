/** Snapshot statuses that the rules know, as the service names them. */
export const KNOWN_SNAPSHOT_STATUSES = ['CREATING', 'READY', 'DELETING', 'FAILED'] as const;

/** Status of a snapshot as the service names it; may be unknown to this version. */
export type SnapshotStatus = (typeof KNOWN_SNAPSHOT_STATUSES)[number] | (string & {});

/** False for a status of a newer service: nothing can be concluded from it, and nothing may be done to the snapshot. */
export function isKnownStatus(status: SnapshotStatus): boolean {
  return KNOWN_SNAPSHOT_STATUSES.some((known) => known === status);
}

/** Statuses of a snapshot that the rules know, in the service's own words. */
export const KNOWN_SNAPSHOT_STATUSES = ['CREATING', 'READY', 'DELETING', 'FAILED'] as const;

/** The service's own word for the state of a snapshot; also one that this version does not know. */
export type SnapshotStatus = (typeof KNOWN_SNAPSHOT_STATUSES)[number] | (string & {});

/** False for a status of a newer service: nothing can be concluded from it, and nothing may be done to the snapshot. */
export function isKnownStatus(status: SnapshotStatus): boolean {
  return KNOWN_SNAPSHOT_STATUSES.some((known) => known === status);
}

/** The service’s own words for the state of a snapshot. */
export type SnapshotStatus = 'CREATING' | 'READY' | 'DELETING' | 'FAILED';

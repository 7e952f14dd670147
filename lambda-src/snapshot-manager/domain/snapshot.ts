import type { SnapshotStatus } from './snapshot-status';

/** A snapshot as the service lists it. */
export interface Snapshot {
  readonly name: string;
  readonly status: SnapshotStatus;
  /**
   * Creation time exactly as the service returned it, because a deletion must repeat it. Optional in the service's
   * model.
   */
  readonly createdAt: Date | undefined;
  readonly applicationVersion: number;
  readonly runtimeEnvironment: string | undefined;
}

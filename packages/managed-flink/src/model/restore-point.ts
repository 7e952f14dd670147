import { ServiceError } from '../errors';
import type { Application, RunConfiguration } from './application';
import type { Snapshot } from './snapshot-set';

/**
 * The snapshot that a job starts from: the named one, the newest READY one whoever made it, or none. With none at all
 * the latest means empty state.
 * Errors: InvalidArgumentException (no name where one is needed, or the reverse), ResourceNotFoundException,
 * InvalidRequestException (it is not READY).
 */
export function restorePoint(application: Application, run: RunConfiguration): Snapshot | undefined {
  if (run.restoreType === 'SKIP_RESTORE_FROM_SNAPSHOT') return undefined;
  if (run.restoreType === 'RESTORE_FROM_LATEST_SNAPSHOT') return application.snapshots.newestReady();
  const name = run.snapshotName;
  if (name === undefined) {
    throw new ServiceError('InvalidArgumentException', 'RESTORE_FROM_CUSTOM_SNAPSHOT needs a SnapshotName');
  }
  const snapshot = application.snapshots.find(name);
  if (!snapshot) {
    throw new ServiceError(
      'ResourceNotFoundException',
      `Snapshot ${name} of application ${application.name} does not exist`,
    );
  }
  if (snapshot.status !== 'READY') {
    throw new ServiceError(
      'InvalidRequestException',
      `Snapshot ${name} is ${snapshot.status}; only a READY one can be restored`,
    );
  }
  return snapshot;
}

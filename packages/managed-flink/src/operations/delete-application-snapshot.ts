import type { ControlPlane } from '../control-plane';
import { ServiceError } from '../errors';
import type { Request } from '../requests';
import type { Response } from '../service-operations';
import { findSnapshot } from './describe-application-snapshot';

/** Deletes a snapshot: READY or FAILED → DELETING → gone. The caller must know its time of creation. */
export function deleteApplicationSnapshot(
  plane: ControlPlane,
  request: Request<'DeleteApplicationSnapshot'>,
): Response<'DeleteApplicationSnapshot'> {
  const application = plane.applications.get(request.ApplicationName);
  const snapshot = findSnapshot(application, request.SnapshotName);
  if (!isSameTime(request.SnapshotCreationTimestamp, snapshot.createdAt)) {
    throw new ServiceError(
      'InvalidArgumentException',
      `SnapshotCreationTimestamp ${request.SnapshotCreationTimestamp.toISOString()} is not that of snapshot ` +
        `${snapshot.name}: it was created at ${snapshot.createdAt.toISOString()}`,
    );
  }
  if (snapshot.status === 'CREATING' || snapshot.status === 'DELETING') {
    throw new ServiceError(
      'ResourceInUseException',
      `Snapshot ${snapshot.name} is ${snapshot.status}; it can be deleted when it is READY or FAILED`,
    );
  }
  plane.removeSnapshotInBackground(application, snapshot);
  return {};
}

/** True for equal times, to the millisecond or cut to the second, as the Terraform provider returns them. */
function isSameTime(given: Date, actual: Date): boolean {
  const actualMs = actual.getTime();
  return given.getTime() === actualMs || given.getTime() === Math.floor(actualMs / 1000) * 1000;
}

import type { ControlPlane } from '../control-plane';
import { ServiceError } from '../errors';
import type { Request } from '../requests';
import type { Response } from '../service-operations';

/** Deletes an application and all its snapshots, also a RUNNING one (without a last snapshot): → DELETING → gone. */
export function deleteApplication(
  plane: ControlPlane,
  request: Request<'DeleteApplication'>,
): Response<'DeleteApplication'> {
  const application = plane.applications.get(request.ApplicationName);
  const { name } = application;
  if (wholeSeconds(request.CreateTimestamp) !== wholeSeconds(application.createdAt)) {
    throw new ServiceError(
      'InvalidArgumentException',
      `CreateTimestamp ${request.CreateTimestamp.toISOString()} is not that of application ${name}: it was created at ` +
        application.createdAt.toISOString(),
    );
  }
  if (application.status !== 'READY' && application.status !== 'RUNNING') {
    throw new ServiceError(
      'ResourceInUseException',
      `Application ${name} is in ${application.status} status; it can be deleted in READY or RUNNING status`,
    );
  }
  application.status = 'DELETING';
  plane.removeInBackground(application);
  return {};
}

function wholeSeconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}

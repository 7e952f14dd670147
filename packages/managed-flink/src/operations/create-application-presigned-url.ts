import type { ControlPlane } from '../control-plane';
import { ServiceError } from '../errors';
import type { Request } from '../requests';
import type { Response } from '../service-operations';

/** A URL of the running job's Flink dashboard, good for some time; Flink's REST API lies below the same path. */
export function createApplicationPresignedUrl(
  plane: ControlPlane,
  request: Request<'CreateApplicationPresignedUrl'>,
): Response<'CreateApplicationPresignedUrl'> {
  const application = plane.applications.get(request.ApplicationName);
  if (request.UrlType !== 'FLINK_DASHBOARD_URL') {
    throw new ServiceError(
      'InvalidArgumentException',
      `UrlType is ${request.UrlType}; a Flink application has FLINK_DASHBOARD_URL only`,
    );
  }
  if (application.status !== 'RUNNING') {
    throw new ServiceError(
      'ResourceInUseException',
      `Application ${application.name} is in ${application.status} status; it has a dashboard in RUNNING status`,
    );
  }
  return {
    AuthorizedUrl: plane.dashboards.open(application.name, request.SessionExpirationDurationInSeconds),
  };
}

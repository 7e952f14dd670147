import type { ControlPlane } from '../control-plane';
import { ServiceError } from '../errors';
import type { Request, Response } from '../requests';

/** The address of the running job's Flink web UI. Locally it needs no signature and does not expire. */
export function createApplicationPresignedUrl(
  plane: ControlPlane,
  request: Request<'CreateApplicationPresignedUrl'>,
): Response<'CreateApplicationPresignedUrl'> {
  const application = plane.applications.get(request.ApplicationName);
  if (request.UrlType !== 'FLINK_DASHBOARD_URL') {
    throw new ServiceError('UnsupportedOperationException', `UrlType ${request.UrlType} is not supported`);
  }
  const cluster = plane.engine.runningClusters().find((each) => each.applicationName === application.name);
  if (cluster) return { AuthorizedUrl: cluster.restUrl };
  throw plane.engine.kind === 'simulated'
    ? new ServiceError('UnsupportedOperationException', 'The simulated engine has no Flink web UI')
    : new ServiceError('ResourceInUseException', `Application ${application.name} is in ${application.status} status`);
}

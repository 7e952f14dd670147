import type { ControlPlane } from '../control-plane';
import { ServiceError } from '../errors';
import { findVersion } from '../model/versions';
import type { Request } from '../requests';
import type { Response } from '../service-operations';
import { applicationDetail } from './application-detail';

/** Describes the application as it was in a version; its token is told for the present one only. */
export function describeApplicationVersion(
  plane: ControlPlane,
  request: Request<'DescribeApplicationVersion'>,
): Response<'DescribeApplicationVersion'> {
  const application = plane.applications.get(request.ApplicationName);
  const { ApplicationVersionId: versionId } = request;
  if (versionId === application.versionId) return { ApplicationVersionDetail: applicationDetail(application) };
  const version = findVersion(application, versionId);
  if (!version) {
    throw new ServiceError(
      'ResourceNotFoundException',
      `Version ${versionId} of application ${application.name} not found: it is at version ${application.versionId}`,
    );
  }
  const { ConditionalToken: _ofThePresentOne, ...detail } = applicationDetail({
    ...application,
    ...version,
    status: application.status,
  });
  return { ApplicationVersionDetail: { ...detail, ApplicationStatus: version.status } };
}

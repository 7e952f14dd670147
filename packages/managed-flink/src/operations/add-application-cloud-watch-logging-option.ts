import type { ControlPlane } from '../control-plane';
import { ServiceError } from '../errors';
import type { Request } from '../requests';
import type { Response } from '../service-operations';
import { loggingOptionDescription } from './application-detail';

/** Gives the application its logging option; it can have one. A running job goes on. */
export function addApplicationCloudWatchLoggingOption(
  plane: ControlPlane,
  request: Request<'AddApplicationCloudWatchLoggingOption'>,
): Response<'AddApplicationCloudWatchLoggingOption'> {
  const application = plane.applications.get(request.ApplicationName);
  plane.checkVersion(application, request);
  if (application.loggingOptions.length > 0) {
    throw new ServiceError(
      'InvalidArgumentException',
      `Application ${application.name} already has a CloudWatch logging option; it can have one`,
    );
  }
  const versionBefore = application.versionId;
  const logStreamArn = request.CloudWatchLoggingOption.LogStreamARN;
  plane.changeVersion(application, { loggingOptions: [{ id: `${versionBefore + 1}.1`, logStreamArn }] });
  const operation = plane.recordDone(application, 'AddApplicationCloudWatchLoggingOption', versionBefore);
  return {
    ApplicationARN: application.arn,
    ApplicationVersionId: application.versionId,
    CloudWatchLoggingOptionDescriptions: application.loggingOptions.map(loggingOptionDescription),
    OperationId: operation.id,
  };
}

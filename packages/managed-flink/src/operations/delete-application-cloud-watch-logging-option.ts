import type { ControlPlane } from '../control-plane';
import { ServiceError } from '../errors';
import type { Request } from '../requests';
import type { Response } from '../service-operations';
import { loggingOptionDescription } from './application-detail';

/** Takes the logging option away. A running job goes on. */
export function deleteApplicationCloudWatchLoggingOption(
  plane: ControlPlane,
  request: Request<'DeleteApplicationCloudWatchLoggingOption'>,
): Response<'DeleteApplicationCloudWatchLoggingOption'> {
  const application = plane.applications.get(request.ApplicationName);
  plane.checkVersion(application, request);
  const id = request.CloudWatchLoggingOptionId;
  if (!application.loggingOptions.some((option) => option.id === id)) {
    throw new ServiceError('ResourceNotFoundException', `CloudWatchLoggingOptionId ${id} not found`);
  }
  const versionBefore = application.versionId;
  plane.changeVersion(application, { loggingOptions: application.loggingOptions.filter((option) => option.id !== id) });
  const operation = plane.recordDone(application, 'DeleteApplicationCloudWatchLoggingOption', versionBefore);
  return {
    ApplicationARN: application.arn,
    ApplicationVersionId: application.versionId,
    CloudWatchLoggingOptionDescriptions: application.loggingOptions.map(loggingOptionDescription),
    OperationId: operation.id,
  };
}

import type { ControlPlane } from '../control-plane';
import { ServiceError } from '../errors';
import type { Request } from '../requests';
import type { Response } from '../service-operations';

export function describeApplicationOperation(
  plane: ControlPlane,
  request: Request<'DescribeApplicationOperation'>,
): Response<'DescribeApplicationOperation'> {
  const application = plane.applications.get(request.ApplicationName);
  const operation = application.operations.find((each) => each.id === request.OperationId);
  if (!operation) {
    throw new ServiceError(
      'ResourceNotFoundException',
      `Operation ${request.OperationId} of application ${application.name} not found`,
    );
  }
  return {
    ApplicationOperationInfoDetails: {
      Operation: operation.kind,
      StartTime: operation.startedAt,
      EndTime: operation.endedAt,
      OperationStatus: operation.status,
      ApplicationVersionChangeDetails: {
        ApplicationVersionUpdatedFrom: operation.versionFrom,
        ApplicationVersionUpdatedTo: operation.versionTo,
      },
      ...(operation.failure !== undefined && {
        OperationFailureDetails: { ErrorInfo: { ErrorString: operation.failure } },
      }),
    },
  };
}

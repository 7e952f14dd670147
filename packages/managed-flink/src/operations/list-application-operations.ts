import type { ControlPlane } from '../control-plane';
import type { Request } from '../requests';
import type { Response } from '../service-operations';
import { pageToken, positionOf } from './page-token';

/** Lists the operations of an application, the newest first. */
export function listApplicationOperations(
  plane: ControlPlane,
  request: Request<'ListApplicationOperations'>,
): Response<'ListApplicationOperations'> {
  const application = plane.applications.get(request.ApplicationName);
  const list = `operations/${application.name}`;
  const { Limit = 50, Operation, OperationStatus } = request;
  const found = application.operations
    .filter((each) => Operation === undefined || each.kind === Operation)
    .filter((each) => OperationStatus === undefined || each.status === OperationStatus)
    .reverse();
  const start = positionOf(list, request.NextToken) ?? 0;
  const end = start + Limit;
  return {
    ApplicationOperationInfoList: found.slice(start, end).map((operation) => ({
      Operation: operation.kind,
      OperationId: operation.id,
      StartTime: operation.startedAt,
      EndTime: operation.endedAt,
      OperationStatus: operation.status,
    })),
    NextToken: end < found.length ? pageToken(list, end) : undefined,
  };
}

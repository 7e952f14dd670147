import type { ControlPlane } from '../control-plane';
import type { Request } from '../requests';
import type { Response } from '../service-operations';
import { snapshotDetails } from './describe-application-snapshot';
import { pageToken, positionOf } from './page-token';

/**
 * Lists the snapshots of an application, page by page. The service promises no order; this server has an option for it,
 * so that what relies on one is found out.
 */
export function listApplicationSnapshots(
  plane: ControlPlane,
  request: Request<'ListApplicationSnapshots'>,
): Response<'ListApplicationSnapshots'> {
  const application = plane.applications.get(request.ApplicationName);
  const list = `snapshots/${application.name}`;
  const after = positionOf(list, request.NextToken);
  const { snapshots, next } = application.snapshots.page(plane.settings.listOrder, request.Limit ?? 50, after);
  return {
    SnapshotSummaries: snapshots.map(snapshotDetails),
    NextToken: next === undefined ? undefined : pageToken(list, next),
  };
}

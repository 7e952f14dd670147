import type { ControlPlane } from '../control-plane';
import { versionsOf } from '../model/versions';
import type { Request } from '../requests';
import type { Response } from '../service-operations';
import { pageToken, positionOf } from './page-token';

/** Lists the versions of an application, the newest first, those that were rolled back included. */
export function listApplicationVersions(
  plane: ControlPlane,
  request: Request<'ListApplicationVersions'>,
): Response<'ListApplicationVersions'> {
  const application = plane.applications.get(request.ApplicationName);
  const list = `versions/${application.name}`;
  // The version that the previous page ended with, so that a new version does not shift the pages.
  const before = positionOf(list, request.NextToken);
  const rest = versionsOf(application).filter(({ versionId }) => before === undefined || versionId < before);
  const page = rest.slice(0, request.Limit ?? 50);
  const last = page.at(-1);
  return {
    ApplicationVersionSummaries: page.map(({ versionId, status }) => ({
      ApplicationVersionId: versionId,
      ApplicationStatus: status,
    })),
    NextToken: last && rest.length > page.length ? pageToken(list, last.versionId) : undefined,
  };
}

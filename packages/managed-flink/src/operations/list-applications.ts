import type { ControlPlane } from '../control-plane';
import type { Request } from '../requests';
import type { Response } from '../service-operations';

/** Lists by name. The token is the name that the page before ended with, as its constraint in the API model tells. */
export function listApplications(
  plane: ControlPlane,
  request: Request<'ListApplications'>,
): Response<'ListApplications'> {
  const { Limit = 50, NextToken: after } = request;
  const rest = plane.applications.all().filter((application) => after === undefined || application.name > after);
  const page = rest.slice(0, Limit);
  return {
    ApplicationSummaries: page.map((application) => ({
      ApplicationName: application.name,
      ApplicationARN: application.arn,
      ApplicationStatus: application.status,
      ApplicationVersionId: application.versionId,
      RuntimeEnvironment: application.runtimeEnvironment,
      ApplicationMode: 'STREAMING',
    })),
    NextToken: rest.length > page.length ? page.at(-1)?.name : undefined,
  };
}

import type { ControlPlane } from '../control-plane';
import type { Request } from '../requests';
import type { Response } from '../service-operations';
import { applicationDetail } from './application-detail';

export function describeApplication(
  plane: ControlPlane,
  request: Request<'DescribeApplication'>,
): Response<'DescribeApplication'> {
  return { ApplicationDetail: applicationDetail(plane.applications.get(request.ApplicationName)) };
}

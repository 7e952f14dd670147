import type { ControlPlane } from '../control-plane';
import type { Request } from '../requests';
import type { Response } from '../service-operations';

export function listTagsForResource(
  plane: ControlPlane,
  request: Request<'ListTagsForResource'>,
): Response<'ListTagsForResource'> {
  return { Tags: plane.applications.getByArn(request.ResourceARN).tags };
}

import type { ControlPlane } from '../control-plane';
import type { Request, Response } from '../requests';

export function listTagsForResource(
  plane: ControlPlane,
  request: Request<'ListTagsForResource'>,
): Response<'ListTagsForResource'> {
  return { Tags: plane.applications.getByArn(request.ResourceARN).tags };
}

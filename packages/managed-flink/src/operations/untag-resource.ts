import type { ControlPlane } from '../control-plane';
import type { Request } from '../requests';
import type { Response } from '../service-operations';

/** Removes tags; keys that are not there are no error. The version stays. */
export function untagResource(plane: ControlPlane, request: Request<'UntagResource'>): Response<'UntagResource'> {
  const application = plane.applications.getByArn(request.ResourceARN);
  application.tags = application.tags.filter((tag) => !request.TagKeys.includes(tag.Key));
  plane.applications.put(application);
  return {};
}

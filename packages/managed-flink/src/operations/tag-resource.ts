import type { ControlPlane } from '../control-plane';
import { ServiceError } from '../errors';
import type { Request } from '../requests';
import type { Response } from '../service-operations';

/** The service's quota of tags an application (API reference of `TagResource`). */
const MAX_TAGS = 50;

/** Error: TooManyTagsException. */
export function refuseTooManyTags(tags: readonly unknown[]): void {
  if (tags.length <= MAX_TAGS) return;
  throw new ServiceError('TooManyTagsException', `${tags.length} tags; an application can have ${MAX_TAGS}`);
}

/** Adds tags; one with a key that is there gets the new value. The version stays. */
export function tagResource(plane: ControlPlane, request: Request<'TagResource'>): Response<'TagResource'> {
  const application = plane.applications.getByArn(request.ResourceARN);
  const given = new Set(request.Tags.map((tag) => tag.Key));
  const tags = [...application.tags.filter((tag) => !given.has(tag.Key)), ...request.Tags];
  refuseTooManyTags(tags);
  application.tags = tags;
  plane.applications.put(application);
  return {};
}

import { z } from 'zod';
import { readJson } from '../../../packages/managed-flink/src/http/json-protocol';
import type { Call } from '../aws-call';
import type { PolicyRequest } from './policy-evaluation';

const tagList = z.array(z.object({ Key: z.string(), Value: z.string().default('') }));
const keyList = z.array(z.string());

/** Tags of a resource, by key. */
export type Tags = Readonly<Record<string, string>>;

/**
 * Condition keys of a call to Managed Flink, those that its authorization reference lists: `aws:RequestTag/…`,
 * `aws:TagKeys` and `aws:ResourceTag/…`.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesisanalyticsv2.html
 *
 * @param resourceTags of the application that the call is about; none for one that does not exist yet.
 */
export function requestContext({ body }: Pick<Call, 'body'>, resourceTags: Tags): PolicyRequest['context'] {
  const { Tags, TagKeys } = readJson(body);
  const requested = readTags(Tags);
  const keys = [...Object.keys(requested), ...(keyList.safeParse(TagKeys).data ?? [])];
  return {
    ...prefixed('aws:RequestTag', requested),
    ...prefixed('aws:ResourceTag', resourceTags),
    ...(keys.length > 0 ? { 'aws:TagKeys': keys } : {}),
  };
}

/** Tags in the form in which the API takes and answers them; anything else is none. */
export function readTags(list: unknown): Tags {
  return Object.fromEntries((tagList.safeParse(list).data ?? []).map(({ Key, Value }) => [Key, Value]));
}

function prefixed(prefix: string, tags: Tags): Tags {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}/${key}`, value]));
}

import { MANAGED_FLINK_TARGET, readJson } from '../../../packages/managed-flink/src/http/json-protocol';
import { readTags, type Tags } from './request-context';

/** Tags of an application in the local Managed Flink API; none when there is no such application. */
export async function applicationTags(endpoint: string | undefined, arn: string): Promise<Tags> {
  if (endpoint === undefined || !arn.includes(':application/')) return {};
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `${MANAGED_FLINK_TARGET}ListTagsForResource`,
    },
    body: JSON.stringify({ ResourceARN: arn }),
  });
  return response.ok ? readTags(readJson(Buffer.from(await response.arrayBuffer())).Tags) : {};
}

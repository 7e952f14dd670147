import {
  DescribeApplicationCommand,
  type KinesisAnalyticsV2Client,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import type { Deployment } from '../deployment';
import { type Selector, selects } from '../pre-deploy/selection';

/**
 * Warning that a deployment does not manage an application: its freezes, holds and locks are in tables that the snapshot
 * manager of the application does not read. The service is asked for tags only where names do not decide it.
 *
 * @returns undefined when it does, or when that can't be known.
 */
export async function notManagedWarning(
  client: KinesisAnalyticsV2Client,
  application: string,
  { name, applications }: Pick<Deployment, 'name' | 'applications'>,
): Promise<string | undefined> {
  if ((await isManaged(client, application, applications)) !== false) return undefined;
  return `Warning: the deployment ${name} does not manage ${application}: freeze, hold, lock and record go into the tables of ${name}, and protect nothing from another snapshot manager. If another deployment manages it, name that one with --deployment NAME or --env NAME.`;
}

async function isManaged(
  client: KinesisAnalyticsV2Client,
  application: string,
  entries: readonly Selector[],
): Promise<boolean | undefined> {
  if (entries.some((entry) => selects(entry, { name: application, tags: {} }))) return true;
  if (entries.every(({ tag }) => tag === undefined)) return false;
  try {
    const { ApplicationDetail } = await client.send(new DescribeApplicationCommand({ ApplicationName: application }));
    const resource = { ResourceARN: ApplicationDetail?.ApplicationARN };
    const { Tags = [] } = await client.send(new ListTagsForResourceCommand(resource));
    const tags = Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
    return entries.some((entry) => selects(entry, { name: application, tags }));
  } catch {
    // Who may restore need not have the right to see tags; an application that is not there is the command's concern.
    return undefined;
  }
}

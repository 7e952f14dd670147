import type { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { fitsName } from '../../config/checks/selection-checks';
import { ManagedFlinkDirectory } from '../../lambda-src/snapshot-manager/aws/application-directory';
import { parseRetentionPolicy } from '../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import type { DeployedApplication, Deployment } from '../deployment';
import type { ManagedFacts } from './application-facts';

/** Entry of the deployment that selects the application, and its retention as the manager reads it. */
export async function managedFacts(
  application: string,
  client: KinesisAnalyticsV2Client,
  { applications, retention }: Deployment,
): Promise<ManagedFacts | 'not-selected'> {
  const entry = await entryOf(application, applications, new ManagedFlinkDirectory(client));
  if (!entry) return 'not-selected';
  const ofAll = parseRetentionPolicy(retention);
  return { entry, retention: entry.retention === undefined ? ofAll : parseRetentionPolicy(entry.retention, ofAll) };
}

/** First entry that matches, as the manager chooses it. The service is asked for tags only if an entry before it needs them. */
async function entryOf(
  application: string,
  entries: readonly DeployedApplication[],
  directory: ManagedFlinkDirectory,
): Promise<DeployedApplication | undefined> {
  let tags: ReadonlyMap<string, string> | undefined;
  for (const entry of entries) {
    if (entry.tag === undefined) {
      if (fitsName(entry, application)) return entry;
      continue;
    }
    tags ??= await tagsOf(application, directory);
    if (tags.get(entry.tag.key) === entry.tag.value) return entry;
  }
  return undefined;
}

async function tagsOf(application: string, directory: ManagedFlinkDirectory): Promise<ReadonlyMap<string, string>> {
  const listed = (await directory.listApplications()).find(({ name }) => name === application);
  return listed ? directory.tagsOf(listed) : new Map();
}

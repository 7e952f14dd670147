import {
  type ApplicationSummary,
  type KinesisAnalyticsV2Client,
  ListApplicationsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import type { ApplicationDirectory, ListedApplication } from '../ports';
import { readPages } from './pages';
import { asked } from './snapshot-api';

/** Largest page of the service. */
const PAGE_SIZE = 50;

/** Flink applications of the account and region, as Amazon Managed Service for Apache Flink lists them. */
export class ManagedFlinkDirectory implements ApplicationDirectory {
  constructor(private readonly client: KinesisAnalyticsV2Client) {}

  async listApplications(): Promise<readonly ListedApplication[]> {
    return readPages('applications', async (token) => {
      const page = await asked('list the applications', () =>
        this.client.send(new ListApplicationsCommand({ Limit: PAGE_SIZE, NextToken: token })),
      );
      return { entries: (page.ApplicationSummaries ?? []).flatMap(flinkApplication), next: page.NextToken };
    });
  }

  async tagsOf({ name, arn }: ListedApplication): Promise<ReadonlyMap<string, string>> {
    const answer = await asked(`list the tags of ${name}`, () =>
      this.client.send(new ListTagsForResourceCommand({ ResourceARN: arn })),
    );
    return new Map((answer.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
  }
}

/** Application from a list entry; `undefined` for SQL applications and notebooks, which have no snapshots. */
function flinkApplication({
  ApplicationName: name,
  ApplicationARN: arn,
  RuntimeEnvironment: runtime,
}: ApplicationSummary): ListedApplication[] {
  return name !== undefined && arn !== undefined && runtime?.startsWith('FLINK-') ? [{ name, arn }] : [];
}

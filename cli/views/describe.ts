import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import type { Result } from '../../tools/command';
import { readAuditRows } from '../audit-rows';
import type { KnownDeployment } from '../known-deployment';
import type { ApplicationFacts } from './application-facts';
import { describeApplication } from './describe-application';
import { describeSnapshot } from './describe-snapshot';
import { readJobSettings } from './job-settings';
import { readMakerRow } from './maker-row';
import { namedSnapshot } from './named-snapshot';
import { reader, readFacts } from './read-facts';

/** Rows of the audit that are shown of an application. */
const LAST_ROWS = 5;

/**
 * Reads everything known about an application, or about one of its snapshots.
 *
 * @param say hears what could not be read.
 * @throws MissingNameError, SnapshotReferenceError for names that do not exist, with the nearest.
 */
export async function describe(
  application: string,
  reference: string | undefined,
  client: KinesisAnalyticsV2Client,
  known: KnownDeployment,
  { dynamo, say }: { readonly dynamo?: DynamoDBClient; readonly say: (line: string) => void },
): Promise<Result> {
  const facts = await readFacts(application, client, known, dynamo ? { dynamo } : {});
  const unread = [...facts.unread];
  const tables = dynamo ?? new DynamoDBClient({ region: facts.region });
  const result =
    reference === undefined
      ? await ofTheApplication({ ...facts, unread }, client, tables, unread)
      : await ofTheSnapshot({ ...facts, unread }, reference, tables, unread);
  for (const sentence of unread) say(sentence);
  return result;
}

async function ofTheApplication(
  facts: ApplicationFacts,
  client: KinesisAnalyticsV2Client,
  dynamo: DynamoDBClient,
  unread: string[],
): Promise<Result> {
  const { application, deployment } = facts;
  const attempt = reader(unread);
  const job = await attempt('Settings of the job are not known', () => readJobSettings(client, application));
  const lastRows =
    deployment &&
    (await attempt('Last runs are not known', () =>
      readAuditRows(dynamo, deployment.auditTable, application, LAST_ROWS),
    ));
  return describeApplication(facts, { job, lastRows });
}

async function ofTheSnapshot(
  facts: ApplicationFacts,
  reference: string,
  dynamo: DynamoDBClient,
  unread: string[],
): Promise<Result> {
  const { application, deployment } = facts;
  const { name, createdAt } = namedSnapshot(facts, reference);
  const read = async () => {
    if (!deployment || !createdAt) return undefined;
    return (await readMakerRow(dynamo, deployment.auditTable, application, { name, createdAt })) ?? null;
  };
  const madeBy = await reader(unread)('The run that made it is not known', read);
  return describeSnapshot(facts, name, { madeBy });
}

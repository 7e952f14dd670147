import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
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
import { openTables } from './open-tables';
import { readFacts } from './read-facts';
import { Unread } from './unread';

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
  const tables = dynamo ?? openTables(facts.region);
  const { result, unread } =
    reference === undefined
      ? await ofTheApplication(facts, client, tables)
      : await ofTheSnapshot(facts, reference, tables);
  for (const sentence of unread) say(sentence);
  return result;
}

interface Described {
  readonly result: Result;
  readonly unread: readonly string[];
}

async function ofTheApplication(
  facts: ApplicationFacts,
  client: KinesisAnalyticsV2Client,
  dynamo: DynamoDBClient,
): Promise<Described> {
  const { application, deployment } = facts;
  const more = new Unread();
  const job = await more.attempt('settings of the job', () => readJobSettings(client, application));
  const lastRows =
    deployment &&
    (await more.attempt('last runs', () => readAuditRows(dynamo, deployment.auditTable, application, LAST_ROWS)));
  const unread = [...facts.unread, ...more.sentences()];
  return { unread, result: describeApplication({ ...facts, unread }, { job, lastRows }) };
}

async function ofTheSnapshot(facts: ApplicationFacts, reference: string, dynamo: DynamoDBClient): Promise<Described> {
  const { application, deployment } = facts;
  const { name, createdAt } = namedSnapshot(facts, reference);
  const more = new Unread();
  const madeBy = await more.attempt('the run that made it', async () => {
    if (!deployment || !createdAt) return undefined;
    return (await readMakerRow(dynamo, deployment.auditTable, application, { name, createdAt })) ?? null;
  });
  const unread = [...facts.unread, ...more.sentences()];
  return { unread, result: describeSnapshot({ ...facts, unread }, name, { madeBy }) };
}

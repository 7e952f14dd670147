import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { fitsName } from '../../config/checks/selection-checks';
import { AUDIT } from '../../lambda-src/contract';
import { ManagedFlinkDirectory } from '../../lambda-src/snapshot-manager/aws/application-directory';
import { auditPages } from '../../lambda-src/snapshot-manager/aws/audit-table';
import { DynamoHoldsTable } from '../../lambda-src/snapshot-manager/aws/holds-table';
import { DynamoMarks } from '../../lambda-src/snapshot-manager/aws/marks-table';
import { ManagedFlinkSnapshotApi } from '../../lambda-src/snapshot-manager/aws/snapshot-api';
import { isManagedMode, unmanagedModeText } from '../../lambda-src/snapshot-manager/domain/application-state';
import { holdsInForce } from '../../lambda-src/snapshot-manager/domain/hold';
import { marksInForce } from '../../lambda-src/snapshot-manager/domain/marks';
import { parseRetentionPolicy } from '../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import type { Snapshot } from '../../lambda-src/snapshot-manager/domain/snapshot';
import { describeAwsTrouble, describeDenial } from '../../tools/aws-trouble';
import { type AuditRow, auditRow } from '../audit-rows';
import type { DeployedApplication, Deployment } from '../deployment';
import type { KnownDeployment } from '../known-deployment';
import { namingWhatIsMissing } from '../missing-name';
import { FileJournal, journalFile } from '../recovery/journals';
import { rememberedSuspects } from '../recovery/remembered-suspects';
import type { ApplicationFacts, ManagedFacts } from './application-facts';

/** Maximum pages of 1 MB each that are searched for proofs: some ten thousand runs. */
const MOST_PAGES = 20;

/**
 * Reads the facts of one application. The API must answer; what else can't be read is left out, with a sentence.
 *
 * @param dynamo client for the tables of the deployment.
 * @throws MissingNameError for an application that does not exist, with the most similar names.
 */
export async function readFacts(
  application: string,
  client: KinesisAnalyticsV2Client,
  known: KnownDeployment,
  { now = new Date(), dynamo }: { readonly now?: Date; readonly dynamo?: DynamoDBClient } = {},
): Promise<ApplicationFacts> {
  const api = new ManagedFlinkSnapshotApi(client);
  const region = await client.config.region();
  const [state, snapshots] = await namingWhatIsMissing(client, { application }, () =>
    Promise.all([api.describeApplication(application), api.listSnapshots(application)]),
  );
  const unread: string[] = [];
  if (!isManagedMode(state.snapshotMode)) unread.push(unmanagedModeText(application, state.snapshotMode));
  const shared = { application, region, now, state, snapshots, unread };
  if ('because' in known) {
    unread.push(
      `No deployment is known, so holds, marks, proofs and retention are not: ${known.because} --deployment NAME or --env NAME chooses one.`,
    );
    const marks = await marksOfJournal(region, application, snapshots);
    const nothing = { deployment: undefined, managed: undefined, holds: undefined, restores: undefined };
    return { ...shared, ...nothing, marks, areMarksKnown: false };
  }
  const { deployment } = known;
  const tables = dynamo ?? new DynamoDBClient({ region });
  const table = new DynamoHoldsTable(tables, deployment.holdsTable, deployment.auditRetentionDays);
  const attempt = reader(unread);
  const [holds, marks, restores, managed] = await Promise.all([
    attempt('Holds are not known', () => table.list(application)),
    attempt('Suspect snapshots and freezes are not known', () =>
      new DynamoMarks(tables, deployment.holdsTable).marksOf(application),
    ),
    attempt('Proofs are not known', () => readRestores(tables, deployment.auditTable, application, unread)),
    attempt('The retention of the application is not known', () => managedFacts(application, client, deployment)),
  ]);
  if (managed === 'not-selected') {
    unread.push(
      `Deployment ${deployment.name} does not select ${application}: it takes and deletes no snapshots of it.`,
    );
  }
  return {
    ...shared,
    deployment,
    managed: managed === 'not-selected' ? undefined : managed,
    holds: holds && holdsInForce(holds, now, state.createdAt),
    marks: marks ? marksInForce(marks, now, state.createdAt) : await marksOfJournal(region, application, snapshots),
    areMarksKnown: marks !== undefined,
    restores,
  };
}

/** Reads one part; a failure becomes a sentence, and the part is undefined. */
export function reader(unread: string[]) {
  return async <T>(consequence: string, read: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      unread.push(`${consequence}: ${reasonOf(error)}`);
      return undefined;
    }
  };
}

function reasonOf(error: unknown): string {
  const trouble = describeDenial(error) ?? describeAwsTrouble(error);
  if (trouble !== undefined) return trouble;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** Suspects that this machine's journal remembers of a restore without tables. */
async function marksOfJournal(region: string, application: string, snapshots: readonly Snapshot[]) {
  const journal = new FileJournal((name) => journalFile(region, name));
  const found = await journal.read(application).catch(() => undefined);
  return rememberedSuspects(found?.recovery, snapshots);
}

/** Rows with a verdict, newest first: restores, starts and drills. */
async function readRestores(
  client: DynamoDBClient,
  table: string,
  application: string,
  unread: string[],
): Promise<readonly AuditRow[]> {
  const query = { filter: 'attribute_exists(#verdict)', names: { '#verdict': AUDIT.verdict } };
  const rows: AuditRow[] = [];
  let pages = 0;
  for await (const items of auditPages(client, table, application, query)) {
    rows.push(...items.map(auditRow));
    pages += 1;
    if (pages === MOST_PAGES) {
      unread.push(`Proofs are known of the newest ${MOST_PAGES} MB of the audit only; older ones were not looked for.`);
      break;
    }
  }
  return rows;
}

async function managedFacts(
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

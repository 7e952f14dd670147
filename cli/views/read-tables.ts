import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { AUDIT } from '../../lambda-src/contract';
import { auditPages } from '../../lambda-src/snapshot-manager/aws/audit-table';
import { DynamoHoldsTable } from '../../lambda-src/snapshot-manager/aws/holds-table';
import { DynamoMarks } from '../../lambda-src/snapshot-manager/aws/marks-table';
import type { Hold } from '../../lambda-src/snapshot-manager/domain/hold';
import type { Marks } from '../../lambda-src/snapshot-manager/domain/marks';
import { type AuditRow, auditRow } from '../audit-rows';
import type { Deployment } from '../deployment';
import { TableJournal } from '../recovery/journals';
import type { Recovery } from '../recovery/recovery';
import type { Unread } from './unread';

/** Maximum pages of 1 MB each that are searched for proofs: some ten thousand runs. */
const MOST_PAGES = 20;

/** Words and actions of people about one application; undefined where they could not be read. */
export interface OfTheHoldsTable {
  readonly holds: readonly Hold[] | undefined;
  readonly marks: Marks | undefined;
  readonly recovery: Recovery | undefined;
}

/** Contents of the tables about one application; undefined what could not be read. */
export interface OfTheTables extends OfTheHoldsTable {
  readonly restores: readonly AuditRow[] | undefined;
}

/** Reads holds, marks, proofs and the restore under way. */
export async function readTables(
  application: string,
  deployment: Deployment,
  dynamo: DynamoDBClient,
  unread: Unread,
): Promise<OfTheTables> {
  const [ofHolds, restores] = await Promise.all([
    readHoldsTable(application, deployment, dynamo, unread),
    unread.attempt('proofs', () => readRestores(dynamo, deployment.auditTable, application, unread)),
  ]);
  return { ...ofHolds, restores };
}

/** Reads holds, marks and the restore under way. */
export async function readHoldsTable(
  application: string,
  { holdsTable, auditRetentionDays }: Deployment,
  dynamo: DynamoDBClient,
  unread: Unread,
): Promise<OfTheHoldsTable> {
  const table = new DynamoHoldsTable(dynamo, holdsTable, auditRetentionDays);
  const [holds, marks, recovery] = await Promise.all([
    unread.attempt('holds', () => table.list(application)),
    unread.attempt('suspects and freezes', () => new DynamoMarks(dynamo, holdsTable).marksOf(application)),
    unread.attempt('a restore under way', () => new TableJournal(dynamo, holdsTable).read(application)),
  ]);
  return { holds, marks, recovery: recovery?.recovery };
}

/** Rows with a verdict, newest first: restores, starts and drills. */
async function readRestores(
  client: DynamoDBClient,
  table: string,
  application: string,
  unread: Unread,
): Promise<readonly AuditRow[]> {
  const query = { filter: 'attribute_exists(#verdict)', names: { '#verdict': AUDIT.verdict } };
  const rows: AuditRow[] = [];
  let pages = 0;
  for await (const items of auditPages(client, table, application, query)) {
    rows.push(...items.map(auditRow));
    pages += 1;
    if (pages === MOST_PAGES) {
      unread.add(`Proofs are known of the newest ${MOST_PAGES} MB of the audit only; older ones were not looked for.`);
      break;
    }
  }
  return rows;
}

import {
  type AttributeValue,
  type DynamoDBClient,
  paginateQuery,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { AUDIT, type Outcome } from '../../../lambda-src/contract';
import type { AuditItem } from '../../../lambda-src/snapshot-manager/aws/audit-item';
import { auditRow } from '../../audit-rows';
import { canTell } from '../drill-findings';
import type { EarlierDrills, PastRow, Proof, ProofSearch } from '../facts';

/** Attributes that safety needs: a row's lists of names would be most of what is read. */
const NEEDED = [
  AUDIT.application,
  AUDIT.runId,
  AUDIT.eventId,
  AUDIT.eventTime,
  AUDIT.startedAt,
  AUDIT.deadlineAt,
  AUDIT.endedAt,
  AUDIT.outcome,
  AUDIT.reason,
  AUDIT.message,
  AUDIT.requestReason,
  AUDIT.snapshotName,
  AUDIT.newestReadyAt,
  AUDIT.applicationStatus,
  AUDIT.conditionSince,
  AUDIT.who,
  AUDIT.verdict,
  AUDIT.restoredFrom,
  AUDIT.rtoSeconds,
];

/** Table of the audit, and where it is. */
export interface AuditTable {
  readonly client: DynamoDBClient;
  readonly table: string;
}

/** Rows of an application that are wanted, and what of them. */
interface WantedRows {
  /** Condition on their run ids, which are `#run`, with its values. */
  readonly runs: string;
  readonly values: Readonly<Record<string, AttributeValue>>;
  readonly attributes: readonly string[];
}

/** Query for some attributes of rows of an application, newest first. */
export function rowsQuery(
  TableName: string,
  application: string,
  { runs, values, attributes }: WantedRows,
): QueryCommandInput {
  return {
    TableName,
    KeyConditionExpression: `#application = :application AND ${runs}`,
    ProjectionExpression: attributes.map((_, index) => `#n${index}`).join(', '),
    ExpressionAttributeNames: {
      '#application': AUDIT.application,
      '#run': AUDIT.runId,
      ...Object.fromEntries(attributes.map((attribute, index) => [`#n${index}`, attribute])),
    },
    ExpressionAttributeValues: { ':application': { S: application }, ...values },
    ScanIndexForward: false,
  };
}

/** Rows of an application since a time, newest first. */
export async function readPast({ client, table }: AuditTable, application: string, since: Date): Promise<PastRow[]> {
  const rows: PastRow[] = [];
  const values = { ':since': { N: String(since.getTime()) } };
  const query = rowsQuery(table, application, { runs: '#run >= :since', values, attributes: NEEDED });
  const pages = paginateQuery({ client }, { ...query, ConsistentRead: true });
  for await (const { Items = [] } of pages) rows.push(...Items.map(pastRow));
  return rows;
}

/** Bounds of a search for proofs. */
interface ProofBounds {
  /** Rows of this time or later are left out. */
  readonly before?: Date;
  /** Pages of 1 MB that are read at most. */
  readonly mostPages: number;
  /** True: one proof is enough. */
  readonly isFirstEnough?: boolean;
}

interface Proofs {
  /** Newest first. */
  readonly proofs: readonly Proof[];
  /** Rows before this time were not read; undefined: all were. */
  readonly searchedSince?: Date | undefined;
}

/**
 * Searches for the newest proof among rows that are older than those read already.
 *
 * @param found a proof among newer rows: then nothing is searched.
 */
export async function searchProof(
  audit: AuditTable,
  application: string,
  { found, ...bounds }: ProofBounds & { readonly found: Proof | undefined },
): Promise<ProofSearch> {
  if (found) return { proof: found };
  const { proofs, searchedSince } = await readProofs(audit, application, { ...bounds, isFirstEnough: true });
  return { proof: proofs[0], searchedSince };
}

/** Reads the proofs of an application, newest first, in a bounded number of pages. */
export async function readProofs(
  { client, table }: AuditTable,
  application: string,
  { before, mostPages, isFirstEnough = false }: ProofBounds,
): Promise<Proofs> {
  const proofs: Proof[] = [];
  let start: AuditItem | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({ ...proofQuery(application, before), TableName: table, ExclusiveStartKey: start }),
    );
    proofs.push(...Items.flatMap((item) => proofIn([pastRow(item)]) ?? []));
    if (LastEvaluatedKey === undefined || (isFirstEnough && proofs.length > 0)) return { proofs };
    start = LastEvaluatedKey;
  }
  return { proofs, searchedSince: new Date(Number(start?.[AUDIT.runId]?.N)) };
}

function proofQuery(application: string, before: Date | undefined) {
  return {
    KeyConditionExpression: `#application = :application${before ? ' AND #run < :before' : ''}`,
    FilterExpression: '#verdict = :proven AND attribute_exists(#from)',
    ExpressionAttributeNames: {
      '#application': AUDIT.application,
      '#verdict': AUDIT.verdict,
      '#from': AUDIT.restoredFrom,
      ...(before ? { '#run': AUDIT.runId } : {}),
    },
    ExpressionAttributeValues: {
      ':application': { S: application },
      ':proven': { S: 'proven' },
      ...(before ? { ':before': { N: String(before.getTime()) } } : {}),
    },
    ScanIndexForward: false,
  };
}

/**
 * Reads the drills in rows of an application that are older than those read already, back to the last one that says whether
 * the state works.
 *
 * @param bounds `after`: rows of before that time say nothing more.
 */
export async function readDrills(
  { client, table }: AuditTable,
  application: string,
  { before, after, mostPages }: { readonly before: Date; readonly after: Date | undefined; readonly mostPages: number },
): Promise<EarlierDrills> {
  if (after && after >= before) return { rows: [], searchedSince: before };
  const rows: PastRow[] = [];
  const values = {
    ':from': { N: String(after?.getTime() ?? 0) },
    ':until': { N: String(before.getTime() - 1) },
    ':drilled': { S: 'drilled' satisfies Outcome },
  };
  const query = rowsQuery(table, application, { runs: '#run BETWEEN :from AND :until', values, attributes: NEEDED });
  const place = NEEDED.indexOf(AUDIT.outcome);
  let start: AuditItem | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({ ...query, FilterExpression: `#n${place} = :drilled`, ExclusiveStartKey: start }),
    );
    rows.push(...Items.map(pastRow));
    if (LastEvaluatedKey === undefined) return { rows, searchedSince: after };
    start = LastEvaluatedKey;
    if (rows.some(canTell)) break;
  }
  return { rows, searchedSince: new Date(Number(start?.[AUDIT.runId]?.N)) };
}

/** Newest proof in rows that are newest first. */
export function proofIn(rows: readonly PastRow[]): Proof | undefined {
  const row = rows.find(({ verdict, restoredFrom }) => verdict === 'proven' && restoredFrom !== undefined);
  if (row?.restoredFrom === undefined) return undefined;
  return { at: row.time, snapshot: row.restoredFrom, restoreSeconds: row.rtoSeconds };
}

/** Converts an item; an odd row is one that says little, and hides no other. */
export function pastRow(item: AuditItem): PastRow {
  const row = auditRow(item);
  const timeOf = (attribute: string) => {
    const time = new Date(item[attribute]?.S ?? Number.NaN);
    return Number.isNaN(time.getTime()) ? undefined : time;
  };
  return {
    writtenBy: row.writtenBy,
    time: row.time,
    endedAt: timeOf(AUDIT.endedAt),
    outcome: row.outcome,
    reason: row.reason,
    message: row.message,
    snapshotName: row.snapshotName,
    newestReadyAt: timeOf(AUDIT.newestReadyAt),
    applicationStatus: item[AUDIT.applicationStatus]?.S,
    conditionSince: timeOf(AUDIT.conditionSince),
    isOnDemand: row.writtenBy === 'manager' && item[AUDIT.requestReason] !== undefined,
    who: row.who,
    why: row.requestReason,
    verdict: row.verdict,
    restoredFrom: row.restoredFrom,
    rtoSeconds: row.rtoSeconds,
  };
}

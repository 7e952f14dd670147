import { type DynamoDBClient, paginateQuery, QueryCommand } from '@aws-sdk/client-dynamodb';
import { AUDIT } from '../../../lambda-src/contract';
import type { AuditItem } from '../../../lambda-src/snapshot-manager/aws/audit-item';
import { auditRow } from '../../audit-rows';
import type { PastRow, Proof, ProofSearch } from '../facts';

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

/** Rows of an application since a time, newest first. */
export async function readPast({ client, table }: AuditTable, application: string, since: Date): Promise<PastRow[]> {
  const rows: PastRow[] = [];
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      KeyConditionExpression: '#application = :application AND #run >= :since',
      ProjectionExpression: NEEDED.map((_, index) => `#n${index}`).join(', '),
      ExpressionAttributeNames: {
        '#application': AUDIT.application,
        '#run': AUDIT.runId,
        ...Object.fromEntries(NEEDED.map((attribute, index) => [`#n${index}`, attribute])),
      },
      ExpressionAttributeValues: { ':application': { S: application }, ':since': { N: String(since.getTime()) } },
      ScanIndexForward: false,
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) rows.push(...Items.map(pastRow));
  return rows;
}

/**
 * Searches the rows before a time for the newest proof, in a bounded number of pages of 1 MB.
 *
 * @param found a proof among newer rows: then nothing is searched.
 */
export async function searchProof(
  { client, table }: AuditTable,
  application: string,
  { before, found, mostPages }: { before: Date; found: Proof | undefined; mostPages: number },
): Promise<ProofSearch> {
  if (found) return { proof: found };
  let start: AuditItem | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: '#application = :application AND #run < :before',
        FilterExpression: '#verdict = :proven AND attribute_exists(#from)',
        ExpressionAttributeNames: {
          '#application': AUDIT.application,
          '#run': AUDIT.runId,
          '#verdict': AUDIT.verdict,
          '#from': AUDIT.restoredFrom,
        },
        ExpressionAttributeValues: {
          ':application': { S: application },
          ':before': { N: String(before.getTime()) },
          ':proven': { S: 'proven' },
        },
        ScanIndexForward: false,
        ExclusiveStartKey: start,
      }),
    );
    const proof = proofIn(Items.map(pastRow));
    if (proof || LastEvaluatedKey === undefined) return { proof };
    start = LastEvaluatedKey;
  }
  const until = Number(start?.[AUDIT.runId]?.N);
  return { proof: undefined, searchedSince: new Date(Number.isFinite(until) ? until : before) };
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

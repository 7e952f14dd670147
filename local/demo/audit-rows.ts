import { type AttributeValue, type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { AUDIT } from '../../lambda-src/contract';

/** One row of the audit table, as far as the demo shows it. */
export interface AuditRow {
  readonly runId: number;
  readonly eventId: string;
  readonly outcome: string;
  readonly reason: string;
  readonly snapshotName: string;
  readonly snapshotDurationMs: number | undefined;
  readonly deleted: readonly string[];
}

/** All rows of an application, oldest first. */
export async function readAuditRows(client: DynamoDBClient, table: string, application: string): Promise<AuditRow[]> {
  const rows: AuditRow[] = [];
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: '#application = :application',
      ExpressionAttributeNames: { '#application': AUDIT.application },
      ExpressionAttributeValues: { ':application': { S: application } },
    },
  );
  for await (const page of pages) rows.push(...(page.Items ?? []).map(parseRow));
  return rows.sort((a, b) => a.runId - b.runId);
}

function parseRow(item: Record<string, AttributeValue>): AuditRow {
  const duration = item[AUDIT.snapshotDurationMs]?.N;
  return {
    runId: Number(item[AUDIT.runId]?.N),
    eventId: item[AUDIT.eventId]?.S ?? '',
    outcome: item[AUDIT.outcome]?.S ?? '',
    reason: item[AUDIT.reason]?.S ?? '',
    snapshotName: item[AUDIT.snapshotName]?.S ?? '',
    snapshotDurationMs: duration === undefined ? undefined : Number(duration),
    deleted: (item[AUDIT.deleted]?.L ?? []).map((value) => value.S ?? value.M?.name?.S ?? '?'),
  };
}

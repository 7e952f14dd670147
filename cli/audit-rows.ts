import { type AttributeValue, type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { AUDIT } from '../lambda-src/contract';
import { recordFromItem } from '../lambda-src/snapshot-manager/aws/audit-item';

/** One row of the audit table as people are shown it, whoever wrote it. */
export interface AuditRow {
  /** `reference`: the reference system; `unknown`: neither it nor a manager that this version knows. */
  readonly writtenBy: 'manager' | 'reference' | 'unknown';
  readonly runId: number;
  /** Of the event; of the reference, which had none, when the run began. */
  readonly time: Date;
  /** The reference wrote rows of successful runs only, without a word about it: `taken`. */
  readonly outcome: string;
  readonly reason?: string;
  readonly message?: string;
  readonly snapshotName?: string;
  readonly snapshotCreatedAt?: Date;
  readonly applicationVersion?: number;
  readonly snapshotDurationMs?: number;
  readonly deleted: readonly string[];
  readonly failedToDelete: readonly string[];
}

/** The newest rows of an application, newest first, read page by page. */
export async function readAuditRows(
  client: DynamoDBClient,
  tableName: string,
  application: string,
  most: number,
): Promise<AuditRow[]> {
  const rows: AuditRow[] = [];
  const pages = paginateQuery(
    { client, pageSize: most },
    {
      TableName: tableName,
      KeyConditionExpression: '#application = :application',
      ExpressionAttributeNames: { '#application': AUDIT.application },
      ExpressionAttributeValues: { ':application': { S: application } },
      ScanIndexForward: false,
    },
  );
  for await (const { Items = [] } of pages) {
    rows.push(...Items.map(auditRow));
    if (rows.length >= most) break;
  }
  return rows.slice(0, most);
}

type Item = Record<string, AttributeValue>;

/** The item as a row; it never throws, since one odd row must not hide the others. */
export function auditRow(item: Item): AuditRow {
  if (item[AUDIT.eventId] === undefined && item[AUDIT.outcome] === undefined && item[AUDIT.snapshotName]?.S) {
    return referenceRow(item);
  }
  try {
    const { runId, eventTime, state, reason, message, snapshot, deleted, failedToDelete } = recordFromItem(item);
    return {
      writtenBy: 'manager',
      runId,
      time: eventTime,
      outcome: state,
      message,
      deleted,
      failedToDelete,
      // The word as it stands there: a reason of another version is one, too.
      reason: reason ?? item[AUDIT.reason]?.S,
      snapshotName: snapshot?.name,
      snapshotCreatedAt: snapshot?.createdAt,
      applicationVersion: snapshot?.applicationVersion,
      snapshotDurationMs: snapshot?.durationMs,
    };
  } catch (error) {
    const runId = Number(item[AUDIT.runId]?.N);
    return {
      writtenBy: 'unknown',
      runId,
      time: new Date(runId),
      outcome: item[AUDIT.outcome]?.S ?? 'unreadable',
      message: error instanceof Error ? error.message : String(error),
      deleted: [],
      failedToDelete: [],
    };
  }
}

/**
 * A row of the reference system: everything but the run id is text, as Python shows it. The run id is the time of the
 * run itself; lists are left out when they are empty.
 */
function referenceRow(item: Item): AuditRow {
  const runId = Number(item[AUDIT.runId]?.N);
  const version = item[AUDIT.applicationVersion];
  return {
    writtenBy: 'reference',
    runId,
    time: new Date(runId),
    outcome: 'taken',
    snapshotName: item[AUDIT.snapshotName]?.S,
    snapshotCreatedAt: pythonTime(item[AUDIT.snapshotCreatedAt]?.S),
    applicationVersion: version && Number(version.S ?? version.N),
    deleted: pythonNames(item[AUDIT.deleted]?.S),
    failedToDelete: pythonNames(item[AUDIT.failedToDelete]?.S),
  };
}

/** `2026-11-23 10:20:15.123000+00:00`: Python's `str(datetime)`. */
function pythonTime(text: string | undefined): Date | undefined {
  const time = new Date(text?.replace(' ', 'T') ?? Number.NaN);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/** Of `[{'SnapshotName': 'custom_1795429200000', …}, …]` the names, which have no quotes in them; else the text as it is. */
function pythonNames(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  const names = [...text.matchAll(/'SnapshotName': '([a-zA-Z0-9_.-]+)'/g)].map(([, name = '']) => name);
  return names.length > 0 ? names : [text];
}

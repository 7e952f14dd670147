import { type DynamoDBClient, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { ACTIONS, AUDIT } from '../lambda-src/contract';
import { type AuditItem, recordFromItem } from '../lambda-src/snapshot-manager/aws/audit-item';
import { auditPages } from '../lambda-src/snapshot-manager/aws/audit-table';
import { UndeterminedError } from '../tools/undetermined-error';
import type { Deployment } from './deployment';

/** Row of the audit table as shown to people, whoever wrote it. */
export interface AuditRow {
  /** Writer of the row. `kda`: an action of a person. `reference`: the reference system. `unknown`: neither it nor a known version of the manager. */
  readonly writtenBy: 'manager' | 'kda' | 'reference' | 'unknown';
  readonly runId: number;
  /** Time of the event; for the reference system, which had no events, the start of the run. */
  readonly time: Date;
  /** Outcome; `taken` for the reference system, which wrote rows only of successful runs. */
  readonly outcome: string;
  readonly reason?: string;
  readonly message?: string;
  readonly snapshotName?: string;
  readonly snapshotCreatedAt?: Date;
  readonly snapshotStatus?: string;
  readonly applicationVersion?: number;
  readonly snapshotDurationMs?: number;
  readonly deleted: readonly string[];
  readonly failedToDelete: readonly string[];
  /** Reason that a person gave for a request or an action. */
  readonly requestReason?: string;
  /** Person who acted; of actions and drills only, as the rest. */
  readonly who?: string;
  /** Snapshot that the application was started from. */
  readonly restoredFrom?: string;
  readonly rpoSeconds?: number;
  readonly rtoSeconds?: number;
  readonly verdict?: string;
  /** Application version whose code was brought back, or that ran before a deployment. */
  readonly codeVersion?: number;
  /** Key of that version's code in its bucket. */
  readonly codeKey?: string;
  readonly commit?: string;
}

/** Reads the newest rows of an application, newest first, page by page. */
export async function readAuditRows(
  client: DynamoDBClient,
  tableName: string,
  application: string,
  most: number,
): Promise<AuditRow[]> {
  const rows: AuditRow[] = [];
  for await (const items of auditPages(client, tableName, application, { pageSize: most })) {
    rows.push(...items.map(auditRow));
    if (rows.length >= most) break;
  }
  return newestFirst(rows.slice(0, most));
}

/**
 * Rows by their time, the newest first. The table has them by run id, in which rows of one second have any order.
 */
export function newestFirst<Row extends Pick<AuditRow, 'time' | 'runId'>>(rows: readonly Row[]): Row[] {
  const at = ({ time, runId }: Row) => (Number.isNaN(time.getTime()) ? runId : time.getTime());
  return rows.toSorted((one, other) => at(other) - at(one));
}

/** Error for a read of the audit: a table that does not exist is a deployment that is not there; others stay as they are. */
export function auditError(error: unknown, { region, auditTable }: Pick<Deployment, 'region' | 'auditTable'>): unknown {
  if (!(error instanceof ResourceNotFoundException)) return error;
  const missing = `Region ${region} has no table ${auditTable}: the deployment is not there. Deploy the snapshots stack, or name another deployment or region.`;
  return new UndeterminedError(missing, { cause: error });
}

/** Converts an item to a row; never throws, because one odd row must not hide the others. */
export function auditRow(item: AuditItem): AuditRow {
  if (item[AUDIT.eventId] === undefined && item[AUDIT.outcome] === undefined && item[AUDIT.snapshotName]?.S) {
    return referenceRow(item);
  }
  // A run of the manager that has not ended is "started", too, but has an event.
  const isOfNoEvent = item[AUDIT.eventId] === undefined;
  if (isOfNoEvent && ACTIONS.some((action) => action === item[AUDIT.outcome]?.S)) return actionRow(item);
  try {
    const isDrill = item[AUDIT.outcome]?.S === 'drilled';
    const { runId, eventTime, state, reason, message, requestReason, snapshot, deleted, failedToDelete } =
      recordFromItem(item);
    return {
      writtenBy: 'manager',
      runId,
      time: eventTime,
      outcome: state,
      message,
      requestReason,
      deleted,
      failedToDelete,
      // The word as it stands there: a reason of another version is one, too.
      reason: reason ?? item[AUDIT.reason]?.S,
      snapshotName: snapshot?.name,
      snapshotCreatedAt: snapshot?.createdAt,
      snapshotStatus: snapshot?.status,
      applicationVersion: snapshot?.applicationVersion,
      snapshotDurationMs: snapshot?.durationMs,
      ...(isDrill ? startOf(item) : {}),
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

/** Facts of a start from a snapshot: of actions, and of drills of the manager. */
function startOf(item: AuditItem): Partial<AuditRow> {
  const text = (attribute: string) => item[attribute]?.S;
  const number = (attribute: string) => (item[attribute]?.N === undefined ? undefined : Number(item[attribute]?.N));
  return {
    snapshotCreatedAt: timeOf(text(AUDIT.snapshotCreatedAt)),
    applicationVersion: number(AUDIT.applicationVersion),
    who: text(AUDIT.who),
    restoredFrom: text(AUDIT.restoredFrom),
    rtoSeconds: number(AUDIT.rtoSeconds),
    verdict: text(AUDIT.verdict),
  };
}

/** Row of an action: restored, started, stopped, rolled-back, deployed. */
function actionRow(item: AuditItem): AuditRow {
  const text = (attribute: string) => item[attribute]?.S;
  const number = (attribute: string) => (item[attribute]?.N === undefined ? undefined : Number(item[attribute]?.N));
  const runId = Number(item[AUDIT.runId]?.N);
  return {
    writtenBy: 'kda',
    runId,
    time: timeOf(text(AUDIT.startedAt)) ?? new Date(runId),
    outcome: text(AUDIT.outcome) ?? '',
    message: text(AUDIT.message),
    snapshotName: text(AUDIT.snapshotName),
    ...startOf(item),
    deleted: [],
    failedToDelete: [],
    requestReason: text(AUDIT.requestReason),
    rpoSeconds: number(AUDIT.rpoSeconds),
    codeVersion: number(AUDIT.codeVersion),
    codeKey: text(AUDIT.codeKey),
    commit: text(AUDIT.commit),
  };
}

function timeOf(text: string | undefined): Date | undefined {
  const time = new Date(text ?? Number.NaN);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/**
 * Converts a row of the reference system: everything but the run id is text, as Python prints it. The run id is the
 * time of the run; empty lists are left out.
 */
function referenceRow(item: AuditItem): AuditRow {
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

/** Parses a Python `str(datetime)`: `2026-11-23 10:20:15.123000+00:00`. */
function pythonTime(text: string | undefined): Date | undefined {
  return timeOf(text?.replace(' ', 'T'));
}

/**
 * Names in `[{'SnapshotName': 'custom_1795429200000', …}, …]`, which contain no quotes; the text itself if it has
 * another form.
 */
function pythonNames(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  const names = [...text.matchAll(/'SnapshotName': '([a-zA-Z0-9_.-]+)'/g)].map(([, name = '']) => name);
  return names.length > 0 ? names : [text];
}

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { fitsName } from '../../config/checks/selection-checks';
import { ownSchedule, writtenSchedule } from '../../config/model/schedules';
import { auditPages } from '../../lambda-src/snapshot-manager/aws/audit-table';
import { type AuditRow, auditError, auditRow } from '../audit-rows';
import type { DeployedApplication, Deployment } from '../deployment';
import { type History, shownRows } from './history';

/** Period and rows that were asked for. */
export interface HistoryRequest {
  readonly application: string;
  readonly from: Date | undefined;
  readonly to: Date | undefined;
  readonly last: number | undefined;
  readonly outcomes: readonly string[];
}

const DAY_MS = 86_400_000;
/** Rows that are shown when nothing else was asked for. */
const USUAL_ROWS = 20;
/** Rows of a page; a page of the table has 1 MB at most. */
const PAGE_SIZE = 500;
/** Maximum number of rows to read: a year of runs every ten minutes. */
const MOST_ROWS = 60_000;
/** Time by which the id of a row may be after the time that it shows. */
const ID_TOLERANCE_MS = 60_000;

/**
 * Reads the history of an application from the audit: the rows of the period, and as many older ones as are to be shown.
 *
 * @throws UndeterminedError when the table does not exist.
 */
export async function readHistory(
  { application, from, to, last, outcomes }: HistoryRequest,
  deployment: Deployment,
  client: DynamoDBClient,
  now: Date,
): Promise<History> {
  const end = to ?? now;
  const asked = {
    ...{ application, now, outcomes },
    from: from ?? new Date(end.getTime() - DAY_MS),
    to: end,
    last: last ?? (from === undefined ? USUAL_ROWS : undefined),
    scheduleMinutes: ownSchedule(writtenSchedule(scheduleOf(deployment, application))).shortestMinutes,
    isScheduled: deployment.isScheduled,
    objectiveMinutes: objectiveMinutesOf(deployment, application),
    quietHours: (entryOf(deployment, application) ?? deployment).quietHours,
  };
  const rows: AuditRow[] = [];
  const until = to && to.getTime() + ID_TOLERANCE_MS;
  try {
    for await (const items of auditPages(client, deployment.auditTable, application, { pageSize: PAGE_SIZE, until })) {
      rows.push(...items.map(auditRow));
      const history = { ...asked, rows, isWhole: false };
      if (isEnough(history, from !== undefined) || rows.length >= MOST_ROWS) return history;
    }
  } catch (error) {
    throw auditError(error, deployment);
  }
  return { ...asked, rows, isWhole: true };
}

/** Objective of an application in minutes. */
export function objectiveMinutesOf(
  deployment: Pick<Deployment, 'applications' | 'objectiveMinutes'>,
  application: string,
): number {
  return entryOf(deployment, application)?.objectiveMinutes ?? deployment.objectiveMinutes;
}

/** Expression of the schedule of an application. */
export function scheduleOf(deployment: Pick<Deployment, 'applications' | 'schedule'>, application: string): string {
  return (entryOf(deployment, application) ?? deployment).schedule;
}

/** Entry of an application. Tags are not asked for: entries that have one are passed over. */
export function entryOf<Entry extends Pick<DeployedApplication, 'name' | 'prefix' | 'pattern' | 'tag'>>(
  { applications }: { readonly applications: readonly Entry[] },
  application: string,
): Entry | undefined {
  return applications.find((each) => each.tag === undefined && fitsName(each, application));
}

/** True when older rows would change nothing: the period is read, and so are the rows to show. */
function isEnough(history: History, isBounded: boolean): boolean {
  const oldest = history.rows.at(-1);
  if (!oldest || oldest.time.getTime() > history.from.getTime() - ID_TOLERANCE_MS) return false;
  return isBounded || shownRows(history).length >= (history.last ?? 0);
}

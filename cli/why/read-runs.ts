import { type AttributeValue, type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { ACTIONS, AUDIT } from '../../lambda-src/contract';
import { type AuditItem, readableRecords } from '../../lambda-src/snapshot-manager/aws/audit-item';
import type { RunRecord } from '../../lambda-src/snapshot-manager/domain/record';
import { auditRow } from '../audit-rows';
import type { NearAction } from './explanation';
import { isRun, wentWell } from './runs';

/** Time around a given one in which runs are read. */
const AROUND_MS = 6 * 3_600_000;
/** Rows that are read to find the newest run that did not go well. */
const MOST_ROWS = 500;
const PAGE_ROWS = 50;
/** Runs before it that are read as well: they tell when the trouble began, and the last good snapshot. */
const RUNS_BEFORE = 50;

/** Runs of an application, newest first, and actions of people among them. */
export interface ReadRuns {
  readonly runs: readonly RunRecord[];
  readonly actions: readonly NearAction[];
}

/** Reads the runs around a time; without one: from the newest back to before the newest that did not go well. */
export async function readRuns(
  dynamo: DynamoDBClient,
  table: string,
  application: string,
  asked: Date | undefined,
  now: Date,
): Promise<ReadRuns> {
  const range = asked && ([asked.getTime() - AROUND_MS, asked.getTime() + AROUND_MS] as const);
  const items: AuditItem[] = [];
  for await (const page of pages(dynamo, table, application, range)) {
    items.push(...page);
    if (items.length >= MOST_ROWS || (asked === undefined && isEnough(runsOf(items), now))) break;
  }
  return { runs: runsOf(items), actions: items.flatMap(actionOf) };
}

async function* pages(
  client: DynamoDBClient,
  TableName: string,
  application: string,
  range: readonly [number, number] | undefined,
): AsyncGenerator<readonly AuditItem[]> {
  const names: Record<string, string> = {
    '#application': AUDIT.application,
    ...(range ? { '#run': AUDIT.runId } : {}),
  };
  const values: Record<string, AttributeValue> = range
    ? { ':from': { N: String(range[0]) }, ':to': { N: String(range[1]) } }
    : {};
  const query = {
    TableName,
    KeyConditionExpression: `#application = :application${range ? ' AND #run BETWEEN :from AND :to' : ''}`,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: { ':application': { S: application }, ...values },
    ScanIndexForward: false,
  };
  for await (const { Items = [] } of paginateQuery({ client, pageSize: PAGE_ROWS }, query)) yield Items;
}

function runsOf(items: readonly AuditItem[]): RunRecord[] {
  return readableRecords(items).filter(isRun);
}

function isEnough(runs: readonly RunRecord[], now: Date): boolean {
  const bad = runs.findIndex((run) => !wentWell(run, now));
  return bad !== -1 && runs.length - bad > RUNS_BEFORE;
}

function actionOf(item: AuditItem): NearAction[] {
  if (!ACTIONS.some((action) => action === item[AUDIT.outcome]?.S)) return [];
  const { time, outcome, who, message } = auditRow(item);
  return [{ at: time, outcome, who, message }];
}

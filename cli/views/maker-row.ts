import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { OUTCOMES_OF_ACTIONS } from '../../lambda-src/contract';
import { auditPages } from '../../lambda-src/snapshot-manager/aws/audit-table';
import { type AuditRow, auditRow } from '../audit-rows';

const HOUR_MS = 3_600_000;
/** Rows of a page: most of a day at one run every ten minutes. */
const PAGE_SIZE = 100;
/** Time between the creation of a snapshot and the row of the run or action that made it, before and after. */
const AROUND_MS = 2 * HOUR_MS;

/** Difference that the clocks of the service and of this project may have. */
const CLOCK_TOLERANCE_MS = 60_000;

/** Snapshot whose maker is looked for. */
interface Made {
  readonly name: string;
  readonly createdAt: Date;
}

/** Row of the run that made a snapshot, else of the action that did, such as a stop. Undefined without one. */
export async function readMakerRow(
  client: DynamoDBClient,
  table: string,
  application: string,
  snapshot: Made,
): Promise<AuditRow | undefined> {
  const until = snapshot.createdAt.getTime() + AROUND_MS;
  const rows: AuditRow[] = [];
  for await (const items of auditPages(client, table, application, { pageSize: PAGE_SIZE, until })) {
    rows.push(...items.map(auditRow));
    const oldest = rows.at(-1)?.time.getTime() ?? 0;
    if (oldest < snapshot.createdAt.getTime() - AROUND_MS) break;
  }
  return makerOf(snapshot, rows);
}

/**
 * Row of the maker among the rows around a snapshot's creation. Holds and marks have its name, too, and made nothing; an
 * action that began after it may mention it.
 *
 * @param rows newest first.
 */
export function makerOf({ name, createdAt }: Made, rows: readonly AuditRow[]): AuditRow | undefined {
  const run = rows.find((row) => row.snapshotName === name && row.writtenBy !== 'kda' && !isMark(row));
  if (run) return run;
  return rows.find(
    ({ writtenBy, message, restoredFrom, time }) =>
      writtenBy === 'kda' &&
      restoredFrom !== name &&
      message?.includes(name) &&
      time.getTime() <= createdAt.getTime() + CLOCK_TOLERANCE_MS,
  );
}

function isMark({ outcome }: AuditRow): boolean {
  return OUTCOMES_OF_ACTIONS.some((each) => each === outcome);
}

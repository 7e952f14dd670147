import { parseSchedule } from '../../lambda-src/snapshot-manager/domain/schedule/schedule-expression';

const MINUTE_MS = 60_000;
/** Time for an event to arrive and for a usual run to end. */
const RUN_MS = 2 * MINUTE_MS;

/**
 * Time by which a manager that was deployed a moment ago has its first run; undefined once that is over, or if nobody
 * knows when it was deployed. Until then its alarm on runs fires without notifying anybody: a period without a value
 * counts as one without a run.
 */
export function firstRunDue(deployedAt: Date | undefined, expression: string, now: Date): Date | undefined {
  if (deployedAt === undefined) return undefined;
  const first = parseSchedule(expression).next(deployedAt);
  const due = first && new Date(first.getTime() + RUN_MS);
  return due && now < due ? due : undefined;
}

import { cronExpression, parseSchedule, rateExpression } from './schedule-expression';

/** Schedule as the settings write it: at most one of the two. */
export interface WrittenSchedule {
  readonly scheduleMinutes?: unknown;
  readonly scheduleCron?: unknown;
}

/** Expression of a written schedule; undefined for none, for both, and for one that EventBridge would refuse. */
export function expressionOf({ scheduleMinutes, scheduleCron }: WrittenSchedule): string | undefined {
  if ((scheduleMinutes === undefined) === (scheduleCron === undefined)) return undefined;
  if (scheduleCron === undefined) {
    const isWhole = Number.isInteger(scheduleMinutes) && Number(scheduleMinutes) >= 1;
    return isWhole ? rateExpression(Number(scheduleMinutes)) : undefined;
  }
  return typeof scheduleCron === 'string' ? readable(cronExpression(scheduleCron)) : undefined;
}

function readable(expression: string): string | undefined {
  try {
    parseSchedule(expression);
    return expression;
  } catch {
    return undefined;
  }
}

/** Schedule within a sentence: `every 10 minutes`, `at the times of cron(0 2 ? * MON-FRI *)`. */
export function intervalText(expression: string): string {
  const [, rate] = /^rate\((.*)\)$/.exec(expression) ?? [];
  return rate === undefined ? `at the times of ${expression}` : `every ${rate}`;
}

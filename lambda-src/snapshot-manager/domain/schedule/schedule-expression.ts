import { parseCron } from './cron-expression';
import { type Schedule, ScheduleExpressionError } from './schedule';

/** Longest expression of a rule in EventBridge, with `cron()`: `ScheduleExpression` of PutRule. */
const LONGEST_EXPRESSION = 256;

/**
 * Reads `rate(value unit)` and `cron(minutes hours day-of-month month day-of-week year)`, both in UTC as in EventBridge
 * rules. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 *
 * @throws ScheduleExpressionError for an expression that EventBridge would refuse.
 */
export function parseSchedule(expression: string): Schedule {
  if (expression.length > LONGEST_EXPRESSION) {
    const most = `at most the ${LONGEST_EXPRESSION} characters of EventBridge`;
    throw new ScheduleExpressionError(expression, `${most}, "cron()" included; these are ${expression.length}`);
  }
  const inner = /^(rate|cron)\((.*)\)$/.exec(expression);
  const [, kind, text] = inner ?? [];
  if (text === undefined) {
    throw new ScheduleExpressionError(expression, 'expected "rate(value unit)" or "cron(six fields)"');
  }
  return kind === 'rate' ? parseRate(expression, text) : parseCron(expression, text);
}

/** `rate(10 minutes)`. */
export function rateExpression(minutes: number): string {
  return `rate(${minutes} ${minutes === 1 ? 'minute' : 'minutes'})`;
}

/** `cron(…)` of six fields, in the one form in which two equal schedules have equal texts. */
export function cronExpression(fields: string): string {
  return `cron(${fields.trim().split(/\s+/).join(' ').toUpperCase()})`;
}

const UNIT_MINUTES: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1_440 };

function parseRate(expression: string, text: string): Schedule {
  const [, value, unit, plural] = /^(\d+) (minute|hour|day)(s?)$/.exec(text) ?? [];
  const unitMinutes = UNIT_MINUTES[unit ?? ''];
  const count = Number(value);
  if (unitMinutes === undefined || !(count >= 1)) {
    throw new ScheduleExpressionError(expression, 'expected a whole number above 0 and minute(s), hour(s) or day(s)');
  }
  // EventBridge refuses "1 minutes" and "5 minute".
  if ((count === 1) === (plural === 's')) {
    throw new ScheduleExpressionError(expression, `"${unit}" is for 1, "${unit}s" for more`);
  }
  const minutes = count * unitMinutes;
  return {
    next: (time) => new Date(time.getTime() + minutes * 60_000),
    gaps: () => ({ shortestMinutes: minutes, longestMinutes: minutes }),
  };
}

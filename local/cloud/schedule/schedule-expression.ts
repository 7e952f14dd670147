import { parseCron } from './cron-expression';
import { type Schedule, ScheduleExpressionError } from './schedule';

/**
 * Reads `rate(value unit)` and `cron(minutes hours day-of-month month day-of-week year)`, both in UTC as in EventBridge
 * rules. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function parseSchedule(expression: string): Schedule {
  const inner = /^(rate|cron)\((.*)\)$/.exec(expression);
  const [, kind, text] = inner ?? [];
  if (text === undefined) {
    throw new ScheduleExpressionError(expression, 'expected "rate(value unit)" or "cron(six fields)"');
  }
  return kind === 'rate' ? parseRate(expression, text) : parseCron(expression, text);
}

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

function parseRate(expression: string, text: string): Schedule {
  const [, value, unit, plural] = /^(\d+) (minute|hour|day)(s?)$/.exec(text) ?? [];
  const unitMs = UNIT_MS[unit ?? ''];
  const count = Number(value);
  if (unitMs === undefined || !(count >= 1)) {
    throw new ScheduleExpressionError(expression, 'expected a whole number above 0 and minute(s), hour(s) or day(s)');
  }
  // EventBridge refuses "1 minutes" and "5 minute".
  if ((count === 1) === (plural === 's')) {
    throw new ScheduleExpressionError(expression, `"${unit}" is for 1, "${unit}s" for more`);
  }
  return { next: (time) => new Date(time.getTime() + count * unitMs) };
}

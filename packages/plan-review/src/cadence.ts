import { isEmpty, type Json } from './json';

const MINUTES = { minute: 1, hour: 60, day: 1440 } as const;
const DAY = 1440;
/** Average days of a month. */
const MONTH = 30.4375;

/**
 * Average minutes between two firings of an EventBridge schedule. Infinity if it fires once (`at(…)`) or never (no
 * expression); undefined if unknown.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function minutesBetween(expression: Json | undefined): number | undefined {
  if (isEmpty(expression)) return Number.POSITIVE_INFINITY;
  if (typeof expression !== 'string') return undefined;
  if (/^at\(.*\)$/.test(expression)) return Number.POSITIVE_INFINITY;
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  const unit = rate?.[2];
  if (unit === 'minute' || unit === 'hour' || unit === 'day') return Number(rate?.[1]) * MINUTES[unit];
  const cron = /^cron\((.*)\)$/.exec(expression);
  return cron === null ? undefined : ofCron((cron[1] ?? '').trim().split(/\s+/));
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/**
 * Minutes between firings for the fields minutes, hours, day of month, month, day of week, year; undefined for a fixed
 * year, because such a schedule ends.
 */
function ofCron(fields: readonly string[]): number | undefined {
  const [minute = '', hour = '', day = '', month = '', weekday = '', year = ''] = fields;
  if (fields.length !== 6 || year !== '*') return undefined;
  const times = product(values(minute, 0, 59), values(hour, 0, 23));
  const months = values(month, 1, 12, MONTHS);
  // `L` alone is the last day of the month, but of the week: each Saturday.
  const ofWeek = weekday.toUpperCase() === 'L' ? 'SAT' : weekday;
  const days = weekday === '?' ? share(day, 1, 31, MONTH) : share(ofWeek, 1, 7, 7, WEEKDAYS);
  const fitting = product(days, months === undefined ? undefined : months / 12);
  return times === undefined || fitting === undefined ? undefined : DAY / (times * fitting);
}

/** Share of all days that match a field of days. */
function share(field: string, from: number, to: number, all: number, names?: readonly string[]): number | undefined {
  if (field === '*' || field === '?') return 1;
  // Each of these is one day a month: the last day, the weekday nearest to a day, the second Monday.
  if (/^(L(W|-\d+)?|\d+W|\w+L|\w+#[1-5])$/i.test(field) && !names?.includes(field.toUpperCase())) return 1 / MONTH;
  const count = values(field, from, to, names);
  return count === undefined ? undefined : count / all;
}

/** Number of values that a field matches; undefined for an invalid field. */
function values(field: string, from: number, to: number, names: readonly string[] = []): number | undefined {
  const found = new Set<number>();
  for (const part of field.split(',')) {
    const parsed = /^(\*|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part);
    if (parsed === null) return undefined;
    const [, first = '', last, step] = parsed;
    const begin = first === '*' ? from : numberOf(first, from, names);
    const end = last !== undefined ? numberOf(last, from, names) : first === '*' || step !== undefined ? to : begin;
    const each = Number(step ?? 1);
    if (begin === undefined || end === undefined || begin < from || end > to || each < 1) return undefined;
    // A range such as FRI-MON continues after the last value.
    const span = end < begin ? end + (to - from + 1) : end;
    for (let value = begin; value <= span; value += each) found.add(value > to ? value - (to - from + 1) : value);
  }
  return found.size > 0 ? found.size : undefined;
}

function numberOf(text: string, from: number, names: readonly string[]): number | undefined {
  const index = names.indexOf(text.toUpperCase());
  if (index >= 0) return index + from;
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

function product(left: number | undefined, right: number | undefined): number | undefined {
  return left === undefined || right === undefined ? undefined : left * right;
}

/** Interval as text after "every": `10 minutes`, `3.4 hours`, `day`. */
export function intervalText(minutes: number): string {
  const [size, unit] =
    minutes >= DAY
      ? [minutes / DAY, 'day']
      : minutes >= 120 || minutes === 60
        ? [minutes / 60, 'hour']
        : [minutes, 'minute'];
  const rounded = Math.round(size * 10) / 10;
  return rounded === 1 ? unit : `${rounded} ${unit}s`;
}

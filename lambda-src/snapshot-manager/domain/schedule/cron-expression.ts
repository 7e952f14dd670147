import { dayOfMonthTest, dayOfWeekTest } from './cron-days';
import { fieldReader, type ReadField } from './cron-field';
import { type Gaps, type Schedule, ScheduleExpressionError } from './schedule';

const DAY_MS = 86_400_000;
const DAY_MINUTES = 1_440;
/** Every date falls on every weekday within 28 years. */
const CYCLE_DAYS = 28 * 365 + 7;
/** 29 February on a given weekday can be 40 years away, because 2100 is no leap year. */
const DAYS_SEARCHED = 41 * 366;

/**
 * EventBridge's six fields: numbers, names, `*`, lists, ranges, steps, `?`; in the day fields also `L`, `<day>W`,
 * `<day>L` and `<day>#<week>`.
 */
export function parseCron(expression: string, text: string): Schedule {
  const fields = text.trim().split(/\s+/);
  const [minutes = '', hours = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  if (fields.length !== 6) {
    throw new ScheduleExpressionError(
      expression,
      `expected six cron fields, found ${fields.length}: minutes, hours, day-of-month, month, day-of-week, year (there are no seconds)`,
    );
  }
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    throw new ScheduleExpressionError(expression, 'exactly one of day-of-month and day-of-week must be "?"');
  }
  const read = fieldReader(expression);
  const [months, years] = [read('month', month), read('year', year)];
  const isDay = dayOfWeek === '?' ? dayOfMonthTest(dayOfMonth, read) : dayOfWeekTest(dayOfWeek, read);
  const times = timesOfDay(read, minutes, hours);

  const days = function* (from: Date, count: number): Generator<Date> {
    const first = Math.floor(from.getTime() / DAY_MS);
    for (let day = first; day < first + count; day++) {
      const date = new Date(day * DAY_MS);
      if (!months.has(date.getUTCMonth() + 1)) {
        // The last day of the month, before the loop goes on.
        day = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0) / DAY_MS;
      } else if (years.has(date.getUTCFullYear()) && isDay(date)) yield date;
    }
  };
  return {
    next: (time) => {
      for (const date of days(time, DAYS_SEARCHED)) {
        const minute = times.find((each) => date.getTime() + each * 60_000 > time.getTime());
        if (minute !== undefined) return new Date(date.getTime() + minute * 60_000);
      }
      return undefined;
    },
    gaps: (from) => gapsOf(days(from, 2 * CYCLE_DAYS), times, from),
  };
}

/** Minutes of the day, ascending. */
function timesOfDay(read: ReadField, minutes: string, hours: string): readonly number[] {
  const [ofHour, ofDay] = [read('minutes', minutes), read('hours', hours)];
  return [...ofDay].flatMap((hour) => [...ofHour].map((minute) => hour * 60 + minute)).sort((a, b) => a - b);
}

/** Every day of a cron has the same times, so only the days are walked through. */
function gapsOf(days: Iterable<Date>, times: readonly number[], from: Date): Gaps | undefined {
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const steps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  let shortest = Math.min(...steps, Infinity);
  let longest = Math.max(...steps, 0);
  let previous: number | undefined;
  for (const date of days) {
    const day = date.getTime() / DAY_MS;
    if (previous !== undefined) {
      const gap = (day - previous) * DAY_MINUTES - last + first;
      shortest = Math.min(shortest, gap);
      longest = Math.max(longest, gap);
    }
    previous = day;
    // One day beyond the cycle, for the gap over its end.
    if (day > from.getTime() / DAY_MS + CYCLE_DAYS) break;
  }
  if (previous === undefined || longest === 0) return undefined;
  return { shortestMinutes: shortest, longestMinutes: longest };
}

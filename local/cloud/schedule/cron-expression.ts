import { messageOf } from '../../../packages/managed-flink/src/errors';
import { type Schedule, ScheduleExpressionError } from './schedule';

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const MINUTES: Field = { name: 'minutes', min: 0, max: 59 };
const HOURS: Field = { name: 'hours', min: 0, max: 23 };
const DAY_OF_MONTH: Field = { name: 'day-of-month', min: 1, max: 31 };
const MONTHS: readonly string[] = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const MONTH: Field = { name: 'month', min: 1, max: 12, names: MONTHS };
/** Sunday is 1 (EventBridge), not 0 (Unix). */
const DAY_OF_WEEK: Field = {
  name: 'day-of-week',
  min: 1,
  max: 7,
  names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
};
const YEAR: Field = { name: 'year', min: 1970, max: 2199 };

/** February 29 can be eight years away (around 2100). */
const DAYS_SEARCHED = 366 * 9;
const DAY_MS = 86_400_000;

type DayTest = (date: Date) => boolean;

/**
 * EventBridge's six fields: numbers, names, `*`, lists, ranges, steps, `?`; in the day fields also `L`, `<day>W`,
 * `<day>L` and `<day>#<week>`.
 */
export function parseCron(expression: string, text: string): Schedule {
  const fields = text.trim().split(/\s+/);
  const [minutes = '', hours = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  if (fields.length !== 6) {
    throw new ScheduleExpressionError(expression, `expected six cron fields, found ${fields.length}`);
  }
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    throw new ScheduleExpressionError(expression, 'exactly one of day-of-month and day-of-week must be "?"');
  }
  const read = (field: Field, value: string): ReadonlySet<number> => {
    try {
      return readField(field, value);
    } catch (error) {
      throw new ScheduleExpressionError(expression, messageOf(error));
    }
  };
  const minuteList = [...read(MINUTES, minutes)].sort((a, b) => a - b);
  const hourList = [...read(HOURS, hours)].sort((a, b) => a - b);
  const monthSet = read(MONTH, month);
  const yearSet = read(YEAR, year);
  const isDay = dayOfWeek === '?' ? dayOfMonthTest(dayOfMonth, read) : dayOfWeekTest(dayOfWeek, read);

  return {
    next: (time) => {
      const firstDay = Math.floor(time.getTime() / DAY_MS) * DAY_MS;
      for (let day = 0; day < DAYS_SEARCHED; day++) {
        const date = new Date(firstDay + day * DAY_MS);
        if (!yearSet.has(date.getUTCFullYear()) || !monthSet.has(date.getUTCMonth() + 1) || !isDay(date)) continue;
        for (const hour of hourList) {
          for (const minute of minuteList) {
            const candidate = date.getTime() + (hour * 60 + minute) * 60_000;
            if (candidate > time.getTime()) return new Date(candidate);
          }
        }
      }
      return undefined;
    },
  };
}

type ReadField = (field: Field, value: string) => ReadonlySet<number>;

function dayOfMonthTest(value: string, read: ReadField): DayTest {
  if (value === 'L') return (date) => date.getUTCDate() === lastDayOf(date);
  const nearest = /^(\d+)W$/.exec(value);
  if (nearest?.[1] !== undefined) {
    const wanted = Math.min(...read(DAY_OF_MONTH, nearest[1]));
    return (date) => date.getUTCDate() === nearestWeekday(date, wanted);
  }
  const days = read(DAY_OF_MONTH, value);
  return (date) => days.has(date.getUTCDate());
}

function dayOfWeekTest(value: string, read: ReadField): DayTest {
  const weekdayOf = (date: Date): number => date.getUTCDay() + 1;
  // "L" alone is the last day of the week, Saturday.
  if (value === 'L') return (date) => weekdayOf(date) === 7;
  const special = /^([^L#]+)(?:L|#([1-5]))$/.exec(value);
  if (special?.[1] !== undefined) {
    const wanted = Math.min(...read(DAY_OF_WEEK, special[1]));
    const week = special[2] === undefined ? undefined : Number(special[2]);
    return (date) =>
      weekdayOf(date) === wanted &&
      (week === undefined ? date.getUTCDate() + 7 > lastDayOf(date) : Math.ceil(date.getUTCDate() / 7) === week);
  }
  const days = read(DAY_OF_WEEK, value);
  return (date) => days.has(weekdayOf(date));
}

function lastDayOf(date: Date): number {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}

/** The weekday nearest to the wanted day, within its month. */
function nearestWeekday(month: Date, wanted: number): number {
  const last = lastDayOf(month);
  const day = Math.min(wanted, last);
  const weekday = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth(), day)).getUTCDay();
  if (weekday === 6) return day > 1 ? day - 1 : day + 2;
  if (weekday === 0) return day < last ? day + 1 : day - 2;
  return day;
}

function readField(field: Field, value: string): ReadonlySet<number> {
  const all = new Set<number>();
  for (const part of value.split(',')) {
    const [, range, step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    if (range === undefined) throw new Error(`${field.name} "${part}" cannot be read`);
    const [first, last] = readRange(field, range, step !== undefined);
    const by = step === undefined ? 1 : Number(step);
    if (by < 1) throw new Error(`${field.name} "${part}": a step is at least 1`);
    for (let number = first; number <= last; number += by) all.add(number);
  }
  return all;
}

function readRange(field: Field, range: string, isStepped: boolean): readonly [number, number] {
  if (range === '*') return [field.min, field.max];
  const [from, to, ...more] = range.split('-');
  const first = readNumber(field, from ?? '');
  // "5/10" means from 5 to the maximum, in steps of 10.
  const last = to === undefined ? (isStepped ? field.max : first) : readNumber(field, to);
  if (more.length > 0 || last < first) throw new Error(`${field.name} "${range}" is not a range`);
  return [first, last];
}

function readNumber(field: Field, text: string): number {
  const named = field.names?.indexOf(text.toUpperCase()) ?? -1;
  const number = named >= 0 ? named + field.min : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= field.min && number <= field.max)) {
    throw new Error(`${field.name} "${text}" is not from ${field.min} to ${field.max}`);
  }
  return number;
}

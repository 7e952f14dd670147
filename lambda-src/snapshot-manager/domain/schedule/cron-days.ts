import type { ReadField } from './cron-field';

type DayTest = (date: Date) => boolean;

/** Test of a date against the field day-of-month: also `L`, the last day, and `<day>W`, the nearest weekday. */
export function dayOfMonthTest(value: string, read: ReadField): DayTest {
  if (value === 'L') return (date) => date.getUTCDate() === lastDayOf(date);
  const nearest = /^(\d+)W$/.exec(value);
  if (nearest?.[1] !== undefined) {
    const wanted = Math.min(...read('day-of-month', nearest[1]));
    return (date) => date.getUTCDate() === nearestWeekday(date, wanted);
  }
  const days = read('day-of-month', value);
  return (date) => days.has(date.getUTCDate());
}

/** Test of a date against the field day-of-week: also `L`, `<day>L`, the last of the month, and `<day>#<week>`. */
export function dayOfWeekTest(value: string, read: ReadField): DayTest {
  const weekdayOf = (date: Date): number => date.getUTCDay() + 1;
  // "L" alone is the last day of the week, Saturday.
  if (value === 'L') return (date) => weekdayOf(date) === 7;
  const special = /^([^L#,/]+)(?:L|#([1-5]))$/.exec(value);
  if (special?.[1] !== undefined) {
    const wanted = Math.min(...read('day-of-week', special[1]));
    const week = special[2] === undefined ? undefined : Number(special[2]);
    return (date) =>
      weekdayOf(date) === wanted &&
      (week === undefined ? date.getUTCDate() + 7 > lastDayOf(date) : Math.ceil(date.getUTCDate() / 7) === week);
  }
  const days = read('day-of-week', value);
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

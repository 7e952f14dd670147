import { type QuietPeriod, quietPeriods } from '../../lambda-src/snapshot-manager/domain/schedule/quiet-hours';
import { parseSchedule } from '../../lambda-src/snapshot-manager/domain/schedule/schedule-expression';
import { CALENDAR_START } from '../schema/schedule-settings';
import type { Cadence, RunSchedule } from './schedules';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const YEAR_MS = 366 * DAY_MS;

/**
 * Times from `from` until `until` at which snapshots are taken, in order: those of the schedule outside of the quiet
 * hours, at least `apartMs` apart. A rate counts from `from`.
 */
export function snapshotTimes(cadence: Cadence, from: Date, until: Date, apartMs = 0): number[] {
  return timesOutside(quietIn(cadence, from, until), cadence, from, until, apartMs);
}

function quietIn({ quietHours }: Cadence, from: Date, until: Date): readonly QuietPeriod[] {
  if (!quietHours) return [];
  return quietPeriods(quietHours, new Date(from.getTime() - 8 * DAY_MS), new Date(until.getTime() + DAY_MS));
}

function timesOutside(
  quiet: readonly QuietPeriod[],
  { expression }: Cadence,
  from: Date,
  until: Date,
  apartMs = 0,
): number[] {
  const schedule = parseSchedule(expression);
  const times: number[] = [];
  let period = 0;
  const isRate = expression.startsWith('rate');
  let next = isRate ? from : schedule.next(new Date(from.getTime() - 1));
  while (next !== undefined && next <= until) {
    while ((quiet[period]?.end ?? next) < next) period += 1;
    const { begin, end } = quiet[period] ?? {};
    const isQuiet = begin !== undefined && end !== undefined && begin <= next && next < end;
    if (!isQuiet) times.push(next.getTime());
    // The times of a cron are fixed, so the quiet ones need no look.
    if (isQuiet) next = schedule.next(isRate ? next : new Date(end.getTime() - 1));
    else next = schedule.next(new Date(next.getTime() + Math.max(0, apartMs - 1)));
  }
  return times;
}

/** True if each time of the schedule lies in the quiet hours, so that no snapshot is ever taken. */
export function isAlwaysQuiet(cadence: Cadence): boolean {
  if (!cadence.quietHours) return false;
  const until = CALENDAR_START.getTime() + YEAR_MS + 2 * cadence.longestMinutes * MINUTE_MS;
  return snapshotTimes(cadence, CALENDAR_START, new Date(until), 31 * DAY_MS).length === 0;
}

/**
 * The longest time of two years in which each run lies in the quiet hours, to a quarter of an hour; undefined if there is
 * none of a day or more. A rate is looked at from every quarter of an hour, because nobody knows when its rule begins to
 * count.
 */
export function longestWithoutSnapshot(cadence: Cadence): { readonly from: Date; readonly until: Date } | undefined {
  const { quietHours, expression, longestMinutes } = cadence;
  // Runs that are closer than a step hit each pause of the quiet hours, which begins at least once a week.
  if (!quietHours || longestMinutes < STEP_MINUTES) return undefined;
  // One year would cut the winter of summer time in two.
  const end = new Date(CALENDAR_START.getTime() + 2 * (YEAR_MS + longestMinutes * MINUTE_MS));
  const quiet = quietIn(cadence, CALENDAR_START, end);
  const isRate = expression.startsWith('rate');
  const phases = isRate ? Math.ceil(longestMinutes / STEP_MINUTES) : 1;
  const apartMs = isRate ? 0 : STEP_MINUTES * MINUTE_MS;
  let longest = { from: CALENDAR_START, until: CALENDAR_START };
  for (let phase = 0; phase < phases; phase++) {
    const from = new Date(CALENDAR_START.getTime() + phase * STEP_MINUTES * MINUTE_MS);
    let previous = from;
    for (const time of [...timesOutside(quiet, cadence, from, end, apartMs), end.getTime()]) {
      const until = new Date(time);
      if (until.getTime() - previous.getTime() > longest.until.getTime() - longest.from.getTime()) {
        longest = { from: previous, until };
      }
      previous = until;
    }
  }
  const lengthMs = longest.until.getTime() - longest.from.getTime();
  return lengthMs > (longestMinutes + STEP_MINUTES) * MINUTE_MS && lengthMs >= DAY_MS ? longest : undefined;
}

const STEP_MINUTES = 15;

/** Most snapshots that any span of this length contains; for more than a year an upper bound. */
export function mostWithin(cadence: Cadence, spanMs: number): number {
  const { expression, quietHours, shortestMinutes } = cadence;
  const most = Math.ceil(spanMs / (shortestMinutes * MINUTE_MS));
  if (expression.startsWith('rate') && !quietHours) return most;
  const years = Math.ceil(spanMs / YEAR_MS);
  if (years > 1) return Math.min(most, years * mostWithin(cadence, YEAR_MS));
  const times = timesOfTwoYears(cadence);
  let first = 0;
  let found = 0;
  for (const [last, time] of times.entries()) {
    while (time - (times[first] ?? time) >= spanMs) first += 1;
    found = Math.max(found, last - first + 1);
  }
  // A rate has another phase in each stretch between quiet hours.
  const stretches = expression.startsWith('rate') ? Math.ceil(spanMs / DAY_MS) : 0;
  return Math.min(most, found + stretches);
}

/** Runs of a schedule in a month of AWS's examples, also those in quiet hours. */
export function runsAMonth({ expression, longestMinutes, shortestMinutes }: RunSchedule): number {
  if (longestMinutes === shortestMinutes) return MONTH_MS / (longestMinutes * MINUTE_MS);
  const year = timesOfTwoYears({ expression, longestMinutes, shortestMinutes }).length / 2;
  return (year * MONTH_MS) / YEAR_MS;
}

/** Month of AWS's examples. */
export const MONTH_MS = 730 * 3_600_000;

const known = new Map<string, readonly number[]>();

function timesOfTwoYears(cadence: Cadence): readonly number[] {
  const key = JSON.stringify([cadence.expression, cadence.quietHours]);
  const times =
    known.get(key) ?? snapshotTimes(cadence, CALENDAR_START, new Date(CALENDAR_START.getTime() + 2 * YEAR_MS));
  known.set(key, times);
  return times;
}

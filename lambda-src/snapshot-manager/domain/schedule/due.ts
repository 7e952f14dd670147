import { dueTimes } from './schedule';
import { parseSchedule } from './schedule-expression';

const MINUTE_MS = 60_000;
/** Time for an event to arrive, and for its run to write its row. */
const ARRIVAL_MS = 2 * MINUTE_MS;

/**
 * Next time at which a schedule is due. A rate counts from its last event, because only EventBridge knows since when
 * the rule counts; a cron does not need it.
 *
 * @param expression such as `rate(10 minutes)`.
 * @param lastEvent newest event of the schedule; undefined: none is known.
 * @returns undefined for a rate without an event, and for a cron that does not fire any more.
 */
export function nextDue(expression: string, lastEvent: Date | undefined, now: Date): Date | undefined {
  const schedule = parseSchedule(expression);
  if (!isRate(expression)) return schedule.next(now);
  const first = lastEvent && schedule.next(lastEvent);
  if (first === undefined || lastEvent === undefined || first > now) return first;
  const everyMs = first.getTime() - lastEvent.getTime();
  const passed = Math.floor((now.getTime() - lastEvent.getTime()) / everyMs);
  return new Date(lastEvent.getTime() + (passed + 1) * everyMs);
}

/**
 * Time from which a schedule is silent: its events of two due times are missing. One may be late, and a run takes time.
 *
 * @returns undefined for a schedule that does not fire any more.
 */
export function silentFrom(expression: string, lastEvent: Date): Date | undefined {
  const [, second] = dueTimes(parseSchedule(expression), lastEvent, FAR_FUTURE, 2);
  return second && new Date(second.getTime() + ARRIVAL_MS);
}

/** Time of the `count`th run after a moment, in quiet hours as well; undefined if the schedule has fewer. */
export function timeOfRun(expression: string, count: number, after: Date): Date | undefined {
  const schedule = parseSchedule(expression);
  if (count <= 0) return after;
  if (!isRate(expression)) return dueTimes(schedule, after, FAR_FUTURE, count)[count - 1];
  const next = schedule.next(after);
  return next && new Date(after.getTime() + count * (next.getTime() - after.getTime()));
}

function isRate(expression: string): boolean {
  return expression.startsWith('rate(');
}

const FAR_FUTURE = new Date(Date.UTC(2200, 0, 1));

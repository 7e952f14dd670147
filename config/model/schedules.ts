import type { QuietHours } from '../../lambda-src/snapshot-manager/domain/schedule/quiet-hours';
import type { Gaps } from '../../lambda-src/snapshot-manager/domain/schedule/schedule';
import {
  cronExpression,
  parseSchedule,
  rateExpression,
} from '../../lambda-src/snapshot-manager/domain/schedule/schedule-expression';
import type { ApplicationEntry } from '../schema/application-settings';
import { CALENDAR_START, DEFAULT_SCHEDULE_MINUTES } from '../schema/schedule-settings';
import type { Settings } from '../schema/settings';

/** Times of scheduled runs, and the times between them. */
export interface RunSchedule extends Gaps {
  /** Expression of the EventBridge rule: `rate(10 minutes)`, `cron(0 2 ? * MON-FRI *)`. */
  readonly expression: string;
}

/** Schedule and quiet hours of an application: the times at which snapshots are taken. */
export interface Cadence extends RunSchedule {
  readonly quietHours?: QuietHours | undefined;
}

type Written = Pick<ApplicationEntry, 'scheduleMinutes' | 'scheduleCron'>;
type Snapshots = Pick<Settings['snapshots'], 'scheduleMinutes' | 'scheduleCron' | 'quietHours'>;

/** The deployment's own schedule, which applies to every entry without one. */
export function ownSchedule(snapshots: Written): RunSchedule {
  return scheduleIn(snapshots) ?? everyMinutes(DEFAULT_SCHEDULE_MINUTES);
}

/** Schedule and quiet hours of an entry of the applications. */
export function cadenceOf(entry: Written & Pick<ApplicationEntry, 'quietHours'>, snapshots: Snapshots): Cadence {
  const quietHours = entry.quietHours === false ? undefined : (entry.quietHours ?? snapshots.quietHours);
  return { ...(scheduleIn(entry) ?? ownSchedule(snapshots)), quietHours };
}

/** `10 minutes`, `time of cron(0 2 ? * MON-FRI *)`, after the word `every`; with quiet hours if there are any. */
export function everyText({ expression, longestMinutes, quietHours }: Cadence): string {
  const every = expression.startsWith('rate')
    ? `${longestMinutes} ${longestMinutes === 1 ? 'minute' : 'minutes'}`
    : `time of ${expression}`;
  return quietHours ? `${every} outside of quiet hours` : every;
}

/** Schedule of a snapshot every so many minutes. */
export function everyMinutes(minutes: number): RunSchedule {
  return { expression: rateExpression(minutes), shortestMinutes: minutes, longestMinutes: minutes };
}

/**
 * Distinct schedules of the entries, each with a rule of its own. The first has the deployment's own rule: it is the
 * deployment's own schedule, or the one that runs most often if each entry has another.
 */
export function distinctSchedules(
  entries: readonly ApplicationEntry[],
  snapshots: Snapshots,
): readonly [RunSchedule, ...RunSchedule[]] {
  const own = ownSchedule(snapshots);
  const found = new Map(
    entries.map((entry) => scheduleIn(entry) ?? own).map((schedule) => [schedule.expression, schedule]),
  );
  const first = entries.length === 0 ? own : (found.get(own.expression) ?? mostFrequent([...found.values()]) ?? own);
  found.delete(first.expression);
  return [first, ...found.values()];
}

/** The schedule whose longest gap is the shortest: it notices first that nothing runs. */
export function mostFrequent(schedules: readonly RunSchedule[]): RunSchedule | undefined {
  return schedules.toSorted((a, b) => a.longestMinutes - b.longestMinutes || a.shortestMinutes - b.shortestMinutes)[0];
}

/** Schedule that is written in a place; undefined: none is. */
export function scheduleIn({ scheduleMinutes, scheduleCron }: Written): RunSchedule | undefined {
  if (scheduleMinutes !== undefined) return everyMinutes(scheduleMinutes);
  return scheduleCron === undefined ? undefined : cronSchedule(cronExpression(scheduleCron));
}

/** Settings that make this expression. */
export function writtenSchedule(expression: string): Written {
  const [, cron] = /^cron\((.*)\)$/.exec(expression) ?? [];
  if (cron !== undefined) return { scheduleCron: cron };
  return { scheduleMinutes: parseSchedule(expression).gaps(CALENDAR_START)?.longestMinutes };
}

/** Gaps by expression: looking 28 years ahead takes some milliseconds. */
const known = new Map<string, RunSchedule>();

function cronSchedule(expression: string): RunSchedule {
  const seen = known.get(expression);
  if (seen) return seen;
  const gaps = parseSchedule(expression).gaps(CALENDAR_START);
  // The settings refuse a cron that never fires.
  const schedule = { expression, ...(gaps ?? { shortestMinutes: Infinity, longestMinutes: Infinity }) };
  known.set(expression, schedule);
  return schedule;
}

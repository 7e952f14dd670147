import type { TimelineRow } from './facts';

/** Moment of a row in epoch milliseconds: its time, of a drill its end. A restore is shown at its begin. */
export function momentOf({ outcome, writtenBy, time, endedAt }: TimelineRow): number {
  const isDrill = outcome === 'drilled' && writtenBy === 'manager';
  return Math.max(time.getTime(), isDrill && endedAt ? endedAt.getTime() : time.getTime());
}

/** True for a drill that the schedule began, not a person. */
export function isOfTheSchedule({ who }: TimelineRow): boolean {
  return who === undefined || who.startsWith(DRILL_SCHEDULE);
}

/** Begin of the name under which the rule of a window asks for a drill. */
const DRILL_SCHEDULE = 'the drill schedule of ';

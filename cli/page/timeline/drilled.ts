import type { TimelineRow } from './facts';

/** True for a drill that the schedule began, not a person. */
export function isOfTheSchedule({ who }: TimelineRow): boolean {
  return who === undefined || who.startsWith(DRILL_SCHEDULE);
}

/** Begin of the name under which the rule of a window asks for a drill. */
const DRILL_SCHEDULE = 'the drill schedule of ';

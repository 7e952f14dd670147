import { DRILL_SCHEDULE } from '../../../config/model/drills/drill-rules';
import type { TimelineRow } from './facts';

/** True for a drill that the schedule began, not a person. */
export function isOfTheSchedule({ who }: TimelineRow): boolean {
  return who === undefined || who.startsWith(`${DRILL_SCHEDULE} `);
}

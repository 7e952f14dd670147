import { utcTime } from '../texts';
import type { QuietHours, QuietPeriod } from './quiet-hours';

/** Sentence about the present quiet hours, for row, log and answer. */
export function quietText({ why }: QuietHours, { end }: QuietPeriod): string {
  return `They end at ${utcTime(end)}: ${why}`;
}

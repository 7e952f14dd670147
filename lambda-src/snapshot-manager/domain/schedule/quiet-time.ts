import { type QuietHours, quietPeriods } from './quiet-hours';

const DAY_MS = 86_400_000;
/** A period that began on the days before may last until now. */
const LONGEST_MS = 8 * DAY_MS;
/** Span beyond which quiet hours are not counted any more: an age of a year is too old with or without them. */
const COUNTED_MS = 366 * DAY_MS;

/** Milliseconds between two moments that lie in quiet hours; 0 without quiet hours. */
export function quietMsBetween(hours: QuietHours | undefined, from: Date, to: Date): number {
  if (hours === undefined || from >= to) return 0;
  const [start, end] = [Math.max(from.getTime(), to.getTime() - COUNTED_MS), to.getTime()];
  return quietPeriods(hours, new Date(start - LONGEST_MS), to).reduce((sum, period) => {
    const overlap = Math.min(period.end.getTime(), end) - Math.max(period.begin.getTime(), start);
    return sum + Math.max(0, overlap);
  }, 0);
}

/** Milliseconds between two moments without those in quiet hours: the age of a restore point by its objective. */
export function countedMsBetween(hours: QuietHours | undefined, from: Date, to: Date): number {
  return Math.max(0, to.getTime() - from.getTime() - quietMsBetween(hours, from, to));
}

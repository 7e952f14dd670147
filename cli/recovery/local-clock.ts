const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Time of day as a clock shows it. */
export interface ClockTime {
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
}

/**
 * Times at which the local clock (TZ is honoured) shows a time on a day: one; two where the clock is set back over it, the
 * earlier one first; none where it is set forward over it.
 *
 * @param day any time of that day.
 */
export function timesOnClock(day: Date, clock: ClockTime): readonly Date[] {
  const { utc, offsets } = aroundOf(day, clock);
  return [...new Set(offsets)]
    .map((offset) => new Date(utc + offset * MINUTE_MS))
    .filter((time) => time.getTime() - time.getTimezoneOffset() * MINUTE_MS === utc)
    .toSorted((one, other) => one.getTime() - other.getTime());
}

/** Moment at which the local clock was set forward over a time of a day; undefined: it shows that time. */
export function skipOver(day: Date, clock: ClockTime): Date | undefined {
  if (timesOnClock(day, clock).length > 0) return undefined;
  const { utc, offsets } = aroundOf(day, clock);
  const [before, after] = offsets;
  // The clock is set on a whole minute, between the two times that the offsets of before and after would give.
  let time = Math.floor((utc + after * MINUTE_MS) / MINUTE_MS) * MINUTE_MS;
  while (time < utc + before * MINUTE_MS && new Date(time).getTimezoneOffset() === before) time += MINUTE_MS;
  return new Date(time);
}

/** Time of the clock as if it were UTC, and the offsets of the days around it: all that a change of clocks can have. */
function aroundOf(day: Date, { hours, minutes, seconds }: ClockTime) {
  const utc = Date.UTC(day.getFullYear(), day.getMonth(), day.getDate(), hours, minutes, seconds);
  const offsetAt = (ms: number) => new Date(ms).getTimezoneOffset();
  const offset = day.getTimezoneOffset() * MINUTE_MS;
  return { utc, offsets: [offsetAt(utc + offset - DAY_MS), offsetAt(utc + offset + DAY_MS)] as const };
}

import type { Duration } from './duration';

const WEEK_MS = 7 * 86_400_000;

/**
 * True for the names of the IANA time zone database. Offsets such as `+01:00` are refused because they have no summer
 * time.
 */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

/** Local time in the zone, as a `Date` whose UTC fields are to be read. */
export function localTime(instant: Date, timeZone: string): Date {
  return new Date(instant.getTime() + offsetMs(instant.getTime(), timeZone));
}

/**
 * Instant of a local time in the zone. A time that summer time skips or repeats becomes what Go's `time.Date` makes of
 * it, so that calendar cuts fall where restic's do.
 */
export function instantAt(local: Date, timeZone: string): Date {
  const asUtc = local.getTime();
  const guess = offsetMs(asUtc, timeZone);
  // Go corrects the offset only if the first one was not zero.
  return new Date(guess === 0 ? asUtc : asUtc - offsetMs(asUtc - guess, timeZone));
}

/**
 * Instant a span earlier: years, months and days on the calendar of the zone, then hours by the clock. A day that the
 * month lacks rolls over, as in Go's `AddDate`: 31 March minus a month is 3 March, in a leap year 2 March.
 */
export function subtract(instant: Date, { years, months, days, hours }: Duration, timeZone: string): Date {
  const local = localTime(instant, timeZone);
  const moved = new Date(local);
  moved.setUTCFullYear(local.getUTCFullYear() - years, local.getUTCMonth() - months, local.getUTCDate() - days);
  return new Date(instantAt(moved, timeZone).getTime() - hours * 3_600_000);
}

/**
 * Local times of many instants in one zone. Asking Intl costs 2 µs, so it is asked for the ends of the week of an
 * instant, once in the life of the process, and for the instant itself only if these differ. No zone changes back and
 * forth within a week: checked for all zones of Node.js 20 from 2010 to 2037.
 */
export function localTimes(timeZone: string): (instant: Date) => Date {
  const known = weekOffsets.get(timeZone) ?? new Map<number, number>();
  weekOffsets.set(timeZone, known);
  const offsetAtWeek = (week: number) => {
    const seen = known.get(week);
    if (seen !== undefined) return seen;
    const offset = offsetMs(week * WEEK_MS, timeZone);
    known.set(week, offset);
    return offset;
  };
  return (instant) => {
    const week = Math.floor(instant.getTime() / WEEK_MS);
    const offset = offsetAtWeek(week);
    return offset === offsetAtWeek(week + 1) ? new Date(instant.getTime() + offset) : localTime(instant, timeZone);
  };
}

const weekOffsets = new Map<string, Map<number, number>>();

/** Offset of the zone from UTC, in milliseconds. */
function offsetMs(epochMs: number, timeZone: string): number {
  if (timeZone === 'UTC') return 0;
  // Formats: `11/23/2026, GMT+01:00`; `GMT` for no offset; with seconds for times before standard time.
  const match = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(formatter(timeZone).format(epochMs));
  if (!match) return 0;
  const [, sign, hours, minutes, seconds = '0'] = match;
  const ms = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -ms : ms;
}

/** Formatters by zone; creating one takes some milliseconds. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  formatters.set(timeZone, made);
  return made;
}

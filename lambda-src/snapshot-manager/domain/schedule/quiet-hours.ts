import { instantAt, isTimeZone, localTime } from '../time-zone';

/** Names of the days, from Sunday as in `Date`. */
export const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Daily span in which scheduled runs take no snapshot. */
export interface QuietHours {
  /** Local time `HH:MM` at which it begins. */
  readonly from: string;
  /** Local time `HH:MM` at which it ends, on the next day if it is not after `from`; `24:00` is the day's end. */
  readonly until: string;
  /** Days on which it begins; absent: every day. */
  readonly days?: readonly Weekday[] | undefined;
  /** Name in the IANA database; absent: UTC. */
  readonly timeZone?: string | undefined;
  /** Reason, shown wherever a run is skipped for it. */
  readonly why: string;
}

/** `begin` belongs to the period, `end` does not. */
export interface QuietPeriod {
  readonly begin: Date;
  readonly end: Date;
}

const DAY_MS = 86_400_000;
/** A period joined from seven days, and the day before. */
const LONGEST_DAYS = 8;

/** Quiet hours of `value`, or undefined if it is none: a time, a day or a zone that can't be read, or no reason. */
export function parseQuietHours(value: unknown): QuietHours | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { from, until, days, timeZone, why }: Partial<Record<keyof QuietHours, unknown>> = value;
  if (typeof from !== 'string' || typeof until !== 'string' || typeof why !== 'string') return undefined;
  if (!(minutesOf(from) < 1_440) || Number.isNaN(minutesOf(until))) return undefined;
  const known = Array.isArray(days) ? WEEKDAYS.filter((day) => days.includes(day)) : undefined;
  if (known?.length === 0) return undefined;
  if (timeZone !== undefined && (typeof timeZone !== 'string' || !isTimeZone(timeZone))) return undefined;
  return { from, until, why, ...(known && { days: known }), ...(timeZone !== undefined && { timeZone }) };
}

/** True in the quiet hours. */
export function isQuiet(hours: QuietHours, at: Date): boolean {
  return quietPeriodAt(hours, at) !== undefined;
}

/** The period that contains the moment; days that follow each other without a pause are one period. */
export function quietPeriodAt(hours: QuietHours, at: Date): QuietPeriod | undefined {
  const span = LONGEST_DAYS * DAY_MS;
  const around = quietPeriods(hours, new Date(at.getTime() - span), new Date(at.getTime() + span));
  return around.find(({ begin, end }) => begin <= at && at < end);
}

/**
 * Periods that begin on the local days from `from` until `until`, in order. A local time that summer time skips or
 * repeats is the instant that `instantAt` makes of it, so a period may be an hour shorter or longer.
 */
export function quietPeriods(hours: QuietHours, from: Date, until: Date): readonly QuietPeriod[] {
  const zone = hours.timeZone ?? 'UTC';
  const [begins, ends] = [minutesOf(hours.from), minutesOf(hours.until)];
  const lasts = ends - begins + (ends > begins ? 0 : 1_440);
  const periods: { begin: Date; end: Date }[] = [];
  const [first, last] = [from, until].map((at) => Math.floor(localTime(at, zone).getTime() / DAY_MS));
  for (let day = first ?? 0; day <= (last ?? 0); day++) {
    const midnight = day * DAY_MS;
    const weekday = WEEKDAYS[new Date(midnight).getUTCDay()];
    if (hours.days && !hours.days.some((each) => each === weekday)) continue;
    const local = (minutes: number) => instantAt(new Date(midnight + minutes * 60_000), zone);
    const [begin, end] = [local(begins), local(begins + lasts)];
    const previous = periods.at(-1);
    if (previous !== undefined && begin <= previous.end) previous.end = end;
    else if (begin < end) periods.push({ begin, end });
  }
  return periods;
}

/** Minutes of the day of `HH:MM`; NaN for another text. */
function minutesOf(text: string): number {
  const [, hours, minutes] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(text) ?? [];
  const of = Number(hours) * 60 + Number(minutes);
  return of <= 1_440 ? of : Number.NaN;
}

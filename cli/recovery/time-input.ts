import { localTime } from '../times';
import { type ClockTime, skipOver, timesOnClock } from './local-clock';

/** Error for a time that can't be read; the message has the allowed forms. */
export class TimeInputError extends Error {
  override readonly name = 'TimeInputError';
}

const UNIT_MS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 } as const;
const FORMS = 'Allowed: 14:00 (local time, the last one that has passed), -2h, -2h30m, -7d, or 2026-11-28T14:00Z.';

/**
 * Reads a time as people type it: `14:00` in local time (TZ is honoured), the last one that has passed; `-2h30m` before
 * now; or ISO 8601 with its zone.
 *
 * @throws TimeInputError for another form, for a time in the future, or for one that the clocks skipped.
 */
export function readTime(text: string, now: Date): Date {
  const time = timeOf(text, now);
  if (time > now) {
    throw new TimeInputError(`${text} is ${localTime(time)}, which has not come yet (now: ${localTime(now)}).`);
  }
  return time;
}

/**
 * Checks the form of a time alone: the clock that counts for it is not known yet.
 *
 * @throws TimeInputError for another form.
 */
export function checkTimeForm(text: string): void {
  // A clock skips a time on one day only, and which day is meant is not known yet.
  if (clockOf(text) === undefined) timeOf(text, new Date(0));
}

/**
 * Sentence about a time that the clocks showed twice, as they do when summer time ends; undefined for any other one.
 *
 * @throws TimeInputError as `readTime` does.
 */
export function repeatedTimeText(text: string, now: Date): string | undefined {
  const clock = clockOf(text);
  const [meant, earlier] = clock === undefined ? [] : timesPassed(text, clock, now).toReversed();
  if (meant === undefined || earlier === undefined) return undefined;
  return `${text} was on the clock twice: the later one is meant, ${localTime(meant)}, not ${localTime(earlier)}. If the earlier one is meant, type ${earlier.toISOString()}.`;
}

function timeOf(text: string, now: Date): Date {
  const clock = clockOf(text);
  const time = clock ? timesPassed(text, clock, now).at(-1) : (timeAgo(text, now) ?? isoTime(text));
  if (!time) throw new TimeInputError(`"${text}" is not a time. ${FORMS}`);
  return time;
}

function clockOf(text: string): ClockTime | undefined {
  const [, hours, minutes, seconds = '0'] = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(text) ?? [];
  return hours === undefined ? undefined : { hours: Number(hours), minutes: Number(minutes), seconds: Number(seconds) };
}

/** Times of the last day on which the clock showed a time before now, the earlier one first. */
function timesPassed(text: string, clock: ClockTime, now: Date): readonly Date[] {
  for (const daysAgo of [0, 1]) {
    const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysAgo, 12);
    const skipped = skipOver(day, clock);
    if (skipped && skipped <= now) throw new TimeInputError(skippedText(text, skipped));
    const passed = timesOnClock(day, clock).filter((time) => time <= now);
    if (passed.length > 0) return passed;
  }
  return [];
}

function skippedText(text: string, skipped: Date): string {
  const before = new Date(skipped.getTime() - 60_000);
  const clock = (time: Date) => time.toTimeString().slice(0, 5);
  const day = skipped.toLocaleString('en-GB', { day: 'numeric', month: 'short' });
  return `There was no ${text} on ${day}: the clock went from ${clock(before)} to ${clock(skipped)}, at ${skipped.toISOString()}. Type one of these two, or a time with its day and zone.`;
}

function timeAgo(text: string, now: Date): Date | undefined {
  const ms = text.startsWith('-') ? readDurationMs(text.slice(1)) : undefined;
  return ms === undefined ? undefined : new Date(now.getTime() - ms);
}

/** Milliseconds of a duration such as `10m`, `7d`, `2h30m`; undefined for another form. */
export function readDurationMs(text: string): number | undefined {
  if (!/^(?!.*([dhms]).*\1)(?:\d{1,5}[dhms])+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+)([dhms])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS],
    0,
  );
}

function isoTime(text: string): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/.test(text)) return undefined;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

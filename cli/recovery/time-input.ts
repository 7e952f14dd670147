import { localTime } from '../times';

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
 * @throws TimeInputError for another form, or for a time in the future.
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
  timeOf(text, new Date(0));
}

function timeOf(text: string, now: Date): Date {
  const time = clockTime(text, now) ?? timeAgo(text, now) ?? isoTime(text);
  if (!time) throw new TimeInputError(`"${text}" is not a time. ${FORMS}`);
  return time;
}

function clockTime(text: string, now: Date): Date | undefined {
  const [, hours, minutes, seconds = '0'] = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(text) ?? [];
  if (hours === undefined || minutes === undefined) return undefined;
  const today = new Date(now);
  today.setHours(Number(hours), Number(minutes), Number(seconds), 0);
  if (today > now) today.setDate(today.getDate() - 1);
  return today;
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

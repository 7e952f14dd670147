import { UsageError } from '../tools/command';

const FORM = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z)?$/;

/**
 * The end of a hold as the manager reads it. A date alone is its first moment in UTC.
 *
 * @throws UsageError for another form, a day that no calendar has, or a time that has passed.
 */
export function readUntil(until: string, now: Date): string {
  const [, day = '', time] = FORM.exec(until) ?? [];
  if (day === '') {
    throw new UsageError(
      `--until is ${until}, expected a date, or a time in UTC, such as 2026-12-24 or 2026-12-24T18:00:00Z.`,
    );
  }
  if (!exists(day)) throw new UsageError(`--until is ${until}, but there is no day ${day}.`);
  const read = `${day}${time ?? 'T00:00:00Z'}`;
  const end = new Date(read);
  if (Number.isNaN(end.getTime())) {
    throw new UsageError(`--until is ${until}, but there is no such time of day: 00:00 to 23:59 in UTC.`);
  }
  if (end <= now) throw new UsageError(`--until is ${until}, which has passed: it is ${now.toISOString()}.`);
  return read;
}

/** JavaScript takes 30 February for 2 March. */
function exists(day: string): boolean {
  const read = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(day);
}

import { UsageError } from '../tools/command';

const FORM = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z)?$/;

/**
 * End of a hold in the manager's format. A date alone is its first moment in UTC.
 *
 * @throws UsageError for another form, a day that does not exist, or a time in the past.
 */
export function readUntil(until: string, now: Date): string {
  const [, day = '', time] = FORM.exec(until) ?? [];
  if (day === '') {
    throw new UsageError(
      `--until is ${until}, expected a date, or a time in UTC, such as 2026-12-24 or 2026-12-24T18:00:00Z.`,
    );
  }
  if (!exists(day)) throw new UsageError(`--until is ${until}, but the day ${day} does not exist.`);
  const read = `${day}${time ?? 'T00:00:00Z'}`;
  const end = new Date(read);
  if (Number.isNaN(end.getTime())) {
    throw new UsageError(`--until is ${until}, expected a time of day from 00:00 to 23:59 in UTC.`);
  }
  if (end <= now) throw new UsageError(`--until is ${until}, which is in the past: it is ${now.toISOString()}.`);
  return read;
}

/** True for a day that exists; JavaScript takes 30 February for 2 March. */
function exists(day: string): boolean {
  const read = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(day);
}

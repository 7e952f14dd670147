import { offsetAt } from '../../drawing/zone-clock';

const DAY_MS = 86_400_000;

/** Text of a field of date and time: the time on the clock of a zone, to the second, in 24 hours in every browser. */
export function zonedInput(time: Date, timeZone: string | undefined): string {
  return new Date(time.getTime() + offsetAt(time.getTime(), timeZone)).toISOString().slice(0, 19).replace('T', ' ');
}

/** Date and time, the seconds left out where they are none. */
const TEXT = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)$/;

/**
 * Time that a field of date and time means in a zone, the earlier of two where clocks are set back over it: what is gone
 * back to is not later than meant. One that clocks skip is moved by the hour. Undefined: it is empty or no time.
 */
export function timeOfInput(value: string, timeZone: string | undefined): Date | undefined {
  const [, day, clock] = TEXT.exec(value.trim()) ?? [];
  const wanted = Date.parse(`${day}T${clock}Z`);
  if (Number.isNaN(wanted)) return undefined;
  // The offsets of the days around are all that a change of clocks can have.
  const times = [-DAY_MS, DAY_MS].map((aside) => wanted - offsetAt(wanted + aside, timeZone));
  const onClock = times.filter((time) => time + offsetAt(time, timeZone) === wanted);
  return new Date(Math.min(...(onClock.length > 0 ? onClock : times)));
}

import { offsetAt } from '../../drawing/zone-clock';

/** Text of a field of date and time: the time on the clock of a zone, to the second, in 24 hours in every browser. */
export function zonedInput(time: Date, timeZone: string | undefined): string {
  return new Date(time.getTime() + offsetAt(time.getTime(), timeZone)).toISOString().slice(0, 19).replace('T', ' ');
}

/** Date and time, the seconds left out where they are none. */
const TEXT = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)$/;

/** Time that a field of date and time means in a zone; undefined: it is empty or no time. */
export function timeOfInput(value: string, timeZone: string | undefined): Date | undefined {
  const [, day, clock] = TEXT.exec(value.trim()) ?? [];
  const wanted = Date.parse(`${day}T${clock}Z`);
  if (Number.isNaN(wanted)) return undefined;
  let time = wanted;
  // The zone's offset is that of the time itself, which the first step may miss by the change to summer time.
  for (let step = 0; step < 2; step += 1) time = wanted - offsetAt(time, timeZone);
  return new Date(time);
}

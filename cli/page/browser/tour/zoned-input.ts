import { offsetAt } from '../../drawing/zone-clock';

/** Value of a field of date and time: the time on the clock of a zone, to the second. */
export function zonedInput(time: Date, timeZone: string | undefined): string {
  return new Date(time.getTime() + offsetAt(time.getTime(), timeZone)).toISOString().slice(0, 19);
}

/** Time that a field of date and time means in a zone; undefined: it is empty or no time. */
export function timeOfInput(value: string, timeZone: string | undefined): Date | undefined {
  const wanted = Date.parse(`${value}Z`);
  if (Number.isNaN(wanted)) return undefined;
  let time = wanted;
  // The zone's offset is that of the time itself, which the first step may miss by the change to summer time.
  for (let step = 0; step < 2; step += 1) time = wanted - offsetAt(time, timeZone);
  return new Date(time);
}

/** Value of a field of date and time: the time on the clock of a zone, to the second. */
export function zonedInput(time: Date, timeZone: string | undefined): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  const format = new Intl.DateTimeFormat('en-GB', {
    ...zone,
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
    hourCycle: 'h23',
  });
  const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}`;
}

/** Time that a field of date and time means in a zone; undefined: it is empty or no time. */
export function timeOfInput(value: string, timeZone: string | undefined): Date | undefined {
  const wanted = Date.parse(`${value}Z`);
  if (Number.isNaN(wanted)) return undefined;
  let time = wanted;
  // The zone's offset is that of the time itself, which the first step may miss by the change to summer time.
  for (let step = 0; step < 2; step += 1) time += wanted - Date.parse(`${zonedInput(new Date(time), timeZone)}Z`);
  return new Date(time);
}

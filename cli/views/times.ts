/** Time of a person's clock (TZ is honoured), to the minute: `28 Nov 02:50`; with the year if it is another one. */
export function shortTime(time: Date, now: Date): string {
  const part = formatterOf(time);
  const year = part('year') === formatterOf(now)('year') ? '' : ` ${part('year')}`;
  return `${part('day')} ${part('month')}${year} ${part('hour')}:${part('minute')}`;
}

/** Name of the local time zone: `CET`. */
export function zoneOf(time: Date): string {
  return formatterOf(time)('timeZoneName');
}

function formatterOf(time: Date): (type: Intl.DateTimeFormatPartTypes) => string {
  const parts = FORMAT.formatToParts(time);
  return (wanted) => parts.find(({ type }) => type === wanted)?.value ?? '';
}

const FORMAT = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
});

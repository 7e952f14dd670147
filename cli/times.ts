/** Duration as people write it: `41 s`, `12 min`, `2 h 30 min`, `3 d 4 h`. */
export function duration(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return hours % 24 === 0 ? `${hours / 24} d` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** Time in local time (TZ) with UTC beside it. */
export function localTime(time: Date): string {
  const local = time.toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  });
  return `${local} (${time.toISOString()})`;
}

/** Time of a person's clock (TZ is honoured), to the minute: `28 Nov 02:50`; with the year if it is another one. */
export function shortTime(time: Date, now: Date): string {
  const part = formatterOf(time);
  const year = part('year') === formatterOf(now)('year') ? '' : ` ${part('year')}`;
  return `${part('day')} ${part('month')}${year} ${part('hour')}:${part('minute')}`;
}

/** The same with its zone: `28 Nov 03:02 CET`. Without a zone that of the machine, or TZ. */
export function zonedTime(time: Date, timeZone?: string): string {
  const part = formatterOf(time, timeZone);
  return `${part('day')} ${part('month')} ${part('hour')}:${part('minute')} ${part('timeZoneName')}`;
}

/** Name of the local time zone: `CET`. */
export function zoneOf(time: Date): string {
  return formatterOf(time)('timeZoneName');
}

function formatterOf(time: Date, timeZone?: string): (type: Intl.DateTimeFormatPartTypes) => string {
  const format = timeZone === undefined ? FORMAT : new Intl.DateTimeFormat('en-GB', { ...SHOWN, timeZone });
  const parts = format.formatToParts(time);
  return (wanted) => parts.find(({ type }) => type === wanted)?.value ?? '';
}

const SHOWN = {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
} as const;
const FORMAT = new Intl.DateTimeFormat('en-GB', SHOWN);

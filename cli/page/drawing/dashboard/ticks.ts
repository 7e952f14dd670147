import { offsetAt } from '../zone-clock';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** Steps of a time axis in seconds. */
const TIME_STEPS = [
  ...[MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE],
  ...[HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR],
  ...[DAY, 2 * DAY, 7 * DAY],
];

export interface TimeTicks {
  readonly times: readonly number[];
  readonly texts: readonly string[];
}

/** Ticks of a time axis at whole times of the clock in a zone, also across a change of the clocks. */
export function timeTicks(from: number, to: number, most: number, timeZone: string): TimeTicks {
  const step = TIME_STEPS.find((each) => (to - from) / each <= most) ?? 7 * DAY;
  const times: number[] = [];
  let local = Math.ceil((from + offsetOf(from, timeZone)) / step) * step;
  for (; ; local += step) {
    const time = utcOf(local, timeZone);
    if (time > to) break;
    if (time >= from && time !== times.at(-1)) times.push(time);
  }
  const format = step >= DAY ? dayFormat(timeZone) : clockFormat(timeZone);
  const texts = times.map((time) => {
    const isMidnight = (time + offsetOf(time, timeZone)) % DAY === 0;
    return (isMidnight ? dayFormat(timeZone) : format).format(new Date(time * 1000));
  });
  return { times, texts };
}

/** Ticks of a value axis at round numbers: 1, 2 or 5 times a power of ten apart. */
export function valueTicks(min: number, max: number, most: number): number[] {
  const step = roundStep((max - min) / Math.max(1, most));
  if (!(step > 0)) return [min];
  const ticks: number[] = [];
  for (let index = Math.ceil(min / step - 1e-9); index * step <= max + step * 1e-9; index += 1) {
    ticks.push(Number((index * step).toPrecision(12)));
  }
  return ticks;
}

/** Smallest of 1, 2, 5, 10, 20 … that is at least as large. */
export function roundStep(least: number): number {
  if (!(least > 0)) return 0;
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((each) => each * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** Time of a value for people: `29 Nov 14:05`. */
export function timeText(time: number, timeZone: string): string {
  return formatOf(timeZone, 'full')
    .format(new Date(time * 1000))
    .replace(',', '');
}

const dayFormat = (timeZone: string) => formatOf(timeZone, 'day');
const clockFormat = (timeZone: string) => formatOf(timeZone, 'clock');

const PARTS = {
  day: { day: 'numeric', month: 'short' },
  clock: { hour: '2-digit', minute: '2-digit' },
  full: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>;

/** Formats are slow to make, and the same ones serve every redraw. */
const FORMATS = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string, kind: keyof typeof PARTS): Intl.DateTimeFormat {
  const key = `${kind} ${timeZone}`;
  const found = FORMATS.get(key);
  if (found !== undefined) return found;
  const format = new Intl.DateTimeFormat('en-GB', { ...PARTS[kind], timeZone });
  FORMATS.set(key, format);
  return format;
}

/** Seconds that the clock of a zone is ahead of UTC. */
function offsetOf(time: number, timeZone: string): number {
  return offsetAt(time * 1000, timeZone) / 1000;
}

/** Time at which the clock of a zone shows a local time. */
function utcOf(local: number, timeZone: string): number {
  const guess = local - offsetOf(local, timeZone);
  return local - offsetOf(guess, timeZone);
}

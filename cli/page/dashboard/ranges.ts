import { RANGES, type Range } from '../api/dashboard';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const SECONDS: Readonly<Record<Range, number>> = {
  '1h': HOUR,
  '3h': 3 * HOUR,
  '12h': 12 * HOUR,
  '1d': DAY,
  '3d': 3 * DAY,
  '1w': 7 * DAY,
  '1M': 30 * DAY,
};

/** Time of a chart in seconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Range of a query; undefined: the text is none. */
export function rangeOf(text: string): Range | undefined {
  return RANGES.find((range) => range === text);
}

/** Time of a range, up to the end of the minute that is now. */
export function spanOf(range: Range, now: Date): Span {
  const to = Math.ceil(now.getTime() / 1000 / MINUTE) * MINUTE;
  return { from: to - SECONDS[range], to };
}

/**
 * Time of a widget with a `start` (ISO 8601, or relative as `-PT3H`, `-P7D`) and an `end` of its own.
 *
 * @returns undefined for a start or an end that is neither.
 */
export function ownSpan(start: string, end: string | undefined, now: Date): Span | undefined {
  const to = end === undefined ? spanOf('1h', now).to : timeOf(end, now);
  const from = timeOf(start, now);
  return from === undefined || to === undefined || from >= to ? undefined : { from, to };
}

const UNITS = { W: 7 * DAY, D: DAY, H: HOUR, M: MINUTE, S: 1 } as const;
const RELATIVE = /^-P(?=.)(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

function timeOf(text: string, now: Date): number | undefined {
  const found = RELATIVE.exec(text);
  if (found !== null) {
    const [months, weeks, days, hours, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0));
    const ago =
      (months ?? 0) * SECONDS['1M'] +
      (weeks ?? 0) * UNITS.W +
      (days ?? 0) * UNITS.D +
      (hours ?? 0) * UNITS.H +
      (minutes ?? 0) * UNITS.M +
      (seconds ?? 0) * UNITS.S;
    return Math.floor(now.getTime() / 1000 - ago);
  }
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : Math.floor(time / 1000);
}

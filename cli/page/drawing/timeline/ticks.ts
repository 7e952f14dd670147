import { offsetAt } from '../zone-clock';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Steps between two ticks, smallest first. */
const STEPS_MS = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7].map((days) => days * DAY_MS),
];

/** Mark on the axis. */
export interface Tick {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Local time: `14:00`, or at midnight the day: `28 Nov`. */
  readonly label: string;
  readonly isDay: boolean;
}

/**
 * Ticks at whole local minutes, hours or days, as many as fit. On the days on which clocks change, two ticks are an hour further
 * apart or closer, and a time that does not exist has none.
 *
 * @param most number of ticks that fit.
 */
export function ticksOf(from: number, to: number, timeZone: string, most: number): readonly Tick[] {
  const step = STEPS_MS.find((ms) => (to - from) / ms <= most) ?? 7 * DAY_MS;
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short' });
  const ticks: Tick[] = [];
  // Weeks are counted from a Monday.
  const origin = step === 7 * DAY_MS ? 4 * DAY_MS : 0;
  let wall = Math.floor((from + offsetAt(from, timeZone) - origin) / step) * step + origin;
  for (; ; wall += step) {
    const at = timeOf(wall, timeZone);
    if (at !== undefined && at > to) return ticks;
    if (at === undefined || at < from) {
      if (wall > to + DAY_MS) return ticks;
      continue;
    }
    const isDay = wall % DAY_MS === 0;
    ticks.push({ at, label: isDay ? day.format(at) : clockOf(wall), isDay });
  }
}

function clockOf(wall: number): string {
  return new Date(wall).toISOString().slice(11, 16);
}

/** Time at which the clocks of a zone show a local time, the first of two; undefined: they skip it. */
function timeOf(wall: number, timeZone: string): number | undefined {
  // The offsets of the days around are all that a change of clocks can have.
  const offsets = [offsetAt(wall - DAY_MS, timeZone), offsetAt(wall + DAY_MS, timeZone)];
  const times = offsets.map((offset) => wall - offset).filter((at) => at + offsetAt(at, timeZone) === wall);
  return times.length === 0 ? undefined : Math.min(...times);
}

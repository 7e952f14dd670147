const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Steps between two ticks, smallest first. */
const STEPS_MS = [
  ...[5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
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
  const zone = zoneOf(timeZone);
  const ticks: Tick[] = [];
  // Weeks are counted from a Monday.
  const origin = step === 7 * DAY_MS ? 4 * DAY_MS : 0;
  let wall = Math.floor((from + zone.offsetAt(from) - origin) / step) * step + origin;
  for (; ; wall += step) {
    const at = zone.timeOf(wall);
    if (at !== undefined && at > to) return ticks;
    if (at === undefined || at < from) {
      if (wall > to + DAY_MS) return ticks;
      continue;
    }
    const isDay = wall % DAY_MS === 0;
    ticks.push({ at, label: isDay ? zone.day(at) : clockOf(wall), isDay });
  }
}

function clockOf(wall: number): string {
  return new Date(wall).toISOString().slice(11, 16);
}

/** Clocks of a zone. */
interface Zone {
  /** Local time minus UTC in milliseconds. */
  offsetAt(at: number): number;
  /** Time at which clocks show a local time, the first of two; undefined: they skip it. */
  timeOf(wall: number): number | undefined;
  day(at: number): string;
}

const ZONES = new Map<string, Zone>();

function zoneOf(timeZone: string): Zone {
  const found = ZONES.get(timeZone);
  if (found) return found;
  const whole = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  const days = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short' });
  const offsetAt = (at: number) => {
    const parts = Object.fromEntries(whole.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
  };
  const zone: Zone = {
    offsetAt,
    timeOf: (wall) => {
      // The offsets of the days around are all that a change of clocks can have.
      const offsets = [offsetAt(wall - DAY_MS), offsetAt(wall + DAY_MS)];
      const times = offsets.map((offset) => wall - offset).filter((at) => at + offsetAt(at) === wall);
      return times.length === 0 ? undefined : Math.min(...times);
    },
    day: (at) => days.format(at),
  };
  ZONES.set(timeZone, zone);
  return zone;
}

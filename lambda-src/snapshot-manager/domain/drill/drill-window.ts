import type { Proof } from '../proofs';

/** Days of a week in the words of cron, Sunday first as in `Date.getUTCDay`. */
export const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Form of a window: `04:00-04:30`, begin and end in UTC. */
export const WINDOW_PATTERN = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/;

/** Time of the day in which an application may be drilled, in UTC. A window that ends before it begins lasts past midnight. */
export interface DrillWindow {
  /** Minutes after midnight at which it begins. */
  readonly fromMinute: number;
  /** Its length in minutes, 1 to 1439. */
  readonly minutes: number;
  /** Days on which it begins, each once, Sunday first. */
  readonly days: readonly Weekday[];
}

/** Consent of an application's settings to a drill in place. */
export interface DrillConsent {
  readonly window: DrillWindow;
  /** Usual duration of a snapshot in seconds. */
  readonly usualSnapshotSeconds: number;
}

const DAY_MINUTES = 1440;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Minutes of a drill besides its two snapshots: the service stops and starts an application, which then is proven. */
export const MINUTES_TO_STOP_START_AND_PROVE = 10;

/**
 * Reads a window as the settings write it.
 *
 * @param days days on which it begins; default: every day.
 * @returns undefined for another form, an empty window, or a day that is none.
 */
export function parseDrillWindow(window: unknown, days?: unknown): DrillWindow | undefined {
  const found = typeof window === 'string' ? WINDOW_PATTERN.exec(window) : null;
  if (!found) return undefined;
  const [fromHours = 0, fromMinutes = 0, untilHours = 0, untilMinutes = 0] = found.slice(1).map(Number);
  const fromMinute = fromHours * 60 + fromMinutes;
  const minutes = (untilHours * 60 + untilMinutes - fromMinute + DAY_MINUTES) % DAY_MINUTES;
  if (minutes === 0) return undefined;
  if (days === undefined) return { fromMinute, minutes, days: WEEKDAYS };
  if (!Array.isArray(days) || !days.every((day) => WEEKDAYS.includes(day)) || days.length === 0) return undefined;
  return { fromMinute, minutes, days: WEEKDAYS.filter((day) => days.includes(day)) };
}

/**
 * Reads the consent to a drill as the manager gets it: `{window, days, usualSnapshotSeconds}`.
 *
 * @returns undefined when anything in it is invalid.
 */
export function parseDrillConsent(written: unknown): DrillConsent | undefined {
  if (typeof written !== 'object' || written === null) return undefined;
  const { window: text, days, usualSnapshotSeconds }: Partial<Record<string, unknown>> = { ...written };
  const window = parseDrillWindow(text, days);
  if (!window || typeof usualSnapshotSeconds !== 'number' || !(usualSnapshotSeconds > 0)) return undefined;
  return { window, usualSnapshotSeconds };
}

/** Minutes that a drill usually needs: two snapshots, and the time to stop, start and prove. */
export function usualDrillMinutes(usualSnapshotSeconds: number): number {
  return Math.ceil((2 * usualSnapshotSeconds) / 60) + MINUTES_TO_STOP_START_AND_PROVE;
}

/** Minutes of them by which a drill may begin late: an event comes within a minute, and a run under way is waited for. */
const MINUTES_LATE = 2;

/** Proofs that count for the usual time of a restore: the newest ones. */
const PROOFS_THAT_COUNT = 5;
/** Room above what they took: half of it, and at least a minute. */
const MARGIN = 0.5;
const LEAST_MARGIN_SECONDS = 60;
/** Most seconds that a restore usually takes: twice that is as long as a drill may last. */
const MOST_SECONDS = 7_200;

/**
 * Seconds from the stop of an application until it is proven, as the last proofs took, with a margin; where none says how
 * long it took, the fixed assumption. One proof that took unusually long must not have all later drills refused: they are
 * the only proofs that a schedule makes.
 *
 * @param proofs those in force, the newest first.
 * @param usualSnapshotSeconds duration of the stop's own snapshot; proofs include theirs.
 */
export function usualRestoreSeconds(
  proofs: readonly Pick<Proof, 'restoreSeconds'>[],
  usualSnapshotSeconds = 0,
): number {
  const [longest, second = longest, ...others] = proofs
    .flatMap(({ restoreSeconds }) => restoreSeconds ?? [])
    .slice(0, PROOFS_THAT_COUNT)
    .toSorted((a, b) => b - a);
  if (longest === undefined || second === undefined) {
    return Math.ceil(usualSnapshotSeconds) + (MINUTES_TO_STOP_START_AND_PROVE - MINUTES_LATE) * 60;
  }
  // Of three and more.
  const took = others.length > 0 ? second : longest;
  return Math.min(MOST_SECONDS, Math.ceil(took + Math.max(LEAST_MARGIN_SECONDS, MARGIN * took)));
}

/**
 * Seconds that a drill of this application usually takes: a snapshot, and the restore. Without proofs the assumption by
 * which the settings are checked, less the time by which it may begin late.
 */
export function usualDrillSeconds(
  proofs: readonly Pick<Proof, 'restoreSeconds'>[],
  usualSnapshotSeconds: number,
): number {
  return Math.ceil(usualSnapshotSeconds) + usualRestoreSeconds(proofs, usualSnapshotSeconds);
}

/** Begin and end of a window on one day. */
export interface WindowTimes {
  readonly from: Date;
  /** First time that is no longer in it. */
  readonly until: Date;
}

/** Window that is open at this time, also one that began yesterday; undefined if none is. */
export function windowAt(window: DrillWindow, now: Date): WindowTimes | undefined {
  return [-1, 0].flatMap((day) => timesOn(window, now, day)).find(({ from, until }) => from <= now && now < until);
}

/** First window that begins after this time. */
export function nextWindow(window: DrillWindow, now: Date): WindowTimes {
  const [next] = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((day) => timesOn(window, now, day)).filter(({ from }) => from > now);
  if (next === undefined) throw new RangeError('A window has no day on which it begins.');
  return next;
}

/** Last window that began at this time or before. */
export function lastWindow(window: DrillWindow, now: Date): WindowTimes {
  const [last] = [0, -1, -2, -3, -4, -5, -6, -7]
    .flatMap((day) => timesOn(window, now, day))
    .filter(({ from }) => from <= now);
  if (last === undefined) throw new RangeError('A window has no day on which it begins.');
  return last;
}

/** Longest time between the begins of two windows, in days. */
export function longestDaysBetween({ days }: DrillWindow): number {
  const places = days.map((day) => WEEKDAYS.indexOf(day));
  const [first = 0] = places;
  return Math.max(...places.map((place, index) => (places[index + 1] ?? first + WEEKDAYS.length) - place));
}

/** Window of the day that is so many days after that of `now`; none if it does not begin on that day. */
function timesOn({ fromMinute, minutes, days }: DrillWindow, now: Date, later: number): WindowTimes[] {
  const midnight = Math.floor(now.getTime() / DAY_MS) * DAY_MS + later * DAY_MS;
  const weekday = WEEKDAYS[new Date(midnight).getUTCDay()];
  if (weekday === undefined || !days.includes(weekday)) return [];
  const from = midnight + fromMinute * MINUTE_MS;
  return [{ from: new Date(from), until: new Date(from + minutes * MINUTE_MS) }];
}

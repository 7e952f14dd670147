import type { Duration } from '../duration';
import { dueTimes } from '../schedule/schedule';
import { parseSchedule } from '../schedule/schedule-expression';
import { isOfTheService } from '../service-snapshot';
import type { Snapshot } from '../snapshot';
import { isDrillName, isOurs, type Ownership } from '../snapshot-name';
import { COUNT_RULES, type CountRule, RETENTION_SPANS, type RetentionPolicy, type SpanRule } from './retention-policy';

/** Days up to which the forecast looks; `FORECAST_DAYS` itself stands for "not within them". */
export const FORECAST_DAYS = 365;

/** Facts of a forecast; no clock is read. */
export interface QuotaFacts extends Ownership {
  readonly application: string;
  readonly policy: RetentionPolicy;
  /** Maximum number of snapshots in the service. */
  readonly quota: number;
  /** Milliseconds between two snapshots of the schedule; none: it takes none. */
  readonly everyMs: number | undefined;
  readonly now: Date;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Usual lengths of the periods that the rules count. */
const PERIOD_MS: Readonly<Record<Exclude<CountRule, 'keepLast'>, number>> = {
  keepHourly: HOUR_MS,
  keepDaily: DAY_MS,
  keepWeekly: 7 * DAY_MS,
  keepMonthly: 30.4 * DAY_MS,
  keepYearly: 365 * DAY_MS,
};
const PERIOD_OF_SPAN: Readonly<Record<Exclude<SpanRule, 'keepWithin'>, number>> = {
  keepWithinHourly: PERIOD_MS.keepHourly,
  keepWithinDaily: PERIOD_MS.keepDaily,
  keepWithinWeekly: PERIOD_MS.keepWeekly,
  keepWithinMonthly: PERIOD_MS.keepMonthly,
  keepWithinYearly: PERIOD_MS.keepYearly,
};

/**
 * Days after which the quota of an application is full, if all goes on as it does: 0 when it is, `FORECAST_DAYS` when it
 * is not within them. This manager's snapshots grow by the schedule until its rules are satisfied, and those of drills by
 * the rate of `growthPerDay` until the rules are, which keep them on top; those of people and of the service grow by that
 * rate, too, those of the service at most to what their rule keeps.
 *
 * @param snapshots all of the application, in any status: the service counts each.
 */
export function daysUntilFull(snapshots: readonly Snapshot[], facts: QuotaFacts): number {
  const { application, policy, quota } = facts;
  const times = (all: readonly Snapshot[]) => all.flatMap(({ createdAt }) => createdAt ?? []);
  const ours = snapshots.filter((snapshot) => isOurs(snapshot, facts));
  const others = snapshots.filter((snapshot) => !isOurs(snapshot, facts));
  const limited = policy.serviceSnapshots && policy.deleteSurplus !== false ? policy.serviceSnapshots : undefined;
  const ofService = limited ? others.filter((snapshot) => isOfTheService(snapshot, application)) : [];
  const unlimited = others.filter((snapshot) => !ofService.includes(snapshot));

  const ownGrowth = growthOfOurs(ours, facts);
  const perDay = growthPerDay(times(unlimited), facts.now);
  const serviceRate = growthPerDay(times(ofService), facts.now);
  const within = limited?.keepWithin ? (serviceRate * lengthMs(limited.keepWithin)) / DAY_MS : 0;
  const serviceRoom = Math.max(0, Math.max(limited?.keepLast ?? 0, within) - ofService.length);
  for (let days = 0; days < FORECAST_DAYS; days += 1) {
    const grown = ownGrowth(days * DAY_MS) + perDay * days + Math.min(serviceRoom, serviceRate * days);
    if (snapshots.length + grown >= quota) return days;
  }
  return FORECAST_DAYS;
}

/**
 * Snapshots a day that people or the service add, by the creation times of those that are there. A burst is no growth and
 * neither are a few points: it takes at least three of the last four weeks, or four of the last seven days. The larger
 * of the two rates counts, so that what began this week is seen.
 */
export function growthPerDay(times: readonly Date[], now: Date): number {
  const [, leastButOne = 0] = counted(times, now, 7 * DAY_MS, 4);
  const median = counted(times, now, DAY_MS, 7)[3] ?? 0;
  return Math.max(leastButOne / 7, median);
}

/** Due times that the mean of a schedule is taken of, and days within which they lie. */
const MEAN = { times: 200, days: 28 } as const;

/**
 * Mean time between two runs of a schedule in milliseconds; undefined if none is due within four weeks.
 *
 * @param expression such as `rate(10 minutes)`.
 */
export function meanIntervalMs(expression: string, now: Date): number | undefined {
  const until = new Date(now.getTime() + MEAN.days * DAY_MS);
  const due = dueTimes(parseSchedule(expression), now, until, MEAN.times);
  const last = due.length === MEAN.times ? due.at(-1) : until;
  return last && due.length > 0 ? (last.getTime() - now.getTime()) / due.length : undefined;
}

/** Numbers of times in the latest periods, ascending. */
function counted(times: readonly Date[], now: Date, periodMs: number, periods: number): readonly number[] {
  const counts = Array.from({ length: periods }, () => 0);
  for (const time of times) {
    const index = Math.floor((now.getTime() - time.getTime()) / periodMs);
    if (index >= 0 && index < periods) counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts.sort((a, b) => a - b);
}

/** Growth of this manager's snapshots by time: those of the schedule, and on top those of drills. */
function growthOfOurs(ours: readonly Snapshot[], facts: QuotaFacts): (ms: number) => number {
  const { policy, ownPrefix, now } = facts;
  const times = (all: readonly Snapshot[]) => all.flatMap(({ createdAt }) => createdAt ?? []);
  const ofDrills = times(ours.filter(({ name }) => isDrillName(name, ownPrefix)));
  const drillsPerDay = growthPerDay(ofDrills, now);
  const schedule = growthOfSchedule(times(ours.filter(({ name }) => !isDrillName(name, ownPrefix))), facts);
  const drills = drillsPerDay > 0 ? growthOfDrills(ofDrills, DAY_MS / drillsPerDay, facts) : () => 0;
  const isCapped = policy.keepAtMost !== undefined && policy.deleteSurplus !== false;
  const room = isCapped ? Math.max(0, (policy.keepAtMost ?? 0) - ours.length) : Number.POSITIVE_INFINITY;
  return (ms) => Math.min(room, schedule(ms) + drills(ms));
}

/** Growth of those of the schedule; never more than one for each run. */
function growthOfSchedule(times: readonly Date[], { policy, everyMs, now }: QuotaFacts): (ms: number) => number {
  if (everyMs === undefined) return () => 0;
  if (policy.deleteSurplus === false) return (ms) => ms / everyMs;
  const ages = times.map((time) => now.getTime() - time.getTime());
  const rooms = [
    ...COUNT_RULES.map((rule) =>
      rule === 'keepLast'
        ? roomOfEach(policy.keepLast, everyMs, ages)
        : roomOfCount(policy[rule], PERIOD_MS[rule], ages),
    ),
    ...RETENTION_SPANS.map((rule) =>
      rule === 'keepWithin'
        ? roomWithin(policy.keepWithin, everyMs, ages)
        : roomOfSpan(policy[rule], PERIOD_OF_SPAN[rule], ages),
    ),
  ];
  return growthWithin(rooms, everyMs);
}

/**
 * Growth of those of drills: the rules count them together with those of the schedule, so they get the share of each
 * rule that their rate gives them.
 *
 * @param drillEveryMs mean time between two of them.
 */
function growthOfDrills(
  times: readonly Date[],
  drillEveryMs: number,
  { policy, everyMs, now }: QuotaFacts,
): (ms: number) => number {
  if (policy.deleteSurplus === false) return (ms) => ms / drillEveryMs;
  const ages = times.map((time) => now.getTime() - time.getTime());
  const togetherEveryMs = 1 / (1 / drillEveryMs + (everyMs === undefined ? 0 : 1 / everyMs));
  const ofCount = (count: number | undefined, periodMs: number) => {
    const most = count === -1 ? Number.POSITIVE_INFINITY : (count ?? 0);
    const reachMs = most * Math.max(periodMs, togetherEveryMs);
    return Math.min(most, reachMs / drillEveryMs);
  };
  const rooms = [
    ...COUNT_RULES.map((rule) =>
      rule === 'keepLast'
        ? roomOfEach(ofCount(policy.keepLast, 0), drillEveryMs, ages)
        : roomOfCount(policy[rule] && ofCount(policy[rule], PERIOD_MS[rule]), PERIOD_MS[rule], ages),
    ),
    ...RETENTION_SPANS.map((rule) =>
      rule === 'keepWithin'
        ? roomWithin(policy.keepWithin, drillEveryMs, ages)
        : roomOfSpan(policy[rule], Math.max(PERIOD_OF_SPAN[rule], drillEveryMs), ages),
    ),
  ];
  return growthWithin(rooms, drillEveryMs);
}

/** Growth until every rule is satisfied, by at most one snapshot each `everyMs`. */
function growthWithin(rooms: readonly Room[], everyMs: number): (ms: number) => number {
  return (ms) => {
    const byRules = rooms.reduce(
      (sum, { slots, periodMs }) => sum + Math.min(slots, ms / Math.max(periodMs, everyMs)),
      0,
    );
    return Math.min(ms / everyMs, byRules);
  };
}

/** Snapshots that a rule keeps in addition to now, and the time that each takes. */
interface Room {
  readonly slots: number;
  readonly periodMs: number;
}

/** Room of a rule that counts every snapshot, however close they are: a schedule may fire in bursts. */
function roomOfEach(count: number | undefined, everyMs: number, ages: readonly number[]): Room {
  const most = count === -1 ? Number.POSITIVE_INFINITY : (count ?? 0);
  return { slots: Math.max(0, most - ages.length), periodMs: everyMs };
}

function roomWithin(span: Duration | undefined, everyMs: number, ages: readonly number[]): Room {
  const spanMs = span ? lengthMs(span) : 0;
  return roomOfEach(
    Math.ceil(spanMs / everyMs),
    everyMs,
    ages.filter((age) => age < spanMs),
  );
}

function roomOfCount(count: number | undefined, periodMs: number, ages: readonly number[]): Room {
  if (count === undefined) return { slots: 0, periodMs };
  const most = count === -1 ? Number.POSITIVE_INFINITY : count;
  return { slots: Math.max(0, most - periodsWith(ages, periodMs)), periodMs };
}

function roomOfSpan(span: Duration | undefined, periodMs: number, ages: readonly number[]): Room {
  if (span === undefined) return { slots: 0, periodMs };
  const spanMs = lengthMs(span);
  const there = periodsWith(
    ages.filter((age) => age < spanMs),
    periodMs,
  );
  return { slots: Math.max(0, Math.ceil(spanMs / periodMs) - there), periodMs };
}

/** Number of periods, counted back from now, that have a snapshot. */
function periodsWith(ages: readonly number[], periodMs: number): number {
  return new Set(ages.map((age) => Math.floor(age / periodMs))).size;
}

/** Usual length of a calendar span. */
function lengthMs({ years, months, days, hours }: Duration): number {
  return years * 365.25 * DAY_MS + months * 30.4 * DAY_MS + days * DAY_MS + hours * HOUR_MS;
}

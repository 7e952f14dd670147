import { planRetention } from '../../lambda-src/snapshot-manager/domain/retention/retention';
import { COUNT_RULES, type RetentionPolicy } from '../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import type { Snapshot } from '../../lambda-src/snapshot-manager/domain/snapshot';
import { snapshotName } from '../../lambda-src/snapshot-manager/domain/snapshot-name';
import { subtract } from '../../lambda-src/snapshot-manager/domain/time-zone';
import type { Cadence } from './schedules';
import { snapshotTimes } from './snapshot-times';

export interface SteadyState {
  /** This manager's snapshots of an application in the steady state. */
  readonly kept: number;
  /** False when a rule keeps all snapshots: then `kept` is the number after a year, or the quota. */
  readonly isSteady: boolean;
  /** Age of the oldest kept snapshot in milliseconds: how far back a restore can go. */
  readonly reachMs: number;
}

const PREFIX = 'cost.';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Time simulated for rules that reach further (`steady`) or keep everything (`growing`). */
const LONGEST_REACH_MS = { steady: 3653 * DAY_MS, growing: 365 * DAY_MS } as const;
/**
 * Moment in the middle of an hour, day, week and month: at a boundary one snapshot is the newest of several periods.
 */
const NOW = new Date('2026-07-15T12:30:00Z');

/**
 * Snapshots that a retention keeps once the schedule has run for as long as its rules look back. The simulated history
 * is thinned where no rule can see the difference: snapshots older than every rule that counts single ones come once an
 * hour, those older than every hourly rule once a day.
 */
export function steadyState(policy: RetentionPolicy, cadence: Cadence, quota: number): SteadyState {
  const isSteady = policy.deleteSurplus !== false && COUNT_RULES.every((rule) => policy[rule] !== -1);
  const scheduleMs = cadence.longestMinutes * MINUTE_MS;
  const reach = reaches(policy, scheduleMs, isSteady ? LONGEST_REACH_MS.steady : LONGEST_REACH_MS.growing);

  const isPlainRate = cadence.expression.startsWith('rate') && cadence.quietHours === undefined;
  const ages = isPlainRate ? agesOfRate(scheduleMs, reach, quota) : agesOfTimes(cadence, reach, quota);

  const { kept } = planRetention(ages.map(snapshotOfAge), policy, {
    ownPrefix: PREFIX,
    now: NOW,
    restorePoint: undefined,
    held: new Set<string>(),
  });
  const present = kept.slice(0, quota);
  const oldest = present.at(-1)?.snapshot.createdAt;
  return { kept: present.length, isSteady, reachMs: oldest ? NOW.getTime() - oldest.getTime() : 0 };
}

function agesOfRate(scheduleMs: number, reach: Reach, quota: number): number[] {
  const ages: number[] = [];
  let age = 0;
  // More snapshots than the quota and one need no simulation.
  for (; age <= reach.singleMs && ages.length <= quota; age += scheduleMs) ages.push(age);
  for (; age <= reach.hoursMs; age += Math.max(scheduleMs, HOUR_MS)) ages.push(age);
  for (; age <= reach.allMs; age += Math.max(scheduleMs, DAY_MS)) ages.push(age);
  return ages;
}

/** Ages of the times of a cron, or of a rate outside of quiet hours. */
function agesOfTimes(cadence: Cadence, reach: Reach, quota: number): number[] {
  const now = NOW.getTime();
  const ages = (olderMs: number, youngerMs: number, apartMs: number): number[] => {
    const times = snapshotTimes(cadence, new Date(now - olderMs), new Date(now - youngerMs), apartMs);
    return times.map((time) => now - time).toReversed();
  };
  // Thinning begins after a day, so that the newest of the present hour and day is there.
  const singleMs = Math.min(reach.allMs, Math.max(reach.singleMs, DAY_MS));
  const hoursMs = Math.max(singleMs, reach.hoursMs);
  const single = ages(singleMs, 0, 0).slice(0, quota + 1);
  const hourly = hoursMs > singleMs ? ages(hoursMs, singleMs + 1, HOUR_MS) : [];
  const daily = reach.allMs > hoursMs ? ages(reach.allMs, hoursMs + 1, DAY_MS) : [];
  return [...single, ...hourly, ...daily];
}

interface Reach {
  readonly singleMs: number;
  readonly hoursMs: number;
  readonly allMs: number;
}

/** Reach of each kind of rule in milliseconds, plus one period, because the current period is not complete. */
function reaches(policy: RetentionPolicy, scheduleMs: number, longestMs: number): Reach {
  const counted = (count: number | undefined, periodMs: number): number =>
    count === undefined ? 0 : count === -1 ? longestMs : (count + 2) * Math.max(periodMs, scheduleMs);
  const spanned = (span: RetentionPolicy['keepWithin'], periodMs: number): number =>
    span
      ? NOW.getTime() - subtract(NOW, span, policy.timeZone ?? 'UTC').getTime() + 2 * Math.max(periodMs, scheduleMs)
      : 0;
  const singleMs = Math.max(
    policy.deleteSurplus === false ? longestMs : 0,
    counted(policy.keepLast, scheduleMs),
    spanned(policy.keepWithin, scheduleMs),
  );
  const hoursMs = Math.max(singleMs, counted(policy.keepHourly, HOUR_MS), spanned(policy.keepWithinHourly, HOUR_MS));
  const allMs = Math.max(
    hoursMs,
    counted(policy.keepDaily, DAY_MS),
    counted(policy.keepWeekly, 7 * DAY_MS),
    counted(policy.keepMonthly, 31 * DAY_MS),
    counted(policy.keepYearly, 366 * DAY_MS),
    spanned(policy.keepWithinDaily, DAY_MS),
    spanned(policy.keepWithinWeekly, 7 * DAY_MS),
    spanned(policy.keepWithinMonthly, 31 * DAY_MS),
    spanned(policy.keepWithinYearly, 366 * DAY_MS),
  );
  return {
    singleMs: Math.min(singleMs, longestMs),
    hoursMs: Math.min(hoursMs, longestMs),
    allMs: Math.min(allMs, longestMs),
  };
}

function snapshotOfAge(ageMs: number): Snapshot {
  const createdAt = new Date(NOW.getTime() - ageMs);
  return {
    name: snapshotName(PREFIX, createdAt),
    status: 'READY',
    createdAt,
    applicationVersion: 1,
    runtimeEnvironment: undefined,
  };
}

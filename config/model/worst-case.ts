import { type Duration, durationText } from '../../lambda-src/snapshot-manager/domain/duration';
import {
  COUNT_RULES,
  type CountRule,
  RETENTION_SPANS,
  type RetentionPolicy,
  type SpanRule,
} from '../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import { subtract } from '../../lambda-src/snapshot-manager/domain/time-zone';
import type { Cadence } from './schedules';
import { mostWithin } from './snapshot-times';

const OF_THE_SERVICE = 'serviceSnapshots.keepLast';

/** Most snapshots that one rule can keep. */
export interface RuleShare {
  readonly rule: CountRule | SpanRule | typeof OF_THE_SERVICE;
  /** Value of the rule as in the settings: `10`, `-1`, `14d`. */
  readonly value: number | string;
  readonly most: number;
}

export interface WorstCase {
  /** Sum of the shares, where the cap limits those of the schedule. */
  readonly most: number;
  /** Shares of the policy's rules, in documented order. */
  readonly shares: readonly RuleShare[];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Shortest period of each kind, such as a day of 23 hours or a February: shorter periods fit more often into a span.
 */
const SHORTEST_PERIOD_MS = {
  keepHourly: HOUR_MS,
  keepDaily: DAY_MS - HOUR_MS,
  keepWeekly: 7 * DAY_MS - HOUR_MS,
  keepMonthly: 28 * DAY_MS - HOUR_MS,
  keepYearly: 365 * DAY_MS - HOUR_MS,
} as const satisfies Record<Exclude<CountRule, 'keepLast'>, number>;

const PERIOD_OF_SPAN = {
  keepWithinHourly: 'keepHourly',
  keepWithinDaily: 'keepDaily',
  keepWithinWeekly: 'keepWeekly',
  keepWithinMonthly: 'keepMonthly',
  keepWithinYearly: 'keepYearly',
} as const satisfies Record<Exclude<SpanRule, 'keepWithin'>, keyof typeof SHORTEST_PERIOD_MS>;

/**
 * Years after which a rule without an end (-1) is counted. Filling the quota later than that is no problem of a
 * deployment.
 */
export const ENDLESS_YEARS = 10;
const ENDLESS_MS = ENDLESS_YEARS * 366 * DAY_MS;

/**
 * Most READY snapshots of the schedule that a policy can keep, whatever gaps the history has. The rules add up, because
 * a history exists in which no two rules keep the same snapshot. Snapshots taken on request or by drills are not included; those of the
 * service only where a rule limits them, by its count: how many it takes within a duration depends on stops and updates.
 * Marks add nothing: suspect ones go early when the quota is nearly full, and a freeze ends before.
 */
export function worstCase(policy: RetentionPolicy, cadence: Cadence): WorstCase {
  const shares = [
    ...COUNT_RULES.flatMap((rule): RuleShare[] => {
      const count = policy[rule];
      return count === undefined ? [] : [{ rule, value: count, most: mostOfCount(rule, count, cadence) }];
    }),
    ...RETENTION_SPANS.flatMap((rule): RuleShare[] => {
      const span = policy[rule];
      if (span === undefined) return [];
      const most = mostOfSpan(rule, longestMs(span, policy.timeZone ?? 'UTC'), cadence);
      return [{ rule, value: durationText(span), most }];
    }),
  ];
  const sum = shares.reduce((total, { most }) => total + most, 0);
  const ofSchedule = Math.min(sum, policy.keepAtMost ?? sum);
  if (!policy.serviceSnapshots) return { most: ofSchedule, shares };
  const { keepLast: count } = policy.serviceSnapshots;
  return { most: ofSchedule + count, shares: [...shares, { rule: OF_THE_SERVICE, value: count, most: count }] };
}

function mostOfCount(rule: CountRule, count: number, cadence: Cadence): number {
  if (count !== -1) return count;
  const snapshots = mostWithin(cadence, ENDLESS_MS);
  return rule === 'keepLast' ? snapshots : Math.min(snapshots, Math.ceil(ENDLESS_MS / SHORTEST_PERIOD_MS[rule]));
}

/** Most snapshots of a period rule: the newest of each period that the span touches, and the very oldest snapshot. */
function mostOfSpan(rule: SpanRule, spanMs: number, cadence: Cadence): number {
  const snapshots = mostWithin(cadence, spanMs);
  if (rule === 'keepWithin') return snapshots;
  return Math.min(snapshots, Math.ceil(spanMs / SHORTEST_PERIOD_MS[PERIOD_OF_SPAN[rule]]) + 2);
}

/** Start of a leap-year cycle, which contains every length of months and years. */
const FIRST_BASE_MS = Date.UTC(2024, 0, 1);
const BASES = 4 * 365 + 1;

/** Longest duration of a calendar span in milliseconds, including the hour that a change from summer time adds. */
function longestMs(span: Duration, timeZone: string): number {
  const onTheCalendar = { ...span, hours: 0 };
  const isOfVaryingLength = span.years > 0 || span.months > 0;
  const bases = Array.from({ length: isOfVaryingLength ? BASES : 1 }, (_, day) => FIRST_BASE_MS + day * DAY_MS);
  const longest = Math.max(...bases.map((base) => base - subtract(new Date(base), onTheCalendar, 'UTC').getTime()));
  const isShifted = timeZone !== 'UTC' && longest > 0;
  return longest + (isShifted ? HOUR_MS : 0) + span.hours * HOUR_MS;
}

import { WEEKDAYS, type Weekday } from '../../lambda-src/snapshot-manager/domain/drill/drill-window';
import { type Duration, durationText } from '../../lambda-src/snapshot-manager/domain/duration';
import {
  COUNT_RULES,
  type CountRule,
  RETENTION_SPANS,
  type RetentionPolicy,
  type SpanRule,
} from '../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import { DRILL_IDS } from '../../lambda-src/snapshot-manager/domain/snapshot-name';
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
 * a history exists in which no two rules keep the same snapshot. Snapshots taken on request are not included, nor those of drills (`mostWithDrills`); those of the
 * service only where a rule limits them, by its count: how many it takes within a duration depends on stops and updates.
 * Marks add nothing: suspect ones go early when the quota is nearly full, and a freeze ends before.
 */
export function worstCase(policy: RetentionPolicy, cadence: Cadence): WorstCase {
  const shares = sharesOf(policy, (spanMs) => mostWithin(cadence, spanMs));
  const sum = shares.reduce((total, { most }) => total + most, 0);
  const ofSchedule = Math.min(sum, policy.keepAtMost ?? sum);
  if (!policy.serviceSnapshots) return { most: ofSchedule, shares };
  const { keepLast: count } = policy.serviceSnapshots;
  return { most: ofSchedule + count, shares: [...shares, { rule: OF_THE_SERVICE, value: count, most: count }] };
}

/** Snapshots that one drill leaves at most: of before, of after, and of after the way back. */
const SNAPSHOTS_OF_A_DRILL = Object.keys(DRILL_IDS).length;

/**
 * Most snapshots as `worstCase` counts them, with one drill in each window: the rules keep those of drills on top.
 *
 * @param days on which a window begins, each once; default: every day.
 */
export function mostWithDrills(policy: RetentionPolicy, cadence: Cadence, days: readonly Weekday[] = WEEKDAYS): number {
  const windowsWithin = (spanMs: number) =>
    Math.min(Math.floor(spanMs / DAY_MS) + 1, days.length * (Math.floor(spanMs / (7 * DAY_MS)) + 1));
  const ofDrills = sharesOf(policy, (spanMs) => SNAPSHOTS_OF_A_DRILL * windowsWithin(spanMs));
  const { shares } = worstCase({ ...policy, serviceSnapshots: undefined }, cadence);
  const sum = [...shares, ...ofDrills].reduce((total, { most }) => total + most, 0);
  const ofService = policy.serviceSnapshots ? policy.serviceSnapshots.keepLast : 0;
  return Math.min(sum, policy.keepAtMost ?? sum) + ofService;
}

/** Most snapshots within any span of so many milliseconds. */
type MostWithin = (spanMs: number) => number;

function sharesOf(policy: RetentionPolicy, within: MostWithin): readonly RuleShare[] {
  return [
    ...COUNT_RULES.flatMap((rule): RuleShare[] => {
      const count = policy[rule];
      return count === undefined ? [] : [{ rule, value: count, most: mostOfCount(rule, count, within) }];
    }),
    ...RETENTION_SPANS.flatMap((rule): RuleShare[] => {
      const span = policy[rule];
      if (span === undefined) return [];
      const most = mostOfSpan(rule, longestMs(span, policy.timeZone ?? 'UTC'), within);
      return [{ rule, value: durationText(span), most }];
    }),
  ];
}

function mostOfCount(rule: CountRule, count: number, within: MostWithin): number {
  if (count !== -1) return count;
  const snapshots = within(ENDLESS_MS);
  return rule === 'keepLast' ? snapshots : Math.min(snapshots, Math.ceil(ENDLESS_MS / SHORTEST_PERIOD_MS[rule]));
}

/** Most snapshots of a period rule: the newest of each period that the span touches, and the very oldest snapshot. */
function mostOfSpan(rule: SpanRule, spanMs: number, within: MostWithin): number {
  const snapshots = within(spanMs);
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

import { type Duration, durationText } from '../duration';
import type { Snapshot } from '../snapshot';
import { localTimes, subtract } from '../time-zone';
import type { RetentionPolicy } from './retention-policy';

/** Snapshot that rules by time can judge. */
export type DatedSnapshot = Snapshot & { readonly createdAt: Date };

type Period = 'hourly' | 'daily' | 'weekly' | 'monthly' | 'yearly';
/**
 * Reason of a period rule. `daily 2026-11-23`: the newest of that day. `oldest daily …`: kept because the rule had
 * slots left.
 */
type PeriodReason = `${Period} ${string}` | `oldest ${Period} ${string}`;
/** Reason why a rule keeps a snapshot: `last 3` is the third of keepLast, and so on. */
export type RuleReason = `last ${number}` | `within ${string}` | PeriodReason;

interface PeriodRule {
  readonly period: Period;
  /** Number of the period of a local time; equal numbers are the same period. */
  readonly numberOf: (local: Date) => number;
  /** Label of the period: `2026-11-23`, `2026-W48`. */
  readonly labelOf: (local: Date) => string;
  readonly count: (policy: RetentionPolicy) => number | undefined;
  readonly within: (policy: RetentionPolicy) => Duration | undefined;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Period rules in the order of the reasons. */
const PERIOD_RULES: readonly PeriodRule[] = [
  {
    period: 'hourly',
    numberOf: (local) => Math.floor(local.getTime() / HOUR_MS),
    labelOf: (local) => local.toISOString().slice(0, 13),
    count: (policy) => policy.keepHourly,
    within: (policy) => policy.keepWithinHourly,
  },
  {
    period: 'daily',
    numberOf: (local) => Math.floor(local.getTime() / DAY_MS),
    labelOf: (local) => local.toISOString().slice(0, 10),
    count: (policy) => policy.keepDaily,
    within: (policy) => policy.keepWithinDaily,
  },
  {
    period: 'weekly',
    // 1 January 1970 was a Thursday, the fourth day of its ISO week.
    numberOf: (local) => Math.floor((Math.floor(local.getTime() / DAY_MS) + 3) / 7),
    labelOf: isoWeek,
    count: (policy) => policy.keepWeekly,
    within: (policy) => policy.keepWithinWeekly,
  },
  {
    period: 'monthly',
    numberOf: (local) => local.getUTCFullYear() * 12 + local.getUTCMonth(),
    labelOf: (local) => local.toISOString().slice(0, 7),
    count: (policy) => policy.keepMonthly,
    within: (policy) => policy.keepWithinMonthly,
  },
  {
    period: 'yearly',
    numberOf: (local) => local.getUTCFullYear(),
    labelOf: (local) => local.toISOString().slice(0, 4),
    count: (policy) => policy.keepYearly,
    within: (policy) => policy.keepWithinYearly,
  },
];

/**
 * Applies the rules of restic's `forget` (ApplyPolicy in internal/data/snapshot_policy.go): each rule counts
 * independently, and a snapshot stays if any rule keeps it. A period rule keeps the newest of each period that has one,
 * and the very oldest while it has slots left. Durations reach back from the newest snapshot, not from now, so that a
 * schedule that stopped loses no history. A snapshot exactly at the cut is outside.
 *
 * @param newestFirst only snapshots that take part: see `planRetention`.
 * @returns reasons for those that a rule keeps.
 */
export function applyRules(
  newestFirst: readonly DatedSnapshot[],
  policy: RetentionPolicy,
): ReadonlyMap<Snapshot, readonly RuleReason[]> {
  const base = newestFirst[0]?.createdAt;
  if (!base) return new Map();
  const timeZone = policy.timeZone ?? 'UTC';

  const rules = [
    policy.keepWithin && withinRule(policy.keepWithin, subtract(base, policy.keepWithin, timeZone)),
    lastRule(policy.keepLast),
    ...PERIOD_RULES.map((rule) => countRule(rule, rule.count(policy))),
    ...PERIOD_RULES.map((rule) => {
      const span = rule.within(policy);
      return span && withinPeriodRule(rule, span, subtract(base, span, timeZone));
    }),
  ].filter((rule) => rule !== undefined);

  const toLocal = localTimes(timeZone);
  const reasonsOf = new Map<Snapshot, readonly RuleReason[]>();
  newestFirst.forEach((snapshot, index) => {
    const local = toLocal(snapshot.createdAt);
    const createdMs = snapshot.createdAt.getTime();
    const candidate = { createdMs, local, index, isOldest: index === newestFirst.length - 1 };
    const reasons: RuleReason[] = [];
    for (const judge of rules) {
      const reason = judge(candidate);
      if (reason) reasons.push(reason);
    }
    if (reasons.length > 0) reasonsOf.set(snapshot, reasons);
  });
  return reasonsOf;
}

interface Candidate {
  readonly createdMs: number;
  /** Local time of the creation in the policy's zone. */
  readonly local: Date;
  readonly index: number;
  readonly isOldest: boolean;
}
/** Rule that is asked for each snapshot from the newest to the oldest and counts its slots. */
type Rule = (candidate: Candidate) => RuleReason | undefined;

function lastRule(count: number | undefined): Rule | undefined {
  if (count === undefined) return undefined;
  return ({ index }) => (count === -1 || index < count ? `last ${index + 1}` : undefined);
}

function withinRule(span: Duration, cut: Date): Rule {
  const cutMs = cut.getTime();
  const reason = `within ${durationText(span)}` as const;
  return ({ createdMs }) => (createdMs > cutMs ? reason : undefined);
}

function countRule(rule: PeriodRule, count: number | undefined): Rule | undefined {
  if (count === undefined) return undefined;
  const judge = newestOfEachPeriod(rule);
  let slots = count;
  return (candidate) => {
    if (slots === 0) return undefined;
    const reason = judge(candidate);
    // -1, no limit, never reaches 0.
    if (reason) slots -= 1;
    return reason;
  };
}

function withinPeriodRule(rule: PeriodRule, span: Duration, cut: Date): Rule {
  const judge = newestOfEachPeriod(rule);
  const cutMs = cut.getTime();
  const suffix = ` within ${durationText(span)}` as const;
  return (candidate) => {
    const reason = candidate.createdMs > cutMs ? judge(candidate) : undefined;
    return reason && `${reason}${suffix}`;
  };
}

/**
 * Rule that keeps the newest of each period. It compares only with the last kept period, as restic does: the list is
 * ordered, so equal periods are neighbours.
 */
function newestOfEachPeriod({
  period,
  numberOf,
  labelOf,
}: PeriodRule): (candidate: Candidate) => PeriodReason | undefined {
  let last: number | undefined;
  return ({ local, isOldest }) => {
    const current = numberOf(local);
    if (current !== last) {
      last = current;
      return `${period} ${labelOf(local)}`;
    }
    return isOldest ? `oldest ${period} ${labelOf(local)}` : undefined;
  };
}

/**
 * ISO 8601 week: weeks begin on Monday and belong to the year of their Thursday; 1 January may be in the last week of
 * the old year.
 */
function isoWeek(local: Date): string {
  const thursday = new Date(local);
  thursday.setUTCDate(local.getUTCDate() - ((local.getUTCDay() + 6) % 7) + 3);
  const year = thursday.getUTCFullYear();
  const dayOfYear = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / 86_400_000);
  return `${year}-W${String(Math.floor(dayOfYear / 7) + 1).padStart(2, '0')}`;
}

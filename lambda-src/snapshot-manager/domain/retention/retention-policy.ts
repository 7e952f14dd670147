import { isTimeZone, RETENTION_CAP, RETENTION_COUNTS, RETENTION_SPANS } from '../../../contract';
import { type Duration, parseDuration } from '../duration';

/** Which of this manager's READY snapshots of one application stay: what any of the `keep` rules says. -1: all. */
export interface RetentionPolicy {
  /** The newest ones (the reference system's RetentionCount). */
  readonly keepLast?: number;
  /** The newest one of each of the last hours, days, … that have a snapshot. */
  readonly keepHourly?: number;
  readonly keepDaily?: number;
  readonly keepWeekly?: number;
  readonly keepMonthly?: number;
  readonly keepYearly?: number;
  /** All that are not older than the newest one by so much. */
  readonly keepWithin?: Duration;
  /** The newest one of each hour, day, … within so much of the newest one. */
  readonly keepWithinHourly?: Duration;
  readonly keepWithinDaily?: Duration;
  readonly keepWithinWeekly?: Duration;
  readonly keepWithinMonthly?: Duration;
  readonly keepWithinYearly?: Duration;
  /** IANA name of the zone in which days and weeks begin; none: UTC. */
  readonly timeZone?: string;
  /** FAILED ones of ours stay for so long, to be looked at; none: they go at once. */
  readonly keepFailed?: Duration;
  /** So many of ours stay at most, whatever the rules say. */
  readonly keepAtMost?: number;
  /** False: nothing is ever deleted. */
  readonly deleteSurplus?: boolean;
}

/** A retention policy that cannot be used; the message names the setting, its value and what is allowed. */
export class RetentionPolicyError extends Error {
  override readonly name = 'RetentionPolicyError';
}

/**
 * Reads the retention settings as they stand in the deployment's settings, parsed from JSON.
 *
 * @param stackWide for a policy that one application has instead of the deployment's: zone and `keepFailed` are taken
 * over where it says nothing, the smaller cap holds, and nothing is deleted unless both allow it.
 * @throws RetentionPolicyError for a setting that is unknown or wrong, and for a policy that would keep nothing.
 */
export function parseRetentionPolicy(json: unknown, stackWide?: RetentionPolicy): RetentionPolicy {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new RetentionPolicyError(
      `the policy is ${JSON.stringify(json)}, expected an object such as {"keepLast": 10}`,
    );
  }
  const parsed = Object.fromEntries(
    Object.entries(json).map(([name, value]) => {
      const parse = PARSERS.get(name);
      if (parse) return [name, parse(name, value)];
      throw new RetentionPolicyError(`${name} is no setting, expected one of ${[...PARSERS.keys()].join(', ')}`);
    }),
  ) as RetentionPolicy;
  if (!keepsSomething(parsed)) {
    throw new RetentionPolicyError(
      'the policy would keep nothing, expected at least one rule such as "keepLast": 10 or "keepDaily": 7',
    );
  }
  return stackWide ? within(parsed, stackWide) : parsed;
}

type Parse = (name: string, value: unknown) => unknown;

const PARSERS: ReadonlyMap<string, Parse> = new Map<string, Parse>([
  ...Object.entries(RETENTION_COUNTS).map(([name, { least, most }]) => [name, countParser(least, most, true)] as const),
  ...RETENTION_SPANS.map((name) => [name, parseSpan] as const),
  ['timeZone', parseTimeZone],
  ['keepFailed', parseSpan],
  ['keepAtMost', countParser(RETENTION_CAP.least, RETENTION_CAP.most, false)],
  ['deleteSurplus', parseSwitch],
]);

function countParser(least: number, most: number, allowsAll: boolean): Parse {
  return (name, value) => {
    const isInRange = Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
    if (isInRange || (allowsAll && value === -1)) return value;
    throw wrong(name, value, `${allowsAll ? '-1 (all) or ' : ''}a whole number from ${least} to ${most}`);
  };
}

function parseSpan(name: string, value: unknown): Duration {
  const span = typeof value === 'string' ? parseDuration(value) : undefined;
  if (span) return span;
  throw wrong(name, value, 'a duration such as "14d" or "1y6m" (y, m for months, d, h; each once, not all zero)');
}

function parseTimeZone(name: string, value: unknown): string {
  if (typeof value === 'string' && isTimeZone(value)) return value;
  throw wrong(name, value, 'the name of an IANA time zone such as "Europe/Berlin"');
}

function parseSwitch(name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw wrong(name, value, 'true or false');
}

function wrong(name: string, value: unknown, allowed: string): RetentionPolicyError {
  return new RetentionPolicyError(`${name} is ${JSON.stringify(value)}, expected ${allowed}`);
}

function keepsSomething(policy: RetentionPolicy): boolean {
  const rules = new Set<string>([...Object.keys(RETENTION_COUNTS), ...RETENTION_SPANS]);
  return policy.deleteSurplus === false || Object.keys(policy).some((name) => rules.has(name));
}

function within(policy: RetentionPolicy, stackWide: RetentionPolicy): RetentionPolicy {
  const caps = [policy.keepAtMost, stackWide.keepAtMost].filter((cap) => cap !== undefined);
  return {
    ...policy,
    timeZone: policy.timeZone ?? stackWide.timeZone,
    keepFailed: policy.keepFailed ?? stackWide.keepFailed,
    keepAtMost: caps.length > 0 ? Math.min(...caps) : undefined,
    deleteSurplus: policy.deleteSurplus !== false && stackWide.deleteSurplus !== false ? undefined : false,
  };
}

import { type Duration, parseDuration } from '../duration';
import { isTimeZone } from '../time-zone';

/** Retention of this manager's READY snapshots of one application: those that any `keep` rule keeps. -1: all. */
export interface RetentionPolicy {
  /** Number of the newest snapshots (the reference system's RetentionCount). */
  readonly keepLast?: number;
  /** Number of hours, days, … to keep the newest snapshot of. */
  readonly keepHourly?: number;
  readonly keepDaily?: number;
  readonly keepWeekly?: number;
  readonly keepMonthly?: number;
  readonly keepYearly?: number;
  /** Duration from the newest snapshot within which all are kept. */
  readonly keepWithin?: Duration;
  /** Duration from the newest snapshot within which the newest of each hour, day, … is kept. */
  readonly keepWithinHourly?: Duration;
  readonly keepWithinDaily?: Duration;
  readonly keepWithinWeekly?: Duration;
  readonly keepWithinMonthly?: Duration;
  readonly keepWithinYearly?: Duration;
  /** IANA zone in which days and weeks begin. Default: UTC. */
  readonly timeZone?: string;
  /** Duration to keep FAILED snapshots for inspection. Default: they are deleted at once. */
  readonly keepFailed?: Duration;
  /** Days to keep suspect snapshots after they were marked. Default: SUSPECT_KEEP_DAYS.usual. */
  readonly suspectKeepDays?: number;
  /** Maximum number of this manager's trusted snapshots, whatever the rules keep. */
  readonly keepAtMost?: number;
  /** Rule for the snapshots that the service takes. `false`, or none here and for the deployment: they stay. */
  readonly serviceSnapshots?: ServiceSnapshotRule | false;
  /** False: nothing is ever deleted. */
  readonly deleteSurplus?: boolean;
}

/** Retention of the snapshots that the service takes for a stop, an update or a scaling: those that either rule keeps. */
export interface ServiceSnapshotRule {
  /** Number of the newest ones. */
  readonly keepLast: number;
  /** Duration from the newest of them within which all are kept. */
  readonly keepWithin?: Duration;
}

/**
 * Limits of the retention rules that count snapshots; -1: all. 1000 is the service's quota per application; fewer than
 * three would leave no choice when the newest one turns out to be bad.
 */
export const RETENTION_COUNTS = {
  keepLast: { least: 3, most: 1000 },
  keepHourly: { least: 1, most: 1000 },
  keepDaily: { least: 1, most: 1000 },
  keepWeekly: { least: 1, most: 1000 },
  keepMonthly: { least: 1, most: 1000 },
  keepYearly: { least: 1, most: 1000 },
} as const;

export type CountRule = keyof typeof RETENTION_COUNTS;
export const COUNT_RULES = Object.keys(RETENTION_COUNTS) as readonly CountRule[];

/** Retention rules that reach back a duration from the newest snapshot. */
export const RETENTION_SPANS = [
  'keepWithin',
  'keepWithinHourly',
  'keepWithinDaily',
  'keepWithinWeekly',
  'keepWithinMonthly',
  'keepWithinYearly',
] as const;
export type SpanRule = (typeof RETENTION_SPANS)[number];

/** Limits of `retention.keepAtMost`; values above 1000 are for accounts with a higher quota. */
export const RETENTION_CAP = { least: 3, most: 10_000 } as const;

/** Limits of `retention.serviceSnapshots.keepLast`. */
export const SERVICE_SNAPSHOTS = { least: 1, most: 1000 } as const;

/** Limits of `retention.suspectKeepDays`: evidence of what went wrong, which takes no slot of the rules. */
export const SUSPECT_KEEP_DAYS = { least: 1, usual: 14, most: 365 } as const;

/** Error for an invalid retention policy; the message names the setting, its value and what is allowed. */
export class RetentionPolicyError extends Error {
  override readonly name = 'RetentionPolicyError';
}

/**
 * Parses the retention settings of the deployment from JSON.
 *
 * @param stackWide the deployment's policy, for an application's own: missing zone, `keepFailed`, `suspectKeepDays` and
 * `serviceSnapshots` are taken from it, the smaller cap applies, and deletions need both.
 * @throws RetentionPolicyError for an unknown or invalid setting, and for a policy that would keep nothing.
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
  ['suspectKeepDays', countParser(SUSPECT_KEEP_DAYS.least, SUSPECT_KEEP_DAYS.most, false)],
  ['keepAtMost', countParser(RETENTION_CAP.least, RETENTION_CAP.most, false)],
  ['serviceSnapshots', parseServiceSnapshots],
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

function parseServiceSnapshots(name: string, value: unknown): ServiceSnapshotRule | false {
  if (value === false) return false;
  if (typeof value !== 'object' || value === null)
    throw wrong(name, value, 'false, or an object such as {"keepLast": 5}');
  const { keepLast, keepWithin, ...others }: Partial<Record<string, unknown>> = { ...value };
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw wrong(`${name}.${unknown}`, others[unknown], 'only keepLast and keepWithin');
  const { least, most } = SERVICE_SNAPSHOTS;
  const count = countParser(least, most, false)(`${name}.keepLast`, keepLast) as number;
  return keepWithin === undefined
    ? { keepLast: count }
    : { keepLast: count, keepWithin: parseSpan(`${name}.keepWithin`, keepWithin) };
}

function parseSwitch(name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw wrong(name, value, 'true or false');
}

function wrong(name: string, value: unknown, allowed: string): RetentionPolicyError {
  return new RetentionPolicyError(`${name} is ${JSON.stringify(value)}, expected ${allowed}`);
}

function keepsSomething(policy: RetentionPolicy): boolean {
  const rules = new Set<string>([...COUNT_RULES, ...RETENTION_SPANS]);
  return policy.deleteSurplus === false || Object.keys(policy).some((name) => rules.has(name));
}

function within(policy: RetentionPolicy, stackWide: RetentionPolicy): RetentionPolicy {
  const caps = [policy.keepAtMost, stackWide.keepAtMost].filter((cap) => cap !== undefined);
  return {
    ...policy,
    timeZone: policy.timeZone ?? stackWide.timeZone,
    keepFailed: policy.keepFailed ?? stackWide.keepFailed,
    suspectKeepDays: policy.suspectKeepDays ?? stackWide.suspectKeepDays,
    serviceSnapshots: policy.serviceSnapshots ?? stackWide.serviceSnapshots,
    keepAtMost: caps.length > 0 ? Math.min(...caps) : undefined,
    deleteSurplus: policy.deleteSurplus !== false && stackWide.deleteSurplus !== false ? undefined : false,
  };
}

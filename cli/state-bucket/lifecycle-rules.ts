import type { LifecycleRule } from '@aws-sdk/client-s3';

/** A year: an accident with the state of something that is seldom deployed shows late. */
export const OLD_VERSIONS_DAYS = 365;

/** So many stay however old they are. S3's own highest number. */
export const OLD_VERSIONS_KEPT = 100;

/** What a broken upload left behind is of no use to anybody. */
export const BROKEN_UPLOADS_DAYS = 7;

export interface StateRules {
  /** All rules as they should be: those that were there, as they were, and ours. */
  readonly rules: readonly LifecycleRule[];
  /** Ids of the rules that are new. */
  readonly added: readonly string[];
  /** Somebody's rules that do our rules' work already, in their own way. */
  readonly othersInPlace: readonly string[];
  /** Somebody's rules that would delete the state itself, or what can't be told apart from it. */
  readonly dangers: readonly string[];
}

/**
 * The bucket's lifecycle rules with ours for the keys of the state: old versions and broken uploads go after a while.
 * Only there: the rest of the bucket is not ours. A rule of somebody's that does the same work stays alone, since of two
 * rules S3 takes the one that deletes sooner.
 */
export function withStateRules(current: readonly LifecycleRule[], keyPrefix: string): StateRules {
  const prefix = `${keyPrefix}/`;
  const inForce = current.filter((rule) => rule.Status === 'Enabled' && overlaps(rule, prefix));
  const ours = stateRules(prefix);
  const missing = ours.filter(
    (our) => !current.some(({ ID }) => ID === our.ID) && !inForce.some((theirs) => doesTheSame(theirs, our)),
  );
  const ourIds = ours.map(({ ID }) => ID);
  return {
    rules: [...current, ...missing],
    added: missing.map(nameOf),
    othersInPlace: inForce
      .filter((theirs) => !ourIds.includes(theirs.ID) && ours.some((our) => doesTheSame(theirs, our)))
      .map(nameOf),
    dangers: inForce.filter(({ Expiration }) => Expiration?.Days ?? Expiration?.Date).map(nameOf),
  };
}

/** S3 refuses a mix of rules with a Filter and rules of the old form, with a Prefix beside it. */
export function areOfTheOldForm(rules: readonly LifecycleRule[]): boolean {
  return rules.some(({ Filter, Prefix }) => Filter === undefined && Prefix !== undefined);
}

function stateRules(prefix: string): LifecycleRule[] {
  return [
    {
      ID: `old versions below ${prefix}`,
      Status: 'Enabled',
      Filter: { Prefix: prefix },
      NoncurrentVersionExpiration: {
        NoncurrentDays: OLD_VERSIONS_DAYS,
        NewerNoncurrentVersions: OLD_VERSIONS_KEPT,
      },
    },
    {
      ID: `broken uploads below ${prefix}`,
      Status: 'Enabled',
      Filter: { Prefix: prefix },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: BROKEN_UPLOADS_DAYS },
    },
  ];
}

function doesTheSame(theirs: LifecycleRule, our: LifecycleRule): boolean {
  return (
    (our.NoncurrentVersionExpiration !== undefined && theirs.NoncurrentVersionExpiration !== undefined) ||
    (our.AbortIncompleteMultipartUpload !== undefined && theirs.AbortIncompleteMultipartUpload !== undefined)
  );
}

/** Tags and sizes of a filter are not looked at: a rule with them might fit a state object, so it is taken to. */
function overlaps({ Filter, Prefix }: LifecycleRule, prefix: string): boolean {
  const theirs = Filter?.Prefix ?? Filter?.And?.Prefix ?? Prefix ?? '';
  return theirs.startsWith(prefix) || prefix.startsWith(theirs);
}

function nameOf({ ID }: LifecycleRule): string {
  return ID ?? '(without an id)';
}

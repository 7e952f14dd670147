import type { LifecycleRule } from '@aws-sdk/client-s3';

/** Days to keep old versions: a year, because damage to a state that is seldom deployed is noticed late. */
export const OLD_VERSIONS_DAYS = 365;

/** Number of old versions kept whatever their age: S3's maximum. */
export const OLD_VERSIONS_KEPT = 100;

/** Days until the parts of an aborted upload are deleted. */
export const BROKEN_UPLOADS_DAYS = 7;

export interface StateRules {
  /** Rules with the required ones added: existing rules are unchanged. */
  readonly rules: readonly LifecycleRule[];
  /** Ids of the new rules. */
  readonly added: readonly string[];
  /** Existing rules that already do the work of the required ones. */
  readonly othersInPlace: readonly string[];
  /** Existing rules that would delete the state itself, or may do so. */
  readonly dangers: readonly string[];
}

/**
 * Adds rules for the keys of the state to the bucket's lifecycle rules: old versions and aborted uploads are deleted
 * after a while, only below these keys. If an existing rule does the same, none is added, because S3 applies the rule
 * that deletes sooner.
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

/** True for rules of the old form, with a Prefix beside the Filter: S3 refuses a mix of both forms. */
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

/**
 * True if a rule may apply to a state object. Tags and sizes of its filter are ignored: the rule is assumed to apply.
 */
function overlaps({ Filter, Prefix }: LifecycleRule, prefix: string): boolean {
  const theirs = Filter?.Prefix ?? Filter?.And?.Prefix ?? Prefix ?? '';
  return theirs.startsWith(prefix) || prefix.startsWith(theirs);
}

function nameOf({ ID }: LifecycleRule): string {
  return ID ?? '(without an id)';
}

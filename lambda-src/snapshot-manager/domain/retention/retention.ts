import { durationText } from '../duration';
import type { Marks } from '../marks';
import { lastProven } from '../proofs';
import { isOfTheService } from '../service-snapshot';
import { byAgeNewestFirst, isFuture, isKnownStatus, type Snapshot, uniqueByName } from '../snapshot';
import { isDrillName, isOurs, type Ownership } from '../snapshot-name';
import { subtract } from '../time-zone';
import { aboveCap, type OnTop } from './cap';
import type { RetentionPolicy } from './retention-policy';
import { applyRules, type DatedSnapshot, type RuleReason } from './retention-rules';
import { type SuspectDropReason, type SuspectKeepReason, Suspects } from './suspects';

/** Facts besides the snapshots that the decision depends on; no clock is read here. */
export interface RetentionFacts extends Ownership {
  readonly now: Date;
  /** Name of the application, which is in the names that the service gives. Default: none counts as the service's. */
  readonly application?: string;
  /** Snapshot that the application is configured to restore from, if it names one. */
  readonly restorePoint: string | undefined;
  /** Names of the snapshots on hold. */
  readonly held: ReadonlySet<string>;
  /** Marks in force, the freeze that ends last first. Default: none. */
  readonly marks?: Marks;
  /** Maximum number of snapshots in the service; suspect ones go early rather than fill it. Default: no maximum. */
  readonly snapshotQuota?: number;
}

/** Reason why a snapshot takes no part in the rules, or is always kept. */
type Protection =
  | 'foreign'
  | 'creating'
  | 'deleting'
  | `unknown-status ${string}`
  | 'future'
  | 'no-creation-time'
  | 'on-hold'
  | 'newest-ready-of-ours'
  | 'newest-ready'
  | 'newest-trusted-of-ours'
  | 'last-proven'
  | 'newest-ready-of-the-service'
  | 'restore-point';
export type KeepReason =
  | Protection
  | RuleReason
  | `service ${RuleReason}`
  | `drill ${RuleReason}`
  | SuspectKeepReason
  | `failed within ${string}`
  | 'cleaning-off'
  | `frozen until ${string}`;
/** Reason to delete a snapshot. `surplus`: no rule keeps it. `service surplus`: no rule of `serviceSnapshots` does. */
export type DropReason =
  | 'surplus'
  | 'service surplus'
  | 'failed'
  | `failed, older than ${string}`
  | SuspectDropReason
  | `above keepAtMost ${number}`;

export interface Kept {
  readonly snapshot: Snapshot;
  readonly reasons: readonly KeepReason[];
}
export interface Dropped {
  readonly snapshot: Snapshot;
  readonly reasons: readonly DropReason[];
}

/** Plan with all reasons why each snapshot stays or goes; newest first in both lists. */
export interface RetentionPlan {
  readonly kept: readonly Kept[];
  readonly dropped: readonly Dropped[];
}

/**
 * Decides which snapshots of one application to delete. The rules see only this manager's READY ones. Left out before
 * are those of people and of the service, those in CREATING, DELETING, FAILED or an unknown status, future ones, those
 * on hold and suspect ones: they neither take a slot nor are a base for durations. Whatever the rules and the cap say,
 * these stay: the newest READY one, the newest READY one of this manager, the newest trusted one of this manager, the
 * last proven one, the configured restore point and those on hold. Of a frozen application all stay. Those of drills
 * take no slot from the others.
 *
 * Those of the service have rules of their own, `serviceSnapshots`, with the same exceptions, and count for no cap; their
 * newest READY one stays, too, and so does every suspect one. Without these rules all of them stay.
 */
export function planRetention(
  snapshots: readonly Snapshot[],
  policy: RetentionPolicy,
  facts: RetentionFacts,
): RetentionPlan {
  const newestFirst = uniqueByName(snapshots).toSorted(byAgeNewestFirst);
  const own = new Set(newestFirst.filter((snapshot) => isOurs(snapshot, facts)));
  const suspects = new Suspects(newestFirst, policy, facts);
  const ofService = new Set(
    newestFirst.filter((snapshot) => isUnderServiceRule(snapshot, policy, facts) && !suspects.has(snapshot)),
  );
  const protections = protectionsOf(newestFirst, { own, ofService }, suspects, facts);
  const ours = reasonsOfOurs(
    newestFirst.filter(
      (snapshot): snapshot is DatedSnapshot =>
        own.has(snapshot) && !suspects.has(snapshot) && takesPart(snapshot, facts),
    ),
    policy,
    facts,
  );
  const ruleReasons = new Map<Snapshot, readonly KeepReason[]>([
    ...ours.reasons,
    ...serviceReasons(
      newestFirst.filter(
        (snapshot): snapshot is DatedSnapshot => ofService.has(snapshot) && takesPart(snapshot, facts),
      ),
      policy,
    ),
  ]);
  const failedCut = policy.keepFailed && subtract(facts.now, policy.keepFailed, policy.timeZone ?? 'UTC');

  const decisions = newestFirst.map((snapshot): Decision => {
    const byRules: readonly KeepReason[] = suspects.has(snapshot)
      ? suspects.keepReasons(snapshot)
      : snapshot.status === 'FAILED'
        ? failedReasons(snapshot, policy, failedCut)
        : (ruleReasons.get(snapshot) ?? []);
    const protectedBy = protections.get(snapshot) ?? [];
    return { snapshot, protectedBy, keptBy: [...protectedBy, ...byRules] };
  });
  const underCap = decisions.filter(({ snapshot }) => own.has(snapshot) && !suspects.has(snapshot));
  const tooMany = aboveCap(underCap, ours.onTop, policy);
  const aboveQuota = suspects.aboveQuota(decisions, facts.snapshotQuota);
  const freeze = facts.marks?.freezes[0];

  const kept: Kept[] = [];
  const dropped: Dropped[] = [];
  for (const { snapshot, keptBy } of decisions) {
    const dropReason = tooMany.has(snapshot)
      ? (`above keepAtMost ${policy.keepAtMost ?? 0}` as const)
      : aboveQuota.has(snapshot)
        ? 'suspect, the quota is nearly full'
        : keptBy.length === 0
          ? suspects.has(snapshot)
            ? suspects.dropReason
            : unkeptReason(snapshot, policy, ofService.has(snapshot))
          : undefined;
    if (dropReason === undefined) kept.push({ snapshot, reasons: keptBy });
    else if (freeze) kept.push({ snapshot, reasons: [...keptBy, `frozen until ${freeze.until.toISOString()}`] });
    else if (policy.deleteSurplus === false) kept.push({ snapshot, reasons: [...keptBy, 'cleaning-off'] });
    else dropped.push({ snapshot, reasons: [dropReason] });
  }
  return { kept, dropped };
}

interface Decision {
  readonly snapshot: Snapshot;
  readonly protectedBy: readonly Protection[];
  readonly keptBy: readonly KeepReason[];
}

/** True for a snapshot that the retention may delete, if no rule and no protection keeps it. */
export function isUnderRetention(snapshot: Snapshot, policy: RetentionPolicy, facts: RetentionFacts): boolean {
  return isOurs(snapshot, facts) || isUnderServiceRule(snapshot, policy, facts);
}

function isUnderServiceRule(snapshot: Snapshot, { serviceSnapshots }: RetentionPolicy, facts: RetentionFacts): boolean {
  if (!serviceSnapshots || facts.application === undefined || isOurs(snapshot, facts)) return false;
  return isOfTheService(snapshot, facts.application);
}

interface ReasonsOfOurs {
  readonly reasons: readonly (readonly [Snapshot, readonly KeepReason[]])[];
  readonly onTop: OnTop;
}

/**
 * Applies the rules twice: to those of the schedule and of requests, which so keep every slot, and to all together, for
 * those of drills. A drill costs no restore point, and one of its own stays as long as it would in a slot.
 *
 * @param newestFirst those of this manager that take part.
 */
function reasonsOfOurs(
  newestFirst: readonly DatedSnapshot[],
  policy: RetentionPolicy,
  { ownPrefix }: Ownership,
): ReasonsOfOurs {
  const ofDrills = new Set<Snapshot>(newestFirst.filter(({ name }) => isDrillName(name, ownPrefix)));
  const together = applyRules(newestFirst, policy);
  if (ofDrills.size === 0) return { reasons: [...together], onTop: { ofDrills, others: new Set() } };
  const alone = applyRules(
    newestFirst.filter((snapshot) => !ofDrills.has(snapshot)),
    policy,
  );
  const withDrills = [...together].filter(([snapshot]) => ofDrills.has(snapshot));
  return {
    reasons: [
      ...alone,
      ...withDrills.map(([snapshot, why]) => [snapshot, why.map((reason) => `drill ${reason}` as const)] as const),
    ],
    onTop: { ofDrills, others: new Set([...alone.keys()].filter((snapshot) => !together.has(snapshot))) },
  };
}

/** @param newestFirst those of the service that take part. */
function serviceReasons(
  newestFirst: readonly DatedSnapshot[],
  { serviceSnapshots, timeZone }: RetentionPolicy,
): readonly (readonly [Snapshot, readonly KeepReason[]])[] {
  if (!serviceSnapshots) return [];
  const reasons = applyRules(newestFirst, { ...serviceSnapshots, timeZone });
  return [...reasons].map(([snapshot, why]) => [snapshot, why.map((reason) => `service ${reason}` as const)] as const);
}

interface Origins {
  readonly own: ReadonlySet<Snapshot>;
  /** Trusted ones of the service, if there is a rule for them. */
  readonly ofService: ReadonlySet<Snapshot>;
}

function protectionsOf(
  newestFirst: readonly Snapshot[],
  { own, ofService }: Origins,
  suspects: Suspects,
  facts: RetentionFacts,
): ReadonlyMap<Snapshot, readonly Protection[]> {
  const ready = newestFirst.filter((snapshot) => snapshot.status === 'READY' && !isFuture(snapshot, facts.now));
  const newestOfOurs = ready.find((snapshot) => own.has(snapshot) && snapshot.createdAt);
  const newestTrusted = ready.find((snapshot) => own.has(snapshot) && snapshot.createdAt && !suspects.has(snapshot));
  const proven = lastProven(ready, facts.marks ?? {}, { now: facts.now, isSuspect: (each) => suspects.has(each) });
  const newestOfService = ready.find((snapshot) => ofService.has(snapshot));
  return new Map(
    newestFirst.map((snapshot) => {
      const reasons: Protection[] = [];
      if (!own.has(snapshot) && !ofService.has(snapshot)) reasons.push('foreign');
      if (snapshot.status === 'CREATING') reasons.push('creating');
      if (snapshot.status === 'DELETING') reasons.push('deleting');
      // The service may be working on it, or need it for a feature newer than this code.
      if (!isKnownStatus(snapshot.status)) reasons.push(`unknown-status ${snapshot.status}`);
      if (isFuture(snapshot, facts.now)) reasons.push('future');
      // The service requires the creation time for a deletion.
      if (!snapshot.createdAt) reasons.push('no-creation-time');
      if (facts.held.has(snapshot.name)) reasons.push('on-hold');
      if (snapshot === newestOfOurs) reasons.push('newest-ready-of-ours');
      if (snapshot === ready[0]) reasons.push('newest-ready');
      if (snapshot === newestTrusted && snapshot !== newestOfOurs) reasons.push('newest-trusted-of-ours');
      if (snapshot === newestOfService) reasons.push('newest-ready-of-the-service');
      if (snapshot === proven) reasons.push('last-proven');
      if (snapshot.name === facts.restorePoint) reasons.push('restore-point');
      return [snapshot, reasons];
    }),
  );
}

function takesPart(snapshot: Snapshot, { now, held }: RetentionFacts): boolean {
  return (
    snapshot.status === 'READY' &&
    snapshot.createdAt !== undefined &&
    !isFuture(snapshot, now) &&
    !held.has(snapshot.name)
  );
}

/**
 * Reasons to delete FAILED snapshots: they hold no state, so the rules never see them and only their age keeps them for
 * a while.
 */
function failedReasons(
  { createdAt }: Snapshot,
  { keepFailed }: RetentionPolicy,
  cut: Date | undefined,
): readonly KeepReason[] {
  return keepFailed && cut && createdAt && createdAt > cut ? [`failed within ${durationText(keepFailed)}`] : [];
}

function unkeptReason({ status }: Snapshot, { keepFailed }: RetentionPolicy, isOfService: boolean): DropReason {
  if (status !== 'FAILED') return isOfService ? 'service surplus' : 'surplus';
  return keepFailed ? `failed, older than ${durationText(keepFailed)}` : 'failed';
}

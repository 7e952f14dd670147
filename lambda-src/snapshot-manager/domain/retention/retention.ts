import { durationText, subtract } from '../duration';
import type { Snapshot } from '../snapshot';
import { isKnownStatus } from '../snapshot-status';
import { isOurs, type Ownership } from './ownership';
import type { RetentionPolicy } from './retention-policy';
import { applyRules, type DatedSnapshot, type RuleReason } from './retention-rules';
import { uniqueByName } from './unique-snapshots';

/** What the decision depends on besides the snapshots; no clock is read here. */
export interface RetentionFacts extends Ownership {
  readonly now: Date;
  /** The snapshot that the application is configured to restore from, if it names one. */
  readonly restorePoint: string | undefined;
  /** Names of the snapshots that somebody put on hold. */
  readonly held: ReadonlySet<string>;
}

/** Why a snapshot takes no part in the rules, or stays whatever they say. */
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
  | 'restore-point';
export type KeepReason = Protection | RuleReason | `failed within ${string}` | 'cleaning-off';
/** `surplus`: no rule keeps it. */
export type DropReason = 'surplus' | 'failed' | `failed, older than ${string}` | `above keepAtMost ${number}`;

export interface Kept {
  readonly snapshot: Snapshot;
  readonly reasons: readonly KeepReason[];
}
export interface Dropped {
  readonly snapshot: Snapshot;
  readonly reasons: readonly DropReason[];
}

/** For every snapshot all reasons why it stays or goes; newest first in both lists. */
export interface RetentionPlan {
  readonly kept: readonly Kept[];
  readonly dropped: readonly Dropped[];
}

/** The service's clock may run ahead of Lambda's by so much without a snapshot being called one of the future. */
const CLOCK_TOLERANCE_MS = 60_000;

/**
 * Decides which snapshots of one application go. The rules see only our READY ones: taken out before are those of
 * people and of the service, those in CREATING, DELETING, FAILED or a status that this version does not know, future ones
 * and those on hold, which neither take a slot nor are a base for durations. Whatever the rules and the cap say, the newest READY one, the newest READY one of
 * ours, the configured restore point and those on hold stay.
 */
export function planRetention(
  snapshots: readonly Snapshot[],
  policy: RetentionPolicy,
  facts: RetentionFacts,
): RetentionPlan {
  const newestFirst = uniqueByName(snapshots).toSorted(byAgeNewestFirst);
  const own = new Set(newestFirst.filter((snapshot) => isOurs(snapshot, facts)));
  const protections = protectionsOf(newestFirst, own, facts);
  const ruleReasons = applyRules(
    newestFirst.filter((snapshot): snapshot is DatedSnapshot => own.has(snapshot) && takesPart(snapshot, facts)),
    policy,
  );
  const failedCut = policy.keepFailed && subtract(facts.now, policy.keepFailed, policy.timeZone ?? 'UTC');

  const decisions = newestFirst.map((snapshot): Decision => {
    const byRules: readonly KeepReason[] =
      snapshot.status === 'FAILED' ? failedReasons(snapshot, policy, failedCut) : (ruleReasons.get(snapshot) ?? []);
    const protectedBy = protections.get(snapshot) ?? [];
    return { snapshot, protectedBy, keptBy: [...protectedBy, ...byRules] };
  });
  const aboveCap = snapshotsAboveCap(decisions, own, policy);

  const kept: Kept[] = [];
  const dropped: Dropped[] = [];
  for (const { snapshot, keptBy } of decisions) {
    const dropReason = aboveCap.has(snapshot)
      ? (`above keepAtMost ${policy.keepAtMost ?? 0}` as const)
      : keptBy.length === 0
        ? unkeptReason(snapshot, policy)
        : undefined;
    if (dropReason === undefined) kept.push({ snapshot, reasons: keptBy });
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

function protectionsOf(
  newestFirst: readonly Snapshot[],
  own: ReadonlySet<Snapshot>,
  facts: RetentionFacts,
): ReadonlyMap<Snapshot, readonly Protection[]> {
  const ready = newestFirst.filter((snapshot) => snapshot.status === 'READY' && !isFuture(snapshot, facts.now));
  const newestOfOurs = ready.find((snapshot) => own.has(snapshot) && snapshot.createdAt);
  return new Map(
    newestFirst.map((snapshot) => {
      const reasons: Protection[] = [];
      if (!own.has(snapshot)) reasons.push('foreign');
      if (snapshot.status === 'CREATING') reasons.push('creating');
      if (snapshot.status === 'DELETING') reasons.push('deleting');
      // The service may be at work on it, or need it for something that did not exist when this was written.
      if (!isKnownStatus(snapshot.status)) reasons.push(`unknown-status ${snapshot.status}`);
      if (isFuture(snapshot, facts.now)) reasons.push('future');
      // The service demands the creation time for a deletion.
      if (!snapshot.createdAt) reasons.push('no-creation-time');
      if (facts.held.has(snapshot.name)) reasons.push('on-hold');
      if (snapshot === newestOfOurs) reasons.push('newest-ready-of-ours');
      if (snapshot === ready[0]) reasons.push('newest-ready');
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

/** A FAILED one holds no state: the rules never see it, only its age keeps it for a while. */
function failedReasons(
  { createdAt }: Snapshot,
  { keepFailed }: RetentionPolicy,
  cut: Date | undefined,
): readonly KeepReason[] {
  return keepFailed && cut && createdAt && createdAt > cut ? [`failed within ${durationText(keepFailed)}`] : [];
}

function unkeptReason({ status }: Snapshot, { keepFailed }: RetentionPolicy): DropReason {
  if (status !== 'FAILED') return 'surplus';
  return keepFailed ? `failed, older than ${durationText(keepFailed)}` : 'failed';
}

/**
 * Those that have to go so that no more than `keepAtMost` of ours stay: FAILED ones first, which must not cost a restore
 * point its place, then the oldest. Protected ones count, as they fill the quota too, but never go.
 */
function snapshotsAboveCap(
  decisions: readonly Decision[],
  own: ReadonlySet<Snapshot>,
  { keepAtMost }: RetentionPolicy,
): ReadonlySet<Snapshot> {
  if (keepAtMost === undefined) return new Set();
  const remaining = decisions.filter(
    ({ snapshot, keptBy }) => keptBy.length > 0 && snapshot.status !== 'DELETING' && own.has(snapshot),
  );
  const oldestFirst = remaining.filter(({ protectedBy }) => protectedBy.length === 0).toReversed();
  const failed = oldestFirst.filter(({ snapshot }) => snapshot.status === 'FAILED');
  const ready = oldestFirst.filter(({ snapshot }) => snapshot.status !== 'FAILED');
  const surplus = Math.max(0, remaining.length - keepAtMost);
  return new Set([...failed, ...ready].slice(0, surplus).map(({ snapshot }) => snapshot));
}

/** The newest READY snapshot, whoever made it: what the application would be restored from as "latest". */
export function newestReady(snapshots: readonly Snapshot[]): Snapshot | undefined {
  return snapshots.filter((snapshot) => snapshot.status === 'READY').toSorted(byAgeNewestFirst)[0];
}

/** True for a snapshot that is stamped in the future: of a clock that is wrong, so nothing can be concluded from it. */
export function isFuture(snapshot: Snapshot, now: Date): boolean {
  return snapshot.createdAt !== undefined && snapshot.createdAt.getTime() > now.getTime() + CLOCK_TOLERANCE_MS;
}

/** Equal times are ordered by name, so the same list gives the same plan whatever order the service told it in. */
function byAgeNewestFirst(a: Snapshot, b: Snapshot): number {
  const difference = (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0);
  return difference || (a.name < b.name ? 1 : -1);
}

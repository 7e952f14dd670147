import type { Snapshot } from './ports';
import { isOwnName } from './snapshot-name';

/** How many of this manager's READY snapshots stay, for each application (the reference system's RetentionCount). */
export interface RetentionPolicy {
  readonly keepLast: number;
}

/** What the decision depends on besides the snapshots; no clock is read here. */
export interface RetentionFacts {
  readonly ownPrefix: string;
  readonly now: Date;
  /** The snapshot that the application is configured to restore from, if it names one. */
  readonly restorePoint: string | undefined;
  /** Names of the snapshots on hold. */
  readonly held: ReadonlySet<string>;
}

export type KeepReason =
  | 'last'
  | 'newest-ready-of-ours'
  | 'newest-ready'
  | 'restore-point'
  | 'foreign'
  | 'creating'
  | 'deleting'
  | 'future'
  | 'on-hold'
  | 'no-creation-time';
export type DropReason = 'surplus' | 'failed';

/** For every snapshot why it stays or goes; newest first in both lists. */
export interface RetentionPlan {
  readonly kept: readonly { readonly snapshot: Snapshot; readonly reasons: readonly KeepReason[] }[];
  readonly dropped: readonly { readonly snapshot: Snapshot; readonly reason: DropReason }[];
}

/** The service's clock may run ahead of Lambda's by so much without a snapshot being called one of the future. */
const CLOCK_TOLERANCE_MS = 60_000;

/**
 * Decides which snapshots of one application go. Taken out before the rules, so that they neither go nor take a slot:
 * those of people and of the service, those in CREATING or DELETING, future ones, and those on hold. FAILED ones of ours hold no state:
 * they go, and take no slot either. Whatever the rules say, the newest READY one, the newest READY one of ours and the
 * configured restore point stay.
 */
export function planRetention(
  snapshots: readonly Snapshot[],
  policy: RetentionPolicy,
  facts: RetentionFacts,
): RetentionPlan {
  const newestFirst = snapshots.toSorted(byAgeNewestFirst);
  const ready = newestFirst.filter((snapshot) => snapshot.status === 'READY' && !isFuture(snapshot, facts.now));
  const ownReady = ready.filter((snapshot) => isOwnName(snapshot.name, facts.ownPrefix) && snapshot.createdAt);
  const ruled = ownReady.filter((snapshot) => !facts.held.has(snapshot.name));
  const last = new Set(ruled.slice(0, policy.keepLast));

  const kept: RetentionPlan['kept'][number][] = [];
  const dropped: RetentionPlan['dropped'][number][] = [];
  for (const snapshot of newestFirst) {
    const reasons: KeepReason[] = reasonsOutsideTheRules(snapshot, facts);
    if (last.has(snapshot)) reasons.push('last');
    if (snapshot === ownReady[0]) reasons.push('newest-ready-of-ours');
    if (snapshot === ready[0]) reasons.push('newest-ready');
    if (snapshot.name === facts.restorePoint) reasons.push('restore-point');

    if (reasons.length > 0) kept.push({ snapshot, reasons });
    else dropped.push({ snapshot, reason: snapshot.status === 'FAILED' ? 'failed' : 'surplus' });
  }
  return { kept, dropped };
}

function reasonsOutsideTheRules(snapshot: Snapshot, facts: RetentionFacts): KeepReason[] {
  const reasons: KeepReason[] = [];
  if (!isOwnName(snapshot.name, facts.ownPrefix)) reasons.push('foreign');
  if (snapshot.status === 'CREATING') reasons.push('creating');
  if (snapshot.status === 'DELETING') reasons.push('deleting');
  if (isFuture(snapshot, facts.now)) reasons.push('future');
  if (facts.held.has(snapshot.name)) reasons.push('on-hold');
  // The service demands the creation time for a deletion.
  if (!snapshot.createdAt) reasons.push('no-creation-time');
  return reasons;
}

/** The newest READY snapshot, whoever made it: what the application would be restored from as "latest". */
export function newestReady(snapshots: readonly Snapshot[]): Snapshot | undefined {
  return snapshots.filter((snapshot) => snapshot.status === 'READY').toSorted(byAgeNewestFirst)[0];
}

function isFuture(snapshot: Snapshot, now: Date): boolean {
  return snapshot.createdAt !== undefined && snapshot.createdAt.getTime() > now.getTime() + CLOCK_TOLERANCE_MS;
}

/** Equal times are ordered by name, so the same list gives the same plan whatever order the service told it in. */
function byAgeNewestFirst(a: Snapshot, b: Snapshot): number {
  const difference = (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0);
  return difference || (a.name < b.name ? 1 : -1);
}

import { headline } from './messages';
import { REASONS, type Reason } from './outcomes';
import type { Snapshot } from './ports';
import type { RunRecord, SnapshotFacts } from './record';

/**
 * What an earlier run's open record becomes when its application's snapshots are listed: the run died, or its snapshot
 * was late. `undefined` when there is nothing to say yet.
 *
 * @param seenAt when the list was asked for.
 */
export function settleEarlierRun(open: RunRecord, snapshots: readonly Snapshot[], seenAt: Date): RunRecord | undefined {
  const hasDied = open.state === 'started';
  // A run that Lambda may still be working on settles itself.
  if (hasDied && seenAt < open.deadlineAt) return undefined;

  const snapshot = snapshots.find((candidate) => candidate.name === open.snapshot?.name);
  if (!snapshot) {
    return hasDied ? ended(open, 'run-died', undefined, seenAt) : ended(open, 'snapshot-gone', open.snapshot, seenAt);
  }
  const facts = { ...open.snapshot, ...snapshotFacts(snapshot) };
  switch (snapshot.status) {
    case 'READY':
      return ended(open, hasDied ? 'adopted' : 'ready-after-run', withBounds(facts, open.startedAt, seenAt), seenAt);
    case 'FAILED':
      return ended(open, 'snapshot-failed', withBounds(facts, open.startedAt, seenAt), seenAt);
    case 'CREATING':
      return hasDied ? ended(open, 'still-creating', { ...facts, lastSeenCreatingAt: seenAt }, seenAt) : undefined;
    case 'DELETING':
      return ended(open, 'snapshot-gone', facts, seenAt);
    default:
      // A status that this version does not know: it may still become READY.
      return hasDied ? ended(open, 'still-creating', facts, seenAt) : undefined;
  }
}

/** What a snapshot from the API adds to a record. */
export function snapshotFacts(snapshot: Snapshot): SnapshotFacts {
  return {
    name: snapshot.name,
    status: snapshot.status,
    createdAt: snapshot.createdAt,
    applicationVersion: snapshot.applicationVersion,
    runtimeEnvironment: snapshot.runtimeEnvironment,
  };
}

/**
 * The bounds of a snapshot's duration when nobody watched its end: it was still CREATING when it was last seen, and
 * had ended when it was looked at now. The API tells when a snapshot was begun, and no end time.
 */
export function withBounds(facts: SnapshotFacts, startedAt: Date, seenAt: Date): SnapshotFacts {
  const begunMs = (facts.createdAt ?? startedAt).getTime();
  return {
    ...facts,
    // 0 rather than less: the service's clock and Lambda's may differ by more than a short snapshot takes.
    durationAtLeastMs: Math.max(0, (facts.lastSeenCreatingAt?.getTime() ?? begunMs) - begunMs),
    durationAtMostMs: Math.max(0, seenAt.getTime() - begunMs),
  };
}

function ended(open: RunRecord, reason: Reason, snapshot: SnapshotFacts | undefined, seenAt: Date): RunRecord {
  const record = { ...open, state: REASONS[reason].outcome, reason, snapshot, endedAt: open.endedAt ?? seenAt };
  return { ...record, message: headline(record) };
}

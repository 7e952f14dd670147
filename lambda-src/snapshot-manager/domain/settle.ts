import { isOfThisApplication } from './application-state';
import { areDeletionsOpen, forgottenDeletions, settleDeletions } from './deletions';
import { headline, REASONS, type Reason } from './reasons';
import { isUncertain, pastOf, type RunRecord, STARTED } from './record';
import { type Snapshot, type SnapshotFacts, snapshotFacts, withBounds } from './snapshot';

/** Reasons that stay true while the snapshot is being created. */
const TRUE_WHILE_CREATING: readonly (Reason | undefined)[] = [
  'still-creating',
  'unknown-status',
  'application-stopped',
];

/**
 * Corrects the record of an earlier run that ended without certainty, by the state of its snapshot in the list: the run
 * died, its snapshot was late, or it could not see the result. `undefined` when nothing is known yet, or nothing new.
 *
 * @param snapshots list of the present application.
 * @param seenAt time of the list.
 * @param createdAt creation time of the present application; if unknown, it is taken to be the record's.
 */
export function settleEarlierRun(
  open: RunRecord,
  snapshots: readonly Snapshot[],
  seenAt: Date,
  createdAt?: Date,
): RunRecord | undefined {
  // A run before its deadline may still be active, and then records its own result.
  if (open.state === STARTED && seenAt < open.deadlineAt) return undefined;
  if (!isOfThisApplication(pastOf(open), createdAt)) return settleOfEarlierApplication(open, seenAt, createdAt);
  const ended = isUncertain(open) ? settleSnapshot(open, snapshots, seenAt) : undefined;
  return areDeletionsOpen(open) ? { ...(ended ?? open), ...settleDeletions(open, snapshots) } : ended;
}

/** Settles a record of an earlier application of the same name, none of whose snapshots is in the list. */
function settleOfEarlierApplication(open: RunRecord, seenAt: Date, createdAt: Date | undefined): RunRecord | undefined {
  const ended = isUncertain(open) ? settleSnapshot(open, [], seenAt) : undefined;
  const forgotten = forgottenDeletions(open, pastOf(open), createdAt);
  if (!forgotten) return ended;
  const record = { ...(ended ?? open), ...forgotten.deletions };
  return { ...record, message: `${record.message ?? headline(record)} ${forgotten.detail}` };
}

function settleSnapshot(open: RunRecord, snapshots: readonly Snapshot[], seenAt: Date): RunRecord | undefined {
  const hasDied = open.state === STARTED;
  const snapshot = snapshots.find((candidate) => candidate.name === open.snapshot?.name);
  if (!snapshot) return withoutSnapshot(open, seenAt);
  const facts = { ...open.snapshot, ...snapshotFacts(snapshot) };
  const bounded = withBounds(facts, open.startedAt, seenAt);
  switch (snapshot.status) {
    case 'READY':
      return ended(open, hasDied ? 'adopted' : 'ready-after-run', bounded, seenAt);
    case 'FAILED':
      // The stop of the application ended the snapshot, so the snapshot is not at fault.
      return ended(open, open.reason === 'application-stopped' ? open.reason : 'snapshot-failed', bounded, seenAt);
    case 'DELETING':
      return open.reason === 'snapshot-gone' && open.settledAt
        ? undefined
        : ended(open, 'snapshot-gone', facts, seenAt);
    case 'CREATING': {
      if (TRUE_WHILE_CREATING.includes(open.reason)) return undefined;
      return {
        ...ended(open, 'still-creating', { ...facts, lastSeenCreatingAt: seenAt }, seenAt),
        settledAt: undefined,
      };
    }
    default:
      // Unknown status: the snapshot may still become READY.
      if (open.snapshot?.status === snapshot.status) return undefined;
      return { ...ended(open, 'unknown-status', facts, seenAt), settledAt: undefined };
  }
}

/** Record without its snapshot. The name stays: if the list shows the snapshot later, the record is corrected. */
function withoutSnapshot(open: RunRecord, seenAt: Date): RunRecord | undefined {
  if (open.settledAt) return undefined;
  if (open.state === STARTED) return ended(open, 'run-died', open.snapshot, seenAt);
  const wasThere = open.reason === 'still-creating' || open.reason === 'unknown-status';
  return wasThere ? ended(open, 'snapshot-gone', open.snapshot, seenAt) : { ...open, settledAt: seenAt };
}

function ended(open: RunRecord, reason: Reason, snapshot: SnapshotFacts | undefined, seenAt: Date): RunRecord {
  const record = {
    ...open,
    state: REASONS[reason].outcome,
    reason,
    snapshot,
    endedAt: open.endedAt ?? seenAt,
    settledAt: seenAt,
  };
  return { ...record, message: headline(record) };
}

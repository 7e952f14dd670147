import type { RunRecord } from '../../lambda-src/snapshot-manager/domain/record';

/** Time in which a snapshot's state was fixed: from its trigger until it was READY at the latest. */
export interface Window {
  readonly from: Date;
  readonly to: Date;
}

/** Evidence of a start from a snapshot in the application's log. */
export interface RestoreProof {
  readonly snapshotName: string;
  readonly restoredCount: number;
  /** The next user that was counted. */
  readonly nextCount: number;
  /** Counted between the snapshot's trigger and its READY. */
  readonly expected: { readonly atLeast: number; readonly atMost: number };
}

/** Reason why the restored state is not the snapshot's; `undefined` when it is. */
export function contradiction({ snapshotName, restoredCount, nextCount, expected }: RestoreProof): string | undefined {
  if (restoredCount < expected.atLeast || restoredCount > expected.atMost) {
    return `${snapshotName} was taken between user ${expected.atLeast} and user ${expected.atMost}, but ${restoredCount} were restored.`;
  }
  if (nextCount !== restoredCount + 1) {
    return `${snapshotName} restored ${restoredCount} users, but the next one was counted as ${nextCount}.`;
  }
  return undefined;
}

/**
 * Time from a snapshot's trigger until it was certainly READY.
 *
 * @throws Error when the record does not contain it.
 */
export function windowOf({ snapshot, endedAt }: RunRecord): Window {
  const ms = snapshot?.durationMs ?? snapshot?.durationAtMostMs;
  const to = ms !== undefined && snapshot?.createdAt ? new Date(snapshot.createdAt.getTime() + ms) : endedAt;
  if (!snapshot?.createdAt || !to) throw new Error(`The record of ${snapshot?.name} does not say when it was taken.`);
  return { from: snapshot.createdAt, to };
}

import type { JobView } from '../recovery/proof';
import { snapshotLimitMs } from '../snapshot-limit';
import type { Drill } from './drill';

const MINUTE_MS = 60_000;
/** Least milliseconds for a stop with its snapshot; then it is stopped by force. */
export const STOP_MS = 20 * MINUTE_MS;
/** Least milliseconds for a start. */
const START_MS = 20 * MINUTE_MS;
/** Least milliseconds for a proof. */
const PROOF_MS = 10 * MINUTE_MS;
/** Times as long for a job that has not restarted, and whose tasks are not all running yet. */
const READING_STATE = 3;

/** Milliseconds for a snapshot. */
export function snapshotMs({ plan: { usualSnapshotSeconds = 0 } }: Drill): number {
  return snapshotLimitMs(usualSnapshotSeconds);
}

/** Milliseconds for a stop with its snapshot. */
export function stopMs(drill: Drill): number {
  return Math.max(STOP_MS, usualSnapshotsMs(drill));
}

function usualSnapshotsMs({ plan: { usualSnapshotSeconds = 0 } }: Drill): number {
  return 2 * usualSnapshotSeconds * 1000;
}

/** Large state takes longer than the least limits: twice what a restore usually takes. */
export function startMs({ plan }: Drill): number {
  return Math.max(START_MS, 2 * plan.usualSeconds * 1000);
}

/** A job that only reads its state is not set back for being slow. */
export function proofMs({ plan }: Drill, last: JobView | undefined): number {
  const isReadingState = last?.state === 'RUNNING' && last.tasks.running < last.tasks.total && !last.restarts;
  return (isReadingState ? READING_STATE : 1) * Math.max(PROOF_MS, 2 * plan.usualSeconds * 1000);
}

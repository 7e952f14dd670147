import { isOfARun, type RunRecord } from '../record';

/** Runs of the schedule that a run looks back at: at a snapshot every ten minutes, the last eight hours. */
export const LOOK_BACK_RUNS = 50;

export interface LookBack {
  /** Newest first: runs of the schedule, and between them those that people asked for. */
  readonly runs: readonly RunRecord[];
  /** False while older rows could add to it. */
  readonly isFull: boolean;
}

/**
 * The runs among the newest rows of an application. Holds are left out, and runs on demand take no place of a run of
 * the schedule: otherwise sixty of them would hide a late run, whose row would then stay open for ever.
 *
 * @param rows newest first, in one piece.
 */
export function lookBack(rows: readonly RunRecord[]): LookBack {
  const runs: RunRecord[] = [];
  let ofTheSchedule = 0;
  for (const row of rows) {
    if (!isOfARun(row)) continue;
    runs.push(row);
    if (row.requestReason === undefined) ofTheSchedule += 1;
    if (ofTheSchedule === LOOK_BACK_RUNS) return { runs, isFull: true };
  }
  return { runs, isFull: false };
}

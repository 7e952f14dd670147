import { isOfARun, isOpen, type RunRecord } from './record';

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

/** Of those beyond the look-back, a run reads so many: a cloud that answers nothing for a day must not cost it its time. */
export const MOST_READ_BEYOND = 20;
/** A row names so many: 3 KB. */
const MOST_OPEN_RUNS = 200;

/**
 * Ids of runs of which something is open, and that are older than what a run looks back at: the newest run that looked
 * names them. Without this a row would stay open for ever once fifty others came after it, none of which could settle it
 * because the list was not readable, or the snapshot not READY.
 *
 * @param runs as `lookBack` chose them.
 */
export function openBeyond(runs: readonly RunRecord[]): readonly number[] {
  // By its beginning, when it looked: a row from the future would stay the newest for ever.
  const newest = runs
    .filter(({ openRuns }) => openRuns !== undefined)
    .reduce<RunRecord | undefined>((last, run) => (last && last.startedAt >= run.startedAt ? last : run), undefined);
  const seen = new Set(runs.map(({ runId }) => runId));
  return (newest?.openRuns ?? []).filter((runId) => !seen.has(runId));
}

/**
 * What the row of a run names for those that come after it.
 *
 * @param known all that it knows of earlier runs.
 * @param unread ids of those that it should have read, and did not.
 */
export function openRunIds(known: readonly RunRecord[], unread: readonly number[]): readonly number[] {
  const open = known.filter(isOpen).map(({ runId }) => runId);
  return [...new Set([...unread, ...open])].toSorted((a, b) => a - b).slice(0, MOST_OPEN_RUNS);
}

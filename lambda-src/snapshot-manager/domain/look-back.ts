import { isOfARun, isOpen, type RunRecord } from './record';

/** Scheduled runs in the look-back: the last eight hours at one snapshot every ten minutes. */
export const LOOK_BACK_RUNS = 50;

export interface LookBack {
  /** Scheduled runs, newest first, with the runs on demand between them. */
  readonly runs: readonly RunRecord[];
  /** False while older rows could add to it. */
  readonly isFull: boolean;
}

/**
 * Selects the runs among the newest rows of an application. Holds are left out, and runs on demand do not count towards
 * the limit: sixty of them would otherwise hide a late run, whose row would stay open permanently.
 *
 * @param rows newest first, without gaps.
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

/** Maximum number of rows to read beyond the look-back: a table that fails for a day must not use up a run's time. */
export const MOST_READ_BEYOND = 20;
/** Maximum number of open runs that a row names, about 3 KB. */
const MOST_OPEN_RUNS = 200;

/**
 * Ids of open runs that are older than the look-back, as named by the newest run that looked. Without them a row would
 * stay open permanently once fifty others follow whose run could not settle it, because the list was unreadable or the
 * snapshot not READY.
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
 * Ids of open runs that a row passes on to later runs.
 *
 * @param known all records of earlier runs that were read.
 * @param unread ids of those that could not be read.
 */
export function openRunIds(known: readonly RunRecord[], unread: readonly number[]): readonly number[] {
  const open = known.filter(isOpen).map(({ runId }) => runId);
  return [...new Set([...unread, ...open])].toSorted((a, b) => a - b).slice(0, MOST_OPEN_RUNS);
}

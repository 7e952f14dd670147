import type { AuditRow } from '../audit-rows';
import { wordOf } from './history-words';
import { msOutsideOf, type Pause } from './pauses';

/** Row as far as gaps need it. */
type GapRow = Pick<AuditRow, 'writtenBy' | 'time' | 'outcome' | 'snapshotStatus'>;

/** Time without a new READY snapshot that is longer than the objective, pauses left out. */
export interface Gap {
  readonly from: Date;
  readonly to: Date;
  /** Its length without pauses. */
  readonly seconds: number;
  /** Number of rows in it by their word. */
  readonly outcomes: Readonly<Record<string, number>>;
}

export interface Period {
  readonly from: Date;
  readonly to: Date;
  readonly now: Date;
  /** Longest time between two snapshots that is no gap, in minutes. */
  readonly objectiveMinutes: number;
  /** True: there is no row before the period, so nothing was expected before its first one. */
  readonly isBeginning: boolean;
  /** Times in which none is missed, as `joinedPauses` has them. Default: none. */
  readonly pauses?: readonly Pause[];
}

/** Gaps of a period, oldest first: times between two READY snapshots that are longer than the objective. */
export function gapsOf(
  rows: readonly GapRow[],
  { from, to, now, objectiveMinutes, isBeginning, pauses = [] }: Period,
): readonly Gap[] {
  const [fromMs, toMs] = [from.getTime(), to.getTime()];
  const oldestFirst = rows
    .filter(({ time }) => time.getTime() >= fromMs && time.getTime() <= toMs)
    .toSorted((a, b) => a.time.getTime() - b.time.getTime());
  const [first] = oldestFirst;
  if (isBeginning && !first) return [];
  const gaps: Gap[] = [];
  let begin = isBeginning && first ? first.time : from;
  let begins = 0;
  for (let place = 0; place <= oldestFirst.length; place += 1) {
    const row = oldestFirst[place];
    if (row !== undefined && !isCovering(row, now)) continue;
    const end = row?.time ?? to;
    if (end.getTime() - begin.getTime() > objectiveMinutes * 60_000) {
      const seconds = Math.round(msOutsideOf(pauses, begin.getTime(), end.getTime()) / 1000);
      // Only the rows from one edge to the other: a month can have as many gaps as runs.
      const rowsWithin = oldestFirst.slice(begins, place);
      if (seconds > objectiveMinutes * 60)
        gaps.push({ from: begin, to: end, seconds, outcomes: countsOf(rowsWithin, { begin, end, now }) });
    }
    [begin, begins] = [end, place];
  }
  return gaps;
}

/** Number of rows between two moments by their word. */
function countsOf(
  rows: readonly GapRow[],
  { begin, end, now }: { readonly begin: Date; readonly end: Date; readonly now: Date },
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) {
    if (row.time <= begin || row.time >= end) continue;
    const word = wordOf(row, now);
    counts[word] = (counts[word] ?? 0) + 1;
  }
  return counts;
}

/** True for a run whose snapshot became READY, if late. */
export function isCovering(row: GapRow, now: Date): boolean {
  return wordOf(row, now) === 'taken' || (row.outcome === 'late' && row.snapshotStatus === 'READY');
}

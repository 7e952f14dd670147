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
  const oldestFirst = rows
    .filter(({ time }) => time >= from && time <= to)
    .toSorted((a, b) => Number(a.time) - Number(b.time));
  const first = oldestFirst[0];
  if (isBeginning && !first) return [];
  const covered = oldestFirst.filter((row) => isCovering(row, now)).map(({ time }) => time);
  const edges = [isBeginning && first ? first.time : from, ...covered, to];
  return edges.slice(1).flatMap((end, index) => {
    const begin = edges[index] ?? from;
    if (end.getTime() - begin.getTime() <= objectiveMinutes * 60_000) return [];
    const seconds = Math.round(msOutsideOf(pauses, begin.getTime(), end.getTime()) / 1000);
    if (seconds <= objectiveMinutes * 60) return [];
    const outcomes: Record<string, number> = {};
    for (const row of oldestFirst) {
      if (row.time <= begin || row.time >= end) continue;
      const word = wordOf(row, now);
      outcomes[word] = (outcomes[word] ?? 0) + 1;
    }
    return [{ from: begin, to: end, seconds, outcomes }];
  });
}

/** True for a run whose snapshot became READY, if late. */
export function isCovering(row: GapRow, now: Date): boolean {
  return wordOf(row, now) === 'taken' || (row.outcome === 'late' && row.snapshotStatus === 'READY');
}

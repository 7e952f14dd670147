import { CLOCKS_DIFFER_MS, rowsThatCount } from '../../safety/past';
import type { TimelineFacts, TimelineRow } from './facts';

/** Rows that a time line shows, oldest first, and sentences about the others. */
export interface CountingRows {
  readonly rows: readonly TimelineRow[];
  readonly notes: readonly string[];
}

/** Selects the rows as `kda status` does: none without a time, of the future, or of an earlier application of the name. */
export function countingRows({ rows, now, createdAt }: TimelineFacts): CountingRows {
  const timed = rows.filter(({ time }) => !Number.isNaN(time.getTime()));
  const latest = now.getTime() + CLOCKS_DIFFER_MS;
  const past = timed.filter(({ time }) => time.getTime() <= latest);
  const counting = rowsThatCount(past, now, createdAt);
  return {
    rows: counting.toSorted((one, other) => one.time.getTime() - other.time.getTime() || one.runId - other.runId),
    notes: [
      ...note(rows.length - timed.length, 'has no time that can be read', 'have no time that can be read'),
      ...note(timed.length - past.length, 'has a time in the future', 'have times in the future'),
      // Of those with a time of now or before, no others are left out.
      ...note(
        past.length - counting.length,
        'is of an earlier application of this name',
        'are of an earlier application of this name',
      ),
    ],
  };
}

function note(count: number, one: string, several: string): string[] {
  if (count === 0) return [];
  return [`Not shown: ${count === 1 ? `1 row ${one}` : `${count} rows ${several}`}.`];
}

import { TIMELINE_RANGE_MS, TIMELINE_RANGES, type TimelineRange } from '../../api/timeline';
import type { Line } from './line';

/** Range whose lines tell how old the history is, and the longest that opens by itself: a wider one reads more. */
export const FIRST_RANGE: TimelineRange = 'day';

/** Line of an application, as far as this needs it; undefined: not read. */
interface Loaded {
  readonly line: Pick<Line, 'beginsAt' | 'to'> | undefined;
  /** Sentence about why it could not be read. */
  readonly problem: string | null;
}

/**
 * Smallest range that holds the whole history of all applications, at most a day: of a history of three minutes a day
 * shows one column. `undefined`: not known yet.
 *
 * @param loaded lines of `FIRST_RANGE`.
 */
export function openingRange(loaded: readonly Loaded[]): TimelineRange | undefined {
  if (loaded.some(({ line, problem }) => (line ? line.beginsAt === null : problem !== null))) return FIRST_RANGE;
  const ages = loaded.map(({ line }) => line && line.to - (line.beginsAt ?? 0));
  if (ages.length === 0 || ages.includes(undefined)) return undefined;
  const age = Math.max(...ages.map((each) => each ?? 0));
  return TIMELINE_RANGES.find((range) => TIMELINE_RANGE_MS[range] >= age) ?? FIRST_RANGE;
}

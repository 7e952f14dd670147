import { TIMELINE_RANGE_MS, type TimelineRange } from '../../api/timeline';
import type { Line } from './line';
import type { Scale } from './scale';

/** Due times that are shown at least, if the range is long enough. */
const LEAST_DUE = 3;
/** Longest time ahead, in times of the three due times of the line with the most: its ticks stay apart. */
const MOST_TIMES = 12;
/** Shortest time ahead, as a part of the range. */
const LEAST_PART = 24;

/**
 * Length of the time ahead in milliseconds: three due times of every line fit, unless they are many times
 * further away than those of another, but no more than the range. 0: nothing of
 * any line is known.
 */
export function aheadMs(lines: readonly (Line | undefined)[], range: TimelineRange, now: number): number {
  const wanted = lines.flatMap((line): number[] => {
    if (line === undefined) return [];
    const { due, drill } = line.next;
    const last = due[Math.min(LEAST_DUE, due.length) - 1];
    return [...(last === undefined ? [] : [last]), ...(drill && last === undefined ? [drill.to] : [])];
  });
  if (wanted.length === 0) return 0;
  const rangeMs = TIMELINE_RANGE_MS[range];
  // A little more, so that the last tick does not stand at the edge.
  const times = wanted.map((at) => at - now);
  const needed = Math.round(1.1 * Math.min(Math.max(...times), MOST_TIMES * Math.max(0, Math.min(...times))));
  return Math.min(rangeMs, Math.max(rangeMs / LEAST_PART, needed));
}

/** Width of the time ahead, and of the space before it, in CSS pixels. */
const PART = 0.16;
const LEAST_WIDTH = 56;
const MOST_WIDTH = 160;
const SPACE = 10;

/** Room at both ends for a point that lies there. */
const MARGIN = 9;

/** Scales of a row: that of the line, which ends now, and one of its own for the time ahead. */
export interface Scales {
  readonly scale: Scale;
  /** Undefined: nothing is known of it, or the row is too narrow. */
  readonly ahead: Scale | undefined;
}

/**
 * Scales of rows of a width.
 *
 * @param aheadMs length of the time ahead in milliseconds.
 */
export function scalesOf(
  { from, to, aheadMs: length }: { readonly from: number; readonly to: number; readonly aheadMs: number },
  width: number,
): Scales {
  const right = Math.max(MARGIN + 1, width - MARGIN);
  const room = Math.round(Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, width * PART)));
  if (length <= 0 || right - room - SPACE <= MARGIN + room) {
    return { scale: { from, to, left: MARGIN, right }, ahead: undefined };
  }
  return {
    scale: { from, to, left: MARGIN, right: right - room - SPACE },
    ahead: { from: to, to: to + length, left: right - room, right },
  };
}

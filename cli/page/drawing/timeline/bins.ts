import type { Line } from './line';
import { LANES } from './looks';
import { type Scale, xOf } from './scale';

/** Points of a line, one a pixel and lane: the most important of those that lie there, so no failure is hidden. */
export interface Bins {
  /** Number of pixels. */
  readonly size: number;
  /** Place of the point to draw, by lane and pixel (`lane * size + pixel`); -1: none. */
  readonly best: Int32Array;
  /** Number of points there. */
  readonly count: Uint16Array;
  /** Flags of all points there together. */
  readonly flags: Uint8Array;
}

/** Bins of a line. Points before its beginning are left out; those after its end are at its end. */
export function binsOf(line: Line, scale: Scale): Bins {
  const size = Math.max(1, Math.floor(scale.right - scale.left) + 1);
  const best = new Int32Array(size * LANES.length).fill(-1);
  const count = new Uint16Array(best.length);
  const flags = new Uint8Array(best.length);
  const lanes = line.looks.map(({ lane }) => LANES.indexOf(lane) * size);
  const ranks = line.looks.map(({ rank }) => rank);
  for (let index = firstFrom(line.at, line.from); index < line.at.length; index += 1) {
    const look = line.look[index] ?? 0;
    const pixel = Math.floor(xOf(scale, line.at[index] ?? 0) - scale.left);
    const place = (lanes[look] ?? 0) + pixel;
    const before = best[place] ?? -1;
    const isMore = before < 0 || (ranks[look] ?? 0) >= (ranks[line.look[before] ?? 0] ?? 0);
    if (isMore) best[place] = index;
    count[place] = Math.min(65_535, (count[place] ?? 0) + 1);
    flags[place] = (flags[place] ?? 0) | (line.flags[index] ?? 0);
  }
  return { size, best, count, flags };
}

/** Place of the first time at or after another, in ascending times. */
export function firstFrom(times: Float64Array, at: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

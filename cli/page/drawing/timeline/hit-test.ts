import { firstFrom } from './bins';
import type { Line } from './line';
import { ROW, type Scale, timeAt, xOf } from './scale';

/** Distance in CSS pixels within which a point is meant. */
const REACH = 12;

/**
 * Place of the point nearest to a position in its row; of those in one pixel the most important, which is drawn.
 * `undefined`: none is near.
 */
export function pointNear(line: Line, scale: Scale, x: number, y: number): number | undefined {
  let found: number | undefined;
  let nearest = REACH;
  let rank = -1;
  const first = firstFrom(line.at, Math.max(line.from, timeAt(scale, x - REACH - 1)));
  // Points after the end of the line are drawn at its end.
  const end = x + REACH >= scale.right ? line.at.length : firstFrom(line.at, timeAt(scale, x + REACH + 1));
  for (let index = first; index < end; index += 1) {
    const look = line.looks[line.look[index] ?? 0];
    if (look === undefined) continue;
    const pixel = Math.floor(xOf(scale, line.at[index] ?? 0) - scale.left) + scale.left;
    const distance = Math.hypot(pixel - x, ROW.lanes[look.lane] - y);
    if (distance > REACH || distance > nearest || (distance === nearest && look.rank < rank)) continue;
    found = index;
    nearest = distance;
    rank = look.rank;
  }
  return found;
}

import { firstFrom } from './bins';
import type { Line } from './line';
import { ROW, type Scale, timeAt, xOf } from './scale';

/** Distance in CSS pixels within which a point is meant. */
const REACH = 12;
/** Distance in CSS pixels within which two points of a lane look like one. */
const SAME = 2;

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
    const pixel = pixelOf(line, scale, index);
    const distance = Math.hypot(pixel - x, ROW.lanes[look.lane] - y);
    if (distance > REACH || distance > nearest || (distance === nearest && look.rank < rank)) continue;
    found = index;
    nearest = distance;
    rank = look.rank;
  }
  return found;
}

/**
 * Places of the points that lie over each other with a point, itself too, oldest first: a mouse can't tell them apart, and
 * picks one after the other.
 */
export function pointsUnder(line: Line, scale: Scale, point: number): readonly number[] {
  const lane = line.looks[line.look[point] ?? 0]?.lane;
  const pixel = pixelOf(line, scale, point);
  const isUnder = (index: number) =>
    Math.abs(pixelOf(line, scale, index) - pixel) <= SAME && (line.at[index] ?? 0) >= line.from;
  let [first, end] = [point, point + 1];
  while (first > 0 && isUnder(first - 1)) first -= 1;
  while (end < line.at.length && isUnder(end)) end += 1;
  const places = Array.from({ length: end - first }, (_, place) => first + place);
  return places.filter((index) => line.looks[line.look[index] ?? 0]?.lane === lane);
}

/** Point that a click picks: one after the other of those that lie over each other. */
export function pointClicked(
  line: Line,
  scale: Scale,
  { x, y, picked }: { readonly x: number; readonly y: number; readonly picked: number | undefined },
): number | undefined {
  const near = pointNear(line, scale, x, y);
  if (near === undefined || picked === undefined) return near;
  const under = pointsUnder(line, scale, near);
  const place = under.indexOf(picked);
  return place < 0 ? near : under[(place + 1) % under.length];
}

function pixelOf(line: Line, scale: Scale, index: number): number {
  return Math.floor(xOf(scale, line.at[index] ?? 0) - scale.left) + scale.left;
}

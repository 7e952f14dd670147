import { firstFrom } from './bins';
import type { Line } from './line';

/** Point that is picked. */
export interface Picked {
  readonly row: number;
  /** Place of the point in its line. */
  readonly index: number;
}

/** Keys that lead from point to point. */
export const KEYS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown'] as const;
export type Key = (typeof KEYS)[number];

export function isKey(key: string): key is Key {
  return KEYS.some((each) => each === key);
}

/**
 * Point that a key leads to: left and right the next one, up and down that of the next application with points nearest
 * in time, Home and End the ends, PageUp and PageDown the failure before and after. Where there is none, the same.
 *
 * @param lines lines of the rows; undefined: not read.
 * @param picked undefined: the newest point of the first row is next, with Home the oldest.
 */
export function pointAfter(
  lines: readonly (Line | undefined)[],
  picked: Picked | undefined,
  key: Key,
): Picked | undefined {
  const line = picked && lines[picked.row];
  if (picked === undefined || line === undefined || !hasPoints(line)) return begin(lines, key);
  const { row, index } = picked;
  const first = firstFrom(line.at, line.from);
  const last = line.at.length - 1;
  switch (key) {
    case 'ArrowLeft':
      return { row, index: Math.max(first, index - 1) };
    case 'ArrowRight':
      return { row, index: Math.min(last, index + 1) };
    case 'Home':
      return { row, index: first };
    case 'End':
      return { row, index: last };
    case 'PageUp':
    case 'PageDown':
      return { row, index: failureFrom(line, { from: index, first, step: key === 'PageUp' ? -1 : 1 }) };
    case 'ArrowUp':
    case 'ArrowDown':
      return otherRow(lines, picked, line.at[index] ?? 0, key === 'ArrowUp' ? -1 : 1);
  }
}

function begin(lines: readonly (Line | undefined)[], key: Key): Picked | undefined {
  const row = lines.findIndex((line) => line !== undefined && hasPoints(line));
  const line = lines[row];
  return line && { row, index: key === 'Home' ? firstFrom(line.at, line.from) : line.at.length - 1 };
}

function hasPoints({ at, from }: Line): boolean {
  return firstFrom(at, from) < at.length;
}

interface Search {
  readonly from: number;
  readonly first: number;
  readonly step: 1 | -1;
}

function failureFrom(line: Line, { from, first, step }: Search): number {
  for (let index = from + step; index >= first && index < line.at.length; index += step) {
    if (line.looks[line.look[index] ?? 0]?.isFailure) return index;
  }
  return from;
}

function otherRow(lines: readonly (Line | undefined)[], picked: Picked, at: number, step: 1 | -1): Picked {
  for (let row = picked.row + step; row >= 0 && row < lines.length; row += step) {
    const line = lines[row];
    if (line === undefined || !hasPoints(line)) continue;
    const after = Math.min(firstFrom(line.at, Math.max(at, line.from)), line.at.length - 1);
    const before = Math.max(after - 1, firstFrom(line.at, line.from));
    const isBeforeNearer = Math.abs((line.at[before] ?? 0) - at) < Math.abs((line.at[after] ?? 0) - at);
    return { row, index: isBeforeNearer ? before : after };
  }
  return picked;
}

import { firstFrom } from './bins';
import type { Picked } from './keyboard';
import type { Line } from './line';

/** Point that is picked, as it is found again in a newer line: there its place is another. */
export interface PickedPoint {
  readonly application: string;
  readonly at: number;
  readonly word: string;
  /** Place among the points of that time. */
  readonly nth: number;
}

type Lines = readonly (Line | undefined)[];

/** Point at a place. */
export function pickedPoint(lines: Lines, { row, index }: Picked): PickedPoint | undefined {
  const line = lines[row];
  const at = line?.at[index];
  if (line === undefined || at === undefined) return undefined;
  const word = line.words[line.word[index] ?? 0] ?? '';
  return { application: line.application, at, word, nth: index - firstFrom(line.at, at) };
}

/** Place of a point now; undefined: it is no longer there. */
export function placeOf(lines: Lines, { application, at, word, nth }: PickedPoint): Picked | undefined {
  const row = lines.findIndex((line) => line?.application === application);
  const line = lines[row];
  if (line === undefined) return undefined;
  const first = firstFrom(line.at, at);
  const isIt = (index: number) => line.at[index] === at && line.words[line.word[index] ?? 0] === word;
  if (isIt(first + nth)) return { row, index: first + nth };
  for (let index = first; line.at[index] === at; index += 1) if (isIt(index)) return { row, index };
  return undefined;
}

import type { Drawn, DrawnData } from './drawn-data';

/**
 * Lines on top of each other, the first at the bottom: each is the sum of itself and those below. A line without a
 * value where others have one adds nothing there; where none has one there is a gap.
 */
export function stacked({ times, lines }: DrawnData): DrawnData {
  const below = new Array<number>(times.length).fill(0);
  const isKnown = times.map((_, index) => lines.some((line) => typeof line[index] === 'number'));
  const isGap = times.map((_, index) => lines.some((line) => line[index] === null));
  const sums = lines.map((line) =>
    line.map((value, index): Drawn => {
      below[index] = (below[index] ?? 0) + (value ?? 0);
      if (isKnown[index]) return below[index];
      return isGap[index] ? null : undefined;
    }),
  );
  return { times, lines: sums };
}

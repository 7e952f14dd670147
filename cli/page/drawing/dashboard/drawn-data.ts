import type { Series } from '../../api/dashboard';

/** Value at a time; `null`: a gap, which no line crosses; `undefined`: nothing there, and the line goes on. */
export type Drawn = number | null | undefined;

export interface DrawnData {
  readonly times: readonly number[];
  readonly lines: readonly (readonly Drawn[])[];
}

/** Part of a period by which a value may be late without being a gap. */
const LATE = 1.5;

/**
 * Data of a line chart. Values further apart than their period have a gap between them; values of a longer period
 * than those of another line in the same chart have none.
 */
export function drawnData(times: readonly number[], series: readonly Series[]): DrawnData {
  const breaks = new Set<number>();
  for (const line of series) for (const time of breaksOf(times, line)) breaks.add(time);
  const known = new Set(times);
  const added = [...breaks].filter((time) => !known.has(time));
  const all = added.length === 0 ? times : [...times, ...added].sort((one, other) => one - other);
  return { times: all, lines: series.map((line) => lineAt(all, times, line)) };
}

/** Times, one in each gap of a line, that no other value has. */
function breaksOf(times: readonly number[], { values, period }: Series): number[] {
  const breaks: number[] = [];
  let before: number | undefined;
  for (let index = 0; index < values.length; index += 1) {
    if (values[index] === null) continue;
    const time = times[index] ?? 0;
    const last = before === undefined ? undefined : times[before];
    if (last !== undefined && time - last > LATE * period && index === (before ?? 0) + 1) breaks.push(last + period);
    before = index;
  }
  return breaks;
}

function lineAt(all: readonly number[], times: readonly number[], { values, period }: Series): Drawn[] {
  const line: Drawn[] = new Array(all.length).fill(undefined);
  let from = 0;
  let before: number | undefined;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    if (value === null) continue;
    const time = times[index] ?? 0;
    while ((all[from] ?? time) < time) from += 1;
    line[from] = value;
    if (before !== undefined && time - (all[before] ?? 0) > LATE * period) line.fill(null, before + 1, from);
    before = from;
  }
  return line;
}

/** Indexes of values with a gap or nothing on both sides: they are drawn as dots, because no line reaches them. */
export function aloneIn(line: readonly Drawn[]): number[] {
  const alone: number[] = [];
  let isJoined = false;
  let last: number | undefined;
  for (let index = 0; index < line.length; index += 1) {
    const value = line[index];
    if (value === null) {
      if (last !== undefined && !isJoined) alone.push(last);
      last = undefined;
      isJoined = false;
    } else if (value !== undefined) {
      isJoined = last !== undefined;
      last = index;
    }
  }
  if (last !== undefined && !isJoined) alone.push(last);
  return alone;
}

/** Index of the next time, or the one before, at which any line has a value; the same one if there is none. */
export function nextValueAt({ times, lines }: DrawnData, index: number, step: 1 | -1): number {
  for (let next = index + step; next >= 0 && next < times.length; next += step) {
    if (lines.some((line) => typeof line[next] === 'number')) return next;
  }
  return index;
}

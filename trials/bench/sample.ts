/** A figure over several runs, in one unit. */
export interface Sample {
  readonly what: string;
  readonly unit: 'ms' | 'bytes' | 'count';
  /** The figure that the project promises not to exceed. */
  readonly goal: number;
  readonly values: readonly number[];
  /** Comparison for the figure: a lower bound, or the reference system's. */
  readonly beside?: string;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return Number.isInteger(middle)
    ? ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2
    : (sorted[Math.floor(middle)] ?? Number.NaN);
}

/** Times `work` `runs` times, one after the other, in ms. */
export async function timesOf(runs: number, work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const startedAt = performance.now();
    await work();
    times.push(performance.now() - startedAt);
  }
  return times;
}

/** Columns: what, lowest, median, highest, goal, whether the median keeps it, and what to see it beside. */
export function rows(samples: readonly Sample[]): string[][] {
  return samples.map(({ what, unit, goal, values, beside }) => {
    const show = (value: number) => SHOWN[unit](value);
    const middle = median(values);
    return [
      what,
      show(Math.min(...values)),
      show(middle),
      show(Math.max(...values)),
      show(goal),
      middle <= goal ? 'yes' : 'NO',
      beside ?? '',
    ];
  });
}

const SHOWN = {
  ms: (value: number) => `${Math.round(value)} ms`,
  bytes: (value: number) => `${value} B`,
  count: String,
} as const satisfies Record<Sample['unit'], (value: number) => string>;

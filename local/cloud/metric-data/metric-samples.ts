import type { Series } from '../metric-math/values';
import type { TimeGrid } from './time-grid';

/** Values of one moment: one value, a value that was seen several times, or a published set of statistics. */
export interface Sample {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly count: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** Samples of one metric that are kept: a month with one a minute, and more. */
export const MOST_SAMPLES = 50_000;
/** The oldest go in one piece, rather than at each new one. */
const PIECE = 5_000;

/** Samples of one metric in the order of time; of more than can be kept the oldest go. */
export class MetricSamples {
  private readonly samples: Sample[] = [];

  add(sample: Sample): void {
    const last = this.samples.at(-1);
    if (last === undefined || last.at <= sample.at) this.samples.push(sample);
    else this.samples.splice(this.firstAfter(sample.at), 0, sample);
    if (this.samples.length > MOST_SAMPLES + PIECE) this.samples.splice(0, PIECE);
  }

  /** Time of the newest sample in milliseconds since 1970. */
  get newestAt(): number {
    return this.samples.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  }

  /** All samples, oldest first. */
  all(): readonly Sample[] {
    return this.samples;
  }

  /** Values of a statistic over the periods of a grid, undefined where there is no sample. */
  series(grid: TimeGrid, statistic: string): Series {
    const figure = figureOf(statistic);
    const series: (number | undefined)[] = Array.from({ length: grid.length }, () => undefined);
    const [beginMs, periodMs] = [grid.beginSeconds * 1_000, grid.periodSeconds * 1_000];
    const end = this.firstAfter(beginMs + periodMs * grid.length - 1);
    let from = this.firstAfter(beginMs - 1);
    while (from < end) {
      const place = Math.floor(((this.samples[from]?.at ?? 0) - beginMs) / periodMs);
      const to = this.endOfPeriod(from, beginMs + (place + 1) * periodMs);
      series[place] = figure(this.samples, from, to);
      from = to;
    }
    return series;
  }

  private endOfPeriod(from: number, endMs: number): number {
    let to = from + 1;
    while (to < this.samples.length && (this.samples[to]?.at ?? endMs) < endMs) to += 1;
    return to;
  }

  /** Place of the first sample after a time. */
  private firstAfter(atMs: number): number {
    let [low, high] = [0, this.samples.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.samples[middle]?.at ?? 0) > atMs) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** Figure of the samples from one place to another, at least one. */
type Figure = (samples: readonly Sample[], from: number, to: number) => number | undefined;

const FIGURES: Readonly<Record<string, Figure>> = {
  SampleCount: figure((sample) => sample.count, plus),
  Sum: figure((sample) => sample.sum, plus),
  Minimum: figure((sample) => sample.minimum, Math.min),
  Maximum: figure((sample) => sample.maximum, Math.max),
};
const { SampleCount: countOf, Sum: sumOf } = FIGURES;

function figure(of: (sample: Sample) => number, combine: (one: number, other: number) => number): Figure {
  return (samples, from, to) => {
    let result: number | undefined;
    for (let place = from; place < to; place += 1) {
      const sample = samples[place];
      if (sample !== undefined) result = result === undefined ? of(sample) : combine(result, of(sample));
    }
    return result;
  };
}

function plus(one: number, other: number): number {
  return one + other;
}

function figureOf(statistic: string): Figure {
  if (statistic === 'Average') {
    return (samples, from, to) => (sumOf?.(samples, from, to) ?? 0) / (countOf?.(samples, from, to) ?? 1);
  }
  const percent = Number(statistic.slice(1));
  return FIGURES[statistic] ?? ((samples, from, to) => percentile(samples.slice(from, to), percent));
}

/**
 * Percentile, interpolated between the two nearest values. None for sets of statistics whose single values are unknown,
 * and for negative values, as in CloudWatch.
 */
function percentile(samples: readonly Sample[], percent: number): number | undefined {
  if (samples.some(({ minimum, maximum }) => minimum !== maximum || minimum < 0)) return undefined;
  const ordered = samples.toSorted((one, other) => one.minimum - other.minimum);
  const rank = (percent / 100) * Math.max(0, (countOf?.(samples, 0, samples.length) ?? 0) - 1);
  const at = (index: number): number => {
    let seen = 0;
    for (const { minimum, count } of ordered) {
      seen += count;
      if (index < seen) return minimum;
    }
    return ordered.at(-1)?.minimum ?? 0;
  };
  const low = at(Math.floor(rank));
  return low + (rank - Math.floor(rank)) * (at(Math.floor(rank) + 1) - low);
}

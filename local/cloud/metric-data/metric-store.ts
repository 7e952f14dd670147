import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Series } from '../metric-math/values';
import { type Metric, metricKey, metricShape } from './metric-query';
import { MetricSamples, type Sample } from './metric-samples';
import type { TimeGrid } from './time-grid';

/** Samples of a metric, as they are put. */
export interface MetricDatum {
  readonly metric: Metric;
  readonly unit: string;
  readonly samples: readonly Sample[];
}

const lineShape = z.object({
  metric: metricShape,
  unit: z.string(),
  samples: z.array(z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()])),
});

interface Stored {
  readonly metric: Metric;
  readonly unit: string;
  readonly samples: MetricSamples;
}

/**
 * All metrics of the local cloud but those that the emulator writes itself: in memory, since a dashboard reads ten
 * thousands of data points at once, and in a file that is only appended to.
 */
export class MetricStore {
  private readonly metrics = new Map<string, Stored>();
  private written: Promise<void>;

  private constructor(private readonly file: string | undefined) {
    this.written = Promise.resolve();
  }

  /** Store whose metrics end with the process. */
  static inMemory(): MetricStore {
    return new MetricStore(undefined);
  }

  static async open(file: string): Promise<MetricStore> {
    const store = new MetricStore(file);
    await mkdir(dirname(file), { recursive: true });
    const text = await textOf(file);
    // A line that was not finished must not take the next one with it.
    if (text !== '' && !text.endsWith('\n')) await appendFile(file, '\n');
    for (const line of text.split('\n')) {
      const datum = datumOf(line);
      if (datum !== undefined) store.keep(datum);
    }
    return store;
  }

  async put(data: readonly MetricDatum[]): Promise<void> {
    for (const datum of data) this.keep(datum);
    const { file } = this;
    if (file === undefined) return;
    const lines = data
      .map((datum) => `${JSON.stringify({ ...datum, samples: datum.samples.map(asTuple) })}\n`)
      .join('');
    this.written = this.written.catch(() => undefined).then(() => appendFile(file, lines));
    await this.written;
  }

  /** Metrics of a namespace, or all. */
  list(namespace: string | undefined): readonly (Metric & { readonly newestAt: number })[] {
    return [...this.metrics.values()]
      .filter(({ metric }) => namespace === undefined || metric.Namespace === namespace)
      .map(({ metric, samples }) => ({ ...metric, newestAt: samples.newestAt }));
  }

  /** Values of a statistic; nothing but gaps for a metric that is not there. */
  series(metric: Metric, statistic: string, grid: TimeGrid): Series {
    const samples = this.metrics.get(metricKey(metric))?.samples ?? new MetricSamples();
    return samples.series(grid, statistic);
  }

  /** Unit with which a metric was put last. */
  unitOf(metric: Metric): string {
    return this.metrics.get(metricKey(metric))?.unit ?? 'None';
  }

  private keep({ metric, unit, samples }: MetricDatum): void {
    const key = metricKey(metric);
    const stored = { metric, unit, samples: this.metrics.get(key)?.samples ?? new MetricSamples() };
    this.metrics.set(key, stored);
    for (const sample of samples) stored.samples.add(sample);
  }
}

function asTuple({ at, count, sum, minimum, maximum }: Sample) {
  return [at, count, sum, minimum, maximum];
}

function datumOf(line: string): MetricDatum | undefined {
  if (line === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // The process ended while it wrote its last line.
    return undefined;
  }
  const { samples, ...datum } = lineShape.parse(value);
  return {
    ...datum,
    samples: samples.map(([at, count, sum, minimum, maximum]) => ({ at, count, sum, minimum, maximum })),
  };
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

import { createReadStream, existsSync } from 'node:fs';
import { appendFile, mkdir, open, rename, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
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
 * thousands of data points at once, and in a file that is only appended to. Of each metric the newest are kept; the file
 * is rid of the others when it is opened.
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
    if (!existsSync(file)) return store;
    let read = 0;
    for await (const line of linesOf(file)) {
      const datum = datumOf(line);
      if (datum === undefined) continue;
      read += datum.samples.length;
      store.keep(datum);
    }
    // A line that was not finished must not take the next one with it.
    if (read > store.size()) await store.rewrite(file);
    else if (!(await endsWithLine(file))) await appendFile(file, '\n');
    return store;
  }

  async put(data: readonly MetricDatum[]): Promise<void> {
    for (const datum of data) this.keep(datum);
    const { file } = this;
    if (file === undefined) return;
    const lines = data.map(lineOf).join('');
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

  private size(): number {
    return [...this.metrics.values()].reduce((sum, { samples }) => sum + samples.all().length, 0);
  }

  /** Writes what is kept in place of the file. */
  private async rewrite(file: string): Promise<void> {
    const next = `${file}.next`;
    await writeFile(next, '');
    for (const { samples, ...datum } of this.metrics.values()) {
      await appendFile(next, lineOf({ ...datum, samples: samples.all() }));
    }
    await rename(next, file);
  }

  private keep({ metric, unit, samples }: MetricDatum): void {
    const key = metricKey(metric);
    const stored = { metric, unit, samples: this.metrics.get(key)?.samples ?? new MetricSamples() };
    this.metrics.set(key, stored);
    for (const sample of samples) stored.samples.add(sample);
  }
}

function lineOf(datum: MetricDatum): string {
  return `${JSON.stringify({ ...datum, samples: datum.samples.map(asTuple) })}\n`;
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

/** Lines of a file, which may be longer than a string can be. */
function linesOf(file: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY });
}

async function endsWithLine(file: string): Promise<boolean> {
  const { size } = await stat(file);
  if (size === 0) return true;
  const opened = await open(file);
  try {
    const { buffer } = await opened.read(Buffer.alloc(1), 0, 1, size - 1);
    return buffer.toString() === '\n';
  } finally {
    await opened.close();
  }
}

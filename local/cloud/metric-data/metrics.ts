import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { Series } from '../metric-math/values';
import { type MetricValue, putMetrics } from '../put-metrics';
import { emulatorMetrics, readStatistics } from './emulator-statistics';
import type { Metric } from './metric-query';
import type { MetricDatum, MetricStore } from './metric-store';
import type { StatisticRead } from './statistic';

/** Namespaces whose metrics the emulator writes itself; it alone has them. */
const OF_THE_EMULATOR: ReadonlySet<string | undefined> = new Set(['AWS/Lambda']);

/** Metrics of the local cloud: its own store, and for Lambda's the emulator. */
export class Metrics {
  constructor(
    private readonly store: MetricStore,
    private readonly emulator: CloudWatchClient,
  ) {}

  /** True: the emulator has the metrics of this namespace. */
  static areOfTheEmulator(namespace: string | undefined): boolean {
    return OF_THE_EMULATOR.has(namespace);
  }

  /** Writes metrics of AWS's own services too, which the public API refuses. */
  async put(namespace: string, values: readonly MetricValue[]): Promise<void> {
    if (OF_THE_EMULATOR.has(namespace)) return putMetrics(this.emulator, namespace, values);
    await this.store.put(
      values.map(({ name, value, unit, dimensions, at = new Date() }) => ({
        metric: {
          Namespace: namespace,
          MetricName: name,
          Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        },
        unit,
        samples: [{ at: at.getTime(), count: 1, sum: value, minimum: value, maximum: value }],
      })),
    );
  }

  async putData(data: readonly MetricDatum[]): Promise<void> {
    await this.store.put(data);
  }

  /** Metrics of a namespace, or all; `newestAt` (milliseconds since 1970) is unknown for those of the emulator. */
  async list(namespace: string | undefined): Promise<readonly (Metric & { readonly newestAt?: number })[]> {
    if (OF_THE_EMULATOR.has(namespace)) return emulatorMetrics(this.emulator, namespace);
    const stored = this.store.list(namespace);
    if (namespace !== undefined) return stored;
    const others = await Promise.all([...OF_THE_EMULATOR].map((each) => emulatorMetrics(this.emulator, each)));
    return [...stored, ...others.flat()];
  }

  /** Values of statistics, undefined in periods without data. */
  async read(reads: readonly StatisticRead[]): Promise<readonly Series[]> {
    const ofEmulator = reads.filter(({ metric }) => OF_THE_EMULATOR.has(metric.Namespace));
    const answers = ofEmulator.length === 0 ? [] : await readStatistics(this.emulator, ofEmulator);
    const byRead = new Map(ofEmulator.map((read, index) => [read, answers[index] ?? []]));
    return reads.map((read) => byRead.get(read) ?? this.store.series(read.metric, read.statistic, read.grid));
  }

  unitOf(metric: Metric): string {
    return this.store.unitOf(metric);
  }
}

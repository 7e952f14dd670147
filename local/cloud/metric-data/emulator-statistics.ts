import {
  type CloudWatchClient,
  GetMetricDataCommand,
  ListMetricsCommand,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import { validationError } from '../cloudwatch-error';
import { constant, type Series } from '../metric-math/values';
import { type Metric, metricKey } from './metric-query';
import { isStatistic, type StatisticRead } from './statistic';
import type { TimeGrid } from './time-grid';

/** Metrics of the emulator in a namespace, or all of them. */
export async function emulatorMetrics(client: CloudWatchClient, namespace: string | undefined): Promise<Metric[]> {
  const { Metrics = [] } = await client.send(new ListMetricsCommand({ Namespace: namespace }));
  return Metrics.map(({ Namespace = '', MetricName = '', Dimensions = [] }) => ({
    Namespace,
    MetricName,
    Dimensions: Dimensions.map(({ Name = '', Value = '' }) => ({ Name, Value })),
  }));
}

/** Longer than any range: its one period holds all of it, wherever the range begins. */
const WHOLE_RANGE_SECONDS = 10_000_000_000;
/** GetMetricData takes at most 500 queries. */
const QUERIES_A_CALL = 500;

/**
 * Reads statistics from the emulator: each metric once for the whole grid, all in one call. The emulator cuts time at
 * multiples of the period; a grid that begins elsewhere is put together from shorter periods.
 *
 * @throws CloudWatchError for a percentile over such a grid, and for a metric that the emulator can't tell from others.
 */
export async function readStatistics(
  client: CloudWatchClient,
  reads: readonly StatisticRead[],
): Promise<readonly Series[]> {
  await checkWithoutDimensions(client, reads);
  const asked = new Map<string, Asked>();
  const ask = (read: StatisticRead): Asked => {
    const key = `${metricKey(read.metric)} ${read.statistic} ${JSON.stringify(read.grid)}`;
    const known = asked.get(key) ?? { read, id: `q${asked.size}`, series: [] };
    asked.set(key, known);
    return known;
  };
  const plans = reads.map((read) => planRead(read, ask));
  const calls = [
    ...groupBy([...asked.values()], ({ read: { grid } }) => `${grid.beginSeconds} ${grid.periodSeconds * grid.length}`),
  ];
  await Promise.all(
    calls.flatMap((group) => {
      const parts = Array.from({ length: Math.ceil(group.length / QUERIES_A_CALL) }, (_, part) =>
        group.slice(part * QUERIES_A_CALL, (part + 1) * QUERIES_A_CALL),
      );
      return parts.map((part) => readPart(client, part));
    }),
  );
  return plans.map((plan) => plan());
}

interface Asked {
  readonly read: StatisticRead;
  readonly id: string;
  series: Series;
}

/** Asks for what a read needs; the result gives its series once that is there. */
function planRead(read: StatisticRead, ask: (read: StatisticRead) => Asked): () => Series {
  const { grid, statistic } = read;
  if (grid.length === 0) return () => [];
  if (grid.length === 1 || grid.beginSeconds % grid.periodSeconds === 0) {
    const whole = ask(read);
    return () => whole.series;
  }
  if (!isStatistic(statistic)) {
    throw validationError(
      `StartTime: for the statistic ${statistic} it must be a multiple of the period (${grid.periodSeconds} s), found ` +
        `${new Date(grid.beginSeconds * 1_000).toISOString()}. The local cloud can't put percentiles together.`,
    );
  }
  const part = greatestDivisor(grid.periodSeconds, grid.beginSeconds);
  const each = grid.periodSeconds / part;
  const parts: TimeGrid = { beginSeconds: grid.beginSeconds, periodSeconds: part, length: grid.length * each };
  const needed = statistic === 'Average' ? (['Sum', 'SampleCount'] as const) : [statistic];
  const [first, second] = needed.map((name) => ask({ ...read, statistic: name, grid: parts }));
  const combined = (asked: Asked | undefined, combine: (values: readonly number[]) => number): Series =>
    Array.from({ length: grid.length }, (_, index) => {
      const values = (asked?.series ?? [])
        .slice(index * each, (index + 1) * each)
        .filter((value) => value !== undefined);
      return values.length === 0 ? undefined : combine(values);
    });
  if (statistic === 'Minimum') return () => combined(first, (values) => Math.min(...values));
  if (statistic === 'Maximum') return () => combined(first, (values) => Math.max(...values));
  if (statistic !== 'Average') return () => combined(first, sum);
  return () => {
    const counts = combined(second, sum);
    return combined(first, sum).map((total, index) => (total === undefined ? undefined : total / (counts[index] ?? 1)));
  };
}

async function readPart(client: CloudWatchClient, part: readonly Asked[]): Promise<void> {
  const [first] = part;
  if (first === undefined) return;
  const { beginSeconds, periodSeconds, length } = first.read.grid;
  const answer = await client.send(
    new GetMetricDataCommand({
      StartTime: new Date(beginSeconds * 1_000),
      EndTime: new Date((beginSeconds + periodSeconds * length) * 1_000),
      MetricDataQueries: part.map(
        ({ id, read: { metric, statistic, grid } }): MetricDataQuery => ({
          Id: id,
          MetricStat: {
            Metric: metric,
            Stat: statistic,
            Period: grid.length === 1 ? WHOLE_RANGE_SECONDS : grid.periodSeconds,
          },
        }),
      ),
    }),
  );
  const results = new Map((answer.MetricDataResults ?? []).map((result) => [result.Id, result]));
  for (const asked of part) {
    const { grid } = asked.read;
    const series: (number | undefined)[] = [...constant(undefined, grid.length)];
    const { Timestamps = [], Values = [] } = results.get(asked.id) ?? {};
    if (grid.length === 1) {
      asked.series = [Values[0]];
      continue;
    }
    for (const [index, time] of Timestamps.entries()) {
      const place = (time.getTime() / 1_000 - grid.beginSeconds) / grid.periodSeconds;
      if (place >= 0 && place < grid.length) series[place] = Values[index];
    }
    asked.series = series;
  }
}

/** The emulator takes a metric without dimensions for all of its name together. */
async function checkWithoutDimensions(client: CloudWatchClient, reads: readonly StatisticRead[]): Promise<void> {
  for (const { metric } of reads.filter((read) => read.metric.Dimensions.length === 0)) {
    const namesakes = (await emulatorMetrics(client, metric.Namespace)).filter(
      ({ MetricName }) => MetricName === metric.MetricName,
    );
    if (namesakes.some(({ Dimensions }) => Dimensions.length > 0)) {
      throw validationError(
        `${metric.Namespace} ${metric.MetricName} without dimensions: the local cloud can't tell it from the ones with ` +
          'dimensions. Name the dimensions.',
      );
    }
  }
}

function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): Iterable<Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups.values();
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

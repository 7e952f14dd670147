import type { Metrics } from '../metric-data/metrics';
import type { StatisticRead } from '../metric-data/statistic';
import { evaluateMath } from '../metric-math/evaluate';
import { ofSeries, type Series } from '../metric-math/values';
import { type MetricAlarmSettings, type MetricQuery, periodSecondsOf, queriesOf } from './alarm';
import { EXTRA_PERIODS } from './alarm-evaluation';

export interface Window {
  readonly start: Date;
  readonly end: Date;
}

/** The value of a metric in one window, undefined when there is no data in it. */
export type ReadWindow = (query: MetricQuery, window: Window) => Promise<number | undefined>;

/** A difference or rate needs the data point before the first one. */
const PERIODS_BEFORE = 1;

/**
 * The windows an alarm looks at, oldest first. CloudWatch evaluates every minute, over periods that end with that
 * minute: a period of five minutes slides by one.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export function windowsOf(alarm: MetricAlarmSettings, now: Date, stepSeconds: number): readonly Window[] {
  const periodMs = periodSecondsOf(alarm) * 1_000;
  const stepMs = Math.min(stepSeconds * 1_000, periodMs);
  const end = Math.floor(now.getTime() / stepMs) * stepMs;
  const count = alarm.EvaluationPeriods + EXTRA_PERIODS + PERIODS_BEFORE;
  return Array.from({ length: count }, (_, index) => ({
    start: new Date(end - (count - index) * periodMs),
    end: new Date(end - (count - index - 1) * periodMs),
  }));
}

/** The data points an alarm is judged by, oldest first: of its metric, or of the one query that returns data. */
export async function readAlarmData(
  alarm: MetricAlarmSettings,
  windows: readonly Window[],
  readWindow: ReadWindow,
): Promise<{ readonly points: Series; readonly begins: readonly Date[] }> {
  const queries = queriesOf(alarm);
  const series = new Map<string, Series>();
  const metrics = queries.filter((query) => query.MetricStat !== undefined);
  for (const query of metrics) {
    series.set(query.Id, await Promise.all(windows.map((window) => readWindow(query, window))));
  }
  const input = {
    valueOf: (id: string) => {
      const found = series.get(id);
      return found === undefined ? undefined : ofSeries(found);
    },
    metricIds: metrics.map((query) => query.Id),
    periodSeconds: periodSecondsOf(alarm),
    length: windows.length,
  };
  // An expression may refer to one that comes after it.
  const waiting = queries.filter((query) => query.Expression !== undefined);
  const ids = new Set(waiting.map((query) => query.Id));
  while (waiting.length > 0) {
    const ready = waiting.findIndex((query) => !usesAny(query.Expression ?? '', ids, query.Id));
    const [query] = waiting.splice(ready, 1);
    if (ready < 0 || query === undefined)
      throw new Error(`Alarm ${alarm.AlarmName}: its expressions refer to each other in a circle.`);
    series.set(query.Id, evaluateMath(query.Expression ?? '', input));
    ids.delete(query.Id);
  }
  const returned = queries.find((query) => query.ReturnData !== false) ?? queries[0];
  return {
    points: (series.get(returned?.Id ?? '') ?? []).slice(PERIODS_BEFORE),
    begins: windows.slice(PERIODS_BEFORE).map(({ start }) => start),
  };
}

function usesAny(expression: string, ids: ReadonlySet<string>, own: string): boolean {
  return [...expression.matchAll(/[A-Za-z_]\w*/g)].some(([word]) => word !== own && ids.has(word));
}

/**
 * Reads windows of metrics, all queries of one round in one call: collects until the event loop comes round, then asks.
 */
export function windowReader(metrics: Pick<Metrics, 'read'>): ReadWindow {
  interface Waiting {
    readonly read: StatisticRead;
    readonly resolve: (value: number | undefined) => void;
    readonly reject: (error: unknown) => void;
  }
  let collected: Waiting[] = [];
  const ask = async (waiting: readonly Waiting[]): Promise<void> => {
    try {
      const answers = await metrics.read(waiting.map(({ read }) => read));
      for (const [index, { resolve }] of waiting.entries()) resolve(answers[index]?.[0]);
    } catch (error) {
      for (const { reject } of waiting) reject(error);
    }
  };
  return (query, window) =>
    new Promise((resolve, reject) => {
      if (collected.length === 0) {
        setImmediate(() => {
          const waiting = collected;
          collected = [];
          void ask(waiting);
        });
      }
      collected.push({ read: readOf(query, window), resolve, reject });
    });
}

function readOf({ MetricStat }: MetricQuery, { start, end }: Window): StatisticRead {
  if (MetricStat === undefined) throw new Error('Only queries on a metric are read.');
  const { Metric: metric, Stat: statistic } = MetricStat;
  const [beginSeconds, periodSeconds] = [start.getTime() / 1_000, (end.getTime() - start.getTime()) / 1_000];
  return { metric, statistic, grid: { beginSeconds, periodSeconds, length: 1 } };
}

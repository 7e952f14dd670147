import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
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

/** Longer than any window: the emulator's own period grid must not cut one in two. */
const WHOLE_WINDOW_SECONDS = 10_000_000_000;
/** GetMetricData takes at most 500 queries. */
const QUERIES_A_CALL = 500;

/**
 * Reads windows from the emulator, all queries of one round that share a window in one call: collects until the event
 * loop comes round, then asks.
 */
export function windowReader(client: CloudWatchClient): ReadWindow {
  interface Waiting {
    readonly query: MetricQuery;
    readonly resolve: (value: number | undefined) => void;
    readonly reject: (error: unknown) => void;
  }
  const collected = new Map<string, { readonly window: Window; readonly waiting: Waiting[] }>();

  const ask = async (window: Window, waiting: readonly Waiting[]): Promise<void> => {
    try {
      for (let from = 0; from < waiting.length; from += QUERIES_A_CALL) {
        const part = waiting.slice(from, from + QUERIES_A_CALL);
        const { MetricDataResults } = await client.send(
          new GetMetricDataCommand({
            StartTime: window.start,
            EndTime: window.end,
            MetricDataQueries: part.map(({ query }, index) => asSdkQuery(query, `q${index}`)),
          }),
        );
        for (const [index, { resolve }] of part.entries()) resolve(valueIn(MetricDataResults, `q${index}`));
      }
    } catch (error) {
      for (const { reject } of waiting) reject(error);
    }
  };
  return (query, window) =>
    new Promise((resolve, reject) => {
      const key = `${window.start.getTime()}-${window.end.getTime()}`;
      const entry = collected.get(key) ?? { window, waiting: [] };
      if (!collected.has(key)) {
        collected.set(key, entry);
        setImmediate(() => {
          collected.delete(key);
          void ask(entry.window, entry.waiting);
        });
      }
      entry.waiting.push({ query, resolve, reject });
    });
}

function asSdkQuery({ MetricStat }: MetricQuery, id: string): MetricDataQuery {
  if (MetricStat === undefined) throw new Error('Only queries on a metric are read from the emulator.');
  const { Metric, Stat } = MetricStat;
  return { Id: id, MetricStat: { Metric, Stat, Period: WHOLE_WINDOW_SECONDS } };
}

function valueIn(results: readonly MetricDataResult[] | undefined, id: string): number | undefined {
  return results?.find((result) => result.Id === id)?.Values?.[0];
}

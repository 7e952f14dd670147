import {
  CloudWatchClient,
  type CompositeAlarm,
  DescribeAlarmsCommand,
  GetDashboardCommand,
  GetMetricDataCommand,
  type GetMetricDataInput,
  ListDashboardsCommand,
  type MetricAlarm,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { evaluateMath } from '../../../../local/cloud/metric-math/evaluate';
import { ofSeries, type Series } from '../../../../local/cloud/metric-math/values';

interface Sample {
  readonly at: number;
  readonly value: number;
}

interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly samples: Sample[];
}

/** Line that a query has before it becomes a result. */
interface Evaluated {
  readonly label: string;
  readonly series: Series;
}

const STATISTICS: Readonly<Record<string, (values: readonly number[]) => number>> = {
  Sum: (values) => values.reduce((sum, value) => sum + value, 0),
  Average: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  Maximum: (values) => Math.max(...values),
  Minimum: (values) => Math.min(...values),
  SampleCount: (values) => values.length,
};

/**
 * CloudWatch that keeps samples, dashboards and alarms, and answers as the service documents it: statistics by period,
 * metric math, one SEARCH in an expression, at most 500 queries and 100,800 values an answer.
 */
export class FakeCloudWatch {
  readonly dashboards = new Map<string, string>();
  readonly metricAlarms: MetricAlarm[] = [];
  readonly compositeAlarms: CompositeAlarm[] = [];
  /** Requests of GetMetricData so far. */
  readonly asked: GetMetricDataInput[] = [];
  /** Error of every call, if there is one. */
  trouble: Error | undefined;
  private readonly metrics: Metric[] = [];
  readonly client: CloudWatchClient;

  constructor(private readonly mostValues = 100_800) {
    this.client = new CloudWatchClient({ region: 'eu-west-1' });
    this.client.send = async (command: unknown) => this.answer(command);
  }

  /** Adds samples of a metric; times in seconds since 1970. */
  put(namespace: string, name: string, dimensions: Readonly<Record<string, string>>, samples: readonly Sample[]): void {
    const key = JSON.stringify([namespace, name, dimensions]);
    const found = this.metrics.find((each) => JSON.stringify([each.namespace, each.name, each.dimensions]) === key);
    if (found === undefined) this.metrics.push({ namespace, name, dimensions, samples: [...samples] });
    else found.samples.push(...samples);
  }

  private answer(command: unknown): object {
    if (this.trouble !== undefined) throw this.trouble;
    if (command instanceof ListDashboardsCommand) {
      const { DashboardNamePrefix: prefix = '' } = command.input;
      const names = [...this.dashboards.keys()].filter((name) => name.startsWith(prefix));
      return { DashboardEntries: names.map((DashboardName) => ({ DashboardName })) };
    }
    if (command instanceof GetDashboardCommand) {
      const body = this.dashboards.get(command.input.DashboardName ?? '');
      if (body === undefined) {
        throw Object.assign(new Error(`Dashboard ${command.input.DashboardName} does not exist`), {
          name: 'DashboardNotFoundError',
        });
      }
      return { DashboardBody: body };
    }
    if (command instanceof DescribeAlarmsCommand) {
      const { AlarmNames: names = [], AlarmTypes: types = ['MetricAlarm'] } = command.input;
      if (names.length > 100) throw invalid('AlarmNames has more than 100 names');
      const named = <Alarm extends { AlarmName?: string }>(alarms: readonly Alarm[]) =>
        alarms.filter(({ AlarmName }) => names.includes(AlarmName ?? ''));
      return {
        MetricAlarms: types.includes('MetricAlarm') ? named(this.metricAlarms) : [],
        CompositeAlarms: types.includes('CompositeAlarm') ? named(this.compositeAlarms) : [],
      };
    }
    if (command instanceof GetMetricDataCommand) return this.metricData(command.input);
    throw new Error('The fake has no such call.');
  }

  private metricData(input: GetMetricDataInput): object {
    this.asked.push(input);
    const { MetricDataQueries: queries = [], NextToken } = input;
    checkQueries(queries);
    const results = this.results(input);
    const points = results.flatMap((result, index) =>
      (result.Timestamps ?? []).map((time, at) => ({ index, time, value: result.Values?.[at] ?? 0 })),
    );
    const from = Number(NextToken ?? 0);
    const page = points.slice(from, from + this.mostValues);
    const next = from + page.length;
    return {
      MetricDataResults: results.map((result, index) => {
        const own = page.filter((point) => point.index === index);
        const StatusCode = next < points.length ? 'PartialData' : 'Complete';
        return {
          ...result,
          StatusCode,
          Timestamps: own.map(({ time }) => time),
          Values: own.map(({ value }) => value),
        };
      }),
      ...(next < points.length ? { NextToken: String(next) } : {}),
    };
  }

  private results({ MetricDataQueries: queries = [], StartTime, EndTime }: GetMetricDataInput): MetricDataResult[] {
    const [start, end] = [seconds(StartTime), seconds(EndTime)];
    const known = new Map<string, Series>();
    const metricIds = queries.filter(({ MetricStat }) => MetricStat !== undefined).map(({ Id }) => Id ?? '');
    const evaluated = queries.toSorted(byKind).map((query) => {
      const period = query.MetricStat?.Period ?? query.Period ?? 60;
      const grid = gridOf(start, end, period);
      const lines = this.evaluated(query, grid, period, known, metricIds);
      if (lines[0] !== undefined) known.set(query.Id ?? '', lines[0].series);
      return { query, grid, lines };
    });
    return queries.flatMap((query) => {
      if (query.ReturnData === false) return [];
      const { grid = [], lines = [] } = evaluated.find((each) => each.query === query) ?? {};
      return lines.map(({ label, series }) => resultOf(query, label, grid, series));
    });
  }

  private evaluated(
    query: MetricDataQuery,
    grid: readonly number[],
    period: number,
    series: ReadonlyMap<string, Series>,
    metricIds: readonly string[],
  ): Evaluated[] {
    const { MetricStat, Expression = '', Label, Id = '' } = query;
    if (MetricStat !== undefined) {
      const { Namespace = '', MetricName = '', Dimensions = [] } = MetricStat.Metric ?? {};
      const dimensions = Object.fromEntries(Dimensions.map(({ Name = '', Value = '' }) => [Name, Value]));
      const found = this.found(Namespace, MetricName, dimensions);
      return [{ label: Label ?? MetricName, series: statisticOf(found, MetricStat.Stat ?? '', grid, period) }];
    }
    const search = /SEARCH\('\{([^}]*)\} MetricName="([^"]*)"', '(\w+)', (\d+)\)/.exec(Expression);
    if (search === null) {
      const known = (id: string) => {
        const found = series.get(id);
        return found && ofSeries(found);
      };
      const input = { valueOf: known, metricIds, periodSeconds: period, length: grid.length };
      return [{ label: Label ?? Id, series: evaluateMath(Expression, input) }];
    }
    const [whole, schema = '', name, stat = '', own] = search;
    if (Number(own) !== period) throw invalid(`The search has the period ${own}, its query ${period}`);
    const [namespace, ...names] = schema.split(',').map((part) => part.replaceAll('"', ''));
    return this.metrics
      .filter((each) => each.namespace === namespace && each.name === name)
      .filter(({ dimensions }) => Object.keys(dimensions).join() === names.join())
      .map((metric) => {
        const found = statisticOf(metric, stat, grid, period);
        const input = { valueOf: () => ofSeries(found), metricIds: [], periodSeconds: period, length: grid.length };
        const label = Object.values(metric.dimensions).join(' ');
        return { label, series: evaluateMath(Expression.replace(whole, 'found'), input) };
      });
  }

  private found(namespace: string, name: string, dimensions: Readonly<Record<string, string>>): Metric | undefined {
    return this.metrics.find(
      (each) =>
        each.namespace === namespace &&
        each.name === name &&
        JSON.stringify(each.dimensions) === JSON.stringify(dimensions),
    );
  }
}

/** Metrics first: expressions need them. */
function byKind(one: MetricDataQuery, other: MetricDataQuery): number {
  return Number(one.MetricStat === undefined) - Number(other.MetricStat === undefined);
}

function checkQueries(queries: readonly MetricDataQuery[]): void {
  if (queries.length > 500) throw invalid(`${queries.length} queries, 500 are allowed`);
  const ids = queries.map(({ Id }) => Id ?? '');
  if (new Set(ids).size !== ids.length) throw invalid('The ids are not unique');
  if (ids.some((id) => !/^[a-z]\w*$/.test(id))) throw invalid('An id does not begin with a lowercase letter');
  if (queries.every(({ ReturnData }) => ReturnData === false)) throw invalid('No query returns data');
}

function gridOf(start: number, end: number, period: number): number[] {
  const first = Math.floor(start / period) * period;
  return Array.from({ length: Math.max(0, Math.ceil((end - first) / period)) }, (_, index) => first + index * period);
}

function statisticOf(metric: Metric | undefined, stat: string, grid: readonly number[], period: number): Series {
  const statistic = STATISTICS[stat];
  if (statistic === undefined) throw invalid(`The statistic ${stat} is not known to the fake`);
  return grid.map((time) => {
    const values = (metric?.samples ?? [])
      .filter(({ at }) => at >= time && at < time + period)
      .map(({ value }) => value);
    return values.length === 0 ? undefined : statistic(values);
  });
}

function resultOf(query: MetricDataQuery, label: string, grid: readonly number[], series: Series): MetricDataResult {
  const points = grid.flatMap((time, index) => {
    const value = series[index];
    return value === undefined ? [] : [{ time: new Date(time * 1000), value }];
  });
  return {
    Id: query.Id,
    Label: label,
    Timestamps: points.map(({ time }) => time),
    Values: points.map(({ value }) => value),
  };
}

function seconds(time: Date | undefined): number {
  return (time?.getTime() ?? 0) / 1000;
}

function invalid(message: string): Error {
  return Object.assign(new Error(message), { name: 'ValidationError' });
}

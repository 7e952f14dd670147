import { z } from 'zod';
import { messageOf } from '../../../packages/managed-flink/src/errors';
import { CloudWatchError, validationError } from '../cloudwatch-error';
import { evaluate, itemsOf, type MathInput } from '../metric-math/evaluate';
import type { SearchCall } from '../metric-math/references';
import { type LabelledSeries, ofSeries, type Series, type Value } from '../metric-math/values';
import { filledLabel, isDynamic, labelProperties } from './dynamic-label';
import { listShape, type Metric, metricKey, metricQuery, numberShape, readShape, timeShape } from './metric-query';
import { type MetricSearch, parseMetricSearch } from './metric-search';
import type { Metrics } from './metrics';
import { type ExpressionPlan, inExpression, planQueries, type QueryPlan } from './query-plan';
import { pageOf, type QueryResult } from './result-pages';
import { searchLabels } from './search-labels';
import type { StatisticRead } from './statistic';
import { type TimeGrid, timeGrid } from './time-grid';

const request = z.object({
  MetricDataQueries: listShape(metricQuery),
  StartTime: timeShape,
  EndTime: timeShape,
  NextToken: z.string().optional(),
  ScanBy: z.enum(['TimestampAscending', 'TimestampDescending']).default('TimestampDescending'),
  MaxDatapoints: numberShape.int().min(1).max(100_800).default(100_800),
});

/** Series that a SEARCH returns at most. */
const MOST_FOUND = 500;

/**
 * GetMetricData with expressions and SEARCH, by the emulator's plain statistics.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 *
 * @throws CloudWatchError for what is wrong, and for what is not emulated.
 */
export async function getMetricData(metrics: Metrics, input: unknown, now: Date): Promise<object> {
  const { MetricDataQueries, StartTime: start, EndTime: end, ...page } = readShape(request, input);
  if (start >= end) {
    throw validationError(`StartTime (${start.toISOString()}) must be before EndTime (${end.toISOString()}).`);
  }
  const plan = planQueries(MetricDataQueries);
  const gridOf = (periodSeconds: number) => timeGrid({ start, end }, periodSeconds, now);
  const data = await readData(metrics, plan, gridOf);
  const results = plan.queries
    .filter(({ ReturnData }) => ReturnData !== false)
    .flatMap((query) => resultsOf(query.Id, plan, data));
  return pageOf(results, {
    isAscending: page.ScanBy === 'TimestampAscending',
    mostPoints: page.MaxDatapoints,
    token: page.NextToken,
  });
}

interface Found {
  readonly items: readonly LabelledSeries[];
  readonly isCut: boolean;
}

interface QueryData {
  /** Series of each metric, by the id of its query. */
  readonly series: ReadonlyMap<string, Series>;
  readonly searches: ReadonlyMap<string, Found>;
  readonly gridOf: (periodSeconds: number) => TimeGrid;
  /** Values so far, by id and period: expressions share what they are made from. */
  readonly values: Map<string, Value>;
}

const searchKey = ({ text, statistic }: SearchCall, periodSeconds: number) =>
  JSON.stringify([text, statistic, periodSeconds]);

/** All that the queries need, in one round: metrics by name, and those that searches find. */
async function readData(metrics: Metrics, plan: QueryPlan, gridOf: QueryData['gridOf']): Promise<QueryData> {
  const reads: StatisticRead[] = [];
  const read = (metric: Metric, statistic: string, periodSeconds: number) =>
    reads.push({ metric, statistic, grid: gridOf(periodSeconds) }) - 1;
  const byName = [...plan.metrics].map(([id, { stat, periodSeconds }]) => ({
    id,
    place: read(stat.Metric, stat.Stat, periodSeconds),
  }));
  const searches = new Map<
    string,
    { readonly places: readonly number[]; readonly labels: readonly string[]; readonly isCut: boolean }
  >();
  const list = listingOnce(metrics);
  for (const expression of plan.expressions.values()) {
    for (const call of expression.references.searches) {
      const key = searchKey(call, expression.periodSeconds);
      if (searches.has(key)) continue;
      const { search, found } = await findMetrics(call, expression, list);
      const shown = found.slice(0, MOST_FOUND);
      searches.set(key, {
        places: shown.map((metric) => read(metric, call.statistic, expression.periodSeconds)),
        labels: searchLabels(shown, search.dimensions),
        isCut: found.length > shown.length,
      });
    }
  }
  const series = await metrics.read(reads);
  const at = (place: number): Series => series[place] ?? [];
  return {
    gridOf,
    values: new Map(),
    series: new Map(byName.map(({ id, place }) => [id, at(place)])),
    searches: new Map(
      [...searches].map(([key, { places, labels, isCut }]) => [
        key,
        {
          isCut,
          items: places.map((place, index) => ({
            series: at(place),
            label: labels[index],
            properties: propertiesOf(reads[place]),
          })),
        },
      ]),
    ),
  };
}

function propertiesOf(read: StatisticRead | undefined) {
  return read && labelProperties(read.metric, read.statistic, read.grid.periodSeconds);
}

/** Lists a namespace once for all searches of a request. */
function listingOnce(metrics: Metrics): Metrics['list'] {
  const listed = new Map<string | undefined, ReturnType<Metrics['list']>>();
  return (namespace) => {
    const found = listed.get(namespace) ?? metrics.list(namespace);
    listed.set(namespace, found);
    return found;
  };
}

async function findMetrics(call: SearchCall, { query }: ExpressionPlan, list: Metrics['list']) {
  let search: MetricSearch;
  try {
    search = parseMetricSearch(call.text);
  } catch (error) {
    throw inExpression(query.Id, messageOf(error));
  }
  const found = (await list(search.namespace))
    .filter(search.matches)
    .map((metric) => ({ metric, key: metricKey(metric) }))
    .sort((one, other) => (one.key < other.key ? -1 : 1));
  return { search, found: found.map(({ metric }) => metric) };
}

function resultsOf(id: string, plan: QueryPlan, data: QueryData): QueryResult[] {
  const metric = plan.metrics.get(id);
  if (metric !== undefined) {
    const { query, stat, periodSeconds } = metric;
    const properties = labelProperties(stat.Metric, stat.Stat, periodSeconds);
    const item = { series: data.series.get(id) ?? [], label: stat.Metric.MetricName, properties };
    return [result(query, item, data.gridOf(periodSeconds))];
  }
  const expression = plan.expressions.get(id);
  if (expression === undefined) return [];
  const { query, periodSeconds, references } = expression;
  const grid = data.gridOf(periodSeconds);
  const value = valueOfQuery(id, periodSeconds, plan, data);
  const messages = references.searches.some((call) => data.searches.get(searchKey(call, periodSeconds))?.isCut)
    ? [
        {
          Code: 'MaxMetricsExceeded',
          Value: `The search found more than ${MOST_FOUND} metrics; the others are left out.`,
        },
      ]
    : [];
  return itemsOf(value, grid.length).map((item) => {
    // One series is named by its query, those of a list by what tells them apart.
    const isOfList = value.kind === 'list' && item.label !== undefined;
    const prefix = isOfList && query.Label !== undefined && !isDynamic(query.Label) ? `${query.Label} ` : '';
    const named = isOfList ? { ...query, Label: prefix === '' ? query.Label : undefined } : query;
    return result(named, { ...item, label: isOfList ? `${prefix}${item.label}` : id }, grid, messages);
  });
}

/** Result of a query by its own label, else by that of the series. */
function result(
  { Id: id, Label }: QueryPlan['queries'][number],
  { series, label = id, properties }: LabelledSeries,
  grid: TimeGrid,
  messages: QueryResult['messages'] = [],
): QueryResult {
  const times: Date[] = [];
  const values: number[] = [];
  for (const [index, value] of series.entries()) {
    if (value === undefined) continue;
    times.push(new Date((grid.beginSeconds + index * grid.periodSeconds) * 1_000));
    values.push(value);
  }
  const shown = isDynamic(Label) ? filledLabel(Label, { label, properties, values }) : (Label ?? label);
  return { id, label: shown, times, values, messages };
}

/** Value of a query; one made from numbers alone has the periods of the expression that it is part of. */
function valueOfQuery(id: string, periodSeconds: number, plan: QueryPlan, data: QueryData): Value {
  const key = `${id} ${periodSeconds}`;
  const value = data.values.get(key) ?? evaluatedQuery(id, periodSeconds, plan, data);
  data.values.set(key, value);
  return value;
}

function evaluatedQuery(id: string, periodSeconds: number, plan: QueryPlan, data: QueryData): Value {
  const metric = plan.metrics.get(id);
  if (metric !== undefined) {
    return ofSeries(data.series.get(id) ?? [], metric.query.Label ?? metric.stat.Metric.MetricName);
  }
  const expression = plan.expressions.get(id);
  if (expression === undefined) throw new Error(`No metric or expression has the id "${id}".`);
  const input: MathInput = {
    valueOf: (used) => valueOfQuery(used, periodSeconds, plan, data),
    metricIds: [...plan.metrics.keys()],
    periodSeconds,
    length: data.gridOf(periodSeconds).length,
    search: (call) => data.searches.get(searchKey(call, periodSeconds))?.items ?? [],
  };
  try {
    return evaluate(expression.expression, input);
  } catch (error) {
    if (error instanceof CloudWatchError) throw error;
    throw inExpression(id, messageOf(error));
  }
}

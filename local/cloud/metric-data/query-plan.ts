import { messageOf } from '../../../packages/managed-flink/src/errors';
import { validationError } from '../cloudwatch-error';
import { type Expression, parseExpression } from '../metric-math/expression';
import { type References, referencesOf } from '../metric-math/references';
import { checkLabel } from './dynamic-label';
import type { MetricQuery } from './metric-query';
import { checkPeriod, checkStatistic } from './statistic';

/** Query on a metric. */
export interface MetricPlan {
  readonly query: MetricQuery;
  readonly stat: NonNullable<MetricQuery['MetricStat']>;
  readonly periodSeconds: number;
}

/** Query with an expression. */
export interface ExpressionPlan {
  readonly query: MetricQuery;
  readonly expression: Expression;
  readonly references: References;
  readonly periodSeconds: number;
}

/** Queries of a request, known to fit together. */
export interface QueryPlan {
  readonly queries: readonly MetricQuery[];
  readonly metrics: ReadonlyMap<string, MetricPlan>;
  readonly expressions: ReadonlyMap<string, ExpressionPlan>;
}

const MOST_QUERIES = 500;
const DEFAULT_PERIOD_SECONDS = 60;
/** Metrics Insights, a language of its own. */
const INSIGHTS = /^\s*SELECT\s/i;

/**
 * Checks the queries of GetMetricData and finds the period of each.
 *
 * @throws CloudWatchError (ValidationError) that names the query and what is wrong with it.
 */
export function planQueries(queries: readonly MetricQuery[]): QueryPlan {
  if (queries.length === 0) throw validationError('MetricDataQueries: at least one query is needed.');
  if (queries.length > MOST_QUERIES) {
    throw validationError(`MetricDataQueries: found ${queries.length} queries, allowed are ${MOST_QUERIES}.`);
  }
  const metrics = new Map<string, MetricPlan>();
  const parsed = new Map<string, Omit<ExpressionPlan, 'periodSeconds'>>();
  for (const query of queries) {
    checkQuery(query);
    if (metrics.has(query.Id) || parsed.has(query.Id)) {
      throw validationError(`The id "${query.Id}" stands for several queries; each needs its own.`);
    }
    if (query.MetricStat !== undefined) metrics.set(query.Id, metricPlan(query, query.MetricStat));
    else parsed.set(query.Id, parsedExpression(query, query.Expression ?? ''));
  }
  const periodOf = periodFinder(metrics, parsed);
  const shortest = Math.min(...[...metrics.values()].map(({ periodSeconds }) => periodSeconds));
  const expressions = [...parsed].map(([id, each]): [string, ExpressionPlan] => {
    const anyPeriod = Number.isFinite(shortest) ? shortest : DEFAULT_PERIOD_SECONDS;
    return [id, { ...each, periodSeconds: periodOf(id) ?? each.query.Period ?? anyPeriod }];
  });
  return { queries, metrics, expressions: new Map(expressions) };
}

function checkQuery({ Id, MetricStat, Expression, Label, AccountId, Period }: MetricQuery): void {
  if (!/^[a-z][A-Za-z0-9_]*$/.test(Id)) {
    throw validationError(`The id "${Id}" needs letters, digits and _ only, and a lower-case letter first.`);
  }
  if ((MetricStat === undefined) === (Expression === undefined)) {
    throw validationError(`Query "${Id}" needs exactly one of MetricStat and Expression.`);
  }
  if (AccountId !== undefined) throw validationError(`Query "${Id}": AccountId is not emulated by the local cloud.`);
  if (Label !== undefined) checkLabel(Label, `Query "${Id}"`);
  if (Period !== undefined) checkPeriod(Period, `Query "${Id}"`);
}

function metricPlan(query: MetricQuery, stat: NonNullable<MetricQuery['MetricStat']>): MetricPlan {
  const where = `Query "${query.Id}"`;
  checkPeriod(stat.Period, where);
  checkStatistic(stat.Stat, where);
  if (stat.Unit !== undefined) throw validationError(`${where}: Unit is not emulated by the local cloud.`);
  return { query, stat, periodSeconds: stat.Period };
}

function parsedExpression(query: MetricQuery, text: string): Omit<ExpressionPlan, 'periodSeconds'> {
  if (INSIGHTS.test(text))
    throw inExpression(query.Id, 'Metrics Insights (SELECT) is not emulated by the local cloud.');
  try {
    const expression = parseExpression(text);
    return { query, expression, references: referencesOf(expression) };
  } catch (error) {
    throw inExpression(query.Id, messageOf(error));
  }
}

/** AWS's form of a fault in an expression. */
export function inExpression(id: string, reason: string): Error {
  return validationError(`Error in expression '${id}' [${reason}]`);
}

/**
 * Finder of an expression's period: that of everything it is made from, which must agree; undefined for one that is made
 * from numbers alone. Finds unknown ids and circles on its way.
 */
function periodFinder(
  metrics: ReadonlyMap<string, MetricPlan>,
  parsed: ReadonlyMap<string, Omit<ExpressionPlan, 'periodSeconds'>>,
): (id: string) => number | undefined {
  const known = new Map<string, number | undefined>();
  const periodOf = (id: string, path: readonly string[]): number | undefined => {
    const metric = metrics.get(id);
    if (metric !== undefined) return metric.periodSeconds;
    if (path.includes(id)) {
      throw inExpression(id, `The expressions refer to each other in a circle: ${[...path, id].join(' → ')}.`);
    }
    if (known.has(id)) return known.get(id);
    const plan = parsed.get(id);
    if (plan === undefined) {
      throw inExpression(path.at(-1) ?? id, `No metric or expression has the id "${id}".`);
    }
    const periods = new Set<number>();
    for (const used of plan.references.ids) {
      const period = periodOf(used, [...path, id]);
      if (period !== undefined) periods.add(period);
    }
    if (plan.references.usesMetrics) for (const { periodSeconds } of metrics.values()) periods.add(periodSeconds);
    for (const search of plan.references.searches) periods.add(periodOfSearch(search, plan.query));
    if (periods.size > 1) {
      const found = [...periods].join(' and ');
      throw inExpression(id, `All metrics of an expression need the same period, found ${found} seconds.`);
    }
    const [period] = periods;
    known.set(id, period);
    return period;
  };
  return (id) => periodOf(id, []);
}

function periodOfSearch({ statistic, periodSeconds }: References['searches'][number], { Id, Period }: MetricQuery) {
  const where = `Query "${Id}", SEARCH`;
  checkStatistic(statistic, where);
  const period = periodSeconds ?? Period;
  if (period === undefined) throw inExpression(Id, 'SEARCH needs a period: as its third argument, or as Period.');
  checkPeriod(period, where);
  return period;
}

import { type Expression, parseExpression } from './metric-math-expression';

/** The values of one metric over consecutive periods, oldest first; `undefined` where there is no data. */
export type Series = readonly (number | undefined)[];

type Value =
  | { readonly kind: 'scalar'; readonly number: number | undefined }
  | { readonly kind: 'series'; readonly series: Series }
  | { readonly kind: 'list'; readonly items: readonly Series[] }
  | { readonly kind: 'text'; readonly text: string };

export interface MathInput {
  /** Metrics and other expressions, by id. */
  readonly series: ReadonlyMap<string, Series>;
  /** Ids of the metrics among them: what METRICS() stands for. */
  readonly metricIds: readonly string[];
  readonly periodSeconds: number;
  readonly length: number;
}

/**
 * Evaluates a CloudWatch metric math expression over series of equal periods: + - * / ^, comparisons, AND OR NOT,
 * lists, and the functions below. Others (anomaly bands, SEARCH, sorting) fail by name.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export function evaluateMath(expression: string, input: MathInput): Series {
  const value = evaluate(parseExpression(expression), input);
  if (value.kind === 'series') return value.series;
  if (value.kind === 'scalar') return constant(value.number, input.length);
  throw new Error(`"${expression}" does not return a single time series.`);
}

function evaluate(expression: Expression, input: MathInput): Value {
  switch (expression.kind) {
    case 'number':
      return { kind: 'scalar', number: expression.value };
    case 'text':
      return { kind: 'text', text: expression.value };
    case 'metric': {
      const series = input.series.get(expression.id);
      if (series === undefined) throw new Error(`No metric or earlier expression has the id "${expression.id}".`);
      return ofSeries(series);
    }
    case 'list':
      return { kind: 'list', items: expression.items.map((item) => seriesOf(evaluate(item, input), input.length)) };
    case 'unary':
      return map(evaluate(expression.operand, input), (x) => (expression.operator === '-' ? -x : Number(x === 0)));
    case 'binary': {
      const operate = BINARY[expression.operator];
      if (operate === undefined) throw new Error(`Operator ${expression.operator} is not emulated.`);
      return combine([evaluate(expression.left, input), evaluate(expression.right, input)], input.length, operate);
    }
    case 'call':
      return call(expression.name, expression.args, input);
  }
}

const BINARY: Readonly<Record<string, (a: number, b: number) => number | undefined>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  // A division by zero gives no data point.
  '/': (a, b) => (b === 0 ? undefined : a / b),
  '^': (a, b) => a ** b,
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  '<': (a, b) => Number(a < b),
  '<=': (a, b) => Number(a <= b),
  '>': (a, b) => Number(a > b),
  '>=': (a, b) => Number(a >= b),
  AND: (a, b) => Number(a !== 0 && b !== 0),
  OR: (a, b) => Number(a !== 0 || b !== 0),
};

/** Over one series: one number; over a list of series: one number for each period. */
const AGGREGATES: Readonly<Record<string, (values: readonly number[]) => number>> = {
  AVG: (values) => sum(values) / values.length,
  MAX: (values) => Math.max(...values),
  MIN: (values) => Math.min(...values),
  SUM: sum,
};

const POINTWISE: Readonly<Record<string, (value: number) => number>> = {
  ABS: Math.abs,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
};

function call(name: string, args: readonly Expression[], input: MathInput): Value {
  const values = args.map((arg) => evaluate(arg, input));
  const [first, second, third] = values;
  const pointwise = POINTWISE[name];
  const aggregate = AGGREGATES[name];
  if (name === 'METRICS' && values.length <= 1) {
    const part = first?.kind === 'text' ? first.text : '';
    const ids = input.metricIds.filter((id) => id.includes(part));
    return { kind: 'list', items: ids.map((id) => input.series.get(id) ?? constant(undefined, input.length)) };
  }
  if (first === undefined) throw new Error(`${name}() needs an argument.`);
  if (pointwise !== undefined) return map(first, pointwise);
  if (aggregate !== undefined) return aggregated(first, aggregate, input.length);
  const series = seriesOf(first, input.length);
  switch (name) {
    case 'DIFF':
      return ofSeries(differences(series, (difference) => difference));
    case 'RATE':
      return ofSeries(differences(series, (difference, periods) => difference / (periods * input.periodSeconds)));
    case 'RUNNING_SUM':
      return ofSeries(runningSum(series));
    case 'PERIOD':
      return { kind: 'scalar', number: input.periodSeconds };
    case 'DATAPOINT_COUNT':
      return { kind: 'scalar', number: series.filter((value) => value !== undefined).length };
    case 'TIME_SERIES':
      return ofSeries(series);
    case 'FILL':
      if (second === undefined) break;
      return ofSeries(filled(series, second, input.length));
    case 'IF':
      if (second === undefined) break;
      return ofSeries(chosen(series, second, third, input.length));
  }
  throw new Error(`${name}() with ${args.length} arguments is not emulated.`);
}

function map(value: Value, change: (number: number) => number | undefined): Value {
  if (value.kind === 'list') return { kind: 'list', items: value.items.map((series) => mapSeries(series, change)) };
  if (value.kind === 'series') return ofSeries(mapSeries(value.series, change));
  const number = numberOf(value);
  return { kind: 'scalar', number: number === undefined ? undefined : change(number) };
}

function mapSeries(series: Series, change: (number: number) => number | undefined): Series {
  return series.map((value) => (value === undefined ? undefined : change(value)));
}

/** A period has a value only where both sides have one. */
function combine(
  [left, right]: readonly [Value, Value],
  length: number,
  operate: (a: number, b: number) => number | undefined,
): Value {
  const at = (a: number | undefined, b: number | undefined) =>
    a === undefined || b === undefined ? undefined : operate(a, b);
  if (left.kind === 'scalar' && right.kind === 'scalar')
    return { kind: 'scalar', number: at(left.number, right.number) };
  const [a, b] = [seriesOf(left, length), seriesOf(right, length)];
  return ofSeries(a.map((value, index) => at(value, b[index])));
}

function aggregated(value: Value, aggregate: (values: readonly number[]) => number, length: number): Value {
  const of = (values: Series): number | undefined => {
    const known = values.filter((number) => number !== undefined);
    return known.length === 0 ? undefined : aggregate(known);
  };
  if (value.kind !== 'list') return { kind: 'scalar', number: of(seriesOf(value, length)) };
  const periods = Array.from({ length }, (_, index) => index);
  return ofSeries(periods.map((index) => of(value.items.map((series) => series[index]))));
}

/** Between each data point and the one before it, however many periods ago that was. */
function differences(series: Series, result: (difference: number, periods: number) => number): Series {
  let before: { readonly value: number; readonly index: number } | undefined;
  return series.map((value, index) => {
    if (value === undefined) return undefined;
    const difference = before === undefined ? undefined : result(value - before.value, index - before.index);
    before = { value, index };
    return difference;
  });
}

function runningSum(series: Series): Series {
  let total = 0;
  return mapSeries(series, (value) => {
    total += value;
    return total;
  });
}

function filled(series: Series, filling: Value, length: number): Series {
  if (filling.kind !== 'text') {
    const values = seriesOf(filling, length);
    return series.map((value, index) => value ?? values[index]);
  }
  if (filling.text !== 'REPEAT') throw new Error(`FILL(…, ${filling.text}) is not emulated.`);
  let last: number | undefined;
  return series.map((value) => {
    last = value ?? last;
    return last;
  });
}

function chosen(condition: Series, then: Value, otherwise: Value | undefined, length: number): Series {
  const whenTrue = seriesOf(then, length);
  const whenFalse = otherwise === undefined ? constant(undefined, length) : seriesOf(otherwise, length);
  return condition.map((value, index) =>
    value === undefined ? undefined : value !== 0 ? whenTrue[index] : whenFalse[index],
  );
}

function ofSeries(series: Series): Value {
  return { kind: 'series', series };
}

function seriesOf(value: Value, length: number): Series {
  if (value.kind === 'series') return value.series;
  if (value.kind === 'list') throw new Error('Found a list of metrics, expected one metric.');
  return constant(numberOf(value), length);
}

function numberOf(value: Value): number | undefined {
  if (value.kind === 'scalar') return value.number;
  throw new Error('Found a text, expected a number.');
}

function constant(value: number | undefined, length: number): Series {
  return Array.from({ length }, () => value);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

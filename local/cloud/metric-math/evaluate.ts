import { AGGREGATES, aggregated, sorted } from './aggregates';
import { type Expression, parseExpression } from './expression';
import type { SearchCall } from './references';
import { chosen, differences, filled, runningSum } from './series-functions';
import {
  constant,
  type LabelledSeries,
  mapSeries,
  mapValue,
  numberOf,
  ofScalar,
  ofSeries,
  type Series,
  seriesOf,
  type Value,
} from './values';

/** Data that an expression is evaluated over: series of equal periods. */
export interface MathInput {
  /** Value of a metric or of another expression by its id; undefined: there is none. */
  readonly valueOf: (id: string) => Value | undefined;
  /** Ids of the metrics among them, in their order: METRICS() stands for these. */
  readonly metricIds: readonly string[];
  readonly periodSeconds: number;
  /** Number of periods. */
  readonly length: number;
  /** Series that a SEARCH found. None: SEARCH is refused, as in alarms. */
  readonly search?: (call: SearchCall) => readonly LabelledSeries[];
}

/**
 * The one series of a metric math expression.
 *
 * @throws Error for what is not emulated, and for an expression with several series.
 */
export function evaluateMath(expression: string, input: MathInput): Series {
  const value = evaluate(parseExpression(expression), input);
  if (value.kind === 'series') return value.series;
  if (value.kind === 'scalar') return constant(value.number, input.length);
  throw new Error(`"${expression}" does not return a single time series.`);
}

/**
 * Evaluates a CloudWatch metric math expression: + - * / ^, comparisons, AND OR NOT, lists, and the functions below.
 * Others (anomaly bands, functions of the calendar) fail by name.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export function evaluate(expression: Expression, input: MathInput): Value {
  switch (expression.kind) {
    case 'number':
      return ofScalar(expression.value);
    case 'text':
      return { kind: 'text', text: expression.value };
    case 'metric': {
      const value = input.valueOf(expression.id);
      if (value === undefined) throw new Error(`No metric or expression has the id "${expression.id}".`);
      return value;
    }
    case 'list':
      return { kind: 'list', items: expression.items.flatMap((item) => itemsOf(evaluate(item, input), input.length)) };
    case 'unary': {
      const change = (x: number) => (expression.operator === '-' ? -x : Number(x === 0));
      return mapValue(evaluate(expression.operand, input), input.length, (series) => mapSeries(series, change));
    }
    case 'binary': {
      const operate = BINARY[expression.operator];
      if (operate === undefined) throw new Error(`Operator ${expression.operator} is not emulated.`);
      return combine([evaluate(expression.left, input), evaluate(expression.right, input)], input.length, operate);
    }
    case 'call':
      return call(expression.name, expression.args, input);
  }
}

/** Series of a value, each with its label if it has one of its own. */
export function itemsOf(value: Value, length: number): readonly LabelledSeries[] {
  if (value.kind === 'list') return value.items;
  if (value.kind === 'series') return [value];
  return [{ series: seriesOf(value, length) }];
}

type Operate = (a: number, b: number) => number | undefined;

const BINARY: Readonly<Record<string, Operate>> = {
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

const POINTWISE: Readonly<Record<string, (value: number) => number | undefined>> = {
  ABS: Math.abs,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
  LOG: (value) => (value > 0 ? Math.log(value) : undefined),
  LOG10: (value) => (value > 0 ? Math.log10(value) : undefined),
};

type SeriesFunction = (series: Series, args: readonly Value[], input: MathInput) => Series;

/** Functions of one series or of each series of a list, with the number of arguments that they take. */
const OF_SERIES: Readonly<Record<string, { readonly args: readonly number[]; readonly apply: SeriesFunction }>> = {
  DIFF: { args: [1], apply: (series) => differences(series, (difference) => difference) },
  DIFF_TIME: {
    args: [1],
    apply: (series, _, { periodSeconds }) => differences(series, (_difference, periods) => periods * periodSeconds),
  },
  RATE: {
    args: [1],
    apply: (series, _, { periodSeconds }) =>
      differences(series, (difference, periods) => difference / (periods * periodSeconds)),
  },
  RUNNING_SUM: { args: [1], apply: runningSum },
  FILL: {
    args: [2],
    apply: (series, [, filling], { length }) => filled(series, filling ?? ofScalar(undefined), length),
  },
};

function call(name: string, args: readonly Expression[], input: MathInput): Value {
  const { length } = input;
  const values = args.map((arg) => evaluate(arg, input));
  const [first, second, third] = values;
  const [pointwise, aggregate, ofOne] = [POINTWISE[name], AGGREGATES[name], OF_SERIES[name]];
  if (name === 'METRICS' && values.length <= 1) return metrics(first, input);
  if (name === 'SEARCH') return searched(values, input);
  if (first === undefined) throw new Error(`${name}() needs an argument, or is not emulated.`);
  if (values.length === 1 && pointwise !== undefined) {
    return mapValue(first, length, (series) => mapSeries(series, pointwise));
  }
  if (values.length === 1 && aggregate !== undefined) return aggregated(first, aggregate, length);
  if (ofOne?.args.includes(values.length)) {
    const value = first.kind === 'scalar' ? ofSeries(seriesOf(first, length)) : first;
    return mapValue(value, length, (series) => ofOne.apply(series, values, input));
  }
  if (name === 'IF' && second !== undefined && values.length <= 3) {
    return ofSeries(chosen(seriesOf(first, length), second, third, length));
  }
  return otherCall(name, first, values, input);
}

/** Functions with lists as a whole, and those whose result is a number. */
function otherCall(name: string, first: Value, values: readonly Value[], input: MathInput): Value {
  const { length, periodSeconds } = input;
  const [, second, third, fourth] = values;
  switch (`${name}/${values.length}`) {
    case 'PERIOD/1':
      return ofScalar(periodSeconds);
    case 'TIME_SERIES/1':
      return ofSeries(seriesOf(first, length));
    case 'DATAPOINT_COUNT/1':
      return ofScalar(seriesOf(first, length).filter((value) => value !== undefined).length);
    case 'FIRST/1':
      return firstOf(name, itemsOf(first, length).slice(0, 1));
    case 'LAST/1':
      return firstOf(name, itemsOf(first, length).slice(-1));
    case 'REMOVE_EMPTY/1':
      return {
        kind: 'list',
        items: itemsOf(first, length).filter(({ series }) => series.some((value) => value !== undefined)),
      };
    case 'SLICE/2':
    case 'SLICE/3': {
      const items = itemsOf(first, length).slice(numberIn(second), third && numberIn(third));
      return third === undefined ? firstOf(name, items) : { kind: 'list', items };
    }
    case 'SORT/3':
    case 'SORT/4':
      return {
        kind: 'list',
        items: sorted(itemsOf(first, length), textIn(second), textIn(third), fourth ? numberIn(fourth) : Infinity),
      };
  }
  throw new Error(`${name}() with ${values.length} argument${values.length === 1 ? '' : 's'} is not emulated.`);
}

function metrics(part: Value | undefined, input: MathInput): Value {
  const text = part === undefined ? '' : textIn(part);
  const items = input.metricIds
    .filter((id) => id.includes(text))
    .flatMap((id) => itemsOf(input.valueOf(id) ?? ofScalar(undefined), input.length));
  return { kind: 'list', items };
}

function searched([text, statistic, period]: readonly Value[], { search }: MathInput): Value {
  if (search === undefined) throw new Error('SEARCH() is not allowed here: an alarm needs metrics by name.');
  const periodSeconds = period === undefined ? undefined : numberIn(period);
  return { kind: 'list', items: search({ text: textIn(text), statistic: textIn(statistic), periodSeconds }) };
}

function firstOf(name: string, [item]: readonly LabelledSeries[]): Value {
  if (item === undefined) throw new Error(`${name}() of a list without series.`);
  return { kind: 'series', ...item };
}

function textIn(value: Value | undefined): string {
  if (value?.kind !== 'text') throw new Error('Found no text where one is expected.');
  return value.text;
}

function numberIn(value: Value | undefined): number {
  const number = value === undefined ? undefined : numberOf(value);
  if (number === undefined) throw new Error('Found no number where one is expected.');
  return number;
}

/** A period has a value only where both sides have one. A list goes with a number or with one metric. */
function combine([left, right]: readonly [Value, Value], length: number, operate: Operate): Value {
  const at = (a: number | undefined, b: number | undefined) =>
    a === undefined || b === undefined ? undefined : operate(a, b);
  if (left.kind === 'scalar' && right.kind === 'scalar') return ofScalar(at(left.number, right.number));
  if (left.kind === 'list' && right.kind === 'list') throw new Error('Found a list of metrics on both sides.');
  if (right.kind === 'list') {
    const a = seriesOf(left, length);
    return mapValue(right, length, (series) => series.map((value, index) => at(a[index], value)));
  }
  const b = seriesOf(right, length);
  const operated = (series: Series) => series.map((value, index) => at(value, b[index]));
  if (left.kind === 'list') return mapValue(left, length, operated);
  return ofSeries(operated(seriesOf(left, length)));
}

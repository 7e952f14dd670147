import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { referencesIn, returnsSeveral, searchedPeriod, withPeriod } from './expressions';
import type { Line } from './metric-lines';
import { MOST_VALUES, periodNote, periodOf } from './periods';
import type { Span } from './ranges';

/** Most queries in one request of GetMetricData. */
export const MOST_QUERIES = 500;

/** Lines that a search is taken to find until it was read. */
const FOUND_BY_A_SEARCH = 20;

/** Line with what CloudWatch is asked for it. */
export interface AskedLine {
  readonly line: Line;
  readonly query: MetricDataQuery;
  /** Seconds that each of its values covers. */
  readonly period: number;
}

export interface Asked {
  readonly lines: readonly AskedLine[];
  readonly notes: readonly string[];
}

export interface Asking {
  readonly span: Span;
  readonly now: Date;
  /** True: periods follow the range. */
  readonly isAdapting: boolean;
  /** True: one value for the whole time. */
  readonly isOneValue: boolean;
}

/** Queries of GetMetricData for the lines of a widget. */
export function asked(lines: readonly Line[], asking: Asking): Asked {
  const { span, now, isAdapting, isOneValue } = asking;
  const count = lines.reduce((sum, line) => sum + (line.isVisible ? linesOfOne(line) : 0), 0);
  const notes = new Set<string>();
  const asksFor = lines.map((line): AskedLine => {
    const deployed = deployedPeriod(line);
    const period = isOneValue
      ? Math.max(60, Math.ceil((span.to - span.from) / 60) * 60)
      : periodOf({ asked: deployed, span, now, isAdapting, lines: count });
    const note = isOneValue ? undefined : periodNote(deployed, period, span, isAdapting);
    if (note !== undefined && line.isVisible) notes.add(note);
    return { line, period, query: queryOf(line, period) };
  });
  return { lines: asksFor, notes: [...notes] };
}

function linesOfOne(line: Line): number {
  return line.kind === 'expression' && returnsSeveral(line.expression) ? FOUND_BY_A_SEARCH : 1;
}

/** Period of a line as it is deployed: a search names its own. */
function deployedPeriod(line: Line): number {
  return (line.kind === 'expression' ? searchedPeriod(line.expression) : undefined) ?? line.period;
}

function queryOf(line: Line, period: number): MetricDataQuery {
  const base = {
    Id: line.id,
    ...(line.label === undefined ? {} : { Label: line.label }),
    ReturnData: line.isVisible,
  };
  if (line.kind === 'expression') {
    return { ...base, Expression: withPeriod(line.expression, period), Period: period };
  }
  const { namespace, name, dimensions, stat } = line;
  const Metric = { Namespace: namespace, MetricName: name, Dimensions: [...dimensions] };
  return { ...base, MetricStat: { Metric, Period: period, Stat: stat } };
}

export interface Batches {
  readonly batches: readonly (readonly AskedLine[])[];
  readonly notes: readonly string[];
}

/**
 * Splits the lines of a widget into requests of at most 500 queries and 100,800 values. An expression stays with what
 * it refers to; invisible lines that no visible one needs are left out.
 */
export function batchesOf(lines: readonly AskedLine[], span: Span): Batches {
  const batches: AskedLine[][] = [];
  const notes: string[] = [];
  let queries = 0;
  let values = 0;
  for (const group of connected(lines)) {
    if (group.length > MOST_QUERIES) {
      notes.push(
        `Not read: ${group.length} metrics and expressions that depend on each other; CloudWatch takes ${MOST_QUERIES}.`,
      );
      continue;
    }
    const own = group.reduce((sum, each) => sum + valuesOf(each, span), 0);
    const last = batches.at(-1);
    if (last !== undefined && queries + group.length <= MOST_QUERIES && values + own <= MOST_VALUES) {
      last.push(...group);
      queries += group.length;
      values += own;
    } else {
      batches.push([...group]);
      queries = group.length;
      values = own;
    }
  }
  return { batches, notes };
}

function valuesOf({ line, period }: AskedLine, { from, to }: Span): number {
  return line.isVisible ? linesOfOne(line) * (Math.ceil((to - from) / period) + 1) : 0;
}

/** Groups of lines that refer to each other, each with a visible one, in the order of the widget. */
function connected(lines: readonly AskedLine[]): AskedLine[][] {
  const byId = new Map(lines.map((each) => [each.line.id, each]));
  const groupOf = new Map(lines.map((each) => [each, [each]]));
  for (const each of lines) {
    if (each.line.kind !== 'expression') continue;
    const references = referencesIn(each.line.expression);
    const others = references === 'all' ? lines : references.flatMap((id) => byId.get(id) ?? []);
    for (const other of others) join(groupOf, each, other);
  }
  const groups = [...new Set(lines.map((each) => groupOf.get(each) ?? [each]))];
  const order = new Map(lines.map((each, index) => [each, index]));
  return groups
    .filter((group) => group.some(({ line }) => line.isVisible))
    .map((group) => group.toSorted((one, other) => (order.get(one) ?? 0) - (order.get(other) ?? 0)));
}

function join(groupOf: Map<AskedLine, AskedLine[]>, one: AskedLine, other: AskedLine): void {
  const [a = [one], b = [other]] = [groupOf.get(one), groupOf.get(other)];
  if (a === b) return;
  const [larger, smaller] = a.length >= b.length ? [a, b] : [b, a];
  larger.push(...smaller);
  for (const each of smaller) groupOf.set(each, larger);
}

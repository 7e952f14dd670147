import type { ExpressionReader, LogExpression } from './expression';
import { compare, type FieldValue, numberOf, type Row, textOf } from './fields';
import { LogQueryError } from './log-query-error';
import type { TokenReader } from './tokens';

/** Figure of a group of rows. */
interface Figure {
  readonly name: string;
  readonly of: (rows: readonly Row[]) => FieldValue | undefined;
}

/** Command `stats`, read. */
export interface Statistics {
  /** Names of its columns: of the groups, then of the figures. */
  readonly columns: readonly string[];
  readonly apply: (rows: readonly Row[]) => Row[];
}

type Aggregate = (values: readonly FieldValue[], argument: number) => FieldValue | undefined;

const AGGREGATES: Readonly<Record<string, Aggregate>> = {
  count: (values) => values.length,
  count_distinct: (values) => new Set(values.map(textOf)).size,
  sum: (values) => sum(numbers(values)),
  avg: (values) => onlyIfAny(numbers(values), (all) => sum(all) / all.length),
  min: (values) => values.toSorted(compare)[0],
  max: (values) => values.toSorted(compare).at(-1),
  pct: (values, percent) => onlyIfAny(numbers(values), (all) => percentile(all, percent)),
  stddev: (values) => onlyIfAny(numbers(values), deviation),
  earliest: (values) => values[0],
  latest: (values) => values.at(-1),
};

/** Reads `count(*) as lines, avg(ms) by level, bin(5m)`. */
export function readStatistics(tokens: TokenReader, expressions: ExpressionReader): Statistics {
  const figures = tokens.list(() => readFigure(tokens, expressions));
  const groups = tokens.takes('by') ? tokens.list(() => named(expressions.read(), tokens)) : [];
  for (const { name } of groups) expressions.made.add(name);
  return {
    columns: [...groups, ...figures].map(({ name }) => name),
    apply: (rows) => {
      const parts = new Map<string, { readonly values: readonly (FieldValue | undefined)[]; readonly rows: Row[] }>();
      // Without groups there is one row, also about nothing.
      if (groups.length === 0) parts.set('', { values: [], rows: [...rows] });
      for (const row of groups.length === 0 ? [] : rows) {
        const values = groups.map(({ valueIn }) => valueIn(row));
        const key = JSON.stringify(values.map((value) => (value === undefined ? null : textOf(value))));
        const part = parts.get(key) ?? { values, rows: [] };
        part.rows.push(row);
        parts.set(key, part);
      }
      return [...parts.values()].map((part) =>
        rowOfCells([
          ...groups.map(({ name }, index) => [name, part.values[index]] as const),
          ...figures.map(({ name, of }) => [name, of(part.rows)] as const),
        ]),
      );
    },
  };
}

function readFigure(tokens: TokenReader, expressions: ExpressionReader): Figure {
  const name = tokens.word('a function such as count(*)');
  const aggregate = AGGREGATES[name];
  if (aggregate === undefined) {
    throw new LogQueryError(`stats ${name}() is not emulated here; ${Object.keys(AGGREGATES).join(', ')} are.`);
  }
  tokens.expect('(');
  const isOfAll = tokens.takes('*') || (name === 'count' && tokens.isAt(')'));
  const of: LogExpression = isOfAll ? { text: '*', valueIn: () => 1 } : expressions.read();
  const argument = tokens.takes(',') ? Number(tokens.next('a number').value) : undefined;
  tokens.expect(')');
  if ((name === 'pct') !== (argument !== undefined) || Number.isNaN(argument)) {
    throw new LogQueryError(
      `${name}(${of.text}) needs ${name === 'pct' ? 'a percentage: pct(field, 90)' : 'one argument'}.`,
    );
  }
  const text = `${name}(${of.text}${argument === undefined ? '' : `,${argument}`})`;
  const { name: shown } = named({ text, valueIn: of.valueIn }, tokens);
  expressions.made.add(shown);
  const inTime = name === 'earliest' || name === 'latest';
  return {
    name: shown,
    of: (rows) => {
      const ordered = inTime ? rows.toSorted((a, b) => compare(a.get('@timestamp'), b.get('@timestamp'))) : rows;
      return aggregate(
        ordered.flatMap((row) => of.valueIn(row) ?? []),
        argument ?? 0,
      );
    },
  };
}

/** An expression by its name after `as`, else by its text. */
export function named(expression: LogExpression, tokens: TokenReader): LogExpression & { readonly name: string } {
  return { ...expression, name: tokens.takes('as') ? tokens.word('a name') : expression.text };
}

function rowOfCells(cells: readonly (readonly [string, FieldValue | undefined])[]): Row {
  return new Map(cells.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function numbers(values: readonly FieldValue[]): number[] {
  return values.flatMap((value) => numberOf(value) ?? []);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function onlyIfAny(values: readonly number[], figure: (values: readonly number[]) => number): number | undefined {
  return values.length === 0 ? undefined : figure(values);
}

function percentile(values: readonly number[], percent: number): number {
  const ordered = values.toSorted((a, b) => a - b);
  const rank = (percent / 100) * (ordered.length - 1);
  const [low = 0, high = low] = [ordered[Math.floor(rank)], ordered[Math.ceil(rank)]];
  return low + (rank - Math.floor(rank)) * (high - low);
}

function deviation(values: readonly number[]): number {
  const mean = sum(values) / values.length;
  return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / values.length);
}

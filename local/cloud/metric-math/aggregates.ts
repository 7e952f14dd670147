import { type LabelledSeries, ofScalar, ofSeries, type Series, seriesOf, type Value } from './values';

type Aggregate = (values: readonly number[]) => number;

/** Functions over one series, whose result is a number, and over a list, whose result is a number for each period. */
export const AGGREGATES: Readonly<Record<string, Aggregate>> = {
  AVG: mean,
  MAX: (values) => values.reduce((one, other) => Math.max(one, other)),
  MIN: (values) => values.reduce((one, other) => Math.min(one, other)),
  SUM: sum,
  STDDEV: (values) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2))),
};

/** Orders of SORT(). */
const SORTED_BY: Readonly<Record<string, Aggregate>> = {
  ...AGGREGATES,
  LAST: (values) => values.at(-1) ?? 0,
};

export function aggregated(value: Value, aggregate: Aggregate, length: number): Value {
  if (value.kind !== 'list') return ofScalar(ofKnown(seriesOf(value, length), aggregate));
  const { items } = value;
  return ofSeries(
    Array.from({ length }, (_, index) =>
      ofKnown(
        items.map(({ series }) => series[index]),
        aggregate,
      ),
    ),
  );
}

/** Series of a list in the order of SORT(list, function, ASC|DESC, number); those without data come last. */
export function sorted(items: readonly LabelledSeries[], by: string, order: string, most: number): LabelledSeries[] {
  const figure = SORTED_BY[by];
  if (figure === undefined) throw new Error(`SORT by ${by} is not emulated: ${Object.keys(SORTED_BY).join(', ')} are.`);
  if (order !== 'ASC' && order !== 'DESC') throw new Error(`SORT needs ASC or DESC, found ${order}.`);
  const sign = order === 'ASC' ? 1 : -1;
  return items
    .map((item) => ({ item, value: ofKnown(item.series, figure) }))
    .sort((a, b) => {
      if (a.value === undefined || b.value === undefined)
        return Number(a.value === undefined) - Number(b.value === undefined);
      return sign * (a.value - b.value);
    })
    .slice(0, most)
    .map(({ item }) => item);
}

function ofKnown(series: Series, aggregate: Aggregate): number | undefined {
  const known = series.filter((number) => number !== undefined);
  return known.length === 0 ? undefined : aggregate(known);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

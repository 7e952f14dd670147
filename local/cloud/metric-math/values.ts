/** Values of one metric over consecutive periods, oldest first; `undefined` where there is no data. */
export type Series = readonly (number | undefined)[];

/** Series with the name that CloudWatch shows for it; none: the name of the query. */
export interface LabelledSeries {
  readonly series: Series;
  readonly label?: string;
  /** Properties of the metric that it is of, for dynamic labels. */
  readonly properties?: Readonly<Record<string, string>>;
}

/** Value of a metric math expression. */
export type Value =
  | { readonly kind: 'scalar'; readonly number: number | undefined }
  | ({ readonly kind: 'series' } & LabelledSeries)
  | { readonly kind: 'list'; readonly items: readonly LabelledSeries[] }
  | { readonly kind: 'text'; readonly text: string };

export function ofSeries(series: Series, label?: string): Value {
  return { kind: 'series', series, ...(label === undefined ? {} : { label }) };
}

export function ofScalar(number: number | undefined): Value {
  return { kind: 'scalar', number };
}

/** The one series of a value; a number is the same in every period. Error: a list, or a text. */
export function seriesOf(value: Value, length: number): Series {
  if (value.kind === 'series') return value.series;
  if (value.kind === 'list') throw new Error('Found a list of metrics, expected one metric.');
  return constant(numberOf(value), length);
}

export function numberOf(value: Value): number | undefined {
  if (value.kind === 'scalar') return value.number;
  if (value.kind === 'text') throw new Error(`Found the text "${value.text}", expected a number.`);
  throw new Error('Found a metric, expected a number.');
}

export function constant(value: number | undefined, length: number): Series {
  return Array.from({ length }, () => value);
}

/** Changes each series of a value, or its number. */
export function mapValue(value: Value, length: number, change: (series: Series) => Series): Value {
  if (value.kind === 'list') {
    return { kind: 'list', items: value.items.map((item) => ({ ...item, series: change(item.series) })) };
  }
  if (value.kind === 'series') return { ...value, series: change(value.series) };
  return ofScalar(change(constant(numberOf(value), Math.max(1, length)))[0]);
}

export function mapSeries(series: Series, change: (number: number) => number | undefined): Series {
  return series.map((value) => (value === undefined ? undefined : change(value)));
}

import type { Axis, ChartWidget, Figure, Level, Moment, Series } from '../api/dashboard';
import { labelOf } from './labels';
import type { AskedLine } from './queries';
import type { Span } from './ranges';
import type { FoundLine } from './results';
import type { LevelInput, MetricProperties, MomentInput } from './widget-schemas';

/** Parts of a chart that do not come from its values. */
export type Frame = Omit<
  ChartWidget,
  'times' | 'series' | 'from' | 'to' | 'title' | 'notes' | 'x' | 'y' | 'width' | 'height'
>;

/** View, axes and annotations of a metric widget. */
export function frameOf(properties: MetricProperties): Frame {
  const { view, stacked, yAxis, annotations } = properties;
  return {
    kind: 'chart',
    view,
    isStacked: stacked,
    axes: { left: axisOf(yAxis.left), right: axisOf(yAxis.right) },
    levels: annotations.horizontal.flatMap(levelOf),
    moments: annotations.vertical.flatMap(momentOf),
    figures: figuresOf(properties),
  };
}

function axisOf(axis: { readonly label?: string; readonly min?: number; readonly max?: number } = {}): Axis {
  return { label: axis.label ?? null, min: axis.min ?? null, max: axis.max ?? null };
}

function levelOf(input: LevelInput | readonly [LevelInput, LevelInput]): Level[] {
  const [level, other] = 'value' in input ? [input, undefined] : input;
  if (level.visible === false) return [];
  return [
    {
      value: level.value,
      bandTo: other?.value ?? null,
      label: [level.label, other?.label].filter(Boolean).join(' to '),
      color: level.color ?? null,
      axis: level.yAxis ?? 'left',
      fill: level.fill ?? 'none',
    },
  ];
}

function momentOf(input: MomentInput | readonly [MomentInput, MomentInput]): Moment[] {
  const [moment, other] = 'value' in input ? [input, undefined] : input;
  if (moment.visible === false) return [];
  return [
    {
      time: Date.parse(moment.value) / 1000,
      bandTo: other === undefined ? null : Date.parse(other.value) / 1000,
      label: [moment.label, other?.label].filter(Boolean).join(' to '),
      color: moment.color ?? null,
      fill: moment.fill ?? 'none',
    },
  ];
}

const COLUMNS: Readonly<Record<string, Figure>> = { MIN: 'minimum', MAX: 'maximum', SUM: 'sum', AVG: 'average' };
const DEFAULT_COLUMNS = ['MIN', 'MAX', 'SUM', 'AVG'];

function figuresOf({ view, table }: MetricProperties): Figure[] {
  if (view !== 'table') return [];
  return ['newest', ...(table.summaryColumns ?? DEFAULT_COLUMNS).flatMap((column) => COLUMNS[column] ?? [])];
}

export interface Values {
  readonly found: readonly FoundLine[];
  readonly asked: readonly AskedLine[];
  readonly span: Span;
  readonly now: Date;
  /** True: values of a period that is not over count, too. */
  readonly isLive: boolean;
  /** True: one value for the whole time, the newest one. */
  readonly isOneValue: boolean;
  readonly timeZone: string;
}

/** Minute that CloudWatch's console waits after the end of a period before it shows the value. */
const SETTLED_SECONDS = 60;

/** Values of a chart at their common times, in the order of the deployed widget. */
export function valuesOf(values: Values): Pick<ChartWidget, 'times' | 'series' | 'from' | 'to'> {
  const { found, asked, span, timeZone } = values;
  const order = new Map(asked.map(({ line }, index) => [line.id, index]));
  const byId = new Map(asked.map((each) => [each.line.id, each]));
  const lines = found
    .map((line) => ({
      line,
      asked: byId.get(line.id),
      points: shownPoints(line, byId.get(line.id)?.period ?? 60, values),
    }))
    .toSorted((one, other) => (order.get(one.line.id) ?? 0) - (order.get(other.line.id) ?? 0));
  const times = [...new Set(lines.flatMap(({ points }) => [...points.keys()]))].sort((one, other) => one - other);
  const series = lines.map(({ line, asked: each, points }): Series => {
    return {
      label: labelOf(line, each, timeZone),
      color: each?.line.color ?? null,
      axis: each?.line.axis ?? 'left',
      period: each?.period ?? 60,
      values: times.map((time) => points.get(time) ?? null),
    };
  });
  return { times, series, from: span.from, to: span.to };
}

function shownPoints(
  line: FoundLine,
  period: number,
  { now, isLive, isOneValue }: Values,
): ReadonlyMap<number, number> {
  if (isOneValue) {
    const newest = Math.max(...line.values.keys());
    return new Map([...line.values].filter(([time]) => time === newest));
  }
  if (isLive) return line.values;
  const settled = now.getTime() / 1000 - SETTLED_SECONDS;
  return new Map([...line.values].filter(([time]) => time + period <= settled));
}

import type uPlot from 'uplot';
import type { ChartWidget, Side } from '../../api/dashboard';
import { aloneIn, type DrawnData, drawnData } from '../../drawing/dashboard/drawn-data';
import { faded, type Scheme, strokeOf } from '../../drawing/dashboard/palette';
import { stacked } from '../../drawing/dashboard/stack';
import { timeTicks, valueTicks } from '../../drawing/dashboard/ticks';
import { valueRange } from '../../drawing/dashboard/value-range';
import { valueText } from '../../drawing/dashboard/value-text';
import { drawLevels, drawMoments, type PageColors } from './chart-levels';

/** Chart as it is drawn: its own values, and those of the lines, which are sums where it is stacked. */
export interface Drawing {
  readonly chart: ChartWidget;
  readonly data: DrawnData;
  readonly lines: DrawnData;
  /** Indexes of the values of each line that are dots. */
  readonly alone: readonly (readonly number[])[];
}

/** Values of a chart, ready to be drawn. */
export function drawingOf(chart: ChartWidget): Drawing {
  const data = drawnData(chart.times, chart.series);
  const lines = chart.isStacked ? stacked(data) : data;
  return { chart, data, lines, alone: lines.lines.map(aloneIn) };
}

/** Data as uPlot takes it. */
export function alignedData({ lines }: Drawing): uPlot.AlignedData {
  return [[...lines.times], ...lines.lines.map((line) => [...line])];
}

/** Everything of a chart that needs a new one when it changes; its values do not. */
export function shapeOf({ series, axes, isStacked }: ChartWidget, scheme: Scheme): string {
  return JSON.stringify([series.map(({ label, color, axis }) => [label, color, axis]), axes, isStacked, scheme]);
}

export interface ChartOptions {
  /** Newest drawing, whenever it is asked. */
  readonly drawing: () => Drawing;
  readonly width: number;
  readonly height: number;
  readonly scheme: Scheme;
  readonly colors: PageColors;
  readonly timeZone: string;
  /** Told the index of the time under the cursor. */
  readonly onCursor: (index: number | null) => void;
}

const SIDES = ['left', 'right'] as const;
/** Room of a tick in pixels. */
const TICK = { x: 84, y: 40 };
const FONT = '12px system-ui, sans-serif';

/** Options of uPlot for a chart. All charts share the time under the cursor. */
export function optionsOf(options: ChartOptions): uPlot.Options {
  const { drawing, width, height, scheme, colors, onCursor } = options;
  const { chart } = drawing();
  const used = SIDES.filter((side) => side === 'left' || chart.series.some(({ axis }) => axis === side));
  return {
    ...{ width, height },
    legend: { show: false },
    padding: [8, used.includes('right') ? 0 : 12, 0, 0],
    cursor: {
      drag: { x: false, y: false, setScale: false },
      sync: { key: 'dashboard', setSeries: false, scales: ['x', null] },
      points: { size: 6 },
    },
    scales: {
      x: { time: true, range: () => [drawing().chart.from, drawing().chart.to] },
      ...Object.fromEntries(used.map((side) => [side, { range: () => rangeOf(drawing(), side) }])),
    },
    axes: [timeAxis(options), ...used.map((side) => valueAxis(side, chart, colors))],
    series: [{}, ...chart.series.map((_, index) => lineOptions(chart, index, scheme, drawing))],
    bands: chart.isStacked ? stackBands(chart, scheme) : [],
    hooks: {
      draw: [
        (plot) => {
          drawLevels(plot, drawing().chart.levels, colors);
          drawMoments(plot, drawing().chart.moments, colors);
        },
      ],
      setCursor: [(plot) => onCursor(plot.cursor.idx ?? null)],
    },
  };
}

function rangeOf({ chart, lines }: Drawing, side: Side): [number, number] {
  const own = lines.lines.filter((_, index) => chart.series[index]?.axis === side);
  const [min, max] = valueRange({ lines: own, levels: chart.levels, axis: chart.axes[side], side });
  return [min, max];
}

function timeAxis({ timeZone, colors }: ChartOptions): uPlot.Axis {
  let texts: readonly string[] = [];
  return {
    ...strokes(colors),
    splits: (plot, _axis, min, max) => {
      const ticks = timeTicks(min, max, Math.max(2, Math.floor(plot.width / TICK.x)), timeZone);
      texts = ticks.texts;
      return [...ticks.times];
    },
    values: () => [...texts],
  };
}

function valueAxis(side: Side, { axes }: ChartWidget, colors: PageColors): uPlot.Axis {
  const { label } = axes[side];
  return {
    ...strokes(colors),
    scale: side,
    side: side === 'left' ? 3 : 1,
    size: 56,
    ...(label === null ? {} : { label, labelSize: 20, labelFont: FONT }),
    grid: { show: side === 'left', stroke: colors.line, width: 1 },
    splits: (plot, _axis, min, max) => valueTicks(min, max, Math.max(2, Math.floor(plot.height / TICK.y))),
    values: (_plot, splits) => splits.map(valueText),
  };
}

function strokes({ quiet, line }: PageColors): uPlot.Axis {
  const lines = { stroke: line, width: 1 };
  return { stroke: quiet, font: FONT, grid: lines, ticks: { ...lines, size: 4 } };
}

function lineOptions(chart: ChartWidget, index: number, scheme: Scheme, drawing: () => Drawing): uPlot.Series {
  const line = chart.series[index];
  const { color, dash } = strokeOf(index, line?.color ?? null, scheme);
  const alone = () => [...(drawing().alone[index] ?? [])];
  return {
    scale: line?.axis ?? 'left',
    stroke: color,
    width: 1.75,
    ...(dash.length === 0 ? {} : { dash: [...dash] }),
    ...(chart.isStacked && index === 0 ? { fill: faded(color, 0.35) } : {}),
    points: { show: () => alone().length > 0, filter: () => alone(), size: 5, fill: color, stroke: color },
  };
}

/** Area of each line above the one below it. */
function stackBands({ series }: ChartWidget, scheme: Scheme): uPlot.Band[] {
  return series.slice(1).map(({ color }, index) => ({
    series: [index + 2, index + 1],
    fill: faded(strokeOf(index + 1, color, scheme).color, 0.35),
  }));
}

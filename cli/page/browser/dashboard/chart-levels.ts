import type uPlot from 'uplot';
import type { Level, Moment } from '../../api/dashboard';
import { faded } from '../../drawing/dashboard/palette';
import type { Theme } from '../../drawing/timeline/pen';

/** Colours of the page, as a canvas needs them. */
export type PageColors = Pick<Theme, 'quiet' | 'line' | 'accent'>;

const DASH = [6, 4];
/** Share of a level's colour in the area that it fills. */
const FILL = 0.12;

/** Draws thresholds and bands over a chart, each with its label at the right end. */
export function drawLevels(chart: uPlot, levels: readonly Level[], colors: PageColors): void {
  const { ctx, bbox } = chart;
  clipped(chart, () => {
    for (const level of levels) {
      const color = level.color ?? colors.accent;
      const at = chart.valToPos(level.value, level.axis, true);
      const to = level.bandTo === null ? filledTo(level, bbox) : chart.valToPos(level.bandTo, level.axis, true);
      ctx.fillStyle = faded(color, FILL);
      if (to !== undefined) ctx.fillRect(bbox.left, Math.min(at, to), bbox.width, Math.abs(to - at));
      stroke(ctx, color, [bbox.left, at], [bbox.left + bbox.width, at]);
      if (level.bandTo !== null && to !== undefined) stroke(ctx, color, [bbox.left, to], [bbox.left + bbox.width, to]);
      write(chart, level.label, bbox.left + bbox.width - 4 * devicePixelRatio, at, colors);
    }
  });
}

/** Draws moments and spans of time over a chart. */
export function drawMoments(chart: uPlot, moments: readonly Moment[], colors: PageColors): void {
  const { ctx, bbox } = chart;
  clipped(chart, () => {
    for (const { time, bandTo, color: own, fill, label } of moments) {
      const color = own ?? colors.accent;
      const at = chart.valToPos(time, 'x', true);
      const ends = { before: bbox.left, after: bbox.left + bbox.width, none: undefined };
      const to = bandTo === null ? ends[fill] : chart.valToPos(bandTo, 'x', true);
      ctx.fillStyle = faded(color, FILL);
      if (to !== undefined) ctx.fillRect(Math.min(at, to), bbox.top, Math.abs(to - at), bbox.height);
      stroke(ctx, color, [at, bbox.top], [at, bbox.top + bbox.height]);
      write(chart, label, at - 4 * devicePixelRatio, bbox.top + 16 * devicePixelRatio, colors);
    }
  });
}

function filledTo({ fill }: Level, { top, height }: uPlot.BBox): number | undefined {
  return { above: top, below: top + height, none: undefined }[fill];
}

function clipped({ ctx, bbox }: uPlot, draw: () => void): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  draw();
  ctx.restore();
}

type Point = readonly [x: number, y: number];

function stroke(ctx: CanvasRenderingContext2D, color: string, from: Point, to: Point): void {
  ctx.beginPath();
  ctx.strokeStyle = color;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash(DASH.map((length) => length * devicePixelRatio));
  ctx.moveTo(...from);
  ctx.lineTo(...to);
  ctx.stroke();
}

function write({ ctx }: uPlot, text: string, right: number, bottom: number, { quiet }: PageColors): void {
  ctx.fillStyle = quiet;
  ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'bottom';
  ctx.fillText(text, right, bottom - 2 * devicePixelRatio);
}

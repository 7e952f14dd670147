import { TIMELINE_FLAGS as FLAGS } from '../../api/timeline';
import { type Bins, binsOf } from './bins';
import type { Line } from './line';
import { LANES, type Look, type Shape } from './looks';
import { paintAhead } from './paint-ahead';
import { paintArrows } from './paint-arrows';
import { fillSpans, type Pen, paintHatch, type RowToPaint, type Theme } from './pen';
import { ROW, xOf } from './scale';
import { type Path, SHAPES, STROKED } from './shapes';

/** Draws one row: what comes next, gaps, objective, quiet hours over them, spans, arrows, then points, the most important last. */
export function paintRow(pen: Pen, row: RowToPaint): void {
  const { line, scale, ahead, picked } = row;
  pen.clearRect(0, 0, (ahead ?? scale).right + scale.left, ROW.height);
  paintGaps(pen, row);
  paintBand(pen, row);
  paintQuiet(pen, row);
  paintTicks(pen, row);
  paintSpans(pen, row);
  if (ahead !== undefined) paintAhead(pen, { line, theme: row.theme, ahead });
  paintArrows(pen, row);
  const bins = binsOf(line, scale);
  paintMarks(pen, row, bins);
  paintPoints(pen, row, bins);
  if (picked !== undefined) paintPicked(pen, row, picked);
}

function paintTicks(pen: Pen, { ticks, scale, theme }: RowToPaint): void {
  pen.fillStyle = theme.line;
  for (const { at, isDay } of ticks) pen.fillRect(Math.round(xOf(scale, at)), 0, isDay ? 2 : 1, ROW.band.top);
}

function paintGaps(pen: Pen, { line, scale, theme }: RowToPaint): void {
  pen.globalAlpha = 0.14;
  fillSpans(pen, scale, line.gaps, { colour: theme.bad, top: ROW.lanes.runs - 9, height: 18 });
  pen.globalAlpha = 1;
}

/** Quiet hours, over gaps and objective: in them nothing is missing. */
function paintQuiet(pen: Pen, { line, scale, theme }: RowToPaint): void {
  for (const { from, to } of line.quiet) {
    if (from >= line.to || to <= line.from) continue;
    const [left, right] = [xOf(scale, from), xOf(scale, Math.min(to, line.to))];
    pen.fillStyle = theme.surface;
    pen.fillRect(left, 0, right - left, ROW.height);
    paintHatch(pen, [left, right], { theme, top: 0, height: ROW.band.top + ROW.band.height });
  }
}

function paintSpans(pen: Pen, { line, scale, theme }: RowToPaint): void {
  pen.globalAlpha = 0.14;
  fillSpans(pen, scale, line.frozen, { colour: theme.accent, top: 0, height: ROW.band.top });
  pen.globalAlpha = 1;
  // Hatched, so that it is no colour alone.
  pen.strokeStyle = theme.quiet;
  pen.lineWidth = 1;
  pen.beginPath();
  for (const span of line.notRunning) {
    const [left, right] = [xOf(scale, span.from), xOf(scale, span.to)];
    for (let x = left; x < right; x += 6) {
      pen.moveTo(x, ROW.lanes.runs + 9);
      pen.lineTo(Math.min(x + 9, right), ROW.lanes.runs - 9);
    }
    pen.rect(left, ROW.lanes.runs - 9, Math.max(1, right - left), 18);
  }
  pen.stroke();
}

/** Band of the objective: thin where the newest good snapshot was new enough, thick where not, dots where unknown. */
function paintBand(pen: Pen, { line, scale, theme }: RowToPaint): void {
  if (line.objectiveSeconds === null) return;
  const { top, height } = ROW.band;
  const thin = { top: top + height / 2 - 1, height: 2 };
  const knownFrom = Math.max(line.from, ...line.unknown.map((span) => span.to));
  // Not beyond the end of the line: the future is not known.
  const known = knownFrom < line.to ? [{ from: knownFrom, to: line.to, isOpen: true }] : [];
  fillSpans(pen, scale, known, { colour: theme.good, ...thin });
  for (const { from, to } of line.unknown) paintDots(pen, [xOf(scale, from), xOf(scale, to)], { theme, ...thin });
  fillSpans(pen, scale, line.exceeded, { colour: theme.bad, top, height });
}

interface Dots {
  readonly theme: Theme;
  readonly top: number;
  readonly height: number;
}

function paintDots(pen: Pen, [left, right]: readonly [number, number], { theme, top, height }: Dots): void {
  pen.fillStyle = theme.quiet;
  for (let x = left; x < right; x += 6) pen.fillRect(x, top, Math.min(2, right - x), height);
}

/** Rings of held snapshots, and strokes below suspect and proven ones. */
function paintMarks(pen: Pen, { scale, theme }: RowToPaint, { size, flags }: Bins): void {
  const draw = (bit: number, colour: string, shape: (x: number, y: number) => void) => {
    pen.strokeStyle = colour;
    pen.lineWidth = 1.5;
    pen.beginPath();
    for (const [lane, name] of LANES.entries()) {
      for (let pixel = 0; pixel < size; pixel += 1) {
        if (((flags[lane * size + pixel] ?? 0) & bit) !== 0) shape(scale.left + pixel, ROW.lanes[name]);
      }
    }
    pen.stroke();
  };
  const around = ROW.radius + 3;
  draw(FLAGS.held, theme.text, (x, y) => {
    pen.moveTo(x + around, y);
    pen.arc(x, y, around, 0, 2 * Math.PI);
  });
  draw(FLAGS.suspect, theme.bad, (x, y) => {
    pen.moveTo(x - 4, y - around);
    pen.lineTo(x, y - around + 4);
    pen.lineTo(x + 4, y - around);
  });
  draw(FLAGS.proven, theme.good, (x, y) => {
    pen.moveTo(x - 4, y + around - 2);
    pen.lineTo(x - 1, y + around + 1);
    pen.lineTo(x + 4, y + around - 4);
  });
}

/** Points by their look, the least important first: one path for each look. */
function paintPoints(pen: Pen, { line, scale, theme }: RowToPaint, { best, size }: Bins): void {
  const places = line.looks.map((): number[] => []);
  for (let place = 0; place < best.length; place += 1) {
    const index = best[place] ?? -1;
    if (index >= 0) places[line.look[index] ?? 0]?.push(place % size);
  }
  const order = [...line.looks.keys()].sort((one, other) => rankOf(line, one) - rankOf(line, other));
  for (const each of order) {
    const [look, pixels = []] = [line.looks[each], places[each]];
    if (look !== undefined && pixels.length > 0) paintLook(pen, look, { pixels, left: scale.left, theme });
  }
}

function rankOf({ looks }: Line, place: number): number {
  return looks[place]?.rank ?? 0;
}

interface Places {
  readonly pixels: readonly number[];
  readonly left: number;
  readonly theme: Theme;
}

function paintLook(pen: Pen, { shape, tone, lane, isFilled }: Look, { pixels, left, theme }: Places): void {
  pen.beginPath();
  if (MERGED.has(shape)) addMerged(pen, SHAPES[shape], { pixels, left, y: ROW.lanes[lane] });
  else for (const pixel of pixels) SHAPES[shape](pen, left + pixel, ROW.lanes[lane]);
  const colour = theme[tone];
  if (STROKED.has(shape)) {
    pen.strokeStyle = colour;
    pen.lineWidth = 2;
    pen.stroke();
    return;
  }
  pen.fillStyle = isFilled ? colour : theme.surface;
  pen.fill();
  pen.strokeStyle = isFilled ? theme.surface : colour;
  pen.lineWidth = 1;
  pen.stroke();
}

/** Shapes that make one bar where they would lie over each other: thousands of circles take too long. */
const MERGED: ReadonlySet<Shape> = new Set<Shape>(['dot', 'lozenge', 'box']);

interface Run {
  /** Ascending. */
  readonly pixels: readonly number[];
  readonly left: number;
  readonly y: number;
}

function addMerged(pen: Pen, add: (path: Path, x: number, y: number) => void, { pixels, left, y }: Run): void {
  const size = 2 * ROW.radius;
  let first = 0;
  for (let place = 1; place <= pixels.length; place += 1) {
    const before = pixels[place - 1] ?? 0;
    if (place < pixels.length && (pixels[place] ?? 0) - before < size) continue;
    const begin = pixels[first] ?? 0;
    if (first === place - 1) add(pen, left + begin, y);
    else pen.rect(left + begin - ROW.radius, y - ROW.radius, before - begin + size, size);
    first = place;
  }
}

function paintPicked(pen: Pen, { line, scale, theme }: RowToPaint, picked: number): void {
  const look = line.looks[line.look[picked] ?? 0];
  if (look === undefined) return;
  const [x, y] = [Math.floor(xOf(scale, line.at[picked] ?? 0)), ROW.lanes[look.lane]];
  paintLook(pen, look, { pixels: [0], left: x, theme });
  pen.strokeStyle = theme.text;
  pen.lineWidth = 2;
  pen.beginPath();
  pen.rect(x - 8, y - 8, 16, 16);
  pen.stroke();
}

import { TIMELINE_FLAGS as FLAGS } from '../../api/timeline';
import { type Bins, binsOf } from './bins';
import type { ClosedSpan, Line } from './line';
import { LANES, type Look, type Shape, type Tone } from './looks';
import { ROW, type Scale, xOf } from './scale';
import { type Path, SHAPES, STROKED } from './shapes';

/** Part of a canvas context that a row is drawn with. */
export interface Pen extends Path {
  fillStyle: unknown;
  strokeStyle: unknown;
  lineWidth: number;
  globalAlpha: number;
  beginPath(): void;
  fill(): void;
  stroke(): void;
  fillRect(x: number, y: number, width: number, height: number): void;
  clearRect(x: number, y: number, width: number, height: number): void;
  setLineDash(pattern: number[]): void;
  quadraticCurveTo(controlX: number, controlY: number, x: number, y: number): void;
}

/** Colours of the page by their meaning. */
export type Theme = Readonly<Record<Tone | 'text' | 'line' | 'surface', string>>;

export interface RowToPaint {
  readonly line: Line;
  readonly scale: Scale;
  readonly theme: Theme;
  /** Times of the ticks. */
  readonly ticks: readonly { readonly at: number; readonly isDay: boolean }[];
  /** Place of the point that is picked. */
  readonly picked: number | undefined;
}

/** Draws one row: spans, objective, arrows, then points, the most important last. */
export function paintRow(pen: Pen, row: RowToPaint): void {
  const { line, scale, picked } = row;
  pen.clearRect(0, 0, scale.right + scale.left, ROW.height);
  paintTicks(pen, row);
  paintSpans(pen, row);
  paintBand(pen, row);
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

function paintSpans(pen: Pen, { line, scale, theme }: RowToPaint): void {
  pen.globalAlpha = 0.14;
  fillSpans(pen, scale, line.frozen, { colour: theme.accent, top: 0, height: ROW.band.top });
  fillSpans(pen, scale, line.gaps, { colour: theme.bad, top: ROW.lanes.runs - 9, height: 18 });
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

interface Strip {
  readonly colour: string;
  readonly top: number;
  readonly height: number;
}

function fillSpans(pen: Pen, scale: Scale, spans: readonly ClosedSpan[], { colour, top, height }: Strip): void {
  pen.fillStyle = colour;
  for (const { from, to } of spans) {
    const left = xOf(scale, from);
    // Nothing is too short to be seen.
    pen.fillRect(left, top, Math.max(2, xOf(scale, to) - left), height);
  }
}

/** Distance in CSS pixels by which a short arrow bows out. */
const BOW = 36;

/** Arrows from a snapshot to the moment at which it was restored; dashed where that is not proven. */
function paintArrows(pen: Pen, { line, scale, theme }: RowToPaint): void {
  pen.lineWidth = 1.5;
  for (const { from, to, verdict } of line.arrows) {
    const [left, right] = [xOf(scale, from), xOf(scale, to)];
    pen.strokeStyle = verdict === 'proven' ? theme.good : verdict === null ? theme.accent : theme.warn;
    pen.setLineDash(verdict === 'proven' ? [] : [4, 3]);
    pen.beginPath();
    pen.moveTo(left, ROW.lanes.runs - ROW.radius);
    pen.quadraticCurveTo(
      // A restore from a snapshot of a moment before would be a stroke: it bows out to the left.
      Math.min((left + right) / 2, right - BOW),
      2 * ROW.arrowTop - ROW.lanes.actions,
      right,
      ROW.lanes.actions - ROW.radius,
    );
    pen.stroke();
  }
  pen.setLineDash([]);
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

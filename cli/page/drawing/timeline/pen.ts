import type { ClosedSpan, Line } from './line';
import type { Tone } from './looks';
import { type Scale, xOf } from './scale';
import type { Path } from './shapes';

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
  /** Scale of what comes next, to the right of the line; undefined: it is not drawn. */
  readonly ahead: Scale | undefined;
  /** Place of the point that is picked. */
  readonly picked: number | undefined;
}

export interface Strip {
  readonly colour: string;
  readonly top: number;
  readonly height: number;
}

/** Fills spans, each wide enough to be seen. */
export function fillSpans(pen: Pen, scale: Scale, spans: readonly ClosedSpan[], { colour, top, height }: Strip): void {
  pen.fillStyle = colour;
  for (const { from, to } of spans) {
    const left = xOf(scale, from);
    // Nothing is too short to be seen.
    pen.fillRect(left, top, Math.max(2, xOf(scale, to) - left), height);
  }
}

/** Distance in CSS pixels between two strokes of a hatching. */
const HATCH = 8;

/** Hatches a span, falling to the right: times without the job rise, and are denser. */
export function paintHatch(
  pen: Pen,
  [left, right]: readonly [number, number],
  { theme, top, height }: Pick<Strip, 'top' | 'height'> & { readonly theme: Theme },
): void {
  pen.strokeStyle = theme.quiet;
  pen.globalAlpha = 0.5;
  pen.lineWidth = 1;
  pen.beginPath();
  // Each stroke is clipped to the span by its ends: a pen has no clip.
  for (let start = Math.floor((left - height) / HATCH) * HATCH; start < right; start += HATCH) {
    const [from, to] = [Math.max(start, left), Math.min(start + height, right)];
    if (from >= to) continue;
    pen.moveTo(from, top + (from - start));
    pen.lineTo(to, top + (to - start));
  }
  pen.stroke();
  pen.globalAlpha = 1;
}

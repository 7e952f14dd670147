import type { Picked } from '../../drawing/timeline/keyboard';
import type { Line } from '../../drawing/timeline/line';
import { paintRow, type Theme } from '../../drawing/timeline/paint';
import { ROW, type Scale } from '../../drawing/timeline/scale';
import type { Tick } from '../../drawing/timeline/ticks';

/** Everything that the rows show. */
export interface Scene {
  readonly lines: readonly (Line | undefined)[];
  readonly width: number;
  readonly ticks: readonly Tick[];
  readonly theme: Theme;
  readonly picked: Picked | undefined;
}

/** Room at both ends for a point that lies there. */
const MARGIN = 9;

/** Name of the measure of a redraw, for tests and the bench. */
const MEASURE = 'timeline redraw';

/** Scale of a row. */
export function scaleOf({ from, to }: Pick<Line, 'from' | 'to'>, width: number): Scale {
  return { from, to, left: MARGIN, right: Math.max(MARGIN + 1, width - MARGIN) };
}

/** Draws the rows that are visible, all in one frame. */
export class Painter {
  private readonly canvases = new Map<Element, number>();
  private readonly visible = new Set<Element>();
  private readonly observer: IntersectionObserver;
  private scene: Scene | undefined;
  private frame = 0;

  constructor() {
    this.observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) this.visible.add(target);
          else this.visible.delete(target);
        }
        this.soon();
      },
      { rootMargin: '100px' },
    );
  }

  /** Adds the canvas of a row. @returns what takes it out. */
  add(canvas: HTMLCanvasElement, row: number): () => void {
    this.canvases.set(canvas, row);
    this.observer.observe(canvas);
    return () => {
      this.observer.unobserve(canvas);
      this.canvases.delete(canvas);
      this.visible.delete(canvas);
    };
  }

  show(scene: Scene): void {
    this.scene = scene;
    this.soon();
  }

  close(): void {
    cancelAnimationFrame(this.frame);
    this.observer.disconnect();
  }

  private soon(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.paint());
  }

  private paint(): void {
    if (this.scene === undefined || this.scene.width === 0) return;
    const startedAt = performance.now();
    for (const canvas of this.visible) paintCanvas(canvas as HTMLCanvasElement, this.canvases.get(canvas), this.scene);
    performance.clearMeasures(MEASURE);
    performance.measure(MEASURE, { start: startedAt, detail: { rows: this.visible.size } });
  }
}

function paintCanvas(canvas: HTMLCanvasElement, row: number | undefined, scene: Scene): void {
  const { lines, width, ticks, theme, picked } = scene;
  const pen = canvas.getContext('2d');
  const line = row === undefined ? undefined : lines[row];
  if (pen === null) return;
  const ratio = window.devicePixelRatio || 1;
  const [pixels, height] = [Math.round(width * ratio), Math.round(ROW.height * ratio)];
  if (canvas.width !== pixels) canvas.width = pixels;
  if (canvas.height !== height) canvas.height = height;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, ROW.height);
  if (line === undefined) return;
  const index = picked?.row === row ? picked?.index : undefined;
  paintRow(pen, { line, scale: scaleOf(line, width), theme, ticks, picked: index });
}

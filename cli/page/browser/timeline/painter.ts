import type { Scales } from '../../drawing/timeline/ahead';
import type { Picked } from '../../drawing/timeline/keyboard';
import type { Line } from '../../drawing/timeline/line';
import { paintRow } from '../../drawing/timeline/paint';
import type { Theme } from '../../drawing/timeline/pen';
import { ROW } from '../../drawing/timeline/scale';
import type { Tick } from '../../drawing/timeline/ticks';

/** Everything that the rows show. */
export interface Scene {
  readonly lines: readonly (Line | undefined)[];
  readonly scales: Scales;
  readonly width: number;
  readonly ticks: readonly Tick[];
  readonly theme: Theme;
  readonly picked: Picked | undefined;
}

/** Name of the measure of a redraw, for tests and the bench. */
const MEASURE = 'timeline redraw';

/** Inputs of a canvas when it was drawn last. */
type Drawn = readonly unknown[];

/** Draws the rows that are visible, all in one frame. */
export class Painter {
  private readonly canvases = new Map<Element, number>();
  private readonly visible = new Set<Element>();
  private readonly observer: IntersectionObserver;
  private readonly drawn = new WeakMap<Element, Drawn>();
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
    let rows = 0;
    for (const canvas of this.visible) if (this.paintCanvas(canvas as HTMLCanvasElement, this.scene)) rows += 1;
    if (rows === 0) return;
    performance.measure(MEASURE, { start: startedAt, detail: { rows } });
    // Whoever observes it has it; the browser would keep all of them.
    performance.clearMeasures(MEASURE);
  }

  /** Draws a row unless it stands there already. @returns true if it was drawn. */
  private paintCanvas(canvas: HTMLCanvasElement, scene: Scene): boolean {
    const row = this.canvases.get(canvas);
    const line = row === undefined ? undefined : scene.lines[row];
    const index = scene.picked?.row === row ? scene.picked?.index : undefined;
    const ratio = window.devicePixelRatio || 1;
    const { width, ticks, theme, scales } = scene;
    const wanted: Drawn = [line, width, ticks, theme, scales, index, ratio];
    const before = this.drawn.get(canvas);
    if (before && wanted.every((each, place) => each === before[place])) return false;
    this.drawn.set(canvas, wanted);
    const pen = penOf(canvas, width, ratio);
    if (line === undefined) return false;
    paintRow(pen, { line, ...scales, theme, ticks, picked: index });
    return true;
  }
}

/** Empty canvas as fine as the screen. */
function penOf(canvas: HTMLCanvasElement, width: number, ratio: number): CanvasRenderingContext2D {
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('This browser gives no canvas to draw on.');
  const [pixels, height] = [Math.round(width * ratio), Math.round(ROW.height * ratio)];
  if (canvas.width !== pixels) canvas.width = pixels;
  if (canvas.height !== height) canvas.height = height;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, ROW.height);
  return pen;
}

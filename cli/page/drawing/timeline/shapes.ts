import type { Shape } from './looks';
import { ROW } from './scale';

/** Part of a canvas context that shapes need. */
export interface Path {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  arc(x: number, y: number, radius: number, from: number, to: number): void;
  rect(x: number, y: number, width: number, height: number): void;
  closePath(): void;
}

const R = ROW.radius;
const ROUND = 2 * Math.PI;

/** Shapes that are strokes: filling them draws nothing. */
export const STROKED: ReadonlySet<Shape> = new Set<Shape>([
  'cross',
  'dash',
  'bar',
  'ring',
  'star',
  'question',
  'speck',
  'crossed-hexagon',
]);

/** Adds a shape around its middle to a path. */
export const SHAPES: Readonly<Record<Shape, (path: Path, x: number, y: number) => void>> = {
  dot: (path, x, y) => {
    path.moveTo(x + R, y);
    path.arc(x, y, R, 0, ROUND);
  },
  lozenge: (path, x, y) => polygon(path, [x, y - R - 1.5], [x + R + 1.5, y], [x, y + R + 1.5], [x - R - 1.5, y]),
  box: (path, x, y) => path.rect(x - R, y - R, 2 * R, 2 * R),
  triangle: (path, x, y) => polygon(path, [x, y - R - 1], [x + R + 1, y + R], [x - R - 1, y + R]),
  play: (path, x, y) => polygon(path, [x - R, y - R], [x + R + 1, y], [x - R, y + R]),
  arrowhead: (path, x, y) => polygon(path, [x, y + R + 1], [x - R - 1, y - R], [x, y - R / 2], [x + R + 1, y - R]),
  cross: (path, x, y) => {
    line(path, x - R, y - R, x + R, y + R);
    line(path, x - R, y + R, x + R, y - R);
  },
  dash: (path, x, y) => line(path, x - R, y, x + R, y),
  bar: (path, x, y) => line(path, x, y - R - 1, x, y + R + 1),
  ring: (path, x, y) => {
    path.moveTo(x + R, y);
    path.arc(x, y, R, 0, ROUND);
  },
  star: (path, x, y) => {
    line(path, x, y - R, x, y + R);
    line(path, x - R, y - R / 2, x + R, y + R / 2);
    line(path, x - R, y + R / 2, x + R, y - R / 2);
  },
  speck: (path, x, y) => line(path, x - 1, y, x + 1, y),
  hexagon: (path, x, y) => hexagon(path, x, y),
  'crossed-hexagon': (path, x, y) => {
    hexagon(path, x, y);
    line(path, x - R / 2, y - R / 2, x + R / 2, y + R / 2);
    line(path, x - R / 2, y + R / 2, x + R / 2, y - R / 2);
  },
  question: (path, x, y) => {
    path.moveTo(x - R / 2, y - R / 2);
    path.arc(x, y - R / 2, R / 2, -Math.PI, Math.PI / 2);
    line(path, x, y, x, y + R / 2);
    line(path, x, y + R, x, y + R + 0.5);
  },
};

function hexagon(path: Path, x: number, y: number): void {
  const [wide, high] = [R + 1.5, R];
  polygon(
    path,
    [x - wide, y],
    [x - wide / 2, y - high],
    [x + wide / 2, y - high],
    [x + wide, y],
    [x + wide / 2, y + high],
    [x - wide / 2, y + high],
  );
}

function line(path: Path, fromX: number, fromY: number, toX: number, toY: number): void {
  path.moveTo(fromX, fromY);
  path.lineTo(toX, toY);
}

function polygon(
  path: Path,
  [x, y]: readonly [number, number],
  ...others: readonly (readonly [number, number])[]
): void {
  path.moveTo(x, y);
  for (const [otherX, otherY] of others) path.lineTo(otherX, otherY);
  path.closePath();
}

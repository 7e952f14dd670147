import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { COLORS, faded, type Scheme, strokeOf } from '../../../../../cli/page/drawing/dashboard/palette';

type Vector = readonly [number, number, number];
type Matrix = readonly [Vector, Vector, Vector];

/** How people see colours who lack one kind of cone (Machado, Oliveira, Fernandes 2009, severity 1). */
const EYES: Readonly<Record<string, Matrix>> = {
  all: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'no red': [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  'no green': [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

const dot = (one: Vector, other: Vector) => one[0] * other[0] + one[1] * other[1] + one[2] * other[2];
const through = (matrix: Matrix, vector: Vector) => matrix.map((row) => dot(row, vector)) as unknown as Vector;

function linear(color: string): Vector {
  return [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as unknown as Vector;
}

/** OKLab, in which equal distances look equal: https://bottosson.github.io/posts/oklab/ */
function oklab(rgb: Vector): Vector {
  const cones = through(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb.map((part) => Math.min(1, Math.max(0, part))) as unknown as Vector,
  ).map(Math.cbrt) as unknown as Vector;
  return through(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones,
  );
}

function contrast(one: string, other: string): number {
  const light = (color: string) => dot([0.2126, 0.7152, 0.0722], linear(color)) + 0.05;
  const [a, b] = [light(one), light(other)];
  return Math.max(a, b) / Math.min(a, b);
}

/** Surfaces of the page, as its styles have them: the first ones are light, the second ones dark. */
function surfaces(scheme: Scheme): string[] {
  const css = readFileSync(join(resolve(__dirname, '../../../../..'), 'cli/page/browser/page.css'), 'utf8');
  return ['--surface', '--surface-raised'].map((name) => {
    const found = [...css.matchAll(new RegExp(`${name}: (#[0-9a-f]{6});`, 'g'))].map(([, color]) => color ?? '');
    return found[scheme === 'light' ? 0 : 1] ?? 'none';
  });
}

const SCHEMES = ['light', 'dark'] as const;

test.each(SCHEMES)('every colour of a line is seen on the %s page', (scheme) => {
  const found = surfaces(scheme).flatMap((surface) => COLORS[scheme].map((color) => contrast(color, surface)));
  expect(found).toHaveLength(16);
  expect(Math.min(...found)).toBeGreaterThanOrEqual(3);
});

test.each(SCHEMES.flatMap((scheme) => Object.keys(EYES).map((eyes) => [scheme, eyes] as const)))(
  'any two colours stay apart on the %s page for people who see %s',
  (scheme, eyes) => {
    const seen = COLORS[scheme].map((color) =>
      oklab(
        through(
          EYES[eyes] ??
            EYES.all ?? [
              [1, 0, 0],
              [0, 1, 0],
              [0, 0, 1],
            ],
          linear(color),
        ),
      ),
    );
    const distances = seen.flatMap((one, index) =>
      seen.slice(index + 1).map((other) => Math.hypot(...one.map((part, at) => part - (other[at] ?? 0)))),
    );
    expect(distances).toHaveLength(28);
    expect(Math.min(...distances)).toBeGreaterThan(0.1);
  },
);

test('lines of the same colour have other dashes, 32 in all, and a deployed colour stays', () => {
  const strokes = Array.from({ length: 32 }, (_, index) => JSON.stringify(strokeOf(index, null, 'dark')));
  expect(new Set(strokes).size).toBe(32);
  expect(strokeOf(9, '#123456', 'light')).toEqual({ color: '#123456', dash: [8, 4] });
});

test('a faded colour is the same one with an alpha', () => {
  expect([faded('#0000ff', 0.2), faded('red', 0.2)]).toEqual(['#0000ff33', 'red']);
});

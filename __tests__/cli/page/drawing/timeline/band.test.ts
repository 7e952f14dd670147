import { paintRow } from '../../../../../cli/page/drawing/timeline/paint';
import type { Pen, Theme } from '../../../../../cli/page/drawing/timeline/pen';
import { ROW } from '../../../../../cli/page/drawing/timeline/scale';
import { FROM, lineWith, SCALE } from './lines';

const TONES = ['good', 'bad', 'warn', 'quiet', 'accent', 'unknown', 'text', 'line', 'surface'] as const;
const THEME = Object.fromEntries(TONES.map((tone) => [tone, tone])) as Theme;
const HOUR_MS = 3_600_000;

/** Colours in the band of the objective with the pixels from and to which they reach. */
function bandOf(line: ReturnType<typeof lineWith>): string[] {
  const band = new Map<string, [number, number]>();
  const pen = new Proxy({ fillStyle: '' } as Pen, {
    get: (target, name) => (name === 'fillRect' ? fillRect : name === 'fillStyle' ? target.fillStyle : () => undefined),
  });
  function fillRect(x: number, y: number, width: number): void {
    if (y < ROW.band.top) return;
    const colour = String(pen.fillStyle);
    const [left, right] = band.get(colour) ?? [x, x];
    band.set(colour, [Math.min(left, x), Math.max(right, x + width)]);
  }
  paintRow(pen, { line, scale: SCALE, theme: THEME, ticks: [], ahead: undefined, picked: undefined });
  return [...band].map(([colour, [from, to]]) => `${colour} ${Math.round(from)} to ${Math.round(to)}`);
}

/** Rectangles in the order in which they are filled. */
function filledIn(line: ReturnType<typeof lineWith>): string[] {
  const filled: string[] = [];
  const pen = new Proxy({ fillStyle: '' } as Pen, {
    get: (target, name) => (name === 'fillRect' ? fillRect : name === 'fillStyle' ? target.fillStyle : () => undefined),
  });
  function fillRect(x: number, y: number, width: number, height: number): void {
    const isWhole = y === 0 && height === ROW.height;
    filled.push(`${pen.fillStyle} ${Math.round(x)} to ${Math.round(x + width)}${isWhole ? ' whole' : ''}`);
  }
  paintRow(pen, { line, scale: SCALE, theme: THEME, ticks: [], ahead: undefined, picked: undefined });
  return filled;
}

test('the objective is not green before the first good snapshot, and not beyond the end of the line', () => {
  const begun = lineWith([[1200, 'taken', 'schedule', 1]], { unknown: [{ from: null, to: 20 * HOUR_MS }] });
  expect(bandOf({ ...begun, to: FROM + 23 * HOUR_MS })).toEqual(['good 1210 to 1390', 'quiet 10 to 1206']);
});

test('without a good snapshot nothing is green, and what exceeds the objective is red', () => {
  const none = lineWith([], {
    unknown: [{ from: null, to: null }],
    exceeded: [{ from: 22 * HOUR_MS, to: null }],
  });
  expect(bandOf(none)).toEqual(['quiet 10 to 1446', 'bad 1330 to 1450']);
});

test('a line whose beginning is known is green as a whole', () => {
  expect(bandOf(lineWith([]))).toEqual(['good 10 to 1450']);
});

test('in quiet hours the objective pauses: nothing of the band shows', () => {
  const quiet = lineWith([], { quiet: [{ from: 2 * HOUR_MS, to: 4 * HOUR_MS, why: 'nightly load' }] });
  const [objective, pause] = filledIn(quiet);
  expect([objective, pause]).toEqual(['good 10 to 1450', 'surface 130 to 250 whole']);
});

test('a gap is drawn below quiet hours, which cover it', () => {
  const gap = lineWith([], {
    gaps: [{ from: HOUR_MS, to: 5 * HOUR_MS, outcomes: {} }],
    quiet: [{ from: 2 * HOUR_MS, to: 4 * HOUR_MS, why: 'nightly load' }],
  });
  expect(filledIn(gap)).toEqual(['bad 70 to 310', 'good 10 to 1450', 'surface 130 to 250 whole']);
});

import { aheadMs, scalesOf } from '../../../../../cli/page/drawing/timeline/ahead';
import { lookOf } from '../../../../../cli/page/drawing/timeline/looks';
import { paintAhead } from '../../../../../cli/page/drawing/timeline/paint-ahead';
import { paintArrows } from '../../../../../cli/page/drawing/timeline/paint-arrows';
import type { Pen, Theme } from '../../../../../cli/page/drawing/timeline/pen';
import { ROW } from '../../../../../cli/page/drawing/timeline/scale';
import { eventsOf, nextWords } from '../../../../../cli/page/drawing/timeline/words';
import { FROM, lineWith, SCALE, TO, utc } from './lines';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** End of the line, from its beginning. */
const END = TO - FROM;
const THEME = new Proxy({} as Theme, { get: (_, tone) => tone });

/** Moments from the line's end on, as its document has them. */
const later = (...minutes: number[]) => minutes.map((each) => END + each * MINUTE_MS);

/** Strokes of a drawing, each as its corners; `[…]` before a dashed one. */
function strokesOf(paint: (pen: Pen) => void): string[] {
  const strokes: string[] = [];
  let [path, dashes] = ['', ''];
  const at = (x: number, y: number) => `${Math.round(x)},${Math.round(y)}`;
  const pen: Partial<Pen> = {
    beginPath: () => {
      path = '';
    },
    moveTo: (x, y) => {
      path += ` M${at(x, y)}`;
    },
    lineTo: (x, y) => {
      path += ` L${at(x, y)}`;
    },
    rect: (x, y, width, height) => {
      path += ` R${at(x, y)} ${at(width, height)}`;
    },
    quadraticCurveTo: (_, __, x, y) => {
      path += ` Q${at(x, y)}`;
    },
    setLineDash: (pattern) => {
      dashes = pattern.length === 0 ? '' : '[dashed] ';
    },
    stroke: () => strokes.push(`${dashes}${pen.strokeStyle}${path}`),
    fillRect: () => undefined,
  };
  paint(pen as Pen);
  return strokes;
}

test('three due times of every line fit, but no more than the range is ahead', () => {
  const often = lineWith([], { next: { due: later(10, 20, 30, 40), drill: null } });
  const daily = lineWith([], { next: { due: later(600, 2040, 3480), drill: null } });
  expect(aheadMs([often, undefined], 'day', TO)).toBe(HOUR_MS);
  expect(aheadMs([often], 'hour', TO)).toBe(33 * MINUTE_MS);
  expect(aheadMs([often, daily], 'hour', TO)).toBe(HOUR_MS);
  // Twelve times half an hour, and a tenth more: the ticks of the other line stay apart.
  expect(aheadMs([often, daily], 'day', TO)).toBe(396 * MINUTE_MS);
  expect(aheadMs([lineWith([])], 'day', TO)).toBe(0);
});

test('the time ahead has a scale of its own, and none where a row is too narrow or nothing is known', () => {
  const { scale, ahead } = scalesOf({ from: FROM, to: TO, aheadMs: HOUR_MS }, 1000);
  expect([scale.left, scale.right, ahead?.left, ahead?.right]).toEqual([9, 821, 831, 991]);
  expect([ahead?.from, ahead?.to]).toEqual([TO, TO + HOUR_MS]);
  expect(scalesOf({ from: FROM, to: TO, aheadMs: HOUR_MS }, 320).ahead?.left).toBe(255);
  expect(scalesOf({ from: FROM, to: TO, aheadMs: 0 }, 1000)).toEqual({
    scale: { from: FROM, to: TO, left: 9, right: 991 },
    ahead: undefined,
  });
  expect(scalesOf({ from: FROM, to: TO, aheadMs: HOUR_MS }, 0).ahead).toBeUndefined();
});

describe('ahead', () => {
  const ahead = { from: TO, to: TO + HOUR_MS, left: 100, right: 160 };
  const { runs, actions } = ROW.lanes;

  test('due times are ticks, and the window of the drill is a dashed frame', () => {
    const [from = 0, to = 0] = later(40, 55);
    const line = lineWith([], { next: { due: later(10, 20, 90), drill: { from, to } } });
    expect(strokesOf((pen) => paintAhead(pen, { line, theme: THEME, ahead }))).toEqual([
      `text M110,${runs - 6} L110,${runs + 6} M120,${runs - 6} L120,${runs + 6}`,
      `[dashed] text R140,${actions - 6} 15,12`,
    ]);
  });

  test('what lies further ahead is a mark at the edge, what has passed is none', () => {
    const [from = 0, to = 0] = later(4000, 4030);
    const beyond = lineWith([], { next: { due: later(90), drill: { from, to } } });
    expect(strokesOf((pen) => paintAhead(pen, { line: beyond, theme: THEME, ahead }))).toEqual([
      `text M156,${runs - 4} L160,${runs} L156,${runs + 4} M156,${actions - 4} L160,${actions} L156,${actions + 4}`,
    ]);
    const passed = lineWith([], { next: { due: later(-1), drill: null } });
    expect(strokesOf((pen) => paintAhead(pen, { line: passed, theme: THEME, ahead }))).toEqual(['text']);
  });

  test('quiet hours to come are hatched', () => {
    const [from = 0, to = 0] = later(30, 600);
    const line = lineWith([], { quiet: [{ from, to, why: 'load' }] });
    const [hatching = ''] = strokesOf((pen) => paintAhead(pen, { line, theme: THEME, ahead }));
    const places = [...hatching.matchAll(/[ML](\d+),/g)].map(([, x]) => Number(x));
    expect([Math.min(...places), Math.max(...places)]).toEqual([130, 160]);
  });
});

test('a drill is told from a restore by the corners of its arrow, and a failed one by dashes', () => {
  const arrow = { from: 60 * MINUTE_MS, to: 180 * MINUTE_MS, snapshot: 'demo.x' };
  const line = lineWith([], {
    arrows: [
      { ...arrow, verdict: 'proven', isDrill: false },
      { ...arrow, verdict: 'proven', isDrill: true },
      { ...arrow, from: 179 * MINUTE_MS, verdict: 'not-proven', isDrill: true },
    ],
  });
  expect(
    strokesOf((pen) =>
      paintArrows(pen, { line, scale: SCALE, ahead: undefined, theme: THEME, ticks: [], picked: undefined }),
    ),
  ).toEqual(['good M70,50 Q190,18', 'good M70,50 L70,5 L190,5 L190,18', '[dashed] bad M189,50 L172,5 L190,5 L190,18']);
});

test('a drill that failed is a failure to the keyboard and the table, one that was refused is none', () => {
  expect([128, 16, 0].map((flags) => lookOf('drilled', 0, flags).isFailure)).toEqual([true, false, false]);
});

test('quiet hours, drills and what comes next stand in the table; a gap does not count quiet hours', () => {
  const [from = 0, to = 0] = later(-300, 60);
  const [begin = 0, end = 0] = later(1000, 1030);
  const line = lineWith([], {
    gaps: [{ from: END - 360 * MINUTE_MS, to: null, outcomes: { skipped: 2 } }],
    arrows: [{ from: 0, to: 60 * MINUTE_MS, snapshot: 'demo.x', verdict: 'not-proven', isDrill: true }],
    quiet: [{ from, to, why: 'nightly load' }],
    next: { due: later(60, 70, 80, 90), drill: { from: begin, to: end } },
  });
  expect(eventsOf(line, utc).map(({ when, what }) => `${when}: ${what}`)).toEqual([
    '06:40 to 07:10: window of the next drill',
    '15:00, 15:10, 15:20: snapshots are due',
    '09:00 to 15:00: quiet hours, now: nightly load',
    '08:00 to now: no new snapshot (2 skipped), 60 min without quiet hours',
    '15:00: drill from 14:00: not-proven',
  ]);
  expect(nextWords(line, utc)).toEqual(['quiet until 15:00: nightly load', 'next 15:00, 15:10, 15:20', 'drill 06:40']);
});

test('a window that is open has its end beside the drawing, not its beginning, which is past', () => {
  const drill = { from: -600 * MINUTE_MS, to: END + 59 * MINUTE_MS };
  const line = lineWith([], { next: { due: [], drill } });
  expect(nextWords(line, utc)).toEqual(['drill window open until 14:59']);
  expect(nextWords(lineWith([], { next: { due: [], drill: { from: -600 * MINUTE_MS, to: END } } }), utc)).toEqual([]);
});

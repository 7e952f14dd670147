import fc from 'fast-check';
import { TIMELINE_FLAGS, TIMELINE_ORIGINS } from '../../../../../cli/page/api/timeline';
import { binsOf } from '../../../../../cli/page/drawing/timeline/bins';
import { pointClicked, pointNear } from '../../../../../cli/page/drawing/timeline/hit-test';
import { type Key, pointAfter } from '../../../../../cli/page/drawing/timeline/keyboard';
import { LEGEND, svgPathOf } from '../../../../../cli/page/drawing/timeline/legend';
import { lineOf } from '../../../../../cli/page/drawing/timeline/line';
import { LANES, lookOf } from '../../../../../cli/page/drawing/timeline/looks';
import { ROW, timeAt, xOf } from '../../../../../cli/page/drawing/timeline/scale';
import { eventsOf, pointWords, summaryOf } from '../../../../../cli/page/drawing/timeline/words';
import { HISTORY_WORDS } from '../../../../../cli/views/history-words';
import { FROM, lineWith, SCALE, TO, utc, type WrittenPoint } from './lines';

const { there, gone, held, suspect, proven, quiet, drill, failed } = TIMELINE_FLAGS;

describe('looks', () => {
  test('every word of kda history has one of its own, and no other word looks well', () => {
    const unknown = lookOf('of-next-year', 0, there);
    expect([unknown.shape, unknown.tone]).toEqual(['question', 'unknown']);
    for (const word of [...HISTORY_WORDS, 'running']) expect(lookOf(word, 0, 0).tone).not.toBe('unknown');
    expect(lookOf('constructor', 0, 0).tone).toBe('unknown');
  });

  test('what the colour says, the shape or its filling says, too', () => {
    const shown = (word: string, origin: (typeof TIMELINE_ORIGINS)[number], flags = 0) => {
      const { shape, isFilled, lane } = lookOf(word, TIMELINE_ORIGINS.indexOf(origin), flags);
      return `${lane} ${shape}${isFilled ? '' : ' hollow'}`;
    };
    expect([
      shown('taken', 'schedule', there),
      shown('taken', 'schedule', gone),
      shown('taken', 'person', there),
      shown('taken', 'service', gone),
      shown('failed', 'schedule'),
      shown('late', 'schedule', there),
      shown('restored', 'person'),
      shown('deployed', 'person'),
      shown('drilled', 'schedule', proven),
      shown('drilled', 'schedule', failed),
      shown('drilled', 'schedule'),
      shown('skipped', 'schedule'),
      shown('skipped', 'schedule', quiet),
    ]).toEqual([
      'runs dot',
      'runs dot hollow',
      'others lozenge',
      'others box hollow',
      'runs cross',
      'runs triangle',
      'actions arrowhead',
      'actions box',
      'actions hexagon',
      'actions crossed-hexagon hollow',
      'actions hexagon hollow',
      'runs dash',
      'runs speck',
    ]);
  });

  test('the legend draws the very shapes', () => {
    expect(LEGEND.every(({ look }) => /^M.*[LAhvZ]/.test(svgPathOf(look)))).toBe(true);
    expect(svgPathOf(lookOf('deployed', 1, 0))).toBe('M-4 -4h8v8h-8Z');
  });
});

describe('bins', () => {
  const point: fc.Arbitrary<WrittenPoint> = fc.tuple(
    fc.integer({ min: 0, max: 1440 }),
    fc.constantFrom('taken', 'skipped', 'late', 'failed', 'abandoned', 'restored', 'stopped', 'of-next-year'),
    fc.constantFrom(...TIMELINE_ORIGINS),
    fc.constantFrom(0, there, gone, there + held, there + suspect),
  );

  test('lose no point, and hide no failure: the one that is drawn is at least as important', () => {
    fc.assert(
      fc.property(fc.array(point, { maxLength: 400 }), fc.integer({ min: 20, max: 300 }), (points, width) => {
        const line = lineWith(points.toSorted(([one], [other]) => one - other));
        const scale = { from: FROM, to: TO, left: 5, right: 5 + width };
        const { size, best, count, flags } = binsOf(line, scale);
        expect(count.reduce((sum, each) => sum + each, 0)).toBe(points.length);
        for (const [index, place] of line.look.entries()) {
          const look = line.looks[place];
          const bin =
            LANES.indexOf(look?.lane ?? 'runs') * size + Math.floor(xOf(scale, line.at[index] ?? 0) - scale.left);
          const drawn = line.looks[line.look[best[bin] ?? -1] ?? -1];
          expect(drawn?.rank).toBeGreaterThanOrEqual(look?.rank ?? Number.NaN);
          if (look?.isFailure) expect(drawn?.isFailure).toBe(true);
          expect((flags[bin] ?? 0) & (line.flags[index] ?? 0)).toBe(line.flags[index]);
        }
      }),
    );
  });

  test('of points in the same pixel the failure is drawn, whichever was first', () => {
    for (const words of [
      ['failed', 'taken'],
      ['taken', 'failed'],
    ]) {
      const line = lineWith(words.map((word) => [100, word] as const));
      const { best } = binsOf(line, SCALE);
      const [drawn = -1] = [...best].filter((index) => index >= 0);
      expect(line.words[line.word[drawn] ?? -1]).toBe('failed');
    }
  });

  test('points before the beginning are left out, those after the end are at the end', () => {
    const { best, size } = binsOf(
      lineWith([
        [-5, 'taken'],
        [5, 'taken'],
        [1443, 'taken'],
      ]),
      SCALE,
    );
    expect([...best].flatMap((index, place) => (index < 0 ? [] : [[index, place % size]]))).toEqual([
      [1, 5],
      [2, 1440],
    ]);
  });
});

describe('the scale', () => {
  test('leads from a time to its pixel and back', () => {
    expect(xOf(SCALE, FROM + 60 * 60_000)).toBe(70);
    expect(timeAt(SCALE, 70)).toBe(FROM + 60 * 60_000);
    expect([xOf(SCALE, FROM - 1), xOf(SCALE, TO + 1)]).toEqual([10, 1450]);
  });
});

describe('the mouse', () => {
  const line = lineWith([
    [100, 'taken', 'schedule', there],
    [105, 'failed'],
    [105, 'taken', 'person', there],
    [1442, 'taken', 'schedule', there],
  ]);
  const { runs, others } = ROW.lanes;

  test.each([
    ['on a point', 110, runs, 0],
    ['nearer to the next', 114, runs, 1],
    ['on the same time in another lane', 115, others, 2],
    ['too far away', 140, runs, undefined],
    ['on one after the end, which is drawn there', 1449, runs, 3],
    ['in the lane of actions, where none is', 110, 5, undefined],
  ])('%s finds it', (_, x, y, found) => {
    expect(pointNear(line, SCALE, x, y)).toBe(found);
  });

  test('finds in one pixel the one that is drawn', () => {
    const both = lineWith([
      [100, 'failed'],
      [100, 'taken', 'schedule', there],
    ]);
    expect(pointNear(both, SCALE, 110, runs)).toBe(0);
  });
});

test('clicks on points that lie over each other pick one after the other, and then the first again', () => {
  const line = lineWith([
    [50, 'taken', 'schedule', there],
    [100, 'taken', 'schedule', there],
    [100, 'failed'],
    [101, 'restored', 'person'],
    [102, 'taken', 'schedule', there],
    [105, 'taken', 'schedule', there],
  ]);
  const at = { x: 110, y: ROW.lanes.runs };
  const picks = [undefined, 2, 4, 1, 0].map((picked) => pointClicked(line, SCALE, { ...at, picked }));
  // The failure is drawn; the restore is in another lane, and the last one stands by itself.
  expect(picks).toEqual([2, 4, 1, 2, 2]);
});

describe('keys', () => {
  const orders = lineWith([
    [0, 'taken'],
    [10, 'failed'],
    [20, 'taken'],
    [30, 'late'],
    [40, 'taken'],
  ]);
  const lines = [
    orders,
    undefined,
    lineWith([]),
    lineWith([
      [12, 'taken'],
      [25, 'taken'],
    ]),
  ];

  test.each<[Key, number, number, number]>([
    ['ArrowLeft', 2, 0, 1],
    ['ArrowLeft', 0, 0, 0],
    ['ArrowRight', 2, 0, 3],
    ['ArrowRight', 4, 0, 4],
    ['Home', 3, 0, 0],
    ['End', 1, 0, 4],
    ['PageUp', 3, 0, 1],
    ['PageUp', 1, 0, 1],
    ['PageDown', 1, 0, 3],
    ['PageDown', 4, 0, 4],
    ['ArrowDown', 1, 3, 0],
    ['ArrowDown', 3, 3, 1],
    ['ArrowUp', 3, 0, 3],
  ])('%s from the point %i leads to row %i, point %i', (key, index, row, next) => {
    expect(pointAfter(lines, { row: 0, index }, key)).toEqual({ row, index: next });
  });

  test('the first key picks the newest point of the first application that has one, Home its oldest', () => {
    expect(pointAfter([undefined, orders], undefined, 'ArrowLeft')).toEqual({ row: 1, index: 4 });
    expect(pointAfter([undefined, orders], undefined, 'Home')).toEqual({ row: 1, index: 0 });
    expect(pointAfter([undefined], undefined, 'Home')).toBeUndefined();
  });

  test('up leads back to the application above', () => {
    expect(pointAfter(lines, { row: 3, index: 0 }, 'ArrowUp')).toEqual({ row: 0, index: 1 });
  });
});

describe('words', () => {
  test('a point says who, when, and what became of it', () => {
    const line = lineWith([
      [0, 'taken', 'schedule', there + held + proven],
      [10, 'taken', 'service', gone],
      [20, 'failed'],
      [30, 'skipped', 'schedule', quiet],
      [40, 'skipped', 'schedule', drill],
      [50, 'drilled', 'schedule', failed],
      [60, 'drilled', 'person'],
    ]);
    expect([0, 1, 2, 3, 4, 5, 6].map((index) => pointWords(line, index, utc))).toEqual([
      'taken by the schedule at 14:00, there, on hold, proven',
      'taken by the service at 14:10, gone',
      'failed by the schedule at 14:20',
      'skipped by the schedule at 14:30, in quiet hours',
      'skipped by the schedule at 14:40, a drill was under way',
      'drill by the schedule at 14:50, failed',
      'drill by a person at 15:00, without proof',
    ]);
  });

  test('with its record also why it stays and when it goes', () => {
    const line = lineWith([[0, 'taken', 'schedule', there]]);
    const retention = { verdict: 'stays' as const, reasons: ['last 3', 'hourly'], goesAt: '2026-12-03T10:20:00.000Z' };
    const record = { word: 'taken', text: '', row: null, command: null, snapshot: { retention } as never };
    expect(pointWords(line, 0, (time) => time.toISOString().slice(0, 10), record)).toBe(
      'taken by the schedule at 2026-11-27, there, stays: last 3, hourly, goes about 2026-12-03',
    );
  });

  test('the table has gaps, failures, restores and times without the job, newest first', () => {
    const minute = 60_000;
    const line = lineWith(
      [
        [0, 'taken'],
        [10, 'failed'],
        [60, 'taken'],
      ],
      {
        gaps: [{ from: 0, to: 60 * minute, outcomes: { failed: 1 } }],
        notRunning: [{ from: 30 * minute, to: null }],
        arrows: [{ from: 0, to: 50 * minute, snapshot: 'demo.x', verdict: 'proven', isDrill: false }],
      },
    );
    expect(eventsOf(line, utc).map(({ when, what }) => `${when}: ${what}`)).toEqual([
      '14:50: back to 14:00: proven',
      '14:30 to now: not seen running, 23 h 30 min',
      '14:10: failed by the schedule at 14:10',
      '14:00 to 15:00: no new snapshot (1 failed), 60 min',
    ]);
    expect(summaryOf(line)).toBe('orders: 2 taken, 1 failed; 1 gap.');
  });
});

test('a line that has not changed goes on with what is open', () => {
  const line = lineWith([[0, 'taken']], {
    exceeded: [
      { from: 60_000, to: null },
      { from: null, to: 30_000 },
    ],
  });
  const later = lineOf({ from: FROM + 600_000, to: TO + 600_000, document: 'unchanged', problem: null }, line);
  expect(later?.exceeded.map(({ from, to }) => [from - FROM, to - TO])).toEqual([
    [60_000, 600_000],
    [0, 30_000 - 86_400_000],
  ]);
  expect(later?.at).toBe(line.at);
});

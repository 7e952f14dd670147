import fc from 'fast-check';
import type { Series } from '../../../../../cli/page/api/dashboard';
import { aloneIn, drawnData, nextValueAt } from '../../../../../cli/page/drawing/dashboard/drawn-data';
import { figuresOf, sharesOf } from '../../../../../cli/page/drawing/dashboard/figures';
import { stacked } from '../../../../../cli/page/drawing/dashboard/stack';
import { timeText, timeTicks, valueTicks } from '../../../../../cli/page/drawing/dashboard/ticks';
import { valueRange } from '../../../../../cli/page/drawing/dashboard/value-range';
import { valueText } from '../../../../../cli/page/drawing/dashboard/value-text';
import { chartWords, valuesWords } from '../../../../../cli/page/drawing/dashboard/words';

const line = (values: readonly (number | null)[], period = 60, label = 'a'): Series => ({
  ...{ label, color: null, axis: 'left', period, values },
});
const _ = undefined;

describe('gaps', () => {
  test('a missing value is one, also where no other line has a value at that time', () => {
    expect(drawnData([0, 60, 240, 300], [line([1, 2, 3, 4])])).toEqual({
      times: [0, 60, 120, 240, 300],
      lines: [[1, 2, null, 3, 4]],
    });
    expect(drawnData([0, 60, 120, 180], [line([1, null, null, 4]), line([5, 6, 7, 8])]).lines).toEqual([
      [1, null, null, 4],
      [5, 6, 7, 8],
    ]);
  });

  test('values of a longer period have none between them', () => {
    expect(drawnData([0, 60, 120, 180], [line([1, null, null, 4], 180), line([5, 6, 7, 8])]).lines).toEqual([
      [1, _, _, 4],
      [5, 6, 7, 8],
    ]);
  });

  test('no line ever goes over a time longer than one and a half periods', () => {
    const period = fc.constantFrom(60, 300);
    const values = fc.array(fc.option(fc.integer({ min: 0, max: 9 })), { minLength: 30, maxLength: 30 });
    fc.assert(
      fc.property(fc.array(fc.tuple(period, values), { minLength: 1, maxLength: 4 }), (given) => {
        const all = Array.from({ length: 30 }, (_unused, index) => index * 60);
        const kept = all.filter((_time, index) => given.some(([, each]) => each[index] !== null));
        const series = given.map(([each, own]) =>
          line(
            all.flatMap((time, index) => (kept.includes(time) ? [own[index] ?? null] : [])),
            each,
          ),
        );
        const drawn = drawnData(kept, series);
        for (const [index, points] of drawn.lines.entries()) {
          let last: number | undefined;
          const shown: number[] = [];
          for (const [at, value] of points.entries()) {
            const time = drawn.times[at] ?? 0;
            if (value === null) last = undefined;
            if (typeof value !== 'number') continue;
            if (last !== undefined) expect(time - last).toBeLessThanOrEqual(1.5 * (series[index]?.period ?? 0));
            last = time;
            shown.push(value);
          }
          expect(shown).toEqual(series[index]?.values.filter((value) => value !== null));
        }
      }),
    );
  });

  test('a value that no line reaches is a dot', () => {
    expect(aloneIn([1, null, 2, 3, null, _, 4])).toEqual([0, 6]);
    expect(aloneIn([1, _, 2])).toEqual([]);
    expect(aloneIn([])).toEqual([]);
  });

  test('the cursor skips times without any value, and stays at the ends', () => {
    const data = { times: [0, 60, 120], lines: [[1, null, 3]] };
    expect([nextValueAt(data, 0, 1), nextValueAt(data, 2, 1), nextValueAt(data, 3, -1)]).toEqual([2, 2, 2]);
  });
});

test('lines are stacked on those below, a missing value adds nothing, and a gap of all stays', () => {
  const data = {
    times: [0, 60, 120],
    lines: [
      [1, null, 2],
      [3, null, null],
      [_, _, 4],
    ],
  };
  expect(stacked(data).lines).toEqual([
    [1, null, 2],
    [4, null, 2],
    [4, null, 6],
  ]);
});

describe('ticks', () => {
  test('of time are at whole times of the zone, with the day at midnight', () => {
    const from = Date.parse('2026-11-29T21:10:00Z') / 1000;
    expect(timeTicks(from, from + 6 * 3600, 6, 'Europe/Berlin').texts).toEqual([
      '23:00',
      '30 Nov',
      '01:00',
      '02:00',
      '03:00',
      '04:00',
    ]);
  });

  test('of days stay at midnight over a change of the clocks', () => {
    const from = Date.parse('2026-10-23T00:00:00Z') / 1000;
    const { times, texts } = timeTicks(from, from + 5 * 86_400, 6, 'Europe/Berlin');
    expect(texts).toEqual(['24 Oct', '25 Oct', '26 Oct', '27 Oct', '28 Oct']);
    expect(times.map((time) => timeText(time, 'Europe/Berlin').slice(-5))).toEqual(Array(5).fill('00:00'));
  });

  test('of time are never more than asked for, ascending, within the range', () => {
    const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/St_Johns');
    fc.assert(
      fc.property(
        fc.integer({ min: 1.7e9, max: 1.9e9 }),
        fc.integer({ min: 3600, max: 31 * 86_400 }),
        fc.integer({ min: 5, max: 12 }),
        zone,
        (from, span, most, timeZone) => {
          const { times, texts } = timeTicks(from, from + span, most, timeZone);
          expect(times.length).toBeLessThanOrEqual(most + 2);
          expect(times.length).toBe(texts.length);
          expect(times).toEqual([...times].sort((one, other) => one - other));
          expect(times.every((time) => time >= from && time <= from + span)).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });

  test.each([
    [0, 100, 5, [0, 20, 40, 60, 80, 100]],
    [0, 1, 4, [0, 0.5, 1]],
    [-3, 7, 5, [-2, 0, 2, 4, 6]],
    [5, 5, 4, [5]],
  ])('of values from %d to %d are round', (min, max, most, ticks) => {
    expect(valueTicks(min, max, most)).toEqual(ticks);
  });
});

test.each([
  [null, '–'],
  [0, '0'],
  [0.00001, '1.0e-5'],
  [4.5678, '4.568'],
  [1234.56, '1,234.6'],
  [12_345, '12.35k'],
  [-5_000_000, '-5M'],
  [2.5e9, '2.5G'],
])('%p is written as %s', (value, text) => {
  expect(valueText(value)).toBe(text);
});

describe('the range of an axis', () => {
  const axis = { label: null, min: null, max: null };
  const level = { value: 30, bandTo: null, label: '', color: null, axis: 'left', fill: 'none' } as const;

  test('begins at 0, has all lines and its levels in it, and a rest above', () => {
    expect(valueRange({ lines: [[1, 12, null]], levels: [], axis, side: 'left' })).toEqual([0, 15]);
    expect(valueRange({ lines: [[1, 12]], levels: [level], axis, side: 'left' })).toEqual([0, 40]);
    expect(valueRange({ lines: [[1, 12]], levels: [level], axis, side: 'right' })).toEqual([0, 15]);
  });

  test('goes below 0 where values do, is as deployed where that is said, and never empty', () => {
    expect(valueRange({ lines: [[-7, 12]], levels: [], axis, side: 'left' })).toEqual([-10, 15]);
    expect(valueRange({ lines: [[5]], levels: [], axis: { ...axis, min: 2, max: 9 }, side: 'left' })).toEqual([2, 9]);
    expect(valueRange({ lines: [], levels: [], axis, side: 'left' })).toEqual([0, 1.5]);
    expect(valueRange({ lines: [[0, 0]], levels: [], axis, side: 'left' })).toEqual([0, 1]);
  });
});

test('figures are of the values that there are', () => {
  expect(figuresOf(line([3, null, 1, 8, null]))).toEqual({ newest: 8, minimum: 1, maximum: 8, sum: 12, average: 4 });
  expect(figuresOf(line([null]))).toEqual({ newest: null, minimum: null, maximum: null, sum: null, average: null });
  expect(sharesOf([1, 3, null, -2])).toEqual([0.25, 0.75, 0, 0]);
});

test('a chart has words for people who do not see it', () => {
  const levels = [{ value: 30, bandTo: null, label: 'objective', color: null, axis: 'left', fill: 'none' } as const];
  expect(chartWords({ series: [line([1, 20_000, 3], 60, 'orders'), line([null], 60, 'users')], levels })).toBe(
    'orders: newest 3, minimum 1, maximum 20k. users: no values. objective: 30.',
  );
  const many = Array.from({ length: 14 }, (_unused, index) => line([index], 60, `app-${index}`));
  expect(chartWords({ series: many, levels: [] })).toMatch(/app-11: .* 2 more lines are in the list below\.$/);
});

test('the values at a time are read out, with the time of the zone', () => {
  const time = Date.parse('2026-11-29T13:05:00Z') / 1000;
  const lines = [
    { label: 'orders', value: 12.5 },
    { label: 'users', value: null },
  ];
  expect(valuesWords(time, lines, 'Europe/Berlin')).toBe('29 Nov 14:05: orders 12.5.');
  expect(valuesWords(time, [], 'UTC')).toBe('29 Nov 13:05: no values.');
});

import fc from 'fast-check';
import { MetricSamples } from '../../../../local/cloud/metric-data/metric-samples';
import { timeGrid } from '../../../../local/cloud/metric-data/time-grid';

const at = (clock: string) => new Date(`2026-11-28T${clock}Z`);

function samplesOf(values: readonly (readonly [clock: string, value: number])[]): MetricSamples {
  const samples = new MetricSamples();
  for (const [clock, value] of values) {
    samples.add({ at: at(clock).getTime(), count: 1, sum: value, minimum: value, maximum: value });
  }
  return samples;
}

const GRID = { beginSeconds: at('10:00:00').getTime() / 1_000, periodSeconds: 60, length: 4 };

test('each statistic is over the samples of one period, whose end is exclusive', () => {
  // Put in another order than that of time.
  const samples = samplesOf([
    ['10:02:30', 7],
    ['10:00:00', 1],
    ['10:00:59.999', 3],
    ['10:02:00', 2],
    ['09:59:59.999', 100],
    ['10:04:00', 100],
  ]);
  const series = (statistic: string) => samples.series(GRID, statistic);
  expect(series('SampleCount')).toEqual([2, undefined, 2, undefined]);
  expect(series('Sum')).toEqual([4, undefined, 9, undefined]);
  expect(series('Average')).toEqual([2, undefined, 4.5, undefined]);
  expect(series('Minimum')).toEqual([1, undefined, 2, undefined]);
  expect(series('Maximum')).toEqual([3, undefined, 7, undefined]);
  expect(series('p50')).toEqual([2, undefined, 4.5, undefined]);
  expect(series('p100')).toEqual([3, undefined, 7, undefined]);
});

test('a set of statistics counts as it was published, and has no percentiles', () => {
  const samples = new MetricSamples();
  samples.add({ at: at('10:00:10').getTime(), count: 4, sum: 20, minimum: 2, maximum: 9 });
  expect(samples.series(GRID, 'Average')[0]).toBe(5);
  expect(samples.series(GRID, 'p90')[0]).toBeUndefined();
});

test.each([
  ['10:00:59', 60, '10:00:00', 3],
  ['10:01:30', 300, '10:01:00', 1],
  ['10:01:37', 10, '10:01:30', 9],
  ['10:01:37', 1, '10:01:37', 83],
])('a range from %s with periods of %s s begins at %s and has %s periods', (start, period, begin, length) => {
  const grid = timeGrid({ start: at(start), end: at('10:03:00') }, period, at('11:00:00'));
  expect(grid).toEqual({ beginSeconds: at(begin).getTime() / 1_000, periodSeconds: period, length });
});

test.each([
  [16, '10:00:00'],
  [64, '10:00:00'],
])('a range that begins %s days ago begins at a coarser time', (days, begin) => {
  const now = new Date(at('10:04:00').getTime() + days * 86_400_000);
  expect(timeGrid({ start: at('10:04:00'), end: at('11:00:00') }, 60, now).beginSeconds).toBe(
    at(begin).getTime() / 1_000,
  );
});

test('sums, counts and extremes over long periods are those of the short ones in them', () => {
  const value = fc.tuple(fc.integer({ min: 0, max: 3_599 }), fc.integer({ min: -50, max: 50 }));
  fc.assert(
    fc.property(fc.array(value), (values) => {
      const samples = new MetricSamples();
      for (const [second, each] of values) {
        samples.add({ at: (GRID.beginSeconds + second) * 1_000, count: 1, sum: each, minimum: each, maximum: each });
      }
      const short = (statistic: string) =>
        samples.series({ ...GRID, length: 60 }, statistic).filter((each) => each !== undefined);
      const long = (statistic: string) => samples.series({ ...GRID, periodSeconds: 3_600, length: 1 }, statistic)[0];
      expect(long('SampleCount') ?? 0).toBe(values.length);
      expect(long('Sum') ?? 0).toBe(short('Sum').reduce((sum, each) => sum + each, 0));
      if (values.length > 0) {
        expect(long('Maximum')).toBe(Math.max(...short('Maximum')));
        expect(long('Minimum')).toBe(Math.min(...short('Minimum')));
      }
    }),
  );
});

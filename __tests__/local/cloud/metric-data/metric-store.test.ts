import { appendFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { MetricStore } from '../../../../local/cloud/metric-data/metric-store';
import { Metrics } from '../../../../local/cloud/metric-data/metrics';
import { putMetricData } from '../../../../local/cloud/metric-data/put-metric-data';

const NOW = new Date('2026-11-28T12:00:30Z');
const GRID = { beginSeconds: NOW.getTime() / 1_000 - 30, periodSeconds: 60, length: 2 };
const metric = (MetricName: string, ...Dimensions: { Name: string; Value: string }[]) => ({
  Namespace: 'Shop',
  MetricName,
  Dimensions,
});

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'metrics-'));
  file = join(folder, 'deeper', 'samples.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

// Only metrics of Lambda are asked of the emulator.
const metricsIn = (store: MetricStore) => new Metrics(store, undefined as unknown as CloudWatchClient);

const put = (metrics: Metrics, ...MetricData: object[]) =>
  putMetricData(metrics, { Namespace: 'Shop', MetricData }, NOW);

test('all forms of values are kept, also over a restart in the middle of a line', async () => {
  const first = metricsIn(await MetricStore.open(file));
  await Promise.all([
    put(
      first,
      { MetricName: 'one', Value: '2', Unit: 'Seconds' },
      { MetricName: 'many', Values: [1, 5], Counts: [3, 1] },
    ),
    put(first, {
      MetricName: 'set',
      StatisticValues: { SampleCount: 4, Sum: 20, Minimum: 2, Maximum: 9 },
      Timestamp: GRID.beginSeconds + 60,
    }),
  ]);
  await appendFile(file, '{"metric":{"Namespa');

  const store = await MetricStore.open(file);
  const series = (name: string, statistic: string) => store.series(metric(name), statistic, GRID);
  expect(series('one', 'Sum')).toEqual([2, undefined]);
  expect(series('many', 'Average')).toEqual([2, undefined]);
  expect(series('many', 'p50')).toEqual([1, undefined]);
  expect(series('set', 'Maximum')).toEqual([undefined, 9]);
  expect(series('none', 'Sum')).toEqual([undefined, undefined]);
  await put(metricsIn(store), { MetricName: 'one', Value: 3, Unit: 'Seconds' });
  expect((await MetricStore.open(file)).series(metric('one'), 'Sum', GRID)).toEqual([5, undefined]);
  expect([store.unitOf(metric('one')), store.unitOf(metric('many'))]).toEqual(['Seconds', 'None']);
});

test('a metric is the same whatever the order of its dimensions, and another with fewer of them', async () => {
  const store = MetricStore.inMemory();
  const [a, b] = [
    { Name: 'A', Value: '1' },
    { Name: 'B', Value: '2' },
  ];
  await put(
    metricsIn(store),
    { MetricName: 'm', Dimensions: [a, b], Value: 1 },
    { MetricName: 'm', Dimensions: [b, a], Value: 2 },
  );
  await put(metricsIn(store), { MetricName: 'm', Dimensions: [a], Value: 4 });
  expect(store.series(metric('m', b, a), 'Sum', GRID)).toEqual([3, undefined]);
  expect(store.series(metric('m', a), 'Sum', GRID)).toEqual([4, undefined]);
  expect(store.series(metric('m'), 'Sum', GRID)).toEqual([undefined, undefined]);
  expect(store.list('Shop')).toHaveLength(2);
  expect(store.list('Other')).toEqual([]);
});

test.each<[object, string]>([
  [{ MetricName: 'm' }, 'm: exactly one of Value, Values and StatisticValues is needed.'],
  [{ MetricName: 'm', Value: 1, Values: [1] }, 'exactly one of'],
  [{ MetricName: 'm', Values: [1], Counts: [1, 2] }, 'm: Counts needs as many numbers as Values.'],
  [{ MetricName: '', Value: 1 }, 'MetricData.0.MetricName'],
  [{ MetricName: 'm', Value: 'much' }, 'MetricData.0.Value'],
])('%j is refused', async (datum, message) => {
  await expect(put(metricsIn(MetricStore.inMemory()), datum)).rejects.toThrow(message);
});

test('of each metric the newest values are kept, and the file is rid of the others', async () => {
  const store = await MetricStore.open(file);
  const beginMs = GRID.beginSeconds * 1_000;
  const sample = (at: number) => ({ at, count: 1, sum: 1, minimum: 1, maximum: 1 });
  const samples = Array.from({ length: 120_000 }, (_, index) => sample(beginMs - (120_000 - index) * 60_000));
  await store.put([{ metric: metric('old'), unit: 'None', samples }]);
  await store.put([{ metric: metric('few'), unit: 'Count', samples: [sample(beginMs - 120_000 * 60_000)] }]);
  const sizeBefore = (await stat(file)).size;

  const opened = await MetricStore.open(file);
  const whole = { beginSeconds: GRID.beginSeconds - 120_000 * 60, periodSeconds: 60, length: 120_000 };
  const kept = opened.series(metric('old'), 'Sum', whole);
  expect(kept.filter((value) => value !== undefined).length).toBeLessThanOrEqual(55_000);
  expect(kept.slice(-50_000).every((value) => value === 1)).toBe(true);
  // Another metric, however old its values are, is not touched.
  expect(opened.series(metric('few'), 'Sum', whole)[0]).toBe(1);
  expect((await stat(file)).size).toBeLessThan(sizeBefore / 2);
  await put(metricsIn(opened), { MetricName: 'few', Value: 3, Unit: 'Count' });
  const again = await MetricStore.open(file);
  expect(again.series(metric('few'), 'Sum', GRID)).toEqual([3, undefined]);
  expect(again.series(metric('old'), 'Sum', whole)).toEqual(kept);
});

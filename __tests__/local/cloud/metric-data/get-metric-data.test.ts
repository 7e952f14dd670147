import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { getMetricData } from '../../../../local/cloud/metric-data/get-metric-data';
import { MetricStore } from '../../../../local/cloud/metric-data/metric-store';
import { Metrics } from '../../../../local/cloud/metric-data/metrics';

const NOW = new Date('2026-11-28T12:00:00Z');
const minute = (of: number) => new Date(Date.UTC(2026, 10, 28, 10, of));

let metrics: Metrics;

beforeEach(async () => {
  // Only metrics of Lambda are asked of the emulator.
  metrics = new Metrics(MetricStore.inMemory(), undefined as unknown as CloudWatchClient);
  const put = (name: string, application: string, values: readonly (number | undefined)[]) =>
    metrics.put(
      'Shop',
      values.flatMap((value, index) =>
        value === undefined
          ? []
          : [{ name, value, unit: 'Count' as const, dimensions: { App: application }, at: minute(index) }],
      ),
    );
  await put('age', 'orders', [60, 120, undefined, 30]);
  await put('age', 'payments', [6, 12, 18, 24]);
  await put('size', 'orders', [1, 2, 3, 4]);
});

interface Result {
  readonly Id: string;
  readonly Label: string;
  readonly Values: readonly number[];
  readonly Timestamps: readonly Date[];
  readonly StatusCode: string;
}

async function ask(queries: readonly object[], more: object = {}) {
  const request = {
    MetricDataQueries: queries,
    StartTime: minute(0).toISOString(),
    EndTime: minute(4).getTime() / 1_000,
    ScanBy: 'TimestampAscending',
    ...more,
  };
  return (await getMetricData(metrics, request, NOW)) as { MetricDataResults: Result[]; NextToken?: string };
}

const shown = ({ MetricDataResults }: { MetricDataResults: Result[] }) =>
  MetricDataResults.map(({ Id, Label, Values }) => [Id, Label, ...Values]);

const m = (Id: string, MetricName: string, App: string, more: object = {}) => ({
  Id,
  MetricStat: {
    Metric: { Namespace: 'Shop', MetricName, Dimensions: [{ Name: 'App', Value: App }] },
    Period: 60,
    Stat: 'Sum',
  },
  ...more,
});
const e = (Id: string, Expression: string, more: object = {}) => ({ Id, Expression, ...more });
/** Label whose parts are in pointed brackets here. */
const dynamic = (text: string) => text.replaceAll('<', '$' + '{').replaceAll('>', '}');
const AGE = `SEARCH('{Shop,App} MetricName="age"', 'Maximum', 60)`;

test('expressions are made from metrics and from each other, in any order, and only what is wanted is returned', async () => {
  const answer = await ask([
    e('total', 'SUM([minutes, m2])', { Label: 'all' }),
    e('minutes', 'm1 / 60', { ReturnData: 'false' }),
    m('m1', 'age', 'orders', { ReturnData: false }),
    m('m2', 'size', 'orders'),
  ]);
  expect(shown(answer)).toEqual([
    ['total', 'all', 2, 4, 3, 4.5],
    ['m2', 'size', 1, 2, 3, 4],
  ]);
});

test('a search has one result for each metric, all with its id, and labels that tell them apart', async () => {
  expect(shown(await ask([e('e1', `${AGE} / 60`)]))).toEqual([
    ['e1', 'orders', 1, 2, 0.5],
    ['e1', 'payments', 0.1, 0.2, 0.3, 0.4],
  ]);
  expect(shown(await ask([e('e1', AGE, { Label: 'age of' })])).map(([, label]) => label)).toEqual([
    'age of orders',
    'age of payments',
  ]);
  expect(shown(await ask([e('e1', `SEARCH('{Shop,App} MetricName="none"', 'Sum', 60)`)]))).toEqual([]);
  expect(shown(await ask([e('e1', `SUM(${AGE})`)]))).toEqual([['e1', 'e1', 66, 132, 18, 54]]);
});

test('dynamic labels are filled in for each series', async () => {
  const label = (text: string) => ({ Label: dynamic(text) });
  const answer = await ask([
    m('m1', 'age', 'orders', label("<PROP('Dim.App')> max <MAX> avg <AVG> of <DATAPOINT_COUNT>")),
    m('m2', 'none', 'orders', label('<LABEL>: <LAST>')),
    e('e1', `${AGE} / 60`, label("<PROP('MetricName')> of <LABEL> <FIRST>")),
    e('e2', 'm1 + 1', label("<LABEL> <PROP('Dim.App')> <MIN>")),
  ]);
  expect(shown(answer).map(([, text]) => text)).toEqual([
    'orders max 120 avg 70 of 3',
    'none: --',
    'age of orders 1',
    'age of payments 0.1',
    dynamic("e2 <PROP('Dim.App')> 31"),
  ]);
});

test('an expression over a search is part of another, and METRICS() are the metrics of the request', async () => {
  const answer = await ask([
    m('m1', 'age', 'orders', { ReturnData: false }),
    m('m2', 'size', 'orders', { ReturnData: false, Label: 'bytes' }),
    e('e1', AGE, { ReturnData: false }),
    e('e2', 'MAX(e1) - m2'),
    e('e3', 'METRICS()'),
  ]);
  expect(shown(answer)).toEqual([
    ['e2', 'e2', 59, 118, 15, 26],
    ['e3', 'age', 60, 120, 30],
    ['e3', 'bytes', 1, 2, 3, 4],
  ]);
});

test('the newest data point is the first unless the oldest is asked for', async () => {
  const newest = await ask([m('m1', 'age', 'orders')], { ScanBy: undefined });
  expect(newest.MetricDataResults[0]).toEqual({
    Id: 'm1',
    Label: 'age',
    StatusCode: 'Complete',
    Timestamps: [minute(3), minute(1), minute(0)],
    Values: [30, 120, 60],
  });
});

test('periods begin at the start of the range', async () => {
  const hourly = {
    ...m('m1', 'age', 'payments'),
    MetricStat: { ...m('m1', 'age', 'payments').MetricStat, Period: 120 },
  };
  const answer = await ask([hourly], { StartTime: minute(1).toISOString() });
  expect(answer.MetricDataResults[0]).toMatchObject({ Timestamps: [minute(1), minute(3)], Values: [30, 24] });
});

test('pages have as many data points as are asked for, and the pages together are the whole', async () => {
  const queries = [m('m1', 'age', 'orders'), m('m2', 'age', 'payments'), m('m3', 'none', 'orders')];
  const pages: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ask(queries, { MaxDatapoints: 5, NextToken });
    pages.push(page.MetricDataResults.map(({ Id, Values, StatusCode }) => `${Id} ${Values} ${StatusCode}`).join('; '));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  expect(pages).toEqual(['m1 60,120,30 Complete; m2 6,12 PartialData', 'm2 18,24 Complete; m3  Complete']);
  await expect(ask(queries, { NextToken: 'mine' })).rejects.toMatchObject({ code: 'InvalidNextToken' });
});

test.each<[string, readonly object[], string]>([
  ['an unknown id', [e('e1', 'm1 + 1')], `Error in expression 'e1' [No metric or expression has the id "m1".]`],
  ['a circle', [e('e1', 'e2'), e('e2', 'e1')], 'in a circle: e1 → e2 → e1'],
  ['an expression on itself', [e('e1', 'e1 + 1')], 'in a circle: e1 → e1'],
  ['an unknown function', [m('m1', 'age', 'orders'), e('e1', 'FOO(m1)')], 'FOO() with 1 argument is not emulated'],
  ['a fault of syntax', [e('e1', '1 +')], 'expected more, found the end'],
  ['Metrics Insights', [e('e1', 'SELECT AVG(age) FROM Shop')], 'Metrics Insights (SELECT) is not emulated'],
  ['a search that can’t be read', [e('e1', `SEARCH('{Shop,App} (', 'Sum', 60)`)], 'more was expected'],
  ['a search without a period', [e('e1', `SEARCH('age', 'Sum')`)], 'SEARCH needs a period'],
  [
    'a search with an unknown statistic',
    [e('e1', `SEARCH('age', 'Median', 60)`)],
    'statistic "Median" is not emulated',
  ],
  [
    'two periods in one expression',
    [m('m1', 'age', 'orders'), e('e1', `m1 + MAX(SEARCH('age', 'Sum', 300))`)],
    'the same period, found 60 and 300',
  ],
  ['an id twice', [m('m1', 'age', 'orders'), e('m1', '1')], 'The id "m1" stands for several queries'],
  ['an id with a capital', [m('M1', 'age', 'orders')], 'a lower-case letter first'],
  [
    'metric and expression in one',
    [m('m1', 'age', 'orders', { Expression: '1' })],
    'exactly one of MetricStat and Expression',
  ],
  ['no query', [], 'at least one query is needed'],
  [
    'an unknown part of a label',
    [m('m1', 'age', 'orders', { Label: dynamic('<MAX_TIME>') })],
    '{MAX_TIME} in a label is not emulated',
  ],
  [
    '501 queries',
    Array.from({ length: 501 }, (_, i) => m(`m${i}`, 'age', 'orders')),
    'found 501 queries, allowed are 500',
  ],
])('%s is refused by name', async (_what, queries, message) => {
  const failure = ask(queries);
  await expect(failure).rejects.toMatchObject({ code: 'ValidationError' });
  await expect(failure).rejects.toThrow(message);
});

test('a start that is not before the end is refused', async () => {
  await expect(ask([m('m1', 'age', 'orders')], { EndTime: minute(0).toISOString() })).rejects.toThrow(
    'must be before EndTime',
  );
});

test('a hundred expressions, each twice in the next, are evaluated once each', async () => {
  const chain = Array.from({ length: 100 }, (_, i) => e(`e${i + 1}`, `e${i} + e${i}`, { ReturnData: i === 99 }));
  const answer = await ask([m('e0', 'size', 'orders', { ReturnData: false }), ...chain]);
  expect(answer.MetricDataResults[0]?.Values[0]).toBe(2 ** 100);
});

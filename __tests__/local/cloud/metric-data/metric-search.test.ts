import fc from 'fast-check';
import type { Metric } from '../../../../local/cloud/metric-data/metric-query';
import { parseMetricSearch } from '../../../../local/cloud/metric-data/metric-search';
import { searchLabels } from '../../../../local/cloud/metric-data/search-labels';

const metric = (Namespace: string, MetricName: string, dimensions: Record<string, string>): Metric => ({
  Namespace,
  MetricName,
  Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
});
const METRICS = {
  age: metric('KDA Snapshots', 'newestSnapshotAge', { app_name: 'orders' }),
  ageOfOther: metric('KDA Snapshots', 'newestSnapshotAge', { app_name: 'pay-ments' }),
  count: metric('KDA Snapshots', 'snapshotCount', { app_name: 'orders' }),
  uptime: metric('AWS/KinesisAnalytics', 'uptime', { Application: 'orders' }),
  uptimeOfTask: metric('AWS/KinesisAnalytics', 'uptime', { Application: 'orders', Task: '2xlarge map' }),
  bare: metric('AWS/KinesisAnalytics', 'KPUs', {}),
};

function found(search: string): string[] {
  const { matches } = parseMetricSearch(search);
  return Object.entries(METRICS).flatMap(([name, each]) => (matches(each) ? [name] : []));
}

test.each([
  ['{AWS/KinesisAnalytics,Application} MetricName="uptime"', ['uptime']],
  ['{"KDA Snapshots","app_name"} MetricName="newestSnapshotAge"', ['age', 'ageOfOther']],
  ['{"AWS/KinesisAnalytics",Task,Application}', ['uptimeOfTask']],
  ['{AWS/KinesisAnalytics}', ['bare']],
  ['{"KDA Snapshots",app_name} MetricName="newestsnapshotage"', []],
  ['{"KDA Snapshots",app_name} MetricName=newestsnapshotage', ['age', 'ageOfOther']],
  ['{"KDA Snapshots",app_name} snapshot', ['age', 'ageOfOther', 'count']],
  ['{"KDA Snapshots",app_name} snapshot app_name="orders"', ['age', 'count']],
  ['"app_name"="orders"', ['age', 'count']],
  ['MetricName=("uptime" OR "snapshotCount")', ['count', 'uptime', 'uptimeOfTask']],
  ['Namespace="KDA Snapshots" NOT count', ['age', 'ageOfOther']],
  ['orders AND (uptime OR count)', ['count', 'uptime', 'uptimeOfTask']],
  ['uptime NOT Task', ['uptime']],
  ['xlarge', ['uptimeOfTask']],
  ['pay', ['ageOfOther']],
  ['pay-ments', ['ageOfOther']],
  ['payments', []],
  ['"orders"', ['age', 'count', 'uptime', 'uptimeOfTask']],
  ['"order"', []],
  ['bare OR KPUs', ['bare']],
])('%s', (search, expected) => {
  expect(found(search)).toEqual(expected);
});

test.each([
  ['{} uptime', 'a name in the schema is empty'],
  ['{AWS/Lambda,} uptime', 'a name in the schema is empty'],
  ['MetricName=', 'more was expected'],
  ['(uptime', 'more was expected'],
  ['uptime)', '")" was not expected'],
  ['a OR', 'more was expected'],
  ['MetricName=(a=b)', '"a" was not expected'],
  [':aws.AccountId="1"', ':aws.AccountId is not emulated by the local cloud'],
  ['"uptime', 'cannot read from'],
])('%s is refused', (search, message) => {
  expect(() => parseMetricSearch(search).matches(METRICS.age)).toThrow(message);
});

test('a metric is found by its own namespace, name and dimensions, quoted, whatever characters they have', () => {
  const name = fc.string({ minLength: 1 }).filter((text) => !/["\\{}]/.test(text) && text.trim() === text);
  fc.assert(
    fc.property(name, name, name, name, (namespace, metricName, dimension, value) => {
      const search = `{"${namespace}","${dimension}"} MetricName="${metricName}" "${dimension}"="${value}"`;
      fc.pre(!['Namespace', 'MetricName'].includes(dimension) && !dimension.startsWith(':'));
      const own = metric(namespace, metricName, { [dimension]: value });
      expect(parseMetricSearch(search).matches(own)).toBe(true);
      expect(parseMetricSearch(search).matches({ ...own, MetricName: `${metricName}x` })).toBe(false);
    }),
  );
});

test('labels are what tells the found metrics apart', () => {
  const { age, ageOfOther, count } = METRICS;
  expect(searchLabels([age, ageOfOther], ['app_name'])).toEqual(['orders', 'pay-ments']);
  expect(searchLabels([age, count], ['app_name'])).toEqual(['newestSnapshotAge', 'snapshotCount']);
  expect(searchLabels([age, ageOfOther, count], ['app_name'])).toEqual([
    'orders newestSnapshotAge',
    'pay-ments newestSnapshotAge',
    'orders snapshotCount',
  ]);
  expect(searchLabels([age], ['app_name'])).toEqual(['orders']);
  expect(searchLabels([METRICS.bare], [])).toEqual(['KPUs']);
});

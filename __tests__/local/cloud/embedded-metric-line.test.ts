import { embeddedMetrics } from '../../../lambda-src/snapshot-manager/domain/metrics';
import { metricsInLine } from '../../../local/cloud/embedded-metric-line';

const AT = new Date('2026-11-23T10:20:00.000Z');

test('the manager’s own line becomes metrics in its namespace, with its dimension, unit and time', () => {
  const line = embeddedMetrics('orders', AT, { snapshotCount: 4, snapshotDuration: 1500 });
  expect(metricsInLine(line)).toEqual([
    {
      namespace: 'KDASnapshots',
      values: [
        { name: 'SnapshotCount', value: 4, unit: 'Count', dimensions: { app_name: 'orders' }, at: AT },
        { name: 'SnapshotDuration', value: 1500, unit: 'Milliseconds', dimensions: { app_name: 'orders' }, at: AT },
      ],
    },
  ]);
});

test('wrapped in another JSON object, as Lambda wraps console.log, it is text', () => {
  const line = embeddedMetrics('orders', AT, { snapshotCount: 4 });
  expect(metricsInLine(JSON.stringify({ level: 'INFO', message: line }))).toEqual([]);
  expect(metricsInLine(JSON.stringify({ level: 'INFO', message: JSON.parse(line) }))).toEqual([]);
});

const header = (metrics: object[], dimensions: string[][]) => ({
  _aws: { Timestamp: AT.getTime(), CloudWatchMetrics: [{ Namespace: 'N', Dimensions: dimensions, Metrics: metrics }] },
});

test('a list of values is as many values, and each set of dimensions is its own metric', () => {
  const line = JSON.stringify({ ...header([{ Name: 'm' }], [['a'], []]), a: 'x', m: [1, 2] });
  expect(metricsInLine(line)[0]?.values.map(({ value, dimensions }) => [value, dimensions])).toEqual([
    [1, { a: 'x' }],
    [2, { a: 'x' }],
    [1, {}],
    [2, {}],
  ]);
});

test.each([['START RequestId: 1'], ['{"_aws": broken'], ['{"_aws":{"Timestamp":"now","CloudWatchMetrics":[]}}']])(
  '%s is no metric',
  (line) => {
    expect(metricsInLine(line)).toEqual([]);
  },
);

test('a dimension or metric that the line does not carry makes no metric', () => {
  expect(metricsInLine(JSON.stringify({ ...header([{ Name: 'm' }], [['a']]), m: 1 }))[0]?.values).toEqual([]);
  expect(metricsInLine(JSON.stringify({ ...header([{ Name: 'm' }], [[]]), m: 'one' }))[0]?.values).toEqual([]);
});

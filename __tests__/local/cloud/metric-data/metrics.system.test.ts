import {
  CloudWatchClient,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutDashboardCommand,
  PutMetricDataCommand,
  paginateGetMetricData,
} from '@aws-sdk/client-cloudwatch';
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { dashboardText } from '../../../../local/cloud/dashboard-text';
import { metricsService } from '../../../../local/cloud/metric-data/metrics-service';
import { startEmulatorGateway } from '../emulator-gateway';

let started: Awaited<ReturnType<typeof startEmulatorGateway>>;
let client: CloudWatchClient;
/** Begin of an hour that lies wholly in the past. */
const begin = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000;
const minute = (of: number) => new Date(begin + of * 60_000);
const DIMENSIONS = [{ Name: 'App', Value: 'orders & co' }];

beforeAll(async () => {
  started = await startEmulatorGateway((clients) => [
    metricsService(clients.metrics),
    dashboardText(clients.cloudWatch),
  ]);
  client = new CloudWatchClient(started.client);
  // Large enough that the SDK compresses it.
  const MetricData = Array.from({ length: 240 }, (_, index) => ({
    MetricName: 'age',
    Dimensions: DIMENSIONS,
    Value: index,
    Timestamp: new Date(begin + index * 15_000),
    Unit: 'Seconds' as const,
  }));
  await client.send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData }));
  // A metric that the emulator writes itself.
  await started.emulator.metrics.put('AWS/Lambda', [
    { name: 'Errors', value: 1, unit: 'Count', dimensions: { FunctionName: 'manager' }, at: minute(7) },
    { name: 'Errors', value: 2, unit: 'Count', dimensions: { FunctionName: 'manager' }, at: minute(12) },
  ]);
}, 120_000);

afterAll(() => started.close());

const SEARCH = `SEARCH('{Shop,App} MetricName="age"', 'Maximum', 600) / 60`;
const range = { StartTime: minute(0), EndTime: minute(30), ScanBy: 'TimestampAscending' } as const;
const errors = (Period: number, Stat = 'Sum') => ({
  Id: 'm1',
  MetricStat: {
    Metric: { Namespace: 'AWS/Lambda', MetricName: 'Errors', Dimensions: [{ Name: 'FunctionName', Value: 'manager' }] },
    Period,
    Stat,
  },
});

test('an SDK sees expressions, searches and statistics, with the times of their periods', async () => {
  const { MetricDataResults, Messages } = await client.send(
    new GetMetricDataCommand({
      ...range,
      MetricDataQueries: [{ Id: 'e1', Expression: SEARCH }, errors(600), { Id: 'e2', Expression: 'FILL(m1, 0) * 10' }],
    }),
  );
  const times = [minute(0), minute(10), minute(20)];
  expect(Messages).toEqual([]);
  expect(MetricDataResults).toEqual([
    { Id: 'e1', Label: 'orders & co', StatusCode: 'Complete', Timestamps: times, Values: [39 / 60, 79 / 60, 119 / 60] },
    { Id: 'm1', Label: 'Errors', StatusCode: 'Complete', Timestamps: times.slice(0, 2), Values: [1, 2] },
    { Id: 'e2', Label: 'e2', StatusCode: 'Complete', Timestamps: times, Values: [10, 20, 0] },
  ]);
});

test.each([
  ['Sum', 600, [3]],
  ['Average', 600, [1.5]],
  ['Maximum', 600, [2]],
  ['SampleCount', 600, [2]],
  ['Sum', 120, [1, 2]],
])('%s of the emulator’s own metrics is right for periods of %s s from any minute', async (stat, period, values) => {
  const { MetricDataResults } = await client.send(
    new GetMetricDataCommand({ ...range, StartTime: minute(5), MetricDataQueries: [errors(period, stat)] }),
  );
  expect(MetricDataResults?.[0]?.Values).toEqual(values);
});

test('the pages of the SDK are the whole', async () => {
  const pages = paginateGetMetricData(
    { client },
    { ...range, MaxDatapoints: 2, MetricDataQueries: [{ Id: 'e1', Expression: SEARCH }, errors(600)] },
  );
  const values: number[][] = [];
  for await (const { MetricDataResults = [] } of pages)
    values.push(MetricDataResults.flatMap(({ Values = [] }) => Values));
  expect(values).toEqual([[39 / 60, 79 / 60], [119 / 60, 1], [2]]);
});

test('the protocol with CBOR has the same answer and the same errors', async () => {
  const cbor = new CloudWatchClient({
    ...started.client,
    protocol: new SmithyRpcV2CborProtocol({ defaultNamespace: 'com.amazonaws.cloudwatch' }),
  });
  const ask = (Expression: string) =>
    cbor.send(new GetMetricDataCommand({ ...range, MetricDataQueries: [{ Id: 'e1', Expression }] }));
  expect((await ask(SEARCH)).MetricDataResults?.[0]).toMatchObject({
    Timestamps: [minute(0), minute(10), minute(20)],
    Values: [39 / 60, 79 / 60, 119 / 60],
  });
  await expect(ask('m1')).rejects.toThrow('No metric or expression has the id "m1".');
});

test('the Query protocol has the same answer', async () => {
  const form = new URLSearchParams({
    Action: 'GetMetricData',
    Version: '2010-08-01',
    StartTime: minute(0).toISOString(),
    EndTime: minute(10).toISOString(),
    'MetricDataQueries.member.1.Id': 'e1',
    'MetricDataQueries.member.1.Expression': SEARCH,
    'MetricDataQueries.member.1.ReturnData': 'true',
  });
  expect(await query(form)).toContain(
    '<MetricDataResults><member><Id>e1</Id><Label>orders &amp; co</Label>' +
      `<Timestamps><member>${minute(0).toISOString()}</member></Timestamps><Values><member>0.65</member></Values>`,
  );
});

/** Answer of the Query protocol, which no current SDK for JavaScript speaks. */
async function query(form: URLSearchParams): Promise<string> {
  const response = await fetch(started.client.endpoint, {
    method: 'POST',
    body: form,
    headers: { authorization: 'AWS4-HMAC-SHA256 Credential=test/20261128/eu-west-1/monitoring/aws4_request, x' },
  });
  return response.text();
}

test('a dashboard is whole in the Query protocol, too', async () => {
  const DashboardBody = JSON.stringify({ widgets: [{ type: 'text', properties: { markdown: 'a < b & "c"' } }] });
  await client.send(new PutDashboardCommand({ DashboardName: 'd', DashboardBody }));
  const form = { Action: 'GetDashboard', Version: '2010-08-01' };
  const body = /<DashboardBody>(.*)<\/DashboardBody>/.exec(
    await query(new URLSearchParams({ ...form, DashboardName: 'd' })),
  );
  expect(body?.[1]).toContain('a &lt; b &amp; ');
  expect(await query(new URLSearchParams({ ...form, DashboardName: 'none' }))).toContain(
    '<Code>ResourceNotFound</Code>',
  );
});

test('a fault has CloudWatch’s error type', async () => {
  const MetricDataQueries = [{ Id: 'e1', Expression: 'FOO(1)' }];
  await expect(client.send(new GetMetricDataCommand({ ...range, MetricDataQueries }))).rejects.toMatchObject({
    name: 'ValidationError',
    message: expect.stringContaining('FOO() with 1 argument is not emulated.'),
  });
});

test('GetMetricStatistics and ListMetrics know the same metrics', async () => {
  const { Datapoints, Label } = await client.send(
    new GetMetricStatisticsCommand({
      Namespace: 'Shop',
      MetricName: 'age',
      Dimensions: DIMENSIONS,
      StartTime: minute(1),
      EndTime: minute(3),
      Period: 60,
      Statistics: ['Average', 'SampleCount'],
      ExtendedStatistics: ['p50'],
    }),
  );
  expect(Label).toBe('age');
  expect(Datapoints).toEqual([
    { Timestamp: minute(1), Unit: 'Seconds', Average: 5.5, SampleCount: 4, ExtendedStatistics: { p50: 5.5 } },
    { Timestamp: minute(2), Unit: 'Seconds', Average: 9.5, SampleCount: 4, ExtendedStatistics: { p50: 9.5 } },
  ]);
  const listed = async (input: object) => (await client.send(new ListMetricsCommand(input))).Metrics;
  const age = { Namespace: 'Shop', MetricName: 'age', Dimensions: DIMENSIONS };
  expect(await listed({ Namespace: 'Shop' })).toEqual([age]);
  expect(await listed({ Dimensions: [{ Name: 'App' }] })).toEqual([age]);
  expect(await listed({ Dimensions: [{ Name: 'App', Value: 'x' }] })).toEqual([]);
  expect((await listed({}))?.map(({ MetricName }) => MetricName)).toEqual(['Errors', 'age']);
});

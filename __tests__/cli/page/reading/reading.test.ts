import { CallCounter, emptyTally } from '../../../../cli/page/reading/call-counter';
import type { CallContext, Pass } from '../../../../cli/page/reading/middleware';
import { costOf, costSentence } from '../../../../cli/page/reading/reading-cost';
import { SharedAnswers } from '../../../../cli/page/reading/share-answers';

/** Client whose answers the test gives. */
class Client {
  sent = 0;
  output: Record<string, unknown> = {};
  inputs: unknown[] = [];
  private wait: Promise<void> = Promise.resolve();
  private readonly steps: ((next: Pass, context: CallContext) => Pass)[] = [];
  readonly middlewareStack = {
    // The first that is added is the innermost here, as with equal steps of the SDK's priority `high`.
    add: (step: (next: Pass, context: CallContext) => Pass) => this.steps.push(step),
  };

  constructor(private readonly clientName: string) {}

  hold(): () => void {
    let release = () => {};
    this.wait = new Promise((end) => {
      release = end;
    });
    return release;
  }

  send(operation: string, input: Record<string, unknown> = {}) {
    const context = { clientName: this.clientName, commandName: `${operation}Command` };
    const last: Pass = async (args) => {
      this.sent += 1;
      this.inputs.push(args.input);
      await this.wait;
      return { output: this.output };
    };
    return this.steps.reduce((next, step) => step(next, context), last)({ input });
  }
}

test('equal lists within the time are read once, also while the first is under way', async () => {
  let now = 0;
  const shared = new SharedAnswers(55_000, () => now);
  const client = new Client('CloudWatchClient');
  shared.share(client);
  const release = client.hold();
  const both = Promise.all([client.send('DescribeAlarms', { a: 1 }), client.send('DescribeAlarms', { a: 1 })]);
  release();
  await both;
  now = 54_999;
  await client.send('DescribeAlarms', { a: 1 });
  expect(client.sent).toBe(1);
  await client.send('DescribeAlarms', { a: 2 });
  expect(client.sent).toBe(2);
  now = 55_000;
  await client.send('DescribeAlarms', { a: 1 });
  expect(client.sent).toBe(3);
  shared.forget();
  await client.send('DescribeAlarms', { a: 1 });
  expect(client.sent).toBe(4);
  // A clock that was set back would keep them for hours.
  now = -3_600_000;
  await client.send('DescribeAlarms', { a: 1 });
  expect(client.sent).toBe(5);
});

test('work is told when the oldest answer that it got was asked for', async () => {
  let now = 0;
  const shared = new SharedAnswers(55_000, () => now);
  const client = new Client('KinesisAnalyticsV2Client');
  shared.share(client);
  await client.send('ListApplicationSnapshots', { a: 1 });
  now = 30_000;
  const both = async () => {
    await client.send('ListApplicationSnapshots', { a: 2 });
    return client.send('ListApplicationSnapshots', { a: 1 });
  };
  expect(await shared.dated(both)).toEqual({ value: { output: {} }, readAt: new Date(0) });
  expect((await shared.dated(async () => 'nothing')).readAt).toEqual(new Date(30_000));
  now = 60_000;
  expect((await shared.dated(both)).readAt).toEqual(new Date(30_000));
});

test('what is asked until it is done, and what changes by itself, is never shared', async () => {
  const shared = new SharedAnswers(55_000, () => 0);
  const client = new Client('CloudWatchLogsClient');
  shared.share(client);
  for (const operation of ['GetQueryResults', 'StartQuery', 'CreateApplicationPresignedUrl']) {
    await client.send(operation);
    await client.send(operation);
  }
  expect(client.sent).toBe(6);
});

test('a failed read is not kept', async () => {
  const shared = new SharedAnswers(55_000, () => 0);
  const client = new Client('DynamoDBClient');
  shared.share(client);
  const release = client.hold();
  client.send('Query');
  release();
  await new Promise((end) => setImmediate(end));
  client.output = { Items: [] };
  const failing = new Client('SNSClient');
  failing.middlewareStack.add(() => async () => {
    throw new Error('away');
  });
  shared.share(failing);
  await expect(failing.send('ListSubscriptionsByTopic')).rejects.toThrow('away');
  await expect(failing.send('ListSubscriptionsByTopic')).rejects.toThrow('away');
});

test('calls are counted by service and operation, and by what AWS charges', async () => {
  const counter = new CallCounter();
  const metrics = new Client('CloudWatchClient');
  const tables = new Client('DynamoDBClient');
  const logs = new Client('CloudWatchLogsClient');
  for (const client of [metrics, tables, logs]) counter.watch(client);
  const tally = emptyTally();
  await counter.tally(async () => {
    metrics.output = { MetricDataResults: [{ Id: 's' }, { Id: 's' }, { Id: 'a' }] };
    await metrics.send('GetMetricData', {
      MetricDataQueries: [
        { Id: 'a', MetricStat: {} },
        { Id: 'b', MetricStat: {} },
        { Id: 's', Expression: "SEARCH('x')" },
      ],
    });
    await metrics.send('DescribeAlarms');
    tables.output = { ConsumedCapacity: { CapacityUnits: 12.5 } };
    await tables.send('Query', { TableName: 't' });
    logs.output = { status: 'Running', statistics: { bytesScanned: 5e8 } };
    await logs.send('GetQueryResults');
    logs.output = { status: 'Complete', statistics: { bytesScanned: 1e9 } };
    await logs.send('GetQueryResults');
  }, tally);
  await metrics.send('DescribeAlarms');
  expect(tally).toEqual({
    calls: 5,
    throttled: 0,
    charged: { metrics: 4, cloudWatchCalls: 1, scannedBytes: 1e9, readUnits: 12.5, queueCalls: 0 },
  });
  expect(tables.inputs).toEqual([{ TableName: 't', ReturnConsumedCapacity: 'TOTAL' }]);
  expect(counter.calls()).toEqual(
    expect.arrayContaining([{ service: 'CloudWatch', operation: 'DescribeAlarms', calls: 2, throttled: 0 }]),
  );
});

test('an hour costs the newest look as often as it is read', () => {
  const charged = { metrics: 40, cloudWatchCalls: 5, scannedBytes: 0, readUnits: 100, queueCalls: 0 };
  const cost = costOf([{ intervalMs: 60_000, tally: { calls: 50, throttled: 0, charged }, between: emptyTally() }]);
  // 2,400 metrics at $0.01 a thousand, 300 calls at $0.01 a thousand, 6,000 units at $0.125 a million.
  expect(cost.parts.map(({ perHour, usdPerHour }) => [perHour, usdPerHour])).toEqual([
    [2.4, 0.024],
    [0.3, 0.003],
    [0.006, 0.00075],
  ]);
  expect(cost.usdPerHour).toBeCloseTo(0.02775, 10);
  expect(cost.parts.every(({ source }) => source.startsWith('https://'))).toBe(true);
  expect(costSentence(cost)).toMatch(
    /^An hour of looking at this costs about \$0\.028 at list prices of 2026-\d\d-\d\d \(us-east-1\)\./,
  );
});

test('an hour costs what pages waited for in the last one, once', () => {
  const charged = { metrics: 0, cloudWatchCalls: 0, scannedBytes: 0, readUnits: 100, queueCalls: 0 };
  const between = { calls: 9, throttled: 0, charged: { ...charged, readUnits: 4000 } };
  const cost = costOf([{ intervalMs: 60_000, tally: { calls: 1, throttled: 0, charged }, between }]);
  expect(cost.parts.map(({ what, perHour }) => [what, perHour])).toEqual([['Rows of the tables', 0.01]]);
});

test('a local cloud costs nothing, and before the first look nothing is known', () => {
  const charged = { metrics: 0, cloudWatchCalls: 1, scannedBytes: 0, readUnits: 0, queueCalls: 0 };
  const little = costOf([{ intervalMs: 60_000, tally: { calls: 1, throttled: 0, charged }, between: emptyTally() }]);
  expect(costSentence(little)).toContain('An hour of looking at this costs less than $0.001 at list prices');
  expect(costSentence(null)).toBe('Looking at a local cloud costs nothing.');
  expect(costSentence(costOf([]))).toBe('What an hour of looking costs is known after the first look.');
});

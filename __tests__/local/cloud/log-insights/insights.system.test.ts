import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeQueriesCommand,
  FilterLogEventsCommand,
  GetLogRecordCommand,
  GetQueryResultsCommand,
  MalformedQueryException,
  PutLogEventsCommand,
  paginateFilterLogEvents,
  StartQueryCommand,
  type StartQueryCommandInput,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { LogReader } from '../../../../cli/logs/log-reader';
import { type QueryName, queriesOf } from '../../../../cli/logs/queries';
import { APPLICATION_QUERIES, MANAGER_QUERIES } from '../../../../config/dashboards/log-queries';
import { filterLogEvents } from '../../../../local/cloud/log-insights/filter-events';
import { insightsService } from '../../../../local/cloud/log-insights/insights-service';
import { flinkLine, managerLine } from '../../../cli/logs/log-lines';
import { startEmulatorGateway } from '../emulator-gateway';

let started: Awaited<ReturnType<typeof startEmulatorGateway>>;
let client: CloudWatchLogsClient;
const reported: string[] = [];
const begin = Math.floor(Date.now() / 1_000) * 1_000 - 600_000;
const second = (of: number) => begin + of * 1_000;
const RANGE = { startTime: begin / 1_000, endTime: begin / 1_000 + 300 };

async function putLines(logGroupName: string, logStreamName: string, lines: readonly string[]): Promise<void> {
  await client.send(new CreateLogGroupCommand({ logGroupName })).catch(() => undefined);
  await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  const logEvents = lines.map((message, index) => ({ timestamp: second(index), message }));
  await client.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
}

beforeAll(async () => {
  started = await startEmulatorGateway(({ logs }) => [
    insightsService({ client: logs, accountId: '000000000000', report: (line) => reported.push(line) }),
    filterLogEvents(logs),
  ]);
  client = new CloudWatchLogsClient(started.client);
  await putLines('/app', 'job', [
    flinkLine('The application was restored from snapshot s'),
    flinkLine('Amount of users: 3'),
    flinkLine('It broke', 'ERROR'),
    flinkLine('Decline checkpoint 7 by task 1 of job 2'),
  ]);
  await putLines('/manager', 'run', [
    managerLine('run.ended', { application: 'orders', outcome: 'taken', snapshotDurationMs: 1200 }),
    managerLine('run.ended', { application: 'payments', outcome: 'failed', snapshotDurationMs: 300 }),
    managerLine('run.error', { application: 'orders', error: 'declined' }, 'ERROR'),
    managerLine('run.error', { application: 'payments', error: 'other' }, 'ERROR'),
  ]);
}, 120_000);

afterAll(() => started.close());

async function ask(queryString: string, request: Partial<StartQueryCommandInput>) {
  const { queryId } = await client.send(new StartQueryCommand({ ...RANGE, queryString, ...request }));
  for (;;) {
    const answer = await client.send(new GetQueryResultsCommand({ queryId }));
    if (answer.status !== 'Running') return { queryId, ...answer };
  }
}

/** Rows without pointers, as objects. */
const rowsOf = ({ results = [] }: Awaited<ReturnType<typeof ask>>) =>
  results.map((row) =>
    Object.fromEntries(row.filter(({ field }) => field !== '@ptr').map(({ field, value }) => [field, value])),
  );

const at = (of: number) => new Date(second(of)).toISOString().replace('T', ' ').replace('Z', '');

test('an SDK sees rows as texts, with statistics, and the pointer leads to the record', async () => {
  const answer = await ask('fields @timestamp, application, error | filter level = "ERROR" | sort @timestamp asc', {
    logGroupName: '/manager',
  });
  expect(answer.status).toBe('Complete');
  expect(rowsOf(answer)).toEqual([
    { '@timestamp': at(2), application: 'orders', error: 'declined' },
    { '@timestamp': at(3), application: 'payments', error: 'other' },
  ]);
  expect(answer.statistics).toMatchObject({ recordsMatched: 2, recordsScanned: 4, bytesScanned: expect.any(Number) });
  const logRecordPointer = answer.results?.[0]?.find(({ field }) => field === '@ptr')?.value;
  const { logRecord } = await client.send(new GetLogRecordCommand({ logRecordPointer }));
  expect(logRecord?.['@message']).toContain('declined');
});

test.each(APPLICATION_QUERIES.map(({ id, query }, index) => [id, query, index] as const))(
  'the saved query %s finds its lines alone',
  async (_id, query, index) => {
    const rows = rowsOf(await ask(query, { logGroupNames: ['/app'] }));
    expect(rows.map((row) => row['@timestamp'])).toEqual([at(index)]);
  },
);

test('the saved queries on the manager show their fields', async () => {
  const [runs, errors] = MANAGER_QUERIES;
  expect(rowsOf(await ask(runs?.query ?? '', { logGroupNames: ['/manager'] }))).toEqual([
    { '@timestamp': at(1), application: 'payments', outcome: 'failed', snapshotDurationMs: '300' },
    { '@timestamp': at(0), application: 'orders', outcome: 'taken', snapshotDurationMs: '1200' },
  ]);
  expect(rowsOf(await ask(errors?.query ?? '', { logGroupNames: ['/manager'] })).map(({ error }) => error)).toEqual([
    'other',
    'declined',
  ]);
});

test.each<[QueryName, string, string[]]>([
  ['errors', '/app', ['It broke', 'Decline checkpoint']],
  ['errors', '/manager', ['declined']],
  ['restored', '/app', ['restored from']],
  ['users', '/app', ['users: 3']],
])('kda logs --query %s reads from %s what it is for', async (name, group, parts) => {
  const owned = queriesOf(name, 'orders').find(({ of }) => of === (group === '/app' ? 'application' : 'manager'));
  const range = { from: new Date(begin), to: new Date(begin + 300_000) };
  const { lines } = await new LogReader(client).query(group, owned?.query ?? '', range, 100);
  expect(lines.map(({ message }) => parts.find((part) => message.includes(part)))).toEqual(parts);
});

test('several groups are searched together, by name or ARN, and a limit holds', async () => {
  const identifiers = ['arn:aws:logs:eu-west-1:000000000000:log-group:/app:*', '/manager'];
  const all = await ask('stats count(*) as lines by @log | sort @log', { logGroupIdentifiers: identifiers });
  expect(rowsOf(all)).toEqual([
    { '@log': '000000000000:/app', lines: '4' },
    { '@log': '000000000000:/manager', lines: '4' },
  ]);
  expect(rowsOf(await ask('fields @message', { logGroupIdentifiers: identifiers, limit: 3 }))).toHaveLength(3);
});

test('only events of the range are scanned, its ends included', async () => {
  const { statistics } = await ask('fields @message', {
    logGroupName: '/app',
    startTime: second(1) / 1_000,
    endTime: second(2) / 1_000,
  });
  expect(statistics?.recordsScanned).toBe(2);
});

test('more events than the emulator returns at once are all counted', async () => {
  await client.send(new CreateLogGroupCommand({ logGroupName: '/many' }));
  await client.send(new CreateLogStreamCommand({ logGroupName: '/many', logStreamName: 's' }));
  for (let part = 0; part < 3; part += 1) {
    // Three events a millisecond: the places where answers end lie between events of one time.
    const logEvents = Array.from({ length: 7_000 }, (_, index) => ({
      timestamp: begin + Math.floor((part * 7_000 + index) / 3),
      message: `line ${part * 7_000 + index}`,
    }));
    await client.send(new PutLogEventsCommand({ logGroupName: '/many', logStreamName: 's', logEvents }));
  }
  const answer = await ask('stats count(*), count_distinct(@message)', { logGroupName: '/many' });
  expect(rowsOf(answer)).toEqual([{ 'count(*)': '21000', 'count_distinct(@message)': '21000' }]);

  const seen = new Set<string>();
  let pages = 0;
  for await (const { events = [] } of paginateFilterLogEvents({ client }, { logGroupName: '/many' })) {
    pages += 1;
    for (const { message = '' } of events) seen.add(message);
  }
  expect([pages, seen.size]).toEqual([3, 21_000]);
});

test('what is not emulated is refused by name when the query starts', async () => {
  const failure = ask('fields @message | pattern @message', { logGroupName: '/app' });
  await expect(failure).rejects.toBeInstanceOf(MalformedQueryException);
  await expect(failure).rejects.toMatchObject({
    message: expect.stringContaining('The command "pattern" is not emulated here'),
    queryCompileError: { message: expect.stringContaining('"pattern"') },
  });
  await expect(ask('fields @message', { logGroupName: '/none' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  await expect(ask('fields @message', {})).rejects.toThrow('Exactly one of logGroupName');
  await expect(ask('fields @message', { logGroupName: '/app', endTime: 1 })).rejects.toThrow(
    'startTime must not be after',
  );
});

test('queries are listed, the newest first, and one that has ended can’t be stopped', async () => {
  const { queryId } = await ask('fields @message | limit 1', { logGroupName: '/app' });
  const { queries } = await client.send(new DescribeQueriesCommand({ logGroupName: '/app', maxResults: 1 }));
  expect(queries).toEqual([
    expect.objectContaining({
      queryId,
      status: 'Complete',
      queryString: 'fields @message | limit 1',
      logGroupName: '/app',
    }),
  ]);
  await expect(client.send(new StopQueryCommand({ queryId }))).rejects.toThrow('has ended: its status is Complete');
  await expect(client.send(new GetQueryResultsCommand({ queryId: 'x' }))).rejects.toThrow('There is no query x.');
  expect(reported).toEqual([]);
});

test('FilterLogEvents knows fields of JSON, words and streams', async () => {
  const messages = async (request: object) => {
    const { events = [] } = await client.send(new FilterLogEventsCommand({ logGroupName: '/manager', ...request }));
    return events.map(({ message = '' }) => JSON.parse(message).error ?? JSON.parse(message).outcome);
  };
  expect(await messages({ filterPattern: '{ $.level = "ERROR" && $.application = "orders" }' })).toEqual(['declined']);
  expect(await messages({ filterPattern: '{ $.snapshotDurationMs > 1000 }' })).toEqual(['taken']);
  expect(await messages({ filterPattern: '"declined"' })).toEqual(['declined']);
  expect(await messages({ logStreamNamePrefix: 'r', limit: 1 })).toEqual(['taken']);
  expect(await messages({ logStreamNamePrefix: 'x' })).toEqual([]);
  await expect(messages({ filterPattern: '{ level }' })).rejects.toThrow('filterPattern');
  await expect(messages({ logGroupName: '/none' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { logsDocument } from '../../../cli/documents/logs';
import { groupOfArn, type LogGroups } from '../../../cli/logs/log-groups';
import { LogReader } from '../../../cli/logs/log-reader';
import { showLogs } from '../../../cli/logs/logs';
import { hasInsights } from '../../../cli/logs/run-logs';
import { localTime } from '../../../cli/times';
import { flinkLine, managerLine } from './log-lines';

const FROM = new Date('2026-11-28T01:00:00Z');
const TO = new Date('2026-11-28T02:00:00Z');
const AT = Date.parse('2026-11-28T01:20:00Z');
const GROUPS: LogGroups = { application: { group: '/job' }, manager: { group: '/manager' } };
const REQUEST = { application: 'orders', query: 'errors', range: { from: FROM, to: TO }, most: 100 } as const;

/** Lines on stderr. */
let said: string[] = [];
const VOICE = { say: (line: string) => said.push(line), talk: (line: string) => said.push(line) };

beforeEach(() => {
  said = [];
});

type Answer = (input: Readonly<Record<string, unknown>>) => object;

/** Client that answers each call by its name; every call is kept. */
function clientThat(answers: Readonly<Record<string, Answer>>) {
  const calls: { readonly name: string; readonly input: Readonly<Record<string, unknown>> }[] = [];
  const send = async (command: { constructor: { name: string }; input: Readonly<Record<string, unknown>> }) => {
    const name = command.constructor.name.replace('Command', '');
    calls.push({ name, input: command.input });
    const answer = answers[name];
    if (answer === undefined) throw new Error(`${name} was not expected.`);
    return answer(command.input);
  };
  return { calls, reader: new LogReader({ send } as unknown as CloudWatchLogsClient, 3) };
}

function denied(action: string): never {
  throw Object.assign(new Error(`User: x is not authorized to perform: ${action} on resource: *`), {
    name: 'AccessDeniedException',
  });
}

const EVENTS: Readonly<Record<string, readonly string[]>> = {
  '/job': [flinkLine('Amount of users: 1'), flinkLine('It broke', 'ERROR', 'java.lang.Error: boom')],
  '/manager': [managerLine('run.error', { application: 'orders', error: 'x' }, 'ERROR')],
};
const eventsOf: Answer = ({ logGroupName }) => ({
  events: (EVENTS[String(logGroupName)] ?? []).map((message, index) => ({ timestamp: AT + index * 1000, message })),
});

test('without Logs Insights both logs are read, and each line is judged', async () => {
  const { reader, calls } = clientThat({ FilterLogEvents: eventsOf });
  const { document, text, exitCode } = await showLogs(REQUEST, {
    reader,
    groups: GROUPS,
    hasInsights: false,
    ...VOICE,
  });
  expect(logsDocument.parse(JSON.parse(JSON.stringify(document)))).toEqual({
    ...{ application: 'orders', query: 'errors', from: FROM.toISOString(), to: TO.toISOString() },
    logs: [
      { of: 'application', logGroup: '/job', by: 'filter', isCut: false, problem: null },
      { of: 'manager', logGroup: '/manager', by: 'filter', isCut: false, problem: null },
    ],
    lines: [
      { of: 'manager', at: '2026-11-28T01:20:00.000Z', level: 'ERROR', text: 'run.error of orders: x', cause: null },
      {
        of: 'application',
        at: '2026-11-28T01:20:01.000Z',
        level: 'ERROR',
        text: 'It broke',
        cause: 'java.lang.Error: boom',
      },
    ],
  });
  expect(exitCode).toBe(0);
  expect(text?.split('\n')).toHaveLength(3);
  expect(said).toContain('/job was read line by line, without CloudWatch Logs Insights.');
  expect(calls.map(({ input }) => [input.startTime, input.endTime])).toEqual([
    [FROM.getTime(), TO.getTime()],
    [FROM.getTime(), TO.getTime()],
  ]);
});

test('Logs Insights is asked for the lines themselves, and waited for', async () => {
  let asked = 0;
  const { reader, calls } = clientThat({
    StartQuery: () => ({ queryId: 'q' }),
    GetQueryResults: () => {
      asked += 1;
      const row = [
        { field: '@timestamp', value: '2026-11-28 01:20:00.000' },
        { field: '@message', value: flinkLine('Amount of users: 1') },
        { field: '@ptr', value: 'x' },
      ];
      return asked === 1 ? { status: 'Running', results: [] } : { status: 'Complete', results: [row] };
    },
  });
  const request = { ...REQUEST, query: 'users' } as const;
  const { document } = await showLogs(request, { reader, groups: GROUPS, hasInsights: true, ...VOICE });
  expect(document).toMatchObject({
    logs: [{ by: 'insights', problem: null }],
    lines: [{ at: new Date('2026-11-28T01:20:00Z'), text: 'Amount of users: 1', level: 'INFO' }],
  });
  expect(calls[0]?.input).toEqual({
    logGroupName: '/job',
    queryString: 'fields @timestamp, @message | filter @message like /Amount of users/ | sort @timestamp desc',
    ...{ startTime: FROM.getTime() / 1000, endTime: TO.getTime() / 1000, limit: 101 },
  });
});

test('an emulator of Logs Insights that ignores the filter shows no line that it should not', async () => {
  const row = [
    { field: '@timestamp', value: '2026-11-28 01:20:00.000' },
    { field: '@message', value: flinkLine('Nothing of interest') },
  ];
  const { reader } = clientThat({
    StartQuery: () => ({ queryId: 'q' }),
    GetQueryResults: () => ({ status: 'Complete', results: [row] }),
  });
  const { document } = await showLogs(REQUEST, { reader, groups: GROUPS, hasInsights: true, ...VOICE });
  expect(document).toMatchObject({ lines: [] });
});

test('whoever may not query Logs Insights still sees the lines', async () => {
  const { reader } = clientThat({ StartQuery: () => denied('logs:StartQuery'), FilterLogEvents: eventsOf });
  const { document, exitCode } = await showLogs(REQUEST, { reader, groups: GROUPS, hasInsights: true, ...VOICE });
  expect(document).toMatchObject({ logs: [{ by: 'filter' }, { by: 'filter' }], lines: [{}, {}] });
  expect(exitCode).toBe(0);
  expect(said[0]).toContain('These credentials may not do logs:StartQuery.');
});

test('a log that can’t be read does not hide the other, and the exit code is 3', async () => {
  const { reader } = clientThat({
    FilterLogEvents: (input) => (input.logGroupName === '/manager' ? denied('logs:FilterLogEvents') : eventsOf(input)),
  });
  const { document, text, exitCode } = await showLogs(REQUEST, {
    reader,
    groups: GROUPS,
    hasInsights: false,
    ...VOICE,
  });
  expect(document).toMatchObject({ lines: [{ text: 'It broke' }] });
  expect(exitCode).toBe(3);
  expect(text).toContain('It broke');
  expect(said).toContainEqual(
    expect.stringMatching(
      /^Not read \(manager\): The log group \/manager can't be read\. These credentials may not do logs:FilterLogEvents\. Ask who/,
    ),
  );
});

test('a log group that does not exist, and one that is not known, are said', async () => {
  const { reader } = clientThat({
    FilterLogEvents: () => {
      throw Object.assign(new Error('no'), { name: 'ResourceNotFoundException' });
    },
  });
  const groups: LogGroups = { application: { group: '/job' }, manager: { problem: 'No deployment is known.' } };
  const { document, exitCode } = await showLogs(REQUEST, { reader, groups, hasInsights: false, ...VOICE });
  expect(document).toMatchObject({
    logs: [
      { problem: expect.stringMatching(/^There is no log group \/job in this region/) },
      { logGroup: null, problem: 'No deployment is known.' },
    ],
  });
  expect(exitCode).toBe(3);
});

test('nothing found is a sentence with the next command, and exit code 0', async () => {
  const { reader } = clientThat({ FilterLogEvents: () => ({ events: [] }) });
  const { text, exitCode } = await showLogs(REQUEST, { reader, groups: GROUPS, hasInsights: false, ...VOICE });
  expect(text?.split('\n')[0]).toBe(
    `No errors or failed checkpoints of orders within 60 min from ${localTime(new Date('2026-11-28T01:00:00Z'))}. For an earlier time: --from -7d.`,
  );
  expect(exitCode).toBe(0);
});

test('the newest lines are shown, and more are announced; pages are read up to a bound', async () => {
  const many = Array.from({ length: 4 }, (_, index) => ({
    timestamp: AT + index,
    message: flinkLine(`e${index}`, 'ERROR'),
  }));
  let pages = 0;
  const { reader } = clientThat({
    FilterLogEvents: ({ logGroupName }) => {
      if (logGroupName === '/manager') return { events: [] };
      pages += 1;
      return { events: pages === 1 ? many : [], nextToken: 'more' };
    },
  });
  const { document } = await showLogs(
    { ...REQUEST, most: 2 },
    { reader, groups: GROUPS, hasInsights: false, ...VOICE },
  );
  expect(document).toMatchObject({
    logs: [{ isCut: true }, { isCut: false }],
    lines: [{ text: 'e2' }, { text: 'e3' }],
  });
  expect(pages).toBe(3);
});

test('the group of a logging option is in its ARN', () => {
  expect(groupOfArn('arn:aws:logs:eu-west-1:111122223333:log-group:/aws/kinesis-analytics/orders:log-stream:s')).toBe(
    '/aws/kinesis-analytics/orders',
  );
  expect(groupOfArn('arn:aws:s3:::bucket')).toBeUndefined();
});

test('an endpoint of one’s own is no Logs Insights', () => {
  const url = 'http://127.0.0.1:4566';
  expect([{}, { AWS_ENDPOINT_URL: url }, { AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: url }].map(hasInsights)).toEqual([
    true,
    false,
    false,
  ]);
});

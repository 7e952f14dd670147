import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchLogsClient, type PutLogEventsCommandInput } from '@aws-sdk/client-cloudwatch-logs';
import { openLogForwarder } from '../../../local/cloud/log-forwarder';

const STREAM = 'arn:aws:logs:eu-west-1:000000000000:log-group:/aws/app:log-stream:main';

let folder: string;
let file: string;
let sent: PutLogEventsCommandInput[];
let isDown: boolean;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'log-forwarder-'));
  file = join(folder, 'app.log');
  sent = [];
  isDown = false;
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** A client whose calls end here instead of on the network. */
function client(): CloudWatchLogsClient {
  const logs = new CloudWatchLogsClient({ region: 'eu-west-1' });
  logs.middlewareStack.add(
    () => async (args) => {
      if (isDown) throw new Error('down');
      sent.push(structuredClone(args.input) as PutLogEventsCommandInput);
      return { output: { $metadata: {} }, response: undefined };
    },
    { step: 'initialize' },
  );
  return logs;
}

const open = () =>
  openLogForwarder(client(), join(folder, 'positions.json'), () => [{ jsonLogFile: file, logStreamArn: STREAM }]);
const line = (message: string, timestamp = 1_795_428_000_000) => `${JSON.stringify({ timestamp, message })}\n`;
const messages = () => sent.flatMap((call) => call.logEvents ?? []).map((event) => event.message);

test('whole lines go to the application’s stream with their own times, each once', async () => {
  const forward = await open();
  await forward();
  await writeFile(file, line('one', 2_000_000_000_000) + line('zero', 1_999_999_999_999) + line('half').slice(0, 10));
  await forward();
  await forward();
  expect(sent).toEqual([
    {
      logGroupName: '/aws/app',
      logStreamName: 'main',
      logEvents: [
        { timestamp: 1_999_999_999_999, message: line('zero', 1_999_999_999_999).trim() },
        { timestamp: 2_000_000_000_000, message: line('one', 2_000_000_000_000).trim() },
      ],
    },
  ]);
  await appendFile(file, line('half').slice(10));
  await forward();
  expect(messages().at(-1)).toBe(line('half').trim());
});

test('what could not be sent is sent in the next round', async () => {
  const forward = await open();
  await writeFile(file, line('kept'));
  isDown = true;
  await expect(forward()).rejects.toThrow('down');
  isDown = false;
  await forward();
  expect(messages()).toEqual([line('kept').trim()]);
});

test('a restart goes on where the last run ended, and a file that begins anew is read from its beginning', async () => {
  await writeFile(file, line('first') + line('second'));
  const forward = await open();
  await forward();
  const restarted = await open();
  await appendFile(file, line('third'));
  await restarted();
  await writeFile(file, line('anew'));
  await restarted();
  expect(messages()).toEqual(['first', 'second', 'third', 'anew'].map((message) => line(message).trim()));
});

test('many lines go in calls below the service’s limit', async () => {
  await writeFile(file, Array.from({ length: 3 }, (_, index) => line(`${index}`.padEnd(500_000, 'x'))).join(''));
  const forward = await open();
  await forward();
  expect(sent.map((call) => call.logEvents?.length)).toEqual([1, 1, 1]);
});

test('an application without a logging option is not forwarded', async () => {
  await writeFile(file, line('one'));
  const forward = await openLogForwarder(client(), join(folder, 'positions.json'), () => [{ jsonLogFile: file }]);
  await forward();
  expect(sent).toEqual([]);
});

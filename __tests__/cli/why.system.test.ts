import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  AddApplicationCloudWatchLoggingOptionCommand,
  DescribeApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { deploymentOf } from '../../cli/deployment';
import type { LocalCloud } from '../../local/cloud/local-cloud';
import { clientOf } from '../../packages/managed-flink/__tests__/api-client';
import { settingsWith } from '../settings-with';
import { APPLICATION, cloudWithManager } from './cloud-with-manager';
import { flinkLine } from './logs/log-lines';

const PROJECT = resolve(__dirname, '../..');
const GROUP = `/aws/kinesis-analytics/${APPLICATION}`;
const TRACE = 'CheckpointException: declined\nCaused by: java.io.IOException: dedupe: disk full';

// A night in which the job declines its checkpoints: the commands against the very zip, over the emulator's logs.
jest.setTimeout(180_000);
let folder: string;
let cloud: LocalCloud;
const settings = settingsWith({
  region: 'us-east-1',
  application: undefined,
  snapshots: { applications: [APPLICATION], retention: { keepLast: 9 }, callsPerSecond: 20 },
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'why-'));
  cloud = await cloudWithManager(folder, settings);
  await logOf([
    flinkLine('Amount of users: 1'),
    flinkLine('Failed to trigger or complete checkpoint 7', 'WARN', TRACE),
  ]);
}, 180_000);

afterAll(async () => {
  await cloud.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}, 30_000);

/** Log of the application, as the service would write it. */
async function logOf(messages: readonly string[]): Promise<void> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const logs = new CloudWatchLogsClient({ endpoint: cloud.endpoint, region: 'us-east-1', credentials });
  await logs.send(new CreateLogGroupCommand({ logGroupName: GROUP }));
  await logs.send(new CreateLogStreamCommand({ logGroupName: GROUP, logStreamName: 's' }));
  const logEvents = messages.map((message) => ({ timestamp: Date.now(), message }));
  await logs.send(new PutLogEventsCommand({ logGroupName: GROUP, logStreamName: 's', logEvents }));
  const flink = clientOf(cloud.endpoint);
  const { ApplicationDetail } = await flink.send(new DescribeApplicationCommand({ ApplicationName: APPLICATION }));
  await flink.send(
    new AddApplicationCloudWatchLoggingOptionCommand({
      ApplicationName: APPLICATION,
      CurrentApplicationVersionId: ApplicationDetail?.ApplicationVersionId,
      CloudWatchLoggingOption: { LogStreamARN: `arn:aws:logs:us-east-1:000000000000:log-group:${GROUP}:log-stream:s` },
    }),
  );
}

async function kda(args: readonly string[], variables: NodeJS.ProcessEnv = {}) {
  const env = {
    ...process.env,
    ...cloud.environment,
    KDA_ENVIRONMENT: 'default',
    USER: 'ada',
    TZ: 'UTC',
    ...variables,
  };
  return new Promise<{ status: number; stdout: string; stderr: string }>((done) => {
    const program = execFile(
      process.execPath,
      [join(PROJECT, 'bin/kda.js'), ...args, '--deployment', 'kda-snapshots'],
      { cwd: PROJECT, env },
      (_error, stdout, stderr) => done({ status: program.exitCode ?? -1, stdout, stderr }),
    );
  });
}

test('why: a snapshot that failed is explained, with the cause that the job logged', async () => {
  cloud.managedFlink.setFaults([{ operation: 'CreateApplicationSnapshot', kind: 'FAILED', rate: 1 }]);
  expect((await kda(['snapshot', APPLICATION, '--reason', 'before the release'])).status).toBe(1);
  cloud.managedFlink.setFaults([]);

  const { status, stdout } = await kda(['why', APPLICATION, '--json']);
  const found = JSON.parse(stdout);
  expect(status).toBe(0);
  expect(found).toMatchObject({
    application: APPLICATION,
    run: { outcome: 'failed', reason: 'snapshot-failed', wentWell: false },
    episode: { runs: 1, place: 1, overSince: null },
    stepsBy: 'log',
    jobLog: { logGroup: GROUP, lines: [{ level: 'WARN', cause: 'java.io.IOException: dedupe: disk full' }] },
    told: { alarms: [] },
    gap: { before: { name: expect.stringMatching(/^kda-snapshots\./), isGone: false }, after: null },
    advice: { command: expect.stringMatching(new RegExp(`^kda logs ${APPLICATION} --from 2`)) },
    unread: [],
  });
  const steps = found.steps.map(({ says }: { says: string }) => says);
  expect(steps[0]).toMatch(/^The run began, for snapshot kda-snapshots\./);
  expect(steps.at(-1)).toMatch(/^The run ended: failed \(snapshot-failed\), after /);

  const text = (await kda(['why', APPLICATION])).stdout;
  expect(text).toContain('caused by java.io.IOException: dedupe: disk full');
  expect(text).toContain(`→ kda logs ${APPLICATION} --from `);
});

test('why: where logs can’t be read it says so, and shows the rest; without a deployment too', async () => {
  const nowhere = { AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: 'http://127.0.0.1:1', AWS_MAX_ATTEMPTS: '1' };
  const { status, stdout } = await kda(['why', APPLICATION, '--json'], nowhere);
  const found = JSON.parse(stdout);
  expect({ status, ...found }).toMatchObject({ status: 0, stepsBy: 'audit', jobLog: null, run: { outcome: 'failed' } });
  expect(found.steps.at(-1).says).toBe('The run ended: failed (snapshot-failed).');
  expect(found.unread.sort()).toEqual([
    expect.stringMatching(/^The log of the application: The log group \S+ can't be read\. AWS could not be reached/),
    expect.stringMatching(
      /^The log of the snapshot manager: The log group \/aws\/lambda\/\S+ can't be read\. AWS could not/,
    ),
  ]);

  const noTables = { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1', AWS_MAX_ATTEMPTS: '1' };
  const alone = await kda(['why', APPLICATION, '--json'], noTables);
  expect({ status: alone.status, ...JSON.parse(alone.stdout) }).toMatchObject({
    ...{ status: 3, run: null, jobLog: { lines: [{ level: 'WARN' }] } },
    gap: { before: { isGone: false }, after: null },
  });
});

test('logs: the saved queries find what they are for, and say how', async () => {
  const { status, stdout } = await kda(['logs', APPLICATION, '--json']);
  const found = JSON.parse(stdout);
  expect({ status, ...found }).toMatchObject({
    status: 0,
    logs: [
      { of: 'application', logGroup: GROUP, by: 'filter', problem: null },
      { of: 'manager', logGroup: deploymentOf(settings).managerLogGroup, by: 'filter', problem: null },
    ],
    lines: [{ of: 'application', level: 'WARN', text: 'Failed to trigger or complete checkpoint 7' }],
  });
  const users = await kda(['logs', APPLICATION, '--query', 'users']);
  expect(users.stdout.split('\n')[0]).toMatch(/ job {6}INFO {3}Amount of users: 1$/);
});

test('logs --follow: Ctrl-C ends it with 130 and says how to follow again', async () => {
  const env = { ...process.env, ...cloud.environment, KDA_ENVIRONMENT: 'default' };
  const program = execFile(
    process.execPath,
    [join(PROJECT, 'bin/kda.js'), 'logs', APPLICATION, '--follow', '--from', '-1h'],
    { cwd: PROJECT, env },
  );
  let said = '';
  const ended = new Promise<number | null>((done) => program.on('close', done));
  program.stderr?.on('data', (text) => {
    said += text;
  });
  await new Promise<void>((found) => {
    program.stdout?.on('data', (text: string) => text.includes('checkpoint 7') && found());
  });
  program.kill('SIGINT');
  expect(await ended).toBe(130);
  expect(said).toContain(`to follow again: kda logs ${APPLICATION} --query errors --follow`);
});

test.each(['why', 'logs'])(
  '%s: an application that does not exist is answered with the nearest name',
  async (command) => {
    const { status, stdout, stderr } = await kda([command, 'app-001']);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(`has no application app-001. Most similar: ${APPLICATION}.`);
  },
);

test('doctor: each part is checked for itself, with a remedy for what is missing', async () => {
  const { status, stdout } = await kda(['doctor', '--json']);
  const found: { checks: { id: string; state: string; says: string; remedy: string | null }[] } = JSON.parse(stdout);
  const states = Object.fromEntries(found.checks.map(({ id, state }) => [id, state]));
  expect({ status, ...states }).toMatchObject({
    ...{ status: 1, credentials: 'well', identity: 'well', region: 'well', clock: 'well', account: 'well' },
    ...{ manager: 'well', version: 'well', table: 'well', rule: 'problem', queue: 'problem', alarms: 'problem' },
    // The one run there was had been asked for, and the first one of the schedule is not due yet.
    ...{ 'last run': 'skipped', 'rights to look': 'skipped', [APPLICATION]: 'well' },
  });
  expect(found.checks.filter(({ state, remedy }) => state === 'problem' && remedy === null)).toEqual([]);
});

test('doctor: without an answer of AWS it says so for each part, and ends', async () => {
  const nowhere = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_MAX_ATTEMPTS: '1' };
  const { status, stdout } = await kda(['doctor'], nowhere);
  expect(status).toBe(3);
  expect(stdout).toMatch(/^✔ credentials {2}/m);
  expect(stdout).toMatch(/^– clock {8}not known: AWS did not answer$/m);
});

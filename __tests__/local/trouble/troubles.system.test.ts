import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { DescribeRuleCommand, EventBridgeClient, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import {
  DescribeApplicationCommand,
  KinesisAnalyticsV2Client,
  ListApplicationSnapshotsCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { deploymentOf } from '../../../cli/deployment';
import { TableJournal } from '../../../cli/recovery/journals';
import { AUDIT } from '../../../lambda-src/contract';
import { clientConfigurationFor } from '../../../local/local-session';
import { CommandFailedError, run } from '../../../tools/processes/run';
import { APPLICATION, useCloudWithManager } from '../../cli/cloud-with-manager';
import { settingsWith } from '../../settings-with';

const REGION = 'us-east-1';
const { rule, auditTable, holdsTable, queues, name: DEPLOYMENT } = deploymentOf(settingsWith({ region: REGION }));
const place = useCloudWithManager('troubles-', 10);

beforeAll(async () => {
  const events = new EventBridgeClient(configuration());
  await events.send(new PutRuleCommand({ Name: rule, ScheduleExpression: 'rate(1 day)', State: 'ENABLED' }));
  await sqs().send(new CreateQueueCommand({ QueueName: queues.failedRuns }));
}, 30_000);

const configuration = () => clientConfigurationFor(place.cloud, REGION);
const flink = () => new KinesisAnalyticsV2Client(configuration());
const sqs = () => new SQSClient({ ...configuration(), useQueueUrlAsEndpoint: false });

interface Shown {
  readonly id: string;
  readonly state: string;
  readonly error: string | null;
  readonly whyNot: string | null;
  readonly command: string;
}

async function shown(id: string): Promise<Shown> {
  const response = await fetch(`${place.cloud.endpoint}/_local-cloud/troubles`);
  const all = (await response.json()) as readonly Shown[];
  const found = all.find((each) => each.id === id);
  if (found === undefined) throw new Error(`There is no trouble ${id}.`);
  return found;
}

async function post(id: string, act: 'begin' | 'mend', headers: Record<string, string> = {}) {
  const response = await fetch(`${place.cloud.endpoint}/_local-cloud/troubles/${id}/${act}`, {
    method: 'POST',
    headers: { 'x-kda-local-cloud': '1', ...headers },
    body: JSON.stringify({ application: APPLICATION }),
  });
  const { error } = (await response.json()) as { readonly error?: string };
  return { status: response.status, error };
}

async function eventually<T>(what: string, look: () => Promise<T | undefined>, timeoutMs = 60_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(200);
  }
  throw new Error(`Not seen in time: ${what}. Records: ${JSON.stringify(await records(new Date(0)))}`);
}

/** Presses the button and waits until the act is over. */
async function press(id: string, act: 'begin' | 'mend'): Promise<Shown> {
  expect(await post(id, act)).toEqual({ status: 202, error: undefined });
  return eventually(`${act} of ${id}`, async () => {
    const now = await shown(id);
    return now.state === 'beginning' || now.state === 'mending' ? undefined : now;
  });
}

async function records(since: Date): Promise<{ outcome: string | undefined; message: string | undefined }[]> {
  const { Items = [] } = await new DynamoDBClient(configuration()).send(
    new QueryCommand({
      TableName: auditTable,
      KeyConditionExpression: '#app = :app AND #id >= :since',
      ExpressionAttributeNames: { '#app': AUDIT.application, '#id': AUDIT.runId },
      ExpressionAttributeValues: { ':app': { S: APPLICATION }, ':since': { N: String(since.getTime() - 1_000) } },
    }),
  );
  return Items.map((item) => ({ outcome: item[AUDIT.outcome]?.S, message: item[AUDIT.message]?.S }));
}

/** Waits for the end of the runs that have begun: one that overlaps is skipped, and tells nothing about a trouble. */
async function idleManager(runs: number): Promise<Date> {
  await eventually(`${runs} ended runs`, async () => {
    const ended = (await records(new Date(1_000))).filter(({ outcome }) => outcome !== 'started');
    return ended.length >= runs ? true : undefined;
  });
  // Runs are named by the second.
  await sleep(1_100);
  return new Date();
}

const statusOf = async () =>
  (await flink().send(new DescribeApplicationCommand({ ApplicationName: APPLICATION }))).ApplicationDetail
    ?.ApplicationStatus;
const snapshots = async () =>
  (await flink().send(new ListApplicationSnapshotsCommand({ ApplicationName: APPLICATION, Limit: 50 })))
    .SnapshotSummaries ?? [];

test('what the local cloud answers itself is counted as no call of AWS', async () => {
  const before = place.cloud.callCounts();
  const facts = await (await fetch(`${place.cloud.endpoint}/_local-cloud`)).json();
  expect(facts).toMatchObject({ version: 1, engine: 'simulated', region: REGION, schedule: { speedUp: 1 } });
  expect(place.cloud.callCounts()).toEqual(before);
});

test('no web page begins a trouble: its Origin is refused, and its preflight is not answered', async () => {
  expect((await post('rule', 'begin', { origin: 'http://127.0.0.1:1' })).status).toBe(403);
  const preflight = await fetch(`${place.cloud.endpoint}/_local-cloud/troubles/rule/begin`, { method: 'OPTIONS' });
  expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  expect((await shown('rule')).state).toBe('absent');
});

test('a rule is disabled and enabled, once', async () => {
  const state = async () =>
    (await new EventBridgeClient(configuration()).send(new DescribeRuleCommand({ Name: rule }))).State;
  expect((await press('rule', 'begin')).state).toBe('present');
  expect(await state()).toBe('DISABLED');
  expect(await post('rule', 'begin')).toEqual({
    status: 409,
    error: `Disable the rule: it is there already in ${DEPLOYMENT}. Mend it first.`,
  });
  expect((await press('rule', 'mend')).state).toBe('absent');
  expect(await state()).toBe('ENABLED');
  expect((await press('rule', 'mend')).state).toBe('absent');
}, 90_000);

test('throttled, a run fails by the service’s own error while people can look; mended, runs are well and the queue is empty', async () => {
  const since = await idleManager(2);
  await press('throttle', 'begin');
  const failed = await eventually('the failed run', async () =>
    (await records(since)).find(({ outcome }) => outcome === 'failed'),
  );
  expect(failed.message).toContain('ThrottlingException');
  expect(await statusOf()).toBe('RUNNING');
  const { QueueUrl } = await sqs().send(new CreateQueueCommand({ QueueName: queues.failedRuns }));
  await sqs().send(new SendMessageCommand({ QueueUrl, MessageBody: 'a failed run' }));

  const mendedAt = new Date();
  expect((await press('throttle', 'mend')).state).toBe('absent');
  await eventually('a good run', async () => (await records(mendedAt)).find(({ outcome }) => outcome === 'taken'));
  expect(place.cloud.callCounts()['sqs.PurgeQueue']).toBe(1);
}, 120_000);

test('denied its tables, a run takes the snapshot and has no record; mended, it has one', async () => {
  const since = await idleManager(4);
  const newest = async () =>
    Math.max(...(await snapshots()).map(({ SnapshotCreationTimestamp: at }) => at?.getTime() ?? 0));
  const before = await newest();
  await press('deny', 'begin');
  await eventually('the snapshot', async () => ((await newest()) > before ? true : undefined));
  expect(await records(since)).toEqual([]);
  const mendedAt = new Date();
  expect((await press('deny', 'mend')).state).toBe('absent');
  await eventually('the record', async () => (await records(mendedAt)).find(({ outcome }) => outcome !== 'started'));
}, 120_000);

test('a stop goes on when the client that asked for it is gone, and is mended by another', async () => {
  const gone = new AbortController();
  const asking = fetch(`${place.cloud.endpoint}/_local-cloud/troubles/stop/begin`, {
    method: 'POST',
    headers: { 'x-kda-local-cloud': '1' },
    body: JSON.stringify({ application: APPLICATION }),
    signal: gone.signal,
  });
  // The request is on its way when its client dies.
  await sleep(50);
  gone.abort();
  await asking.catch(() => undefined);
  await eventually('the stop', async () => ((await shown('stop')).state === 'present' ? true : undefined));
  expect(await statusOf()).toBe('READY');
  expect(await shown('stop')).toMatchObject({ command: `kda start ${APPLICATION} --latest` });
  expect((await shown('colleague')).whyNot).toBe(
    `${APPLICATION} is READY, expected RUNNING: there is nothing to restore.`,
  );
  expect((await press('stop', 'mend')).state).toBe('absent');
  expect(await statusOf()).toBe('RUNNING');
}, 90_000);

test('a colleague’s restore is under way: another one is refused, and going on with it ends it', async () => {
  const begun = await press('colleague', 'begin');
  expect(begun).toMatchObject({ state: 'present', error: null });
  const journal = new TableJournal(new DynamoDBClient(configuration()), holdsTable);
  const left = (await journal.read(APPLICATION))?.recovery;
  expect([left?.plan.who, left?.outcome]).toEqual(['eva', undefined]);

  const mine = ['bin/kda.js', 'restore', APPLICATION, '--latest', '--yes', '--deployment', DEPLOYMENT];
  const refused = run(process.execPath, mine, { environment: { ...process.env, ...place.cloud.environment } });
  await expect(refused).rejects.toThrow(CommandFailedError);
  await expect(refused).rejects.toThrow(`A restore of ${APPLICATION} is under way: eva planned it`);

  expect(await press('colleague', 'mend')).toMatchObject({ state: 'absent', error: null });
  expect((await journal.read(APPLICATION))?.recovery.outcome).toBeDefined();
  expect(await statusOf()).toBe('RUNNING');
}, 180_000);

test('a simulated engine has no job to break', async () => {
  expect(await post('crash', 'begin')).toEqual({
    status: 409,
    error:
      'Crash the job: The engine of this local cloud is simulated: there is no job that reads the property failJob. Start it with --engine flink.',
  });
});

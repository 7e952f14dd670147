import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { EventBridgeBus } from '../../../lambda-src/snapshot-manager/aws/event-bridge-bus';
import { DETAIL_SCHEMA } from '../../../lambda-src/snapshot-manager/domain/events/detail-schema';
import { DETAIL_VERSION, eventOf } from '../../../lambda-src/snapshot-manager/domain/events/outcome-event';
import { faultsOf } from '../../../lambda-src/snapshot-manager/domain/events/schema-faults';
import type { LocalCloud } from '../../../local/cloud/local-cloud';
import { APPLICATION, cloudWithManager } from '../../cli/cloud-with-manager';
import { rulePatterns } from '../../docs/events-page';
import { settingsWith } from '../../settings-with';

// Events of the very zip that is deployed, and of kda, on a bus of the local cloud, in queues by rules.
jest.setTimeout(180_000);

const PROJECT = resolve(__dirname, '..', '..', '..');
const BUS = 'ops';
const ALL = JSON.stringify({ source: ['kda-snapshots'] });
const run = promisify(execFile);
let folder: string;
let cloud: LocalCloud;
let events: EventBridgeClient;
let sqs: SQSClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'events-'));
  const settings = settingsWith({
    region: 'us-east-1',
    application: undefined,
    snapshots: { applications: [APPLICATION], retention: { keepLast: 3 }, callsPerSecond: 20 },
    notifications: { eventBus: BUS },
  });
  cloud = await cloudWithManager(folder, settings);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = { endpoint: cloud.endpoint, region: 'us-east-1', credentials };
  events = new EventBridgeClient(client);
  sqs = new SQSClient(client);
  await events.send(new CreateEventBusCommand({ Name: BUS }));
}, 180_000);

afterAll(async () => {
  await cloud.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}, 30_000);

/** Rule on the bus that hands what fits its pattern to a queue. @returns the queue's address. */
async function ruleToQueue(name: string, EventPattern: string): Promise<string> {
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  await events.send(new PutRuleCommand({ Name: name, EventBusName: BUS, EventPattern }));
  const Arn = `arn:aws:sqs:us-east-1:000000000000:${name}`;
  await events.send(new PutTargetsCommand({ Rule: name, EventBusName: BUS, Targets: [{ Id: 'queue', Arn }] }));
  return QueueUrl;
}

interface Delivered {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Everything in a queue, until it stays empty for a second. */
async function received(QueueUrl: string): Promise<Delivered[]> {
  const all: Delivered[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    if (Messages.length === 0) return all;
    for (const { Body = '', ReceiptHandle } of Messages) {
      all.push(JSON.parse(Body));
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}

async function kda(...argv: string[]): Promise<{ readonly stdout: string; readonly stderr: string }> {
  return run(process.execPath, [join(PROJECT, 'bin/kda.js'), ...argv, '--deployment', 'kda-snapshots'], {
    cwd: folder,
    env: { ...process.env, ...cloud.environment, XDG_STATE_HOME: join(folder, 'state'), USER: 'ada' },
  });
}

const outcomesOf = (delivered: readonly Delivered[]) => delivered.map(({ detail }) => detail.outcome);

test('a snapshot, a hold, a stop and a start each reach a queue as one valid event', async () => {
  const queue = await ruleToQueue('all', ALL);
  await kda('snapshot', APPLICATION, '--reason', 'before deploy', '--request-id', 'deploy-42');
  const [taken] = await received(queue);
  expect(taken).toMatchObject({
    source: 'kda-snapshots',
    'detail-type': 'Snapshot Taken',
    detail: { outcome: 'taken', reason: 'ready', requestReason: 'before deploy', eventId: 'deploy-42' },
  });
  const name = String(Object(taken?.detail.snapshot).name);
  await kda('hold', APPLICATION, name, '--why', 'before the migration');
  const stop = await kda('stop', APPLICATION, '--yes');
  const start = await kda('start', APPLICATION, '--latest', '--yes').catch((error: { stderr: string }) => error);
  const later = await received(queue);
  expect(outcomesOf(later)).toEqual(['held', 'stopped', 'started']);
  expect(later.map(({ detail }) => detail.who)).toEqual([undefined, 'ada', 'ada']);
  for (const { detail } of [...(taken ? [taken] : []), ...later]) expect(faultsOf(DETAIL_SCHEMA, detail)).toEqual([]);
  expect(`${stop.stderr}${start.stderr}`).not.toContain('no event about it');
});

test('the rules of docs/events.md pick what failed, and what was not proven', async () => {
  const [failedPattern, notProvenPattern] = rulePatterns();
  const [failed, notProven] = [
    await ruleToQueue('failed', failedPattern),
    await ruleToQueue('not-proven', notProvenPattern),
  ];
  const at = '2026-11-28T01:20:04.210Z';
  const event = (runId: number, outcome: 'taken' | 'failed' | 'restored', verdict?: string) =>
    eventOf({
      ...{ version: DETAIL_VERSION, deployment: 'demo', application: 'orders', message: 'So.' },
      ...{ startedAt: at, endedAt: at, runId, outcome },
      id: `orders/${runId}/${outcome}`,
      ...(verdict === undefined ? {} : { verdict }),
    });
  const sent = [
    event(1, 'taken'),
    event(2, 'failed'),
    event(3, 'restored', 'proven'),
    event(4, 'restored', 'not-proven'),
  ];
  expect(await new EventBridgeBus(events, BUS).put(sent, new Date(Date.now() + 10_000))).toEqual([]);
  expect((await received(failed)).map(({ detail }) => detail.runId)).toEqual([2]);
  expect((await received(notProven)).map(({ detail }) => detail.runId)).toEqual([4]);
});

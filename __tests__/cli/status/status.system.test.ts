import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { deploymentOf } from '../../../cli/deployment';
import { type EnvironmentStatus, environmentStatus, statusDocument } from '../../../cli/documents/status';
import { provenNames } from '../../../cli/recovery/proven-names';
import { recordAction } from '../../../cli/recovery/record-action';
import { AwsClock } from '../../../cli/safety/gather/aws-clock';
import { clientsOf, closeClients } from '../../../cli/safety/gather/clients';
import { askSafety, status } from '../../../cli/status/status';
import { DynamoMarks } from '../../../lambda-src/snapshot-manager/aws/marks-table';
import type { LocalCloud } from '../../../local/cloud/local-cloud';
import { settingsWith } from '../../settings-with';
import { APPLICATION, cloudWithManager } from '../cloud-with-manager';

/** The tests go on from one another: one application with a manager, whose chain is completed and broken again. */
jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'status-'));
const settings = settingsWith({
  name: 'demo',
  region: 'us-east-1',
  snapshots: { applications: [{ prefix: 'app-' }], callsPerSecond: 100 },
});
const deployment = { ...deploymentOf(settings), mailAddresses: [] };
const region = { region: 'us-east-1' };

const NO_JOURNAL = { read: async () => undefined, write: async () => undefined };

let cloud: LocalCloud;

beforeAll(async () => {
  cloud = await cloudWithManager(folder, settings);
  for (const [name, value] of Object.entries(cloud.environment)) process.env[name] = value;
});

afterAll(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function ask(...names: string[]): Promise<{ document: EnvironmentStatus; exitCode: number | undefined }> {
  const { document, exitCode } = await status(deployment, names, () => {});
  return { document: environmentStatus.parse(statusDocument.parse(document)), exitCode };
}

async function runManager(time: Date): Promise<void> {
  const event = { id: `event-${time.getTime()}`, time: `${time.toISOString().slice(0, 19)}Z` };
  const { FunctionError } = await new LambdaClient(region).send(
    new InvokeCommand({ FunctionName: deployment.managerFunction, Payload: JSON.stringify(event) }),
  );
  expect(FunctionError).toBeUndefined();
}

test('before the rest of the chain is there, the application is judged, and each missing part is named', async () => {
  await runManager(new Date());
  const { document, exitCode } = await ask();
  expect(exitCode).toBe(1);
  expect(document).toMatchObject({
    environment: 'test',
    deployment: 'demo',
    region: 'us-east-1',
    account: '000000000000',
    safe: false,
    lastRun: expect.stringMatching(/Z$/),
    lastRunOk: true,
    applications: [
      {
        name: APPLICATION,
        status: 'RUNNING',
        verdict: 'safe',
        newestGood: { name: expect.stringMatching(/^demo\.\d+T\d+Z$/), ageSeconds: expect.any(Number) },
        last24h: { taken: 1, failed: 0, late: 0, skipped: 0, abandoned: 0 },
        quota: { used: 6, of: 1000, ofTheService: 0, fullInDays: null },
        sourceHorizon: null,
        frozen: false,
        suspects: [],
        proven: null,
      },
    ],
    delivery: { verdict: 'unsafe', rule: 'missing', manager: 'active', mail: 'none' },
    unread: [],
  });
});

test('with the whole chain all is safe', async () => {
  const events = new EventBridgeClient(region);
  const { rule: Name, managerFunction, queues, topic } = deployment;
  await events.send(new PutRuleCommand({ Name, ScheduleExpression: 'rate(10 minutes)', State: 'ENABLED' }));
  const Arn = `arn:aws:lambda:us-east-1:000000000000:function:${managerFunction}`;
  await events.send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: '1', Arn }] }));
  const sqs = new SQSClient(region);
  for (const QueueName of Object.values(queues)) await sqs.send(new CreateQueueCommand({ QueueName }));
  await new CloudWatchClient(region).send(
    new PutMetricAlarmCommand({
      AlarmName: 'demo/demo-manager/manager-errors',
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      AlarmActions: [`arn:aws:sns:us-east-1:000000000000:${topic}`],
    }),
  );
  const { document, exitCode } = await ask();
  expect(document.delivery).toMatchObject({
    verdict: 'safe',
    reasons: [],
    rule: 'enabled',
    queues: { failedRuns: 0, undeliveredEvents: 0 },
    alarms: { total: 1, inAlarm: [], notWired: [] },
  });
  expect({ safe: document.safe, exitCode }).toEqual({ safe: true, exitCode: 0 });
});

test('a disabled rule is not safe, but does not count against an application that is asked for by name', async () => {
  const events = new EventBridgeClient(region);
  await events.send(new DisableRuleCommand({ Name: deployment.rule }));
  const all = await ask();
  expect({ rule: all.document.delivery.rule, exitCode: all.exitCode }).toEqual({ rule: 'disabled', exitCode: 1 });
  const alone = await ask(APPLICATION);
  expect({ safe: alone.document.safe, exitCode: alone.exitCode }).toEqual({ safe: true, exitCode: 0 });
  await events.send(new EnableRuleCommand({ Name: deployment.rule }));
});

test('the newest restore that was proven is shown, as its row has it', async () => {
  const startedAt = new Date();
  const client = new DynamoDBClient(region);
  const { auditTable, auditRetentionDays } = deployment;
  await recordAction(
    { region: 'us-east-1', deployment, eventBus: undefined, audit: { dynamo: client, auditTable, auditRetentionDays } },
    {
      application: APPLICATION,
      action: 'restored',
      who: 'ada',
      why: 'corrupt',
      startedAt,
      endedAt: startedAt,
      message: 'It runs.',
      restoredFrom: { name: 'demo.good', createdAt: startedAt, applicationVersion: 1 },
      rtoSeconds: 41,
      verdict: 'proven',
    },
  );
  const { document } = await ask(APPLICATION);
  expect(document.applications[0]?.proven).toEqual({
    at: `${startedAt.toISOString().slice(0, 19)}Z`,
    snapshot: 'demo.good',
    restoreSeconds: 41,
  });
  const recorder = { audit: { dynamo: client, auditTable, auditRetentionDays } };
  expect(await provenNames({ recorder, journal: NO_JOURNAL }, APPLICATION)).toEqual(['demo.good']);
});

test('a suspect is passed over, and with nothing but suspects nothing is safe', async () => {
  const { document: before } = await ask(APPLICATION);
  const newest = before.applications[0]?.newestGood?.name ?? '';
  const marks = new DynamoMarks(new DynamoDBClient(region), deployment.holdsTable);
  const by = { application: APPLICATION, who: 'ada', why: 'corrupt', markedAt: new Date() };
  await marks.suspect({ ...by, snapshotName: newest });
  const { document } = await ask(APPLICATION);
  expect(document.applications[0]).toMatchObject({
    suspects: [newest],
    newestGood: { name: expect.not.stringMatching(newest) },
  });
  await marks.trust({ ...by, snapshotName: newest });
});

test('a machine whose clock is an hour behind is told, and the age is that of AWS', async () => {
  const clock = new AwsClock(() => new Date(Date.now() - 3_600_000));
  const clients = clientsOf('us-east-1', clock);
  const safety = await askSafety(deployment, [APPLICATION], { clients, clock, say: () => {} });
  closeClients(clients);
  expect(Math.round((safety.clockSkewSeconds ?? 0) / 60)).toBe(60);
  expect(Math.abs(safety.at.getTime() - Date.now())).toBeLessThan(5000);
  expect(safety.applications[0]).toMatchObject({ verdict: 'safe' });
});

test('an unknown name is refused with those that are there', async () => {
  await expect(ask('orders')).rejects.toThrow(`This deployment does not manage orders. It manages ${APPLICATION}.`);
});

test('a deployment that is not there at all can’t be judged', async () => {
  const elsewhere = { ...deploymentOf(settingsWith({ name: 'other', region: 'us-east-1' })) };
  await expect(status(elsewhere, [], () => {})).rejects.toThrow(
    /^Nothing of the deployment other is in us-east-1 of account 000000000000: /,
  );
});

test('without the audit table the snapshots are judged all the same, and the deployment is not safe', async () => {
  await new DynamoDBClient(region).send(new DeleteTableCommand({ TableName: deployment.auditTable }));
  const { document, exitCode } = await ask();
  expect(document).toMatchObject({
    safe: false,
    overall: 'unsafe',
    lastRun: null,
    applications: [{ verdict: 'safe', last24h: null, proven: null, newestGood: { ageSeconds: expect.any(Number) } }],
    delivery: {
      verdict: 'unsafe',
      reasons: ['there is no audit table: no run is recorded, and nothing is deleted'],
    },
    unread: [expect.stringMatching(/^The runs of the audit table and the newest proof could not be read: /)],
  });
  expect(exitCode).toBe(1);
});

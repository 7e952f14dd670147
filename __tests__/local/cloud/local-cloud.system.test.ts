import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { KinesisAnalyticsV2Client, ListApplicationsCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  InvokeCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateTopicCommand,
  ListTopicsCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud/local-cloud';
import { FolderInUseError } from '../../../local/cloud/lock-file';
import { clientConfigurationFor } from '../../../local/local-session';
import { sumOfMetric } from '../../../trials/soak/event-evidence';
import { functionZip } from './function-zip';

const REGION = 'eu-west-1';
const ACCOUNT = '000000000000';
const arn = (service: string, name: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${name}`;

let folder: string;
let cloud: LocalCloud;
const lines: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-cloud-'));
  cloud = await startLocalCloud({
    folder,
    region: REGION,
    accountId: ACCOUNT,
    engine: 'simulated',
    speedUp: 60,
    // A grid of ten seconds: an alarm on the last minute need not wait for the full minute.
    alarmIntervalMs: 500,
    alarmStepSeconds: 10,
    managedFlink: { engine: { kind: 'simulated', applications: 2 } },
    report: (line) => lines.push(line),
  });
}, 120_000);

afterAll(async () => {
  await cloud.close();
  await rm(folder, { recursive: true, force: true });
}, 30_000);

const settings = () => clientConfigurationFor(cloud, REGION);

async function eventually<Result>(what: string, look: () => Promise<Result | undefined>): Promise<Result> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(250);
  }
  throw new Error(`Not seen within a minute: ${what}. Reported last: ${lines.slice(-3).join('\n')}`);
}

async function createFunction(name: string, code: string): Promise<void> {
  await new LambdaClient(settings()).send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: 'nodejs22.x',
      Role: `arn:aws:iam::${ACCOUNT}:role/any`,
      Handler: 'index.handler',
      Code: { ZipFile: functionZip(code) },
    }),
  );
}

async function createQueue(name: string): Promise<string> {
  const { QueueUrl } = await new SQSClient(settings()).send(new CreateQueueCommand({ QueueName: name }));
  return QueueUrl ?? '';
}

async function messageIn(queueUrl: string) {
  const received = await new SQSClient(settings()).send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl, MessageAttributeNames: ['All'], WaitTimeSeconds: 0 }),
  );
  return received.Messages?.[0];
}

async function logLines(group: string, filterPattern: string): Promise<string[]> {
  try {
    const client = new CloudWatchLogsClient(settings());
    const { events } = await client.send(new FilterLogEventsCommand({ logGroupName: group, filterPattern }));
    return (events ?? []).map((event) => event.message ?? '');
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return [];
    throw error;
  }
}

async function putRule(name: string, functionName: string, target: object): Promise<void> {
  const events = new EventBridgeClient(settings());
  await events.send(new PutRuleCommand({ Name: name, ScheduleExpression: 'rate(1 minute)', State: 'ENABLED' }));
  await events.send(
    new PutTargetsCommand({
      Rule: name,
      Targets: [{ Id: 'it', Arn: arn('lambda', `function:${functionName}`), ...target }],
    }),
  );
}

async function deleteRule(name: string): Promise<void> {
  await new EventBridgeClient(settings()).send(new DeleteRuleCommand({ Name: name }));
}

async function allow(functionName: string, rule: string): Promise<void> {
  await new LambdaClient(settings()).send(
    new AddPermissionCommand({
      FunctionName: functionName,
      StatementId: rule,
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: arn('events', `rule/${rule}`),
    }),
  );
}

test('one endpoint serves MiniStack’s services and the Managed Flink API', async () => {
  const body = Buffer.alloc(20 * 1024 * 1024, 'x');
  const s3 = new S3Client({ ...settings(), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'artifacts' }));
  await s3.send(new PutObjectCommand({ Bucket: 'artifacts', Key: 'big.jar', Body: body }));
  const object = await s3.send(new GetObjectCommand({ Bucket: 'artifacts', Key: 'big.jar' }));
  expect((await object.Body?.transformToByteArray())?.length).toBe(body.length);

  const { ApplicationSummaries } = await new KinesisAnalyticsV2Client(settings()).send(new ListApplicationsCommand({}));
  expect(ApplicationSummaries?.map((summary) => summary.ApplicationName)).toEqual(['app-0001', 'app-0002']);
  expect(cloud.callCounts()).toMatchObject({ 'kinesisanalytics.ListApplications': 1, 's3.PUT': 2, 's3.GET': 1 });
});

test('a rule fires its function at the speed-up, each event with its own whole second, and shows ENABLED', async () => {
  await createFunction('ticking', 'exports.handler = async (event) => console.log("tick " + JSON.stringify(event));');
  await allow('ticking', 'every-minute');
  await putRule('every-minute', 'ticking', {
    InputTransformer: {
      InputPathsMap: { id: '$.id', time: '$.time' },
      InputTemplate: '{"id": <id>, "time": <time>}',
    },
  });
  const events = await eventually('three ticks', async () => {
    const found = (await logLines('/aws/lambda/ticking', '"tick"')).map((line) => line.slice(line.indexOf('{')).trim());
    return found.length >= 3 ? found.map((line): unknown => JSON.parse(line)) : undefined;
  });
  expect(events[0]).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
  });
  expect(new Set(events.map((event) => JSON.stringify(event))).size).toBe(events.length);
  const rule = await new EventBridgeClient(settings()).send(new DescribeRuleCommand({ Name: 'every-minute' }));
  expect(rule.State).toBe('ENABLED');
  await deleteRule('every-minute');
});

test('an event whose function is gone ends in the target’s dead-letter queue', async () => {
  const queueUrl = await createQueue('undelivered');
  await createFunction('going', 'exports.handler = async () => {};');
  await putRule('for-nobody', 'going', {
    DeadLetterConfig: { Arn: arn('sqs', 'undelivered') },
    RetryPolicy: { MaximumRetryAttempts: 1 },
  });
  await new LambdaClient(settings()).send(new DeleteFunctionCommand({ FunctionName: 'going' }));
  const message = await eventually('the undelivered event', () => messageIn(queueUrl));
  expect(JSON.parse(message.Body ?? '')).toMatchObject({
    source: 'aws.events',
    resources: [arn('events', 'rule/for-nobody')],
  });
  expect(message.MessageAttributes?.RULE_ARN?.StringValue).toBe(arn('events', 'rule/for-nobody'));
  expect(message.MessageAttributes?.ERROR_CODE?.StringValue).toBe('ResourceNotFoundException');
  await deleteRule('for-nobody');
});

test('a rule without permission does not reach its function', async () => {
  const queueUrl = await createQueue('refused');
  await createFunction('closed', 'exports.handler = async () => console.log("reached");');
  await putRule('not-allowed', 'closed', { DeadLetterConfig: { Arn: arn('sqs', 'refused') } });
  const message = await eventually('the refused event', () => messageIn(queueUrl));
  expect(message.MessageAttributes?.ERROR_CODE?.StringValue).toBe('NO_PERMISSIONS');
  expect(await logLines('/aws/lambda/closed', '"reached"')).toEqual([]);
  await deleteRule('not-allowed');
});

test('a failing asynchronous run is retried as configured, counted as errors, and sent to its destination', async () => {
  const queueUrl = await createQueue('failed-runs');
  await createFunction('failing', 'exports.handler = async () => { throw new Error("no luck"); };');
  const lambda = new LambdaClient(settings());
  await lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: 'failing',
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination: arn('sqs', 'failed-runs') } },
    }),
  );
  const accepted = await lambda.send(
    new InvokeCommand({ FunctionName: 'failing', InvocationType: 'Event', Payload: Buffer.from('{"id":"1"}') }),
  );
  expect(accepted.StatusCode).toBe(202);
  const message = await eventually('the failed run', () => messageIn(queueUrl));
  expect(JSON.parse(message.Body ?? '')).toMatchObject({
    requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 2 },
    requestPayload: { id: '1' },
    responseContext: { functionError: 'Unhandled' },
    responsePayload: { errorMessage: 'no luck' },
  });
  expect(await sumOf('AWS/Lambda', 'Errors', 'FunctionName', 'failing')).toBe(2);
});

test('an asynchronous run beyond the reserved concurrency counts as a throttle, and runs when there is room again', async () => {
  await createFunction('crowded', 'exports.handler = async () => { console.log("it ran"); };');
  const lambda = new LambdaClient(settings());
  await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: 'crowded', ReservedConcurrentExecutions: 0 }));
  await lambda.send(new InvokeCommand({ FunctionName: 'crowded', InvocationType: 'Event' }));
  const throttles = () => sumOf('AWS/Lambda', 'Throttles', 'FunctionName', 'crowded');
  expect(await eventually('a throttle', async () => ((await throttles()) ? throttles() : undefined))).toBeGreaterThan(
    0,
  );
  expect((await sumOf('AWS/Lambda', 'Errors', 'FunctionName', 'crowded')) ?? 0).toBe(0);
  expect(await logLines('/aws/lambda/crowded', '"it ran"')).toEqual([]);

  await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: 'crowded' }));
  await eventually('the run', async () => (await logLines('/aws/lambda/crowded', '"it ran"'))[0]);
  const { length } = await logLines('/aws/lambda/crowded', '"it ran"');
  expect(length).toBe(1);
});

test('an alarm on a metric that a function logged fires, mails, and is over again', async () => {
  const sns = new SNSClient(settings());
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'alerts' }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'on-call@example.com' }));
  const metric = JSON.stringify({
    _aws: {
      Timestamp: 0,
      CloudWatchMetrics: [{ Namespace: 'Test', Dimensions: [['app']], Metrics: [{ Name: 'Age', Unit: 'Seconds' }] }],
    },
    app: 'a',
    Age: 7,
  }).replace('"Timestamp":0', '"Timestamp":NOW');
  const code = `exports.handler = async () => { process.stdout.write('${metric}'.replace('NOW', Date.now()) + '\\n');
    console.log('wrapped ' + '${metric.replace('"Age":7', '"Age":900')}'); };`;
  await createFunction('measuring', code);
  await new CloudWatchClient(settings()).send(
    new PutMetricAlarmCommand({
      AlarmName: 'too old',
      Namespace: 'Test',
      MetricName: 'Age',
      Dimensions: [{ Name: 'app', Value: 'a' }],
      Statistic: 'Maximum',
      Period: 10,
      EvaluationPeriods: 1,
      Threshold: 5,
      TreatMissingData: 'notBreaching',
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: [TopicArn ?? ''],
      OKActions: [TopicArn ?? ''],
    }),
  );
  await new LambdaClient(settings()).send(new InvokeCommand({ FunctionName: 'measuring' }));
  const subjects = () =>
    cloud
      .mails()
      .filter((mail) => mail.to === 'on-call@example.com')
      .map((mail) => mail.subject);
  await eventually('the mail', async () =>
    subjects().some((subject) => subject.startsWith('ALARM')) ? true : undefined,
  );
  await eventually('its end', async () => (subjects().at(-1)?.startsWith('OK') ? true : undefined));

  expect(cloud.alarms()).toContainEqual(expect.objectContaining({ name: 'too old', state: 'OK' }));
  const mails = await readdir(join(folder, 'mails'));
  expect(mails).toHaveLength(cloud.mails().length);
  expect(await readFile(join(folder, 'mails', mails[0] ?? ''), 'utf8')).toContain('To: on-call@example.com\r\n');
  const fired = cloud.mails().find((mail) => mail.subject === 'ALARM: "too old" in EU (Ireland)');
  expect(fired?.body).toContain('- State Change:               ');
  expect(fired?.body).toMatch(
    /^- Reason for State Change: {4}Threshold Crossed: 1 out of the last 1 datapoints \[7\.0 \(.*\)\] was greater than/m,
  );
  expect(fired?.body).toContain('Please do not reply directly to this email.');
  expect(await sumOf('Test', 'Age', 'app', 'a')).toBe(7);
}, 90_000);

test('the end of an alarm reaches the rules that are about it, and mails by them; its begin does not', async () => {
  const sns = new SNSClient(settings());
  const events = new EventBridgeClient(settings());
  const alarms = new CloudWatchClient(settings());
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'ends' }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'ends@example.com' }));
  const pattern = {
    source: ['aws.cloudwatch'],
    'detail-type': ['CloudWatch Alarm State Change'],
    resources: [{ prefix: arn('cloudwatch', 'alarm:d/') }],
    detail: { alarmName: [{ suffix: '/cpu' }], state: { value: ['OK'] }, previousState: { value: ['ALARM'] } },
  };
  await events.send(new PutRuleCommand({ Name: 'ends', EventPattern: JSON.stringify(pattern) }));
  const transformer = { InputPathsMap: { name: '$.detail.alarmName' }, InputTemplate: '"OK: <name> is over."' };
  await events.send(
    new PutTargetsCommand({ Rule: 'ends', Targets: [{ Id: 'topic', Arn: TopicArn, InputTransformer: transformer }] }),
  );
  // Nothing judges it: it stays as it is set by hand.
  const never = { Statistic: 'Maximum', Period: 86_400, EvaluationPeriods: 1, Threshold: 5 } as const;
  for (const AlarmName of ['d/orders/cpu', 'd/orders/heap', 'other/orders/cpu']) {
    await alarms.send(
      new PutMetricAlarmCommand({
        AlarmName,
        Namespace: 'Nobody',
        MetricName: 'Sends',
        TreatMissingData: 'ignore',
        ...never,
        ComparisonOperator: 'GreaterThanThreshold',
      }),
    );
    for (const StateValue of ['OK', 'ALARM', 'OK'] as const) {
      await alarms.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'by hand' }));
    }
  }

  const mails = () => cloud.mails().filter(({ to, subject }) => to === 'ends@example.com' && !/Confirm/.test(subject));
  await eventually('the mail of the end', async () => (mails().length > 0 ? true : undefined));
  expect(mails().map(({ body }) => body.split('\n')[0])).toEqual(['"OK: d/orders/cpu is over."']);
});

function sumOf(namespace: string, name: string, Name: string, Value: string): Promise<number | undefined> {
  return sumOfMetric(settings(), namespace, name, { Name, Value });
}

test('a second local cloud on the same folder is refused', async () => {
  const second = startLocalCloud({ folder, region: REGION, accountId: ACCOUNT, engine: 'simulated', report: () => {} });
  await expect(second).rejects.toThrow(FolderInUseError);
  await expect(second).rejects.toThrow(`process ${process.pid}, endpoint ${cloud.endpoint}`);
});

test('state kept from an earlier run is there again, rules still at the state that was asked for', async () => {
  const kept = await mkdtemp(join(tmpdir(), 'local-cloud-'));
  const options = { folder: kept, region: REGION, accountId: ACCOUNT, engine: 'simulated', report: () => {} } as const;
  const first = await startLocalCloud(options);
  const before = { ...settings(), endpoint: first.endpoint };
  await new SNSClient(before).send(new CreateTopicCommand({ Name: 'kept' }));
  await new EventBridgeClient(before).send(new PutRuleCommand({ Name: 'on', ScheduleExpression: 'rate(1 day)' }));
  await new CloudWatchClient(before).send(
    new PutMetricAlarmCommand({
      AlarmName: 'kept',
      Namespace: 'N',
      MetricName: 'M',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    }),
  );
  await new CloudWatchClient(before).send(
    new SetAlarmStateCommand({ AlarmName: 'kept', StateValue: 'ALARM', StateReason: 'by hand' }),
  );
  await first.close();

  const second = await startLocalCloud({ ...options, state: 'kept' });
  const after = { ...settings(), endpoint: second.endpoint };
  try {
    const { TopicArn } = await new SNSClient(after).send(new CreateTopicCommand({ Name: 'kept' }));
    expect((await new SNSClient(after).send(new ListTopicsCommand({}))).Topics).toHaveLength(1);
    expect((await new EventBridgeClient(after).send(new DescribeRuleCommand({ Name: 'on' }))).State).toBe('ENABLED');
    const { MetricAlarms } = await new CloudWatchClient(after).send(new DescribeAlarmsCommand({}));
    expect(MetricAlarms?.[0]).toMatchObject({ AlarmName: 'kept', StateReason: 'by hand' });
    await new SNSClient(after).send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'a@example.com' }));
    await new SNSClient(after).send(new PublishCommand({ TopicArn, Subject: 'still here', Message: 'yes' }));
    const mail = await eventually('the mail', async () =>
      second.mails().find(({ subject }) => subject === 'still here'),
    );
    expect(mail).toMatchObject({ to: 'a@example.com', body: expect.stringMatching(/^yes\n\n--\nIf you wish to stop/) });
  } finally {
    await second.close();
    await rm(kept, { recursive: true, force: true });
  }
}, 60_000);

test('close ends all and answers nothing afterwards, also when asked twice', async () => {
  await Promise.all([cloud.close(), cloud.close()]);
  await expect(fetch(cloud.endpoint)).rejects.toThrow();
  await expect(fetch(cloud.managedFlink.endpoint)).rejects.toThrow();
});

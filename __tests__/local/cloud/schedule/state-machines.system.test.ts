import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { drillMachine, drillTransformer } from '../../../../config/model/drills/drill-machine';
import { iamQuery } from '../../../../local/cloud/identity/iam-query';
import { type LocalCloud, startLocalCloud } from '../../../../local/cloud/local-cloud';
import { stepFunctions } from '../../../../local/cloud/step-functions';
import { clientConfigurationFor } from '../../../../local/local-session';
import { functionZip } from '../function-zip';

// The very definition that is deployed, run by the local cloud, with a function that answers as the snapshot manager.
jest.setTimeout(60_000);

const REGION = 'eu-west-1';
const ACCOUNT = '000000000000';
const arn = (service: string, name: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${name}`;
const FUNCTION = arn('lambda', 'function:manager');
const MACHINE = arn('states', 'stateMachine:drills');
const START_ROLE = `arn:aws:iam::${ACCOUNT}:role/drill-start`;

let folder: string;
let cloud: LocalCloud;
const lines: string[] = [];

/**
 * Answers by the application's name, and keeps a line of each request in a file of the drill: `orders` ends with the third
 * request, `flaky` fails three times before, `endless` never ends, `odd` answers something else.
 */
const MANAGER = `
const { appendFileSync, existsSync, readFileSync } = require('node:fs');
exports.handler = async (event) => {
  const file = process.env.CALLS + '/' + event.application;
  const before = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\\n').length : 0;
  appendFileSync(file, JSON.stringify(event) + '\\n');
  if (event.application === 'unknown') return { refused: 'This deployment has no application unknown.' };
  if (event.application === 'odd') return { drill: { state: 'asleep' } };
  if (event.application === 'broken') throw new Error('no table');
  if (event.application === 'flaky' && before < 3) throw new Error('no luck');
  const drill = { id: event.drill, application: event.application, step: 'prove', message: 'so far' };
  const isOver = event.application !== 'endless' && before >= 2;
  return isOver
    ? { drill: { ...drill, state: 'ended', waitSeconds: 0, verdict: 'proven' } }
    : { drill: { ...drill, state: 'under-way', waitSeconds: 30 } };
};`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'state-machines-'));
  await mkdir(join(folder, 'calls'));
  cloud = await startLocalCloud({
    folder: join(folder, 'cloud'),
    region: REGION,
    accountId: ACCOUNT,
    engine: 'simulated',
    waitScale: 0.01,
    managedFlink: { engine: { kind: 'simulated', applications: 1 } },
    report: (line) => lines.push(line),
  });
  await new LambdaClient(settings()).send(
    new CreateFunctionCommand({
      FunctionName: 'manager',
      Runtime: 'nodejs22.x',
      Role: `arn:aws:iam::${ACCOUNT}:role/any`,
      Handler: 'index.handler',
      Code: { ZipFile: functionZip(MANAGER) },
      Environment: { Variables: { CALLS: join(folder, 'calls') } },
    }),
  );
  const definition = JSON.stringify(drillMachine({ functionArn: FUNCTION, functionTimeoutSeconds: 20, mostSteps: 4 }));
  await states('CreateStateMachine', { name: 'drills', definition, roleArn: `arn:aws:iam::${ACCOUNT}:role/drills` });
  await role('drill-start', arn('events', 'rule/kda.drill.*'), MACHINE);
}, 60_000);

afterAll(async () => {
  await cloud.close();
  await rm(folder, { recursive: true, force: true });
}, 30_000);

const settings = () => clientConfigurationFor(cloud, REGION);
const states = (operation: string, request: object) => stepFunctions(cloud.endpoint, REGION, operation, request);

/** Role that events.amazonaws.com may assume for these rules, and that may start that state machine. */
async function role(name: string, rules: string, machine: string): Promise<void> {
  const Condition = { ArnLike: { 'aws:SourceArn': rules }, StringEquals: { 'aws:SourceAccount': ACCOUNT } };
  const trust = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sts:AssumeRole',
    Condition,
  };
  const start = { Effect: 'Allow', Action: 'states:StartExecution', Resource: machine };
  const documents = [trust, start].map((one) => JSON.stringify({ Version: '2012-10-17', Statement: [one] }));
  const [AssumeRolePolicyDocument = '', PolicyDocument = ''] = documents;
  await iamQuery(cloud.endpoint, REGION, { Action: 'CreateRole', RoleName: name, AssumeRolePolicyDocument });
  const inline = { Action: 'PutRolePolicy', RoleName: name, PolicyName: 'start', PolicyDocument };
  await iamQuery(cloud.endpoint, REGION, inline);
}

interface Execution {
  readonly executionArn: string;
  readonly name: string;
  readonly status: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

async function executions(): Promise<Execution[]> {
  const answer = (await states('ListExecutions', { stateMachineArn: MACHINE })) as { executions?: Execution[] };
  return answer.executions ?? [];
}

async function ended(executionArn: string): Promise<Execution> {
  for (;;) {
    const execution = (await states('DescribeExecution', { executionArn })) as unknown as Execution;
    if (execution.status !== 'RUNNING') return execution;
    await sleep(100);
  }
}

/** Execution for an application, started by hand, when it has ended. */
async function drilled(application: string): Promise<Execution> {
  const input = JSON.stringify({ application, who: 'ada', why: 'a test' });
  const { executionArn } = await states('StartExecution', { stateMachineArn: MACHINE, name: application, input });
  return ended(String(executionArn));
}

async function requestsFor(application: string): Promise<unknown[]> {
  const text = await readFile(join(folder, 'calls', application), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}

async function putRule(name: string, RoleArn: string, queue?: string): Promise<void> {
  const events = new EventBridgeClient(settings());
  await events.send(new PutRuleCommand({ Name: name, ScheduleExpression: 'cron(0 4 ? * SUN *)' }));
  const { inputPaths, inputTemplate } = drillTransformer({
    application: 'orders',
    who: 'the schedule',
    why: 'every Sunday',
  });
  const InputTransformer = { InputPathsMap: inputPaths, InputTemplate: inputTemplate };
  const DeadLetterConfig = queue === undefined ? undefined : { Arn: arn('sqs', queue) };
  const target = { Id: 'drill', Arn: MACHINE, RoleArn, InputTransformer, DeadLetterConfig };
  await events.send(new PutTargetsCommand({ Rule: name, Targets: [target] }));
}

test('a rule that fires starts one execution, which asks step by step until the drill has ended', async () => {
  await putRule('kda.drill.orders', START_ROLE);
  const event = cloud.schedule.fire('kda.drill.orders');
  let started: Execution[] = [];
  while (started.length === 0) started = await executions();
  expect(started).toHaveLength(1);
  const [{ executionArn, name } = { executionArn: '', name: '' }] = started;
  expect(name.startsWith(`${event.id}_`)).toBe(true);
  const { status, output = '' } = await ended(executionArn);
  expect([status, JSON.parse(output)]).toEqual([
    'SUCCEEDED',
    expect.objectContaining({ id: event.id, application: 'orders', state: 'ended', verdict: 'proven' }),
  ]);
  const request = { action: 'drill', application: 'orders', drill: event.id, who: 'the schedule', why: 'every Sunday' };
  expect(await requestsFor('orders')).toEqual([request, request, request]);
  const { events } = (await states('GetExecutionHistory', { executionArn })) as { events: { type: string }[] };
  expect(events.filter(({ type }) => type === 'WaitStateEntered')).toHaveLength(2);
  expect(await executions()).toHaveLength(1);
  expect(lines).toEqual([]);
});

test('a step that fails three times is asked for again, and the drill goes on', async () => {
  expect(await drilled('flaky')).toMatchObject({ status: 'SUCCEEDED' });
  expect(await requestsFor('flaky')).toHaveLength(4);
});

test('a step that fails four times fails the execution, with the function’s error as its cause', async () => {
  expect(await drilled('broken')).toMatchObject({
    status: 'FAILED',
    error: 'DrillStepFailed',
    cause: expect.stringMatching(
      /the next step of the drill of broken, .*no table.* scheduled run .* finishes the drill/,
    ),
  });
  expect(await requestsFor('broken')).toHaveLength(4);
});

test('a refused request fails the execution, with the words of the refusal', async () => {
  expect(await drilled('unknown')).toMatchObject({
    status: 'FAILED',
    error: 'DrillRequestRefused',
    cause:
      'The snapshot manager refused the request for a drill of unknown: This deployment has no application unknown.',
  });
  expect(await requestsFor('unknown')).toHaveLength(1);
});

test('a drill that does not end is left after the last allowed request', async () => {
  expect(await drilled('endless')).toMatchObject({
    status: 'FAILED',
    error: 'DrillTooLong',
    cause: expect.stringContaining('The drill of endless has not ended after 4 requests.'),
  });
  expect(await requestsFor('endless')).toHaveLength(4);
});

test('an answer that is none fails the execution and is shown', async () => {
  expect(await drilled('odd')).toMatchObject({
    status: 'FAILED',
    error: 'DrillAnswerNotUnderstood',
    cause: expect.stringContaining('{"drill":{"state":"asleep"}}'),
  });
});

test.each([
  ['may start another state machine only', 'other-machine', 'rule/kda.drill.*', `${MACHINE}-2`],
  ['does not trust the rule', 'other-rule', 'rule/other.drill.*', MACHINE],
])('an event whose role %s ends in the dead-letter queue', async (_what, name, rules, machine) => {
  const before = await executions();
  const sqs = new SQSClient(settings());
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  await role(name, arn('events', rules), machine);
  await putRule(`kda.drill.${name}`, `arn:aws:iam::${ACCOUNT}:role/${name}`, name);
  cloud.schedule.fire(`kda.drill.${name}`);
  const receive = new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'], WaitTimeSeconds: 10 });
  const { Messages: [message] = [] } = await sqs.send(receive);
  expect(message?.MessageAttributes?.ERROR_CODE?.StringValue).toBe('NO_PERMISSIONS');
  expect(message?.MessageAttributes?.TARGET_ARN?.StringValue).toBe(MACHINE);
  expect(await executions()).toHaveLength(before.length);
});

test('a rule that is not there cannot be fired', () => {
  expect(() => cloud.schedule.fire('kda.drill.nobody')).toThrow('no enabled scheduled rule "kda.drill.nobody"');
});

import { readParameter } from '../../config/model/deployment-parameter';
import { drillMachine } from '../../config/model/drills/drill-machine';
import { scanExceptionsBelow } from '../../stacks/shared/scan-exceptions';
import { withUnbuiltApp } from '../../stacks/synthesis/unbuilt-app';
import { settingsWith } from '../settings-with';
import {
  ACCOUNT,
  ARN,
  type Resource,
  resource,
  resources,
  type StackJson,
  statementsOf,
  synthesize,
} from './synthesis';

const BOUNDARY = 'arn:aws:iam::111122223333:policy/flink-boundary';
const APPLICATIONS = [
  'season',
  { name: 'orders', drill: { window: '04:00-04:30', days: ['SUN'] } },
  { name: 'payments.v2', drill: { window: '23:45-00:45' } },
];

function stackWith(snapshots: object = {}): StackJson {
  const settings = settingsWith({
    name: 'team-a',
    snapshots: { applications: APPLICATIONS, timeoutSeconds: 240, ...snapshots },
    security: { permissionsBoundaryArn: BOUNDARY },
  });
  const synthesis = synthesize(settings);
  synthesis.dispose();
  return synthesis.stacks.snapshots;
}

const stack = stackWith();

const MACHINE = `arn:states`;
const ofDrills = (type: string): [string, Resource][] =>
  Object.entries(stack.resource[type] ?? {}).filter(([id]) => id.startsWith('drills_'));
const idOf = (type: string, start: string) =>
  ofDrills(type).find(([id]) => id.startsWith(`drills_${start}`))?.[0] ?? MACHINE;
const machineArn = `${ARN}:states:eu-west-1:${ACCOUNT}:stateMachine:team-a-drills`;
const ruleArns = `${ARN}:events:eu-west-1:${ACCOUNT}:rule/team-a.drill.*`;
const lambdaArn = `\${aws_lambda_function.${Object.keys(stack.resource.aws_lambda_function ?? {})[0]}.arn}`;
const machineReference = `\${aws_sfn_state_machine.${Object.keys(stack.resource.aws_sfn_state_machine ?? {})[0]}.arn}`;

test('a deployment without consent to a drill has none of it', () => {
  const without = stackWith({ applications: ['season', 'orders'] });
  expect(Object.keys(without.resource)).not.toContain('aws_sfn_state_machine');
  const [first] = resources(without, 'aws_sqs_queue').filter(({ name }) => name === 'team-a-undelivered-events');
  expect(statementsOf(first?.policy).map(({ Sid }) => Sid)).toEqual(['ThisRuleSends', 'TlsOnly']);
});

test('one state machine drills all applications by the manager, within its limit for a run', () => {
  const { definition, ...machine } = resource(stack, 'aws_sfn_state_machine');
  expect(machine).toMatchObject({
    name: 'team-a-drills',
    type: 'STANDARD',
    role_arn: `\${aws_iam_role.${idOf('aws_iam_role', 'machine-role')}.arn}`,
    depends_on: [`aws_iam_role_policy.${idOf('aws_iam_role_policy', 'machine-role-policy')}`],
  });
  expect(machine).not.toHaveProperty('tracing_configuration');
  expect(stack.output['drill-machine-arn']?.value).toBe(machineReference);
  const expected = drillMachine({ functionArn: lambdaArn, functionTimeoutSeconds: 240 });
  expect(JSON.parse(String(definition))).toEqual(JSON.parse(JSON.stringify(expected)));
});

test('what the state machine does without has a reason', () => {
  const settings = settingsWith({ snapshots: { applications: APPLICATIONS } });
  const checks = withUnbuiltApp(settings, scanExceptionsBelow)
    .filter(({ path }) => path === 'snapshots/drills/machine')
    .map(({ check }) => check);
  expect(checks).toEqual(['CKV_AWS_284', 'CKV_AWS_285']);
});

test('each application that consents has a rule at the beginning of its window', () => {
  const rules = ofDrills('aws_cloudwatch_event_rule').map(([, rule]) => rule);
  expect(rules.map(({ name, schedule_expression, state }) => [name, schedule_expression, state])).toEqual([
    ['team-a.drill.orders', 'cron(0 4 ? * SUN *)', 'ENABLED'],
    ['team-a.drill.payments.v2', 'cron(45 23 * * ? *)', 'ENABLED'],
  ]);
});

test('each rule starts the state machine with its application, until its window is over', () => {
  const targets = ofDrills('aws_cloudwatch_event_target').map(([, target]) => target);
  const role_arn = `\${aws_iam_role.${idOf('aws_iam_role', 'start-role')}.arn}`;
  expect(targets).toEqual([
    expect.objectContaining({ arn: machineReference, role_arn, retry_policy: retries(1800) }),
    expect.objectContaining({ arn: machineReference, role_arn, retry_policy: retries(3600) }),
  ]);
  const transformers = targets.map((target) => target.input_transformer as Transformer);
  expect(transformers.map(({ input_template }): unknown => JSON.parse(input_template))).toEqual([
    {
      application: 'orders',
      who: 'the drill schedule of team-a',
      why: 'drill on schedule, window 04:00-04:30 UTC',
      event: '<event>',
    },
    {
      application: 'payments.v2',
      who: 'the drill schedule of team-a',
      why: 'drill on schedule, window 23:45-00:45 UTC',
      event: '<event>',
    },
  ]);
  expect(transformers.map(({ input_paths }) => input_paths)).toEqual([{ event: '$.id' }, { event: '$.id' }]);
});

interface Transformer {
  readonly input_template: string;
  readonly input_paths: unknown;
}

const retries = (maximum_event_age_in_seconds: number) => ({
  maximum_event_age_in_seconds,
  maximum_retry_attempts: 185,
});

test('events that start no drill wait in the queue of undelivered events, which lets only these rules send', () => {
  const queue = Object.entries(stack.resource.aws_sqs_queue ?? {}).find(([, { name }]) =>
    String(name).endsWith('undelivered-events'),
  );
  for (const [, { dead_letter_config }] of ofDrills('aws_cloudwatch_event_target')) {
    expect(dead_letter_config).toEqual({ arn: `\${aws_sqs_queue.${queue?.[0]}.arn}` });
  }
  expect(statementsOf(queue?.[1].policy)).toContainEqual({
    Sid: 'DrillRulesSend',
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: ['sqs:SendMessage'],
    Resource: [`${ARN}:sqs:eu-west-1:${ACCOUNT}:team-a-undelivered-events`],
    Condition: { ArnLike: { 'aws:SourceArn': ruleArns } },
  });
});

test.each([
  [
    'machine',
    'team-a-drills-eu-west-1',
    'states.amazonaws.com',
    { StringEquals: { 'aws:SourceAccount': ACCOUNT }, ArnEquals: { 'aws:SourceArn': machineArn } },
    [{ Sid: 'AskManager', Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: [lambdaArn] }],
  ],
  [
    'start',
    'team-a-drill-start-eu-west-1',
    'events.amazonaws.com',
    { StringEquals: { 'aws:SourceAccount': ACCOUNT }, ArnLike: { 'aws:SourceArn': ruleArns } },
    [{ Sid: 'StartDrills', Effect: 'Allow', Action: ['states:StartExecution'], Resource: [machineReference] }],
  ],
])(
  'the role of the %s has one right, a boundary, and one service that may assume it',
  (id, name, Service, Condition, rights) => {
    const [, role] = ofDrills('aws_iam_role').find(([one]) => one.startsWith(`drills_${id}-role`)) ?? [];
    const [, policy] = ofDrills('aws_iam_role_policy').find(([one]) => one.startsWith(`drills_${id}-role`)) ?? [];
    expect(role).toMatchObject({ name, permissions_boundary: BOUNDARY });
    expect(statementsOf(role?.assume_role_policy)).toEqual([
      { Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole', Condition },
    ]);
    expect(statementsOf(policy?.policy)).toEqual(rights);
  },
);

test('the parameter of the deployment names the state machine only where there is one', () => {
  const machineOf = (json: StackJson) =>
    readParameter('it', String(resource(json, 'aws_ssm_parameter').insecure_value), undefined).drillMachine;
  expect(machineOf(stack)).toBe('team-a-drills');
  expect(machineOf(stackWith({ applications: ['season'] }))).toBeUndefined();
});

test('a paused schedule pauses the drills as well', () => {
  const paused = stackWith({ scheduleEnabled: false });
  const states = Object.values(paused.resource.aws_cloudwatch_event_rule ?? {})
    .filter(({ name }) => String(name).includes('.drill.'))
    .map(({ state }) => state);
  expect(states).toEqual(['DISABLED', 'DISABLED']);
});

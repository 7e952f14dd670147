import { deploymentOf } from '../../config/model/deployment';
import { readParameter } from '../../config/model/deployment-parameter';
import { AUDIT, ENVIRONMENT, EVENT_INPUT, eventTemplate, HOLDS } from '../../lambda-src/contract';
import { settingsWith } from '../settings-with';
import {
  ACCOUNT,
  ARN,
  actionsOf,
  type Resource,
  resource,
  resources,
  type StackJson,
  statementsOf,
  synthesize,
} from './synthesis';

const settings = settingsWith({
  name: 'team-a',
  snapshots: { applications: ['orders', 'payments.v2'], scheduleMinutes: 15, retention: { keepLast: 7 } },
  dashboard: { perApplication: false },
  notifications: { mailAddresses: ['ops@example.com', 'lead@example.com'] },
});
const synthesis = synthesize(settings);
const stack = synthesis.stacks.snapshots;
afterAll(() => synthesis.dispose());

/** The expression for an attribute of the one resource of a type whose id begins so. */
function reference(type: string, attribute: string, idStart = ''): string {
  const id = Object.keys(stack.resource[type] ?? {}).find((name) => name.startsWith(idStart));
  return `\${${type}.${id}.${attribute}}`;
}

describe('the function', () => {
  const lambda = resource(stack, 'aws_lambda_function');

  test('runs the zip of the artifacts stack on Node 22 and arm64', () => {
    expect(lambda).toMatchObject({
      function_name: 'team-a-manager',
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      s3_bucket: 'the-artifacts',
      s3_key: synthesis.stacks.artifacts.output['lambda-zip-key']?.value,
      memory_size: 256,
      timeout: 300,
      logging_config: { log_format: 'JSON' },
    });
  });

  test('is given each variable of the contract, and no other', () => {
    expect(lambda.environment).toEqual({
      variables: {
        [ENVIRONMENT.applications]: '["orders","payments.v2"]',
        [ENVIRONMENT.snapshotNamePrefix]: 'team-a.',
        [ENVIRONMENT.retention]: '{"keepLast":7}',
        [ENVIRONMENT.adoptReferenceSnapshots]: 'false',
        [ENVIRONMENT.auditTable]: reference('aws_dynamodb_table', 'name', 'audit'),
        [ENVIRONMENT.auditRetentionDays]: '400',
        [ENVIRONMENT.topicArn]: reference('aws_sns_topic', 'arn'),
        [ENVIRONMENT.holdsTable]: reference('aws_dynamodb_table', 'name', 'holds'),
        [ENVIRONMENT.notifications]: '{"policy":"changes","reminderHours":24,"stopsByAlarm":true}',
        [ENVIRONMENT.snapshotAgeMinutes]: '30',
        [ENVIRONMENT.passingStatusMinutes]: '30',
        [ENVIRONMENT.provenWithinDays]: '0',
        [ENVIRONMENT.schedule]: 'rate(15 minutes)',
        [ENVIRONMENT.quietHours]: 'null',
        [ENVIRONMENT.callsPerSecond]: '5',
        [ENVIRONMENT.snapshotQuota]: '1000',
        [ENVIRONMENT.eventBus]: 'default',
      },
    });
    const [{ variables }] = [lambda.environment].map((value) => ({ variables: {}, ...Object(value) }));
    expect(Object.keys(variables).sort()).toEqual(Object.values(ENVIRONMENT).sort());
  });

  test('comes after its log group and its rights', () => {
    expect(lambda.depends_on).toEqual([
      `aws_cloudwatch_log_group.${Object.keys(stack.resource.aws_cloudwatch_log_group ?? {})[0]}`,
      `aws_iam_role_policy.${Object.keys(stack.resource.aws_iam_role_policy ?? {})[0]}`,
    ]);
    expect(resource(stack, 'aws_cloudwatch_log_group')).toMatchObject({
      name: '/aws/lambda/team-a-manager',
      retention_in_days: 365,
    });
  });

  test('is repeated twice within an hour; what still failed goes to a queue', () => {
    expect(resource(stack, 'aws_lambda_function_event_invoke_config')).toMatchObject({
      maximum_retry_attempts: 2,
      maximum_event_age_in_seconds: 3600,
      destination_config: { on_failure: { destination: reference('aws_sqs_queue', 'arn', 'manager') } },
    });
  });

  test('may do this and nothing else', () => {
    const applications = ['orders', 'payments.v2'].map(
      (name) => `${ARN}:kinesisanalytics:eu-west-1:${ACCOUNT}:application/${name}`,
    );
    const statements = statementsOf(resource(stack, 'aws_iam_role_policy').policy);

    expect(statements.map((statement) => [statement.Effect, actionsOf(statement), statement.Resource])).toEqual([
      [
        'Allow',
        [
          'kinesisanalytics:CreateApplicationSnapshot',
          'kinesisanalytics:DeleteApplicationSnapshot',
          'kinesisanalytics:DescribeApplication',
          'kinesisanalytics:DescribeApplicationSnapshot',
          'kinesisanalytics:ListApplicationSnapshots',
        ],
        applications,
      ],
      [
        'Allow',
        ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
        [reference('aws_dynamodb_table', 'arn', 'audit')],
      ],
      [
        'Allow',
        ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
        [reference('aws_dynamodb_table', 'arn', 'holds')],
      ],
      ['Allow', ['sns:Publish'], [reference('aws_sns_topic', 'arn')]],
      ['Allow', ['kms:Decrypt', 'kms:GenerateDataKey'], [reference('aws_kms_key', 'arn')]],
      ['Allow', ['events:PutEvents'], [`${ARN}:events:eu-west-1:${ACCOUNT}:event-bus/default`]],
      ['Allow', ['sqs:SendMessage'], [reference('aws_sqs_queue', 'arn', 'manager')]],
      ['Allow', ['logs:CreateLogStream', 'logs:PutLogEvents'], [`${reference('aws_cloudwatch_log_group', 'arn')}:*`]],
    ]);
  });
});

describe('the schedule', () => {
  /** The rule that runs the manager, or its target: the others are about alarms. */
  const ofSchedule = (json: StackJson, type: 'rule' | 'target') =>
    resources(json, `aws_cloudwatch_event_${type}`).find(
      ({ schedule_expression, target_id }) => schedule_expression !== undefined || target_id === 'snapshot-manager',
    );

  test('runs the function every so many minutes', () => {
    expect(ofSchedule(stack, 'rule')).toMatchObject({
      name: 'team-a',
      schedule_expression: 'rate(15 minutes)',
      state: 'ENABLED',
    });
    expect(resource(stack, 'aws_lambda_permission')).toMatchObject({
      action: 'lambda:InvokeFunction',
      principal: 'events.amazonaws.com',
      source_arn: reference('aws_cloudwatch_event_rule', 'arn', 'schedule'),
    });
  });

  test('hands on the event’s own id and time, so that a retry is told from a new event', () => {
    expect(ofSchedule(stack, 'target')).toMatchObject({
      arn: reference('aws_lambda_function', 'arn'),
      input_transformer: { input_paths: EVENT_INPUT.paths, input_template: eventTemplate('rate(15 minutes)') },
    });
  });

  test('keeps what it could not deliver until the next event was due', () => {
    expect(ofSchedule(stack, 'target')).toMatchObject({
      retry_policy: { maximum_event_age_in_seconds: 900, maximum_retry_attempts: 185 },
      dead_letter_config: { arn: reference('aws_sqs_queue', 'arn', 'schedule') },
    });
  });

  test.each([
    [1, true, 'rate(1 minute)', 'ENABLED'],
    [1440, false, 'rate(1440 minutes)', 'DISABLED'],
  ])('every %i minutes, enabled: %s', (scheduleMinutes, scheduleEnabled, expression, state) => {
    const other = synthesize(settingsWith({ snapshots: { scheduleMinutes, scheduleEnabled } }));
    other.dispose();

    expect(ofSchedule(other.stacks.snapshots, 'rule')).toMatchObject({ schedule_expression: expression, state });
  });
});

describe('every queue', () => {
  const queues = resources(stack, 'aws_sqs_queue');

  test('has a name that says what waits in it', () => {
    expect(queues.map(({ name }) => name).sort()).toEqual(['team-a-failed-runs', 'team-a-undelivered-events']);
  });

  test.each(queues)('$name is encrypted by SQS itself and keeps messages for two weeks', (queue) => {
    expect(queue).toMatchObject({ sqs_managed_sse_enabled: true, message_retention_seconds: 1_209_600 });
    expect(queue).not.toHaveProperty('kms_master_key_id');
  });

  test('lets EventBridge send for this rule only, to the one queue', () => {
    const allowed = queues.flatMap(({ policy }) => statementsOf(policy).filter(({ Effect }) => Effect === 'Allow'));

    expect(allowed).toEqual([
      {
        Sid: 'ThisRuleSends',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: ['sqs:SendMessage'],
        Resource: [`${ARN}:sqs:eu-west-1:${ACCOUNT}:team-a-undelivered-events`],
        Condition: { ArnEquals: { 'aws:SourceArn': reference('aws_cloudwatch_event_rule', 'arn', 'schedule') } },
      },
    ]);
  });
});

test('the audit table has the reference system’s key, expires rows, and can be restored', () => {
  expect(table('team-a-audit')).toMatchObject({
    billing_mode: 'PAY_PER_REQUEST',
    hash_key: AUDIT.application,
    range_key: AUDIT.runId,
    attribute: [
      { name: AUDIT.application, type: 'S' },
      { name: AUDIT.runId, type: 'N' },
    ],
    ttl: { attribute_name: AUDIT.expiresAt, enabled: true },
    point_in_time_recovery: { enabled: true },
    server_side_encryption: { enabled: true },
  });
});

test('the table of holds and locks has a string as range key, expires rows, and can be restored', () => {
  expect(table('team-a-holds')).toMatchObject({
    billing_mode: 'PAY_PER_REQUEST',
    hash_key: HOLDS.application,
    range_key: HOLDS.item,
    attribute: [
      { name: HOLDS.application, type: 'S' },
      { name: HOLDS.item, type: 'S' },
    ],
    ttl: { attribute_name: HOLDS.expiresAt, enabled: true },
    point_in_time_recovery: { enabled: true },
    server_side_encryption: { enabled: true },
  });
});

function table(name: string): Resource | undefined {
  return resources(stack, 'aws_dynamodb_table').find((candidate) => candidate.name === name);
}

describe('deletion protection of the tables', () => {
  const tablesWith = (audit: object) => {
    const synthesis = synthesize(settingsWith({ audit }));
    synthesis.dispose();
    return resources(synthesis.stacks.snapshots, 'aws_dynamodb_table');
  };

  test('is left as it is where the settings say nothing', () => {
    for (const table of tablesWith({})) {
      expect(table.lifecycle).toEqual({ ignore_changes: ['deletion_protection_enabled'] });
      expect(table.deletion_protection_enabled).toBeUndefined();
    }
  });

  test.each([true, false])('is %s where the settings say so', (deletionProtection) => {
    for (const table of tablesWith({ deletionProtection })) {
      expect(table.lifecycle).toBeUndefined();
      expect(table.deletion_protection_enabled).toBe(deletionProtection);
    }
  });
});

describe('the topic', () => {
  test('has a key of its own that alarms and their ends may use', () => {
    expect(resource(stack, 'aws_sns_topic')).toMatchObject({
      name: 'team-a-notifications',
      kms_master_key_id: reference('aws_kms_key', 'arn'),
    });
    expect(resource(stack, 'aws_kms_key')).toMatchObject({ enable_key_rotation: true, deletion_window_in_days: 30 });
    expect(
      statementsOf(resource(stack, 'aws_kms_key').policy).map(({ Principal, Action, Condition }) => ({
        Principal,
        Action,
        Condition,
      })),
    ).toEqual([
      { Principal: { AWS: `${ARN}:iam::${ACCOUNT}:root` }, Action: ['kms:*'] },
      { Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: ['kms:Decrypt', 'kms:GenerateDataKey*'] },
      { Principal: { Service: 'events.amazonaws.com' }, Action: ['kms:Decrypt', 'kms:GenerateDataKey'] },
    ]);
  });

  test('takes messages from alarms of this account and from the rule on their ends only', () => {
    const statements = statementsOf(resource(stack, 'aws_sns_topic_policy').policy);

    expect(statements.filter(({ Effect }) => Effect === 'Allow')).toEqual([
      {
        Sid: 'AlarmsPublish',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: ['sns:Publish'],
        Resource: [reference('aws_sns_topic', 'arn')],
        Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
      },
      {
        Sid: 'EndsOfAlarmsPublish',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: ['sns:Publish'],
        Resource: [reference('aws_sns_topic', 'arn')],
        Condition: { ArnEquals: { 'aws:SourceArn': `${ARN}:events:eu-west-1:${ACCOUNT}:rule/team-a-alarm-ends` } },
      },
    ]);
  });

  test('mails to every address of the settings', () => {
    expect(
      resources(stack, 'aws_sns_topic_subscription').map(({ protocol, endpoint, topic_arn }) => [
        protocol,
        endpoint,
        topic_arn,
      ]),
    ).toEqual([
      ['email', 'lead@example.com', reference('aws_sns_topic', 'arn')],
      ['email', 'ops@example.com', reference('aws_sns_topic', 'arn')],
    ]);
  });
});

test('the outputs say what was made and where to look at it', () => {
  expect(Object.fromEntries(Object.entries(stack.output).map(([name, { value }]) => [name, value]))).toMatchObject({
    'topic-arn': reference('aws_sns_topic', 'arn'),
    'table-name': reference('aws_dynamodb_table', 'name', 'audit'),
    'holds-table-name': reference('aws_dynamodb_table', 'name', 'holds'),
    'function-name': reference('aws_lambda_function', 'function_name'),
    'dashboard-url':
      'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#dashboards/dashboard/team-a_dashboard',
    'manager-log-url':
      'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups/log-group/$252Faws$252Flambda$252Fteam-a-manager',
  });
});

describe('the parameter by which kda finds the deployment', () => {
  const parameter = resource(stack, 'aws_ssm_parameter');

  test('is named after the deployment, free of charge, and a plan shows it whole', () => {
    expect(parameter).toMatchObject({ name: '/kda-snapshots/team-a', type: 'String', tier: 'Standard' });
    expect(parameter).not.toHaveProperty('value');
    expect(String(parameter.insecure_value)).not.toMatch(/[$%]\{/);
  });

  test('says what the stack deploys', () => {
    const found = readParameter('/kda-snapshots/team-a', String(parameter.insecure_value), undefined);
    expect(found).toMatchObject(deploymentOf(settings));
    expect(resource(stack, 'aws_lambda_function').function_name).toBe(found.managerFunction);
    expect(resources(stack, 'aws_dynamodb_table').map(({ name }) => name)).toEqual([
      found.auditTable,
      found.holdsTable,
    ]);
    expect(resource(stack, 'aws_sns_topic').name).toBe(found.topic);
    expect(resources(stack, 'aws_sqs_queue').map(({ name }) => name)).toEqual(Object.values(found.queues));
    expect(resources(stack, 'aws_cloudwatch_event_rule').map(({ name }) => name)).toContain(found.rule);
    for (const { alarm_name: name } of resources(stack, 'aws_cloudwatch_metric_alarm')) {
      expect(String(name).startsWith(found.alarmNamePrefix)).toBe(true);
    }
  });

  test('is of the tier with a charge only if it has no room in the other', () => {
    const applications = Array.from({ length: 100 }, (_, index) => `orders-aggregation-eu-west-${index + 100}`);
    const large = synthesize(settingsWith({ snapshots: { applications } }));
    large.dispose();
    expect(resource(large.stacks.snapshots, 'aws_ssm_parameter').tier).toBe('Advanced');
  });
});

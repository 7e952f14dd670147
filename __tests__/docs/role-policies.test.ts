import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fitsPattern } from '../../lambda-src/snapshot-manager/domain/name-pattern';
import { decide, type PolicyRequest, policyStatements } from '../../local/cloud/identity/policy-evaluation';
import { settingsWith } from '../settings-with';
import { synthesize } from '../stacks/synthesis';

/** Actions that creating and reading a resource of a type need at least. */
const CALLS: Readonly<Record<string, { readonly create: string; readonly read: string }>> = {
  aws_cloudwatch_composite_alarm: { create: 'cloudwatch:PutCompositeAlarm', read: 'cloudwatch:DescribeAlarms' },
  aws_cloudwatch_dashboard: { create: 'cloudwatch:PutDashboard', read: 'cloudwatch:GetDashboard' },
  aws_cloudwatch_event_rule: { create: 'events:PutRule', read: 'events:DescribeRule' },
  aws_cloudwatch_event_target: { create: 'events:PutTargets', read: 'events:ListTargetsByRule' },
  aws_cloudwatch_log_group: { create: 'logs:CreateLogGroup', read: 'logs:DescribeLogGroups' },
  aws_cloudwatch_log_stream: { create: 'logs:CreateLogStream', read: 'logs:DescribeLogStreams' },
  aws_cloudwatch_metric_alarm: { create: 'cloudwatch:PutMetricAlarm', read: 'cloudwatch:DescribeAlarms' },
  aws_cloudwatch_query_definition: { create: 'logs:PutQueryDefinition', read: 'logs:DescribeQueryDefinitions' },
  aws_dynamodb_table: { create: 'dynamodb:CreateTable', read: 'dynamodb:DescribeTable' },
  aws_iam_role: { create: 'iam:CreateRole', read: 'iam:GetRole' },
  aws_iam_role_policy: { create: 'iam:PutRolePolicy', read: 'iam:GetRolePolicy' },
  aws_kinesisanalyticsv2_application: {
    create: 'kinesisanalytics:CreateApplication',
    read: 'kinesisanalytics:DescribeApplication',
  },
  aws_kms_alias: { create: 'kms:CreateAlias', read: 'kms:ListAliases' },
  aws_kms_key: { create: 'kms:CreateKey', read: 'kms:DescribeKey' },
  aws_lambda_function: { create: 'lambda:CreateFunction', read: 'lambda:GetFunction' },
  aws_lambda_function_event_invoke_config: {
    create: 'lambda:PutFunctionEventInvokeConfig',
    read: 'lambda:GetFunctionEventInvokeConfig',
  },
  aws_lambda_permission: { create: 'lambda:AddPermission', read: 'lambda:GetPolicy' },
  aws_s3_bucket: { create: 's3:CreateBucket', read: 's3:ListBucket' },
  aws_s3_bucket_lifecycle_configuration: {
    create: 's3:PutLifecycleConfiguration',
    read: 's3:GetLifecycleConfiguration',
  },
  aws_s3_bucket_ownership_controls: { create: 's3:PutBucketOwnershipControls', read: 's3:GetBucketOwnershipControls' },
  aws_s3_bucket_policy: { create: 's3:PutBucketPolicy', read: 's3:GetBucketPolicy' },
  aws_s3_bucket_public_access_block: { create: 's3:PutBucketPublicAccessBlock', read: 's3:GetBucketPublicAccessBlock' },
  aws_s3_bucket_server_side_encryption_configuration: {
    create: 's3:PutEncryptionConfiguration',
    read: 's3:GetEncryptionConfiguration',
  },
  aws_s3_bucket_versioning: { create: 's3:PutBucketVersioning', read: 's3:GetBucketVersioning' },
  aws_s3_object: { create: 's3:PutObject', read: 's3:GetObject' },
  // The copy is written with PutObject, and its source read with what reads an object.
  aws_s3_object_copy: { create: 's3:PutObject', read: 's3:GetObject' },
  aws_sfn_state_machine: { create: 'states:CreateStateMachine', read: 'states:DescribeStateMachine' },
  aws_sns_topic: { create: 'sns:CreateTopic', read: 'sns:GetTopicAttributes' },
  aws_sns_topic_policy: { create: 'sns:SetTopicAttributes', read: 'sns:GetTopicAttributes' },
  aws_sns_topic_subscription: { create: 'sns:Subscribe', read: 'sns:GetSubscriptionAttributes' },
  aws_sqs_queue: { create: 'sqs:CreateQueue', read: 'sqs:GetQueueAttributes' },
  aws_ssm_parameter: { create: 'ssm:PutParameter', read: 'ssm:GetParameter' },
};

/** Tagging, of the services whose calls for it are named so. */
const tagged = (service: string) => [`${service}:TagResource`, `${service}:UntagResource`];

/**
 * Calls by which provider 5.100.0 changes a resource of a type in place, deletes it, or takes back a part of it: every
 * one that its update and delete functions (`internal/service/*`) can make for attributes that the stacks write.
 */
const CHANGES: Readonly<Record<string, readonly string[]>> = {
  aws_cloudwatch_composite_alarm: ['cloudwatch:PutCompositeAlarm', 'cloudwatch:DeleteAlarms', ...tagged('cloudwatch')],
  aws_cloudwatch_dashboard: ['cloudwatch:PutDashboard', 'cloudwatch:DeleteDashboards'],
  aws_cloudwatch_event_rule: ['events:PutRule', 'events:DeleteRule', ...tagged('events')],
  aws_cloudwatch_event_target: ['events:PutTargets', 'events:RemoveTargets'],
  aws_cloudwatch_log_group: [
    ...['logs:PutRetentionPolicy', 'logs:DeleteRetentionPolicy', 'logs:AssociateKmsKey', 'logs:DisassociateKmsKey'],
    ...['logs:DeleteLogGroup', ...tagged('logs')],
  ],
  aws_cloudwatch_log_stream: ['logs:DeleteLogStream'],
  aws_cloudwatch_metric_alarm: ['cloudwatch:PutMetricAlarm', 'cloudwatch:DeleteAlarms', ...tagged('cloudwatch')],
  aws_cloudwatch_query_definition: ['logs:PutQueryDefinition', 'logs:DeleteQueryDefinition'],
  aws_dynamodb_table: [
    ...['dynamodb:UpdateTable', 'dynamodb:UpdateTimeToLive', 'dynamodb:UpdateContinuousBackups'],
    ...['dynamodb:DeleteTable', ...tagged('dynamodb')],
  ],
  // The permissions boundary is changed by the statements of docs/security.md, which take the place of `Roles`.
  aws_iam_role: [
    ...['iam:UpdateAssumeRolePolicy', 'iam:UpdateRoleDescription', 'iam:UpdateRole', 'iam:TagRole', 'iam:UntagRole'],
    ...['iam:ListInstanceProfilesForRole', 'iam:DeleteRole'],
  ],
  aws_iam_role_policy: ['iam:PutRolePolicy', 'iam:DeleteRolePolicy'],
  aws_kinesisanalyticsv2_application: [
    ...['kinesisanalytics:UpdateApplication', 'kinesisanalytics:AddApplicationCloudWatchLoggingOption'],
    ...['kinesisanalytics:DeleteApplicationCloudWatchLoggingOption', 'kinesisanalytics:AddApplicationVpcConfiguration'],
    ...['kinesisanalytics:DeleteApplicationVpcConfiguration', 'kinesisanalytics:DeleteApplication'],
    ...tagged('kinesisanalytics'),
  ],
  aws_kms_alias: ['kms:UpdateAlias', 'kms:DeleteAlias'],
  aws_kms_key: [
    ...['kms:UpdateKeyDescription', 'kms:PutKeyPolicy', 'kms:EnableKeyRotation', 'kms:ScheduleKeyDeletion'],
    ...tagged('kms'),
  ],
  aws_lambda_function: [
    ...['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration', 'lambda:PutFunctionConcurrency'],
    ...['lambda:DeleteFunctionConcurrency', 'lambda:DeleteFunction', ...tagged('lambda')],
  ],
  aws_lambda_function_event_invoke_config: [
    ...['lambda:PutFunctionEventInvokeConfig', 'lambda:DeleteFunctionEventInvokeConfig'],
  ],
  aws_lambda_permission: ['lambda:AddPermission', 'lambda:RemovePermission'],
  aws_s3_bucket: ['s3:PutBucketTagging', 's3:DeleteBucket', 's3:ListBucketVersions', 's3:DeleteObjectVersion'],
  aws_s3_bucket_lifecycle_configuration: ['s3:PutLifecycleConfiguration'],
  aws_s3_bucket_ownership_controls: ['s3:PutBucketOwnershipControls'],
  aws_s3_bucket_policy: ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'],
  aws_s3_bucket_public_access_block: ['s3:PutBucketPublicAccessBlock'],
  aws_s3_bucket_server_side_encryption_configuration: ['s3:PutEncryptionConfiguration'],
  aws_s3_bucket_versioning: ['s3:PutBucketVersioning'],
  aws_s3_object: ['s3:PutObject', 's3:PutObjectTagging', 's3:DeleteObject', 's3:DeleteObjectVersion'],
  aws_s3_object_copy: ['s3:PutObject', 's3:PutObjectTagging', 's3:DeleteObject', 's3:DeleteObjectVersion'],
  aws_sfn_state_machine: ['states:UpdateStateMachine', 'states:DeleteStateMachine', ...tagged('states')],
  aws_sns_topic: ['sns:SetTopicAttributes', 'sns:DeleteTopic', ...tagged('sns')],
  aws_sns_topic_policy: ['sns:SetTopicAttributes'],
  aws_sns_topic_subscription: ['sns:SetSubscriptionAttributes', 'sns:Unsubscribe'],
  aws_sqs_queue: ['sqs:SetQueueAttributes', 'sqs:DeleteQueue', 'sqs:TagQueue', 'sqs:UntagQueue'],
  aws_ssm_parameter: [
    ...['ssm:PutParameter', 'ssm:DeleteParameter', 'ssm:AddTagsToResource', 'ssm:RemoveTagsFromResource'],
  ],
};

/** The ARN of a resource whose name is known before it is made, as the policies of docs/ write it. */
const ARNS: Readonly<Record<string, (name: string) => string>> = {
  aws_cloudwatch_composite_alarm: (name) => `arn:aws:cloudwatch:REGION:ACCOUNT:alarm:${name}`,
  aws_cloudwatch_dashboard: (name) => `arn:aws:cloudwatch::ACCOUNT:dashboard/${name}`,
  aws_cloudwatch_event_rule: (name) => `arn:aws:events:REGION:ACCOUNT:rule/${name}`,
  aws_cloudwatch_log_group: (name) => `arn:aws:logs:REGION:ACCOUNT:log-group:${name}`,
  aws_cloudwatch_metric_alarm: (name) => `arn:aws:cloudwatch:REGION:ACCOUNT:alarm:${name}`,
  aws_dynamodb_table: (name) => `arn:aws:dynamodb:REGION:ACCOUNT:table/${name}`,
  aws_iam_role: (name) => `arn:aws:iam::ACCOUNT:role/${name}`,
  aws_kinesisanalyticsv2_application: (name) => `arn:aws:kinesisanalytics:REGION:ACCOUNT:application/${name}`,
  aws_kms_alias: (name) => `arn:aws:kms:REGION:ACCOUNT:${name}`,
  aws_lambda_function: (name) => `arn:aws:lambda:REGION:ACCOUNT:function:${name}`,
  aws_s3_bucket: (name) => `arn:aws:s3:::${name}`,
  aws_sfn_state_machine: (name) => `arn:aws:states:REGION:ACCOUNT:stateMachine:${name}`,
  aws_sns_topic: (name) => `arn:aws:sns:REGION:ACCOUNT:${name}`,
  aws_sqs_queue: (name) => `arn:aws:sqs:REGION:ACCOUNT:${name}`,
  aws_ssm_parameter: (name) => `arn:aws:ssm:REGION:ACCOUNT:parameter${name}`,
};

const synthesis = synthesize(
  settingsWith({
    security: { keys: 'managed' },
    notifications: { mailAddresses: ['ops@example.com'] },
    snapshots: {
      applications: [
        { name: 'kda-snapshot-demo', drill: { window: '04:00-04:30', days: ['SUN'] } },
        { prefix: 'team-a-' },
      ],
    },
  }),
);
synthesis.dispose();
const types = [...new Set(Object.values(synthesis.stacks).flatMap(({ resource }) => Object.keys(resource)))].filter(
  // Built into Terraform: nothing is called for it.
  (type) => type !== 'terraform_data',
);

const named = Object.values(synthesis.stacks).flatMap(({ resource }) =>
  Object.entries(resource).flatMap(([type, byId]) =>
    type in ARNS ? Object.values(byId).map((attributes) => ({ type, name: nameOf(attributes) })) : [],
  ),
);

function nameOf(attributes: Readonly<Record<string, unknown>>): string {
  const spelled = ['alarm_name', 'dashboard_name', 'function_name', 'bucket', 'name'].map((each) => attributes[each]);
  return String(spelled.find((each) => each !== undefined));
}

/** The statements of a policy of docs/, with the words in capitals filled in that the settings here say. */
function statementsOf(file: string): DocumentStatement[] {
  const text = readFileSync(join(__dirname, '../../docs', file), 'utf8')
    .replaceAll('ARTIFACTS_BUCKET', 'the-artifacts')
    .replaceAll('APPLICATION', 'kda-snapshot-demo');
  const policy: { Statement: (Omit<DocumentStatement, 'Resource'> & { Resource: string | string[] })[] } =
    JSON.parse(text);
  return policy.Statement.map((statement) => ({ ...statement, Resource: [statement.Resource].flat() }));
}

interface DocumentStatement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: unknown;
}

/** The actions that a policy of docs/ allows, in IAM's own wildcards. */
function allowedBy(file: string): string[] {
  return statementsOf(file)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action }) => Action);
}

function isAllowed(action: string, allowed: readonly string[]): boolean {
  return allowed.some((each) => fitsPattern(action, each));
}

/** True if the action is allowed on that resource; conditions are assumed to hold. */
function isAllowedOn(action: string, arn: string, statements: readonly DocumentStatement[]): boolean {
  return statements.some(
    ({ Action, Resource }) =>
      isAllowed(action, Action) && Resource.some((pattern) => pattern === arn || fitsPattern(arn, pattern)),
  );
}

test('it is known of every kind of resource in the stacks what creating and reading it takes', () => {
  expect(types.filter((type) => !(type in CALLS))).toEqual([]);
  expect(types.length).toBeGreaterThan(20);
});

test.each([
  ['deployer-policy.json', 'create'],
  ['deployer-policy.json', 'read'],
  ['plan-role-policy.json', 'read'],
] as const)('who has docs/%s may %s every kind of resource that the stacks have', (file, what) => {
  const allowed = allowedBy(file);
  expect(types.filter((type) => !isAllowed(CALLS[type]?.[what] ?? '', allowed))).toEqual([]);
});

test('it is known of every kind of resource in the stacks what changing and deleting it takes', () => {
  expect(types.filter((type) => !(type in CHANGES))).toEqual([]);
});

test('who deploys may change and delete every kind of resource that the stacks have', () => {
  const allowed = allowedBy('deployer-policy.json');
  expect(types.flatMap((type) => CHANGES[type] ?? []).filter((action) => !isAllowed(action, allowed))).toEqual([]);
});

test('who deploys may change and delete each resource by its name', () => {
  const statements = statementsOf('deployer-policy.json');
  const refused = named.flatMap(({ type, name }) =>
    (CHANGES[type] ?? [])
      .filter((action) => !isAllowedOn(action, ARNS[type]?.(name) ?? '', statements))
      .map((action) => `${action} ${name}`),
  );
  expect(refused).toEqual([]);
});

test('who plans may create, change and delete nothing', () => {
  const allowed = allowedBy('plan-role-policy.json');
  expect(types.filter((type) => isAllowed(CALLS[type]?.create ?? '', allowed))).toEqual([]);
  const changes = types.flatMap((type) => CHANGES[type] ?? []);
  expect(changes.filter((action) => isAllowed(action, allowed) && !/:List/.test(action))).toEqual([]);
});

test.each([
  ['deployer-policy.json', 'create'],
  ['deployer-policy.json', 'read'],
  ['plan-role-policy.json', 'read'],
] as const)('docs/%s lets one %s each resource by its name', (file, what) => {
  const statements = statementsOf(file);
  const refused = named.filter(
    ({ type, name }) => !isAllowedOn(CALLS[type]?.[what] ?? '', ARNS[type]?.(name) ?? '', statements),
  );
  expect(named.length).toBeGreaterThan(40);
  expect(refused).toEqual([]);
});

test('who deploys may make nothing of another name, but composite alarms', () => {
  const statements = policyStatements(JSON.stringify({ Statement: statementsOf('deployer-policy.json') }));
  const others = Object.entries(ARNS).filter(([type, arn]) => {
    const resource = arn(type === 'aws_kms_alias' ? 'alias/orders' : 'orders');
    return decide(statements, { action: CALLS[type]?.create ?? '', resource, context: {} }) === 'allowed';
  });
  expect(others.map(([type]) => type)).toEqual(['aws_cloudwatch_composite_alarm']);
});

test.each([
  [
    'deployer-policy.json',
    [
      ...['cloudwatch:DescribeAlarms', 'cloudwatch:GetMetricData', 'cloudwatch:PutCompositeAlarm'],
      ...[
        'kinesisanalytics:CreateApplication',
        'kinesisanalytics:ListApplications',
        'kms:CreateKey',
        'kms:ListAliases',
        'logs:DeleteQueryDefinition',
        'logs:DescribeLogGroups',
      ],
      ...['logs:DescribeQueryDefinitions', 'logs:PutQueryDefinition', 'ssm:DescribeParameters'],
    ],
  ],
  [
    'plan-role-policy.json',
    [
      ...['cloudwatch:DescribeAlarms', 'kms:ListAliases', 'logs:DescribeLogGroups', 'logs:DescribeQueryDefinitions'],
      'ssm:DescribeParameters',
    ],
  ],
])('docs/%s allows only these on everything', (file, actions) => {
  const onAll = statementsOf(file).filter(({ Resource }) => Resource.includes('*'));
  expect(onAll.flatMap(({ Action }) => Action).sort()).toEqual(actions);
});

describe('who deploys', () => {
  const statements = statementsOf('deployer-policy.json');
  const withAction = (action: string) => statements.filter(({ Action }) => Action.includes(action));
  const deployment = JSON.parse(JSON.stringify(synthesis.stacks.snapshots.provider)).aws[0].default_tags[0].tags
    .deployment;
  const ours = { StringEquals: { 'aws:ResourceTag/deployment': deployment } };
  const tagsOurs = {
    StringEquals: { 'aws:RequestTag/deployment': deployment },
    Null: { 'aws:ResourceTag/deployment': 'true', 'kms:ResourceAliases': 'true' },
  };
  const justMade = { Null: { 'aws:ResourceTag/deployment': 'true', 'kms:ResourceAliases': 'true' } };

  test('makes keys with the deployment’s tag only', () => {
    expect(withAction('kms:CreateKey').map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { 'aws:RequestTag/deployment': deployment } },
    ]);
  });

  test.each([
    ['kms:ScheduleKeyDeletion', [ours]],
    ['kms:CancelKeyDeletion', [ours]],
    ['kms:UntagResource', [ours]],
    ['kms:UpdateKeyDescription', [ours]],
    ['kms:PutKeyPolicy', [ours]],
    // CreateKey with tags asks for it as well, when the key has none yet.
    ['kms:TagResource', [tagsOurs, ours]],
    // A new key's tag takes minutes to count.
    ['kms:EnableKeyRotation', [justMade, ours]],
  ])('may %s on keys with its tag, or that are just being made', (action, conditions) => {
    expect(withAction(action).map(({ Condition }) => Condition)).toEqual(conditions);
  });

  const APPLICATION = 'arn:aws:kinesisanalytics:REGION:ACCOUNT:application/';
  const KEY = 'arn:aws:kms:REGION:ACCOUNT:key/1';
  const policy = policyStatements(readFileSync(join(__dirname, '../../docs/deployer-policy.json'), 'utf8'));
  const mayOn = (action: string, resource: string, context: PolicyRequest['context']) =>
    decide(policy, { action, resource, context }) === 'allowed';
  const tag = { 'aws:ResourceTag/deployment': deployment };

  test.each<[string, string, PolicyRequest['context'], boolean]>([
    ['make a key with the tag', 'kms:CreateKey', { 'aws:RequestTag/deployment': deployment }, true],
    ['make a key without it', 'kms:CreateKey', {}, false],
    ['tag a key while it is made', 'kms:TagResource', { 'aws:RequestTag/deployment': deployment }, true],
    ['rotate a key just made', 'kms:EnableKeyRotation', {}, true],
    ['give an alias to a key just made', 'kms:CreateAlias', {}, true],
    ['write the policy of its key', 'kms:PutKeyPolicy', tag, true],
    ['write the policy of a key with neither tag nor alias', 'kms:PutKeyPolicy', {}, false],
    ['write the policy of another’s key', 'kms:PutKeyPolicy', { 'aws:ResourceTag/deployment': 'orders' }, false],
    ['delete a key with neither tag nor alias', 'kms:ScheduleKeyDeletion', {}, false],
    ['put tags of its own on such a key', 'kms:TagResource', { 'aws:RequestTag/owner': 'me' }, false],
    [
      ...(['tag a key with an alias', 'kms:TagResource'] as const),
      { 'aws:RequestTag/deployment': deployment, 'kms:ResourceAliases': ['alias/orders'] },
      false,
    ],
    [
      ...(['tag another’s key', 'kms:TagResource'] as const),
      { 'aws:RequestTag/deployment': deployment, 'aws:ResourceTag/deployment': 'orders' },
      false,
    ],
  ])('may or may not %s', (_what, action, context, allowed) => {
    expect(mayOn(action, action === 'kms:CreateKey' ? '*' : KEY, context)).toBe(allowed);
  });

  // AWS lists no resource type for CreateApplication, so it may be judged on "*" or on the application's ARN.
  test.each<[string, string, PolicyRequest['context'], boolean]>([
    ['with its tag, judged on everything', '*', { 'aws:RequestTag/deployment': deployment }, true],
    [
      'with its tag, judged on the name',
      `${APPLICATION}APPLICATION`,
      { 'aws:RequestTag/deployment': deployment },
      true,
    ],
    ['without a tag', '*', {}, false],
    ['with another deployment’s tag', '*', { 'aws:RequestTag/deployment': 'orders' }, false],
    ['of another name, without a tag', `${APPLICATION}orders`, {}, false],
  ])('may or may not make an application %s', (_case, resource, context, allowed) => {
    expect(mayOn('kinesisanalytics:CreateApplication', resource, context)).toBe(allowed);
  });

  test.each(['kinesisanalytics:DeleteApplication', 'kinesisanalytics:UpdateApplication'])(
    'may not %s of another name, whatever its tag',
    (action) => {
      expect(mayOn(action, `${APPLICATION}orders`, tag)).toBe(false);
    },
  );

  test('may write alarms that begin with the deployment’s name and a slash, and no alarm of another', () => {
    const may = (alarm: string) =>
      isAllowedOn('cloudwatch:DeleteAlarms', `arn:aws:cloudwatch:REGION:ACCOUNT:alarm:${alarm}`, statements);
    expect([may(`${deployment}/orders/cpu`), may(`${deployment}-eu/orders/cpu`), may('cpu')]).toEqual([
      ...[true, false, false],
    ]);
  });
});

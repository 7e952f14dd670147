import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsWith } from '../settings-with';
import { synthesize } from '../stacks/synthesis';

/** What creating and what reading a resource of a type takes, at the least. */
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
  aws_sns_topic: { create: 'sns:CreateTopic', read: 'sns:GetTopicAttributes' },
  aws_sns_topic_policy: { create: 'sns:SetTopicAttributes', read: 'sns:GetTopicAttributes' },
  aws_sns_topic_subscription: { create: 'sns:Subscribe', read: 'sns:GetSubscriptionAttributes' },
  aws_sqs_queue: { create: 'sqs:CreateQueue', read: 'sqs:GetQueueAttributes' },
};

const synthesis = synthesize(
  settingsWith({
    notifications: { mailAddresses: ['ops@example.com'] },
    snapshots: { applications: ['kda-snapshot-demo', { prefix: 'team-a-' }] },
  }),
);
synthesis.dispose();
const types = [...new Set(Object.values(synthesis.stacks).flatMap(({ resource }) => Object.keys(resource)))];

/** The actions that a policy of docs/ allows, in IAM's own wildcards. */
function allowedBy(file: string): string[] {
  const policy: { Statement: { Effect: string; Action: string[] }[] } = JSON.parse(
    readFileSync(join(__dirname, '../../docs', file), 'utf8'),
  );
  return policy.Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action);
}

function isAllowed(action: string, allowed: readonly string[]): boolean {
  return allowed.some((each) => each === action || (each.endsWith('*') && action.startsWith(each.slice(0, -1))));
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

test('who plans may create nothing', () => {
  const allowed = allowedBy('plan-role-policy.json');
  expect(types.filter((type) => isAllowed(CALLS[type]?.create ?? '', allowed))).toEqual([]);
});

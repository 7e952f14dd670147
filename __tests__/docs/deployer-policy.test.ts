import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsWith, synthesize } from '../stacks/synthesis';

const policy: { Statement: { Effect: string; Action: string[] }[] } = JSON.parse(
  readFileSync(join(__dirname, '../../docs/deployer-policy.json'), 'utf8'),
);
const allowed = policy.Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action);

/** What creating a resource of a type takes, at the least. */
const CREATED_BY: Readonly<Record<string, string>> = {
  aws_cloudwatch_composite_alarm: 'cloudwatch:PutCompositeAlarm',
  aws_cloudwatch_dashboard: 'cloudwatch:PutDashboard',
  aws_cloudwatch_event_rule: 'events:PutRule',
  aws_cloudwatch_event_target: 'events:PutTargets',
  aws_cloudwatch_log_group: 'logs:CreateLogGroup',
  aws_cloudwatch_log_stream: 'logs:CreateLogStream',
  aws_cloudwatch_metric_alarm: 'cloudwatch:PutMetricAlarm',
  aws_cloudwatch_query_definition: 'logs:PutQueryDefinition',
  aws_dynamodb_table: 'dynamodb:CreateTable',
  aws_iam_role: 'iam:CreateRole',
  aws_iam_role_policy: 'iam:PutRolePolicy',
  aws_kinesisanalyticsv2_application: 'kinesisanalytics:CreateApplication',
  aws_kms_alias: 'kms:CreateAlias',
  aws_kms_key: 'kms:CreateKey',
  aws_lambda_function: 'lambda:CreateFunction',
  aws_lambda_function_event_invoke_config: 'lambda:PutFunctionEventInvokeConfig',
  aws_lambda_permission: 'lambda:AddPermission',
  aws_s3_bucket: 's3:CreateBucket',
  aws_s3_bucket_lifecycle_configuration: 's3:PutLifecycleConfiguration',
  aws_s3_bucket_ownership_controls: 's3:PutBucketOwnershipControls',
  aws_s3_bucket_policy: 's3:PutBucketPolicy',
  aws_s3_bucket_public_access_block: 's3:PutBucketPublicAccessBlock',
  aws_s3_bucket_server_side_encryption_configuration: 's3:PutEncryptionConfiguration',
  aws_s3_bucket_versioning: 's3:PutBucketVersioning',
  aws_s3_object: 's3:PutObject',
  aws_sns_topic: 'sns:CreateTopic',
  aws_sns_topic_policy: 'sns:SetTopicAttributes',
  aws_sns_topic_subscription: 'sns:Subscribe',
  aws_sqs_queue: 'sqs:CreateQueue',
};

test('who has the deployer’s policy may create every kind of resource that the stacks have', () => {
  const synthesis = synthesize(
    settingsWith({
      notifications: { mailAddresses: ['ops@example.com'] },
      snapshots: { applications: ['kda-snapshot-demo', { prefix: 'team-a-' }] },
    }),
  );
  synthesis.dispose();
  const types = new Set(Object.values(synthesis.stacks).flatMap(({ resource }) => Object.keys(resource)));

  expect([...types].filter((type) => !(type in CREATED_BY))).toEqual([]);
  for (const type of types) {
    const action = CREATED_BY[type] ?? '';
    const isAllowed = allowed.some((each) => each === action || each === `${action.split(':')[0]}:*`);
    expect({ type, action, isAllowed }).toEqual({ type, action, isAllowed: true });
  }
});

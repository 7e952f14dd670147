import type { ResourceChange } from '../src/plan';
import { unchanged } from './plan-of';

const AWS = 'arn:aws';
const ACCOUNT = 'eu-west-1:000000000000';
export const arnOf = (service: string, rest: string) => `${AWS}:${service}:${ACCOUNT}:${rest}`;
const roleArn = (name: string) => `${AWS}:iam::000000000000:role/${name}`;
export const MANAGER = arnOf('lambda', 'function:manager');
export const TOPIC = arnOf('sns', 'alerts');

export const policyText = (...actions: string[]) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: arnOf('kinesisanalytics', 'application/orders') }],
  });
export const TAKES = policyText('kinesisanalytics:CreateApplicationSnapshot', 'kinesisanalytics:DescribeApplication');
export const READS = policyText('kinesisanalytics:DescribeApplication');

export const VARIABLES = {
  APPLICATIONS: '["orders"]',
  SNAPSHOT_NAME_PREFIX: 'kda.',
  RETENTION: '{"keepLast":10}',
  ADOPT_REFERENCE_SNAPSHOTS: 'false',
  AUDIT_TABLE: 'audit',
  AUDIT_RETENTION_DAYS: '400',
  TOPIC_ARN: TOPIC,
  HOLDS_TABLE: 'holds',
  NOTIFICATIONS: '{"policy":"changes","reminderHours":24}',
  SNAPSHOT_AGE_MINUTES: '30',
  PASSING_STATUS_MINUTES: '30',
  PROVEN_WITHIN_DAYS: '0',
  SCHEDULE: 'rate(10 minutes)',
  QUIET_HOURS: 'null',
  CALLS_PER_SECOND: '2',
  SNAPSHOT_QUOTA: '1000',
};

const ALARM = { alarm_name: 'orders/downtime', alarm_actions: [TOPIC], actions_enabled: true };

/** One resource of each type that snapshots depend on, linked with each other. A test changes one attribute. */
const RESOURCES: Readonly<Record<string, object>> = {
  aws_kinesisanalyticsv2_application: {
    name: 'orders',
    status: 'RUNNING',
    runtime_environment: 'FLINK-1_20',
    service_execution_role: roleArn('flink'),
    application_configuration: [
      {
        application_snapshot_configuration: [{ snapshots_enabled: true }],
        application_code_configuration: [
          { code_content: [{ s3_content_location: [{ bucket_arn: 'arn:aws:s3:::code', file_key: 'a.jar' }] }] },
        ],
      },
    ],
  },
  aws_kinesisanalyticsv2_application_snapshot: { application_name: 'orders', snapshot_name: 'first' },
  aws_cloudwatch_event_rule: {
    name: 'every',
    arn: arnOf('events', 'rule/every'),
    state: 'ENABLED',
    is_enabled: true,
    schedule_expression: 'rate(10 minutes)',
  },
  aws_cloudwatch_event_target: { rule: 'every', target_id: 'it', arn: MANAGER },
  aws_scheduler_schedule: {
    name: 'nightly',
    state: 'ENABLED',
    schedule_expression: 'rate(1 hour)',
    target: [{ arn: MANAGER, role_arn: roleArn('scheduler') }],
  },
  aws_lambda_function: {
    function_name: 'manager',
    arn: MANAGER,
    role: roleArn('manager'),
    timeout: 300,
    environment: [{ variables: VARIABLES }],
  },
  aws_lambda_function_event_invoke_config: { function_name: 'manager' },
  aws_sfn_state_machine: { name: 'drills', role_arn: roleArn('drills'), type: 'STANDARD', definition: '{}' },
  aws_lambda_permission: { function_name: 'manager', principal: 'events.amazonaws.com' },
  aws_iam_role: { name: 'manager', arn: roleArn('manager') },
  aws_iam_role_policy: { name: 'manage', role: 'manager', policy: READS },
  aws_iam_policy: { name: 'shared', arn: `${AWS}:iam::000000000000:policy/shared`, policy: READS },
  aws_iam_role_policy_attachment: { role: 'manager', policy_arn: `${AWS}:iam::000000000000:policy/shared` },
  aws_dynamodb_table: { name: 'audit', point_in_time_recovery: [{ enabled: true }] },
  aws_sns_topic: { name: 'alerts', arn: TOPIC },
  aws_sns_topic_policy: { arn: TOPIC },
  aws_sns_topic_subscription: { topic_arn: TOPIC, protocol: 'sqs', endpoint: arnOf('sqs', 'pager') },
  aws_cloudwatch_metric_alarm: ALARM,
  aws_cloudwatch_composite_alarm: { ...ALARM, alarm_name: 'orders' },
  aws_s3_bucket: { bucket: 'code' },
  aws_s3_bucket_versioning: { bucket: 'code', versioning_configuration: [{ status: 'Enabled' }] },
  aws_s3_bucket_lifecycle_configuration: { bucket: 'code', rule: [{ id: 'it', status: 'Enabled' }] },
  aws_s3_bucket_policy: { bucket: 'code' },
  aws_s3_bucket_public_access_block: { bucket: 'code' },
  aws_s3_bucket_ownership_controls: { bucket: 'code' },
  aws_s3_bucket_server_side_encryption_configuration: { bucket: 'code' },
  aws_s3_object: { bucket: 'code', key: 'a.jar' },
  aws_s3_object_copy: { bucket: 'code', key: 'a.jar', source: 'code/b.jar' },
  aws_sqs_queue: { name: 'failed', arn: arnOf('sqs', 'failed') },
  aws_sqs_queue_policy: { queue_url: 'https://sqs/failed' },
  aws_kms_key: { key_id: 'it', is_enabled: true },
  aws_kms_alias: { name: 'alias/it', target_key_id: 'it' },
  aws_cloudwatch_log_group: { name: '/aws/kinesis-analytics/orders' },
  aws_cloudwatch_log_stream: { name: 'flink', log_group_name: '/aws/kinesis-analytics/orders' },
};

/** Attributes of the resource of a type. */
export function attributesOf(type: string): object {
  const rights = ['aws_iam_role_policy', 'aws_iam_policy'].includes(type) ? { policy: TAKES } : {};
  return { ...RESOURCES[type], ...rights };
}

/** All resources but that of one type, unchanged. That one contains the right to take snapshots if its type can. */
export function worldWithout(type: string): readonly ResourceChange[] {
  const known = WORLDS.get(type);
  if (known !== undefined) return known;
  const world = makeWorldWithout(type);
  WORLDS.set(type, world);
  return world;
}

const WORLDS = new Map<string, readonly ResourceChange[]>();

function makeWorldWithout(type: string): readonly ResourceChange[] {
  const isInShared = type === 'aws_iam_role_policy_attachment';
  const isElsewhere = ![
    'aws_iam_role',
    'aws_iam_role_policy',
    'aws_iam_policy',
    'aws_iam_role_policy_attachment',
  ].includes(type);
  return Object.keys(RESOURCES)
    .filter((other) => other !== type)
    .map((other) => {
      const takes = (other === 'aws_iam_policy' && isInShared) || (other === 'aws_iam_role_policy' && isElsewhere);
      return unchanged(other, { ...RESOURCES[other], ...(takes ? { policy: TAKES } : {}) });
    });
}

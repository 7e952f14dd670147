/** A value as the JSON of a stack has it. */
export type Value = unknown;

type Change = (value: Value) => Value;

const text = (value: Value) => `${String(value)} (changed)`;
const to = (value: Value) => () => value;
const plusOne = (value: Value) => Number(value) + 1;
const not = (value: Value) => !value;
/** One of two values: whichever it is not. */
const other = (one: Value, two: Value) => (value: Value) => (value === one ? two : one);

/** A policy or a dashboard in JSON, one member more. */
function withMember(name: string, member: Value): Change {
  return (value) => JSON.stringify({ ...JSON.parse(String(value)), [name]: member });
}

/** A policy with a statement more, which denies what nobody does. */
const deniedMore: Change = (value) => {
  const policy: { readonly Statement: readonly object[] } = JSON.parse(String(value));
  const { Resource, ...first }: { readonly Resource?: Value } = policy.Statement[0] ?? {};
  const more = { ...first, Sid: 'Changed', Effect: 'Deny', ...(Resource === undefined ? {} : { Resource }) };
  return JSON.stringify({ ...policy, Statement: [...policy.Statement, more] });
};

/** Begin as the deployment's do, so that the policies are judged as for a change of the stacks; nothing is there. */
const ROLE = 'arn:aws:iam::000000000000:role/kda-snapshots-changed';
const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:kda-snapshots-changed';

/** Takes the block away in which the attribute stands. */
const WITHOUT_ITS_BLOCK: Change = () => undefined;

/** Changes in place of each attribute that the stacks write, by type and path; without indexes of blocks. */
export const CHANGES: Readonly<Record<string, Readonly<Record<string, Change>>>> = {
  aws_cloudwatch_composite_alarm: {
    alarm_actions: to([]),
    alarm_description: text,
    alarm_rule: (rule) => `(${String(rule)})`,
  },
  aws_cloudwatch_dashboard: { dashboard_body: withMember('periodOverride', 'auto') },
  aws_cloudwatch_event_rule: {
    description: text,
    event_pattern: withMember('region', ['us-east-1']),
    schedule_expression: to('rate(1 day)'),
    state: other('ENABLED', 'DISABLED'),
  },
  aws_cloudwatch_event_target: {
    'dead_letter_config.arn': to(QUEUE),
    'input_transformer.input_paths': (paths) => ({ ...(paths as object), region: '$.region' }),
    'input_transformer.input_template': text,
    'retry_policy.maximum_event_age_in_seconds': plusOne,
    'retry_policy.maximum_retry_attempts': (attempts) => Number(attempts) - 1,
    role_arn: to(ROLE),
  },
  aws_cloudwatch_log_group: { retention_in_days: to(180) },
  aws_cloudwatch_metric_alarm: {
    alarm_actions: to([]),
    alarm_description: text,
    comparison_operator: other('GreaterThanThreshold', 'GreaterThanOrEqualToThreshold'),
    datapoints_to_alarm: to(1),
    dimensions: (dimensions) => ({ ...(dimensions as object), changed: 'yes' }),
    evaluation_periods: plusOne,
    metric_name: (name) => `${String(name)}Changed`,
    'metric_query.expression': (expression) => `0 + ${String(expression)}`,
    'metric_query.label': text,
    'metric_query.metric.dimensions': (dimensions) => ({ ...(dimensions as object), changed: 'yes' }),
    'metric_query.metric.metric_name': (name) => `${String(name)}Changed`,
    'metric_query.metric.namespace': to('Changed'),
    'metric_query.metric.period': other(300, 600),
    'metric_query.metric.stat': other('Minimum', 'Average'),
    namespace: to('Changed'),
    period: other(300, 600),
    statistic: other('SampleCount', 'Average'),
    threshold: plusOne,
    treat_missing_data: other('ignore', 'missing'),
  },
  aws_cloudwatch_query_definition: {
    log_group_names: to(['/aws/changed']),
    name: (name) => `${String(name)}-changed`,
    query_string: (query) => `${String(query)} | limit 7`,
  },
  aws_dynamodb_table: {
    'point_in_time_recovery.enabled': not,
    'ttl.enabled': not,
  },
  aws_iam_role: {
    assume_role_policy: deniedMore,
    description: text,
  },
  aws_iam_role_policy: { policy: deniedMore },
  aws_kinesisanalyticsv2_application: {
    'application_configuration.application_code_configuration.code_content.s3_content_location.file_key':
      to('history/user-service.jar'),
    'application_configuration.application_snapshot_configuration.snapshots_enabled': not,
    'application_configuration.environment_properties.property_group.property_map': (properties) => ({
      ...(properties as object),
      changed: 'yes',
    }),
    'application_configuration.flink_application_configuration.monitoring_configuration.log_level': to('WARN'),
    'application_configuration.flink_application_configuration.monitoring_configuration.metrics_level': to('OPERATOR'),
    'application_configuration.flink_application_configuration.parallelism_configuration.auto_scaling_enabled': not,
    'application_configuration.flink_application_configuration.parallelism_configuration.parallelism_per_kpu': plusOne,
    'cloudwatch_logging_options.log_stream_arn': WITHOUT_ITS_BLOCK,
    service_execution_role: to(ROLE),
  },
  aws_kms_key: {
    deletion_window_in_days: to(7),
    description: text,
    policy: deniedMore,
  },
  aws_lambda_function: {
    architectures: to(['x86_64']),
    description: text,
    'environment.variables': (variables) => ({ ...(variables as object), CHANGED: 'yes' }),
    handler: to('index.changed'),
    'logging_config.log_format': other('JSON', 'Text'),
    memory_size: plusOne,
    role: to(ROLE),
    runtime: to('nodejs20.x'),
    s3_key: to('history/snapshot-manager.zip'),
    timeout: (seconds) => Number(seconds) - 1,
  },
  aws_lambda_function_event_invoke_config: {
    'destination_config.on_failure.destination': to(QUEUE),
    maximum_event_age_in_seconds: (seconds) => Number(seconds) - 1,
    maximum_retry_attempts: to(1),
  },
  aws_s3_bucket: { force_destroy: not },
  aws_s3_bucket_ownership_controls: { 'rule.object_ownership': to('BucketOwnerPreferred') },
  aws_s3_bucket_policy: { policy: deniedMore },
  aws_s3_bucket_public_access_block: {
    block_public_acls: not,
    block_public_policy: not,
    ignore_public_acls: not,
    restrict_public_buckets: not,
  },
  aws_s3_bucket_server_side_encryption_configuration: {
    'rule.apply_server_side_encryption_by_default.sse_algorithm': to('aws:kms'),
  },
  aws_s3_bucket_versioning: { 'versioning_configuration.status': other('Enabled', 'Suspended') },
  aws_s3_object: {
    metadata: (metadata) => ({ ...(metadata as object), changed: 'yes' }),
    source_hash: text,
  },
  aws_sfn_state_machine: { definition: withMember('TimeoutSeconds', 60), role_arn: to(ROLE) },
  aws_sns_topic: { kms_master_key_id: to('alias/changed') },
  aws_sns_topic_policy: { policy: deniedMore },
  aws_sqs_queue: {
    message_retention_seconds: (seconds) => Number(seconds) - 60,
    policy: deniedMore,
    sqs_managed_sse_enabled: not,
  },
  aws_ssm_parameter: { description: text, insecure_value: text },
};

/** Attributes that other settings write, or the account's owner: added, and taken away again. */
export const ADDED: Readonly<Record<string, Readonly<Record<string, Value>>>> = {
  aws_dynamodb_table: { deletion_protection_enabled: true },
  aws_lambda_function: { reserved_concurrent_executions: 1 },
};

/** `type path` of what is changed, as OneRoot names attributes. */
export function attributeKeys(): { readonly written: readonly string[]; readonly added: readonly string[] } {
  return { written: keysOf(CHANGES), added: keysOf(ADDED) };
}

export function keysOf(table: Readonly<Record<string, Readonly<Record<string, unknown>>>>): readonly string[] {
  return Object.entries(table).flatMap(([type, byPath]) => Object.keys(byPath).map((path) => `${type} ${path}`));
}

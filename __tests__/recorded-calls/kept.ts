const FORCES_NEW = 'the provider makes the resource anew';
const WHOLE = (call: string) => `${call} sends it with each change of the others`;

/** Reasons why attributes that the stacks write are not changed in the recording, by type and path. */
export const KEPT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws_cloudwatch_composite_alarm: { alarm_name: FORCES_NEW },
  aws_cloudwatch_dashboard: { dashboard_name: FORCES_NEW },
  aws_cloudwatch_event_rule: { name: FORCES_NEW },
  aws_cloudwatch_event_target: {
    arn: `the local cloud delivers to it; ${WHOLE('PutTargets')}`,
    rule: FORCES_NEW,
    target_id: FORCES_NEW,
  },
  aws_cloudwatch_log_group: { name: FORCES_NEW },
  aws_cloudwatch_log_stream: { log_group_name: FORCES_NEW, name: FORCES_NEW },
  aws_cloudwatch_metric_alarm: {
    alarm_name: FORCES_NEW,
    'metric_query.id': `expressions name it; ${WHOLE('PutMetricAlarm')}`,
    'metric_query.return_data': `just one may be true; ${WHOLE('PutMetricAlarm')}`,
  },
  aws_dynamodb_table: {
    'attribute.name': 'names a key, which forces a new table',
    'attribute.type': 'belongs to a key, which forces a new table',
    billing_mode: 'no setting makes it another one; UpdateTable is called for the protection, too',
    hash_key: FORCES_NEW,
    name: FORCES_NEW,
    range_key: FORCES_NEW,
    'server_side_encryption.enabled': 'the provider would wait 30 s; UpdateTable is called for the protection, too',
    'ttl.attribute_name':
      'AWS takes another one only after the old one was off; UpdateTimeToLive is called for `enabled`',
  },
  aws_iam_role: { name: FORCES_NEW },
  aws_iam_role_policy: { name: FORCES_NEW, role: FORCES_NEW },
  aws_kinesisanalyticsv2_application: {
    'application_configuration.application_code_configuration.code_content.s3_content_location.bucket_arn':
      WHOLE('UpdateApplication'),
    'application_configuration.application_code_configuration.code_content_type': WHOLE('UpdateApplication'),
    'application_configuration.environment_properties.property_group.property_group_id': `the job reads from this group; ${WHOLE('UpdateApplication')}`,
    'application_configuration.flink_application_configuration.checkpoint_configuration.configuration_type': `CUSTOM demands others; ${WHOLE('UpdateApplication')}`,
    'application_configuration.flink_application_configuration.monitoring_configuration.configuration_type': `DEFAULT forbids the others; ${WHOLE('UpdateApplication')}`,
    'application_configuration.flink_application_configuration.parallelism_configuration.configuration_type': `DEFAULT forbids the others; ${WHOLE('UpdateApplication')}`,
    'application_configuration.flink_application_configuration.parallelism_configuration.parallelism': `one worker runs here; ${WHOLE('UpdateApplication')}`,
    description: `${FORCES_NEW}, so the stacks ignore changes of it`,
    name: FORCES_NEW,
    runtime_environment: 'there is one Flink here; UpdateApplication sends it',
  },
  aws_kms_alias: {
    name: FORCES_NEW,
    target_key_id: 'needs a second key; UpdateAlias is in role-policies.test.ts',
  },
  aws_kms_key: {
    bypass_policy_lockout_safety_check: 'is a parameter of CreateKey and PutKeyPolicy, no property of the key',
    enable_key_rotation: 'the stacks always switch it on, and the deployer may not switch it off',
  },
  aws_lambda_function: {
    function_name: FORCES_NEW,
    'logging_config.log_group': WHOLE('UpdateFunctionConfiguration'),
    s3_bucket: WHOLE('UpdateFunctionCode'),
  },
  aws_lambda_function_event_invoke_config: { function_name: FORCES_NEW },
  aws_lambda_permission: {
    action: FORCES_NEW,
    function_name: FORCES_NEW,
    principal: FORCES_NEW,
    source_arn: FORCES_NEW,
    statement_id: FORCES_NEW,
  },
  aws_s3_bucket: { bucket: FORCES_NEW },
  aws_s3_bucket_lifecycle_configuration: {
    bucket: FORCES_NEW,
    'rule.abort_incomplete_multipart_upload.days_after_initiation':
      'the provider would wait 55 s; creating it is the same call',
    'rule.id': 'the provider would wait 55 s; creating it is the same call',
    'rule.noncurrent_version_expiration.noncurrent_days': 'the provider would wait 55 s; creating it is the same call',
    'rule.status': 'the provider would wait 55 s; creating it is the same call',
  },
  aws_s3_bucket_ownership_controls: { bucket: FORCES_NEW },
  aws_s3_bucket_policy: { bucket: FORCES_NEW },
  aws_s3_bucket_public_access_block: { bucket: FORCES_NEW },
  aws_s3_bucket_server_side_encryption_configuration: { bucket: FORCES_NEW },
  aws_s3_bucket_versioning: { bucket: FORCES_NEW },
  aws_s3_object: {
    bucket: FORCES_NEW,
    key: FORCES_NEW,
    source: 'is the path of a file; a change of its hash uploads it again',
  },
  aws_s3_object_copy: { bucket: FORCES_NEW, key: FORCES_NEW, source: FORCES_NEW },
  terraform_data: { 'input.key': 'is the copy’s key; nothing is called for it' },
  aws_sfn_state_machine: { name: FORCES_NEW, type: FORCES_NEW },
  aws_sns_topic: { name: FORCES_NEW },
  aws_sns_topic_policy: { arn: FORCES_NEW },
  aws_sns_topic_subscription: { endpoint: FORCES_NEW, protocol: FORCES_NEW, topic_arn: FORCES_NEW },
  aws_sqs_queue: { name: FORCES_NEW },
  aws_ssm_parameter: {
    name: FORCES_NEW,
    tier: 'a change back makes the parameter anew; PutParameter sends it with each change of the others',
    type: 'no setting makes it another one; PutParameter sends it with each change of the others',
  },
};

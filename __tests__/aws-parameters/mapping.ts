/**
 * Parameter of an AWS call that each literal text of the synthesized JSON becomes, as `service Operation.path`; `[]` is
 * any element of a list, `*` any value and `*key` any key of a map. Read from the provider's sources (hashicorp/aws
 * 5.100.0: the Create call of each resource).
 */
export const PARAMETER_OF: Readonly<Record<string, string>> = {
  'aws_cloudwatch_composite_alarm alarm_actions[]': 'cloudwatch PutCompositeAlarm.AlarmActions[]',
  'aws_cloudwatch_composite_alarm alarm_description': 'cloudwatch PutCompositeAlarm.AlarmDescription',
  'aws_cloudwatch_composite_alarm alarm_name': 'cloudwatch PutCompositeAlarm.AlarmName',
  'aws_cloudwatch_composite_alarm alarm_rule': 'cloudwatch PutCompositeAlarm.AlarmRule',
  'aws_cloudwatch_composite_alarm ok_actions[]': 'cloudwatch PutCompositeAlarm.OKActions[]',
  'aws_cloudwatch_composite_alarm actions_suppressor.alarm': 'cloudwatch PutCompositeAlarm.ActionsSuppressor',
  'aws_cloudwatch_dashboard dashboard_body': 'cloudwatch PutDashboard.DashboardBody',
  'aws_cloudwatch_dashboard dashboard_name': 'cloudwatch PutDashboard.DashboardName',
  'aws_cloudwatch_event_rule description': 'events PutRule.Description',
  'aws_cloudwatch_event_rule name': 'events PutRule.Name',
  'aws_cloudwatch_event_rule schedule_expression': 'events PutRule.ScheduleExpression',
  'aws_cloudwatch_event_rule event_pattern': 'events PutRule.EventPattern',
  'aws_cloudwatch_event_rule state': 'events PutRule.State',
  'aws_cloudwatch_event_target input_transformer.input_paths.*':
    'events PutTargets.Targets[].InputTransformer.InputPathsMap.*',
  'aws_cloudwatch_event_target input_transformer.input_template':
    'events PutTargets.Targets[].InputTransformer.InputTemplate',
  'aws_cloudwatch_event_target input': 'events PutTargets.Targets[].Input',
  'aws_cloudwatch_event_target target_id': 'events PutTargets.Targets[].Id',
  'aws_cloudwatch_log_group name': 'logs CreateLogGroup.logGroupName',
  'aws_cloudwatch_log_group kms_key_id': 'logs CreateLogGroup.kmsKeyId',
  'aws_cloudwatch_log_stream name': 'logs CreateLogStream.logStreamName',
  'aws_cloudwatch_metric_alarm alarm_actions[]': 'cloudwatch PutMetricAlarm.AlarmActions[]',
  'aws_cloudwatch_metric_alarm alarm_description': 'cloudwatch PutMetricAlarm.AlarmDescription',
  'aws_cloudwatch_metric_alarm alarm_name': 'cloudwatch PutMetricAlarm.AlarmName',
  'aws_cloudwatch_metric_alarm comparison_operator': 'cloudwatch PutMetricAlarm.ComparisonOperator',
  'aws_cloudwatch_metric_alarm dimensions.*': 'cloudwatch PutMetricAlarm.Dimensions[].Value',
  'aws_cloudwatch_metric_alarm metric_name': 'cloudwatch PutMetricAlarm.MetricName',
  'aws_cloudwatch_metric_alarm metric_query[].expression': 'cloudwatch PutMetricAlarm.Metrics[].Expression',
  'aws_cloudwatch_metric_alarm metric_query[].id': 'cloudwatch PutMetricAlarm.Metrics[].Id',
  'aws_cloudwatch_metric_alarm metric_query[].label': 'cloudwatch PutMetricAlarm.Metrics[].Label',
  'aws_cloudwatch_metric_alarm metric_query[].metric.dimensions.*':
    'cloudwatch PutMetricAlarm.Metrics[].MetricStat.Metric.Dimensions[].Value',
  'aws_cloudwatch_metric_alarm metric_query[].metric.metric_name':
    'cloudwatch PutMetricAlarm.Metrics[].MetricStat.Metric.MetricName',
  'aws_cloudwatch_metric_alarm metric_query[].metric.namespace':
    'cloudwatch PutMetricAlarm.Metrics[].MetricStat.Metric.Namespace',
  'aws_cloudwatch_metric_alarm metric_query[].metric.stat': 'cloudwatch PutMetricAlarm.Metrics[].MetricStat.Stat',
  'aws_cloudwatch_metric_alarm namespace': 'cloudwatch PutMetricAlarm.Namespace',
  'aws_cloudwatch_metric_alarm ok_actions[]': 'cloudwatch PutMetricAlarm.OKActions[]',
  'aws_cloudwatch_metric_alarm statistic': 'cloudwatch PutMetricAlarm.Statistic',
  'aws_cloudwatch_metric_alarm treat_missing_data': 'cloudwatch PutMetricAlarm.TreatMissingData',
  'aws_cloudwatch_query_definition log_group_names[]': 'logs PutQueryDefinition.logGroupNames[]',
  'aws_cloudwatch_query_definition name': 'logs PutQueryDefinition.name',
  'aws_cloudwatch_query_definition query_string': 'logs PutQueryDefinition.queryString',
  'aws_dynamodb_table attribute[].name': 'dynamodb CreateTable.AttributeDefinitions[].AttributeName',
  'aws_dynamodb_table attribute[].type': 'dynamodb CreateTable.AttributeDefinitions[].AttributeType',
  'aws_dynamodb_table billing_mode': 'dynamodb CreateTable.BillingMode',
  'aws_dynamodb_table hash_key': 'dynamodb CreateTable.KeySchema[].AttributeName',
  'aws_dynamodb_table name': 'dynamodb CreateTable.TableName',
  'aws_dynamodb_table range_key': 'dynamodb CreateTable.KeySchema[].AttributeName',
  'aws_dynamodb_table server_side_encryption.kms_key_arn': 'dynamodb CreateTable.SSESpecification.KMSMasterKeyId',
  'aws_dynamodb_table ttl.attribute_name': 'dynamodb UpdateTimeToLive.TimeToLiveSpecification.AttributeName',
  'aws_iam_role assume_role_policy': 'iam CreateRole.AssumeRolePolicyDocument',
  'aws_iam_role description': 'iam CreateRole.Description',
  'aws_iam_role name': 'iam CreateRole.RoleName',
  'aws_iam_role permissions_boundary': 'iam CreateRole.PermissionsBoundary',
  'aws_iam_role_policy name': 'iam PutRolePolicy.PolicyName',
  'aws_iam_role_policy policy': 'iam PutRolePolicy.PolicyDocument',
  'aws_kinesisanalyticsv2_application name': 'kinesisanalyticsv2 CreateApplication.ApplicationName',
  'aws_kinesisanalyticsv2_application description': 'kinesisanalyticsv2 CreateApplication.ApplicationDescription',
  'aws_kinesisanalyticsv2_application runtime_environment': 'kinesisanalyticsv2 CreateApplication.RuntimeEnvironment',
  'aws_kinesisanalyticsv2_application application_configuration.application_code_configuration.code_content.s3_content_location.bucket_arn':
    'kinesisanalyticsv2 CreateApplication.ApplicationConfiguration.ApplicationCodeConfiguration.CodeContent.S3ContentLocation.BucketARN',
  'aws_kinesisanalyticsv2_application application_configuration.application_code_configuration.code_content.s3_content_location.file_key':
    'kinesisanalyticsv2 CreateApplication.ApplicationConfiguration.ApplicationCodeConfiguration.CodeContent.S3ContentLocation.FileKey',
  'aws_kinesisanalyticsv2_application application_configuration.application_code_configuration.code_content_type':
    'kinesisanalyticsv2 CreateApplication.ApplicationConfiguration.ApplicationCodeConfiguration.CodeContentType',
  'aws_kinesisanalyticsv2_application application_configuration.environment_properties.property_group[].property_group_id':
    'kinesisanalyticsv2 CreateApplication.ApplicationConfiguration.EnvironmentProperties.PropertyGroups[].PropertyGroupId',
  'aws_kinesisanalyticsv2_application application_configuration.environment_properties.property_group[].property_map.*':
    'kinesisanalyticsv2 CreateApplication.ApplicationConfiguration.EnvironmentProperties.PropertyGroups[].PropertyMap.*',
  'aws_kinesisanalyticsv2_application application_configuration.flink_application_configuration.checkpoint_configuration.configuration_type':
    'kinesisanalyticsv2 CreateApplication.ApplicationConfiguration.FlinkApplicationConfiguration.CheckpointConfiguration.ConfigurationType',
  'aws_kinesisanalyticsv2_application application_configuration.flink_application_configuration.monitoring_configuration.configuration_type':
    'kinesisanalyticsv2 CreateApplication.ApplicationConfiguration.FlinkApplicationConfiguration.MonitoringConfiguration.ConfigurationType',
  'aws_kinesisanalyticsv2_application application_configuration.flink_application_configuration.monitoring_configuration.log_level':
    'kinesisanalyticsv2 CreateApplication.ApplicationConfiguration.FlinkApplicationConfiguration.MonitoringConfiguration.LogLevel',
  'aws_kinesisanalyticsv2_application application_configuration.flink_application_configuration.monitoring_configuration.metrics_level':
    'kinesisanalyticsv2 CreateApplication.ApplicationConfiguration.FlinkApplicationConfiguration.MonitoringConfiguration.MetricsLevel',
  'aws_kinesisanalyticsv2_application application_configuration.flink_application_configuration.parallelism_configuration.configuration_type':
    'kinesisanalyticsv2 CreateApplication.ApplicationConfiguration.FlinkApplicationConfiguration.ParallelismConfiguration.ConfigurationType',
  'aws_kms_alias name': 'kms CreateAlias.AliasName',
  'aws_kms_key description': 'kms CreateKey.Description',
  'aws_kms_key policy': 'kms CreateKey.Policy',
  'aws_lambda_function architectures[]': 'lambda CreateFunction.Architectures[]',
  'aws_lambda_function description': 'lambda CreateFunction.Description',
  'aws_lambda_function environment.variables.*': 'lambda CreateFunction.Environment.Variables.*',
  'aws_lambda_function function_name': 'lambda CreateFunction.FunctionName',
  'aws_lambda_function handler': 'lambda CreateFunction.Handler',
  'aws_lambda_function logging_config.log_format': 'lambda CreateFunction.LoggingConfig.LogFormat',
  'aws_lambda_function runtime': 'lambda CreateFunction.Runtime',
  'aws_lambda_function s3_bucket': 'lambda CreateFunction.Code.S3Bucket',
  'aws_lambda_function s3_key': 'lambda CreateFunction.Code.S3Key',
  'aws_lambda_permission action': 'lambda AddPermission.Action',
  'aws_lambda_permission principal': 'lambda AddPermission.Principal',
  'aws_lambda_permission statement_id': 'lambda AddPermission.StatementId',
  'aws_s3_bucket bucket': 'lambda CreateFunction.Code.S3Bucket', // S3's own model has no pattern; Lambda's names the same rule
  'aws_s3_bucket_lifecycle_configuration bucket': 'lambda CreateFunction.Code.S3Bucket',
  'aws_s3_bucket_lifecycle_configuration rule[].id':
    's3 PutBucketLifecycleConfiguration.LifecycleConfiguration.Rules[].ID',
  'aws_s3_bucket_lifecycle_configuration rule[].status':
    's3 PutBucketLifecycleConfiguration.LifecycleConfiguration.Rules[].Status',
  'aws_s3_bucket_ownership_controls rule.object_ownership':
    's3 PutBucketOwnershipControls.OwnershipControls.Rules[].ObjectOwnership',
  'aws_s3_bucket_policy policy': 's3 PutBucketPolicy.Policy',
  'aws_s3_bucket_server_side_encryption_configuration rule[].apply_server_side_encryption_by_default.sse_algorithm':
    's3 PutBucketEncryption.ServerSideEncryptionConfiguration.Rules[].ApplyServerSideEncryptionByDefault.SSEAlgorithm',
  'aws_s3_bucket_server_side_encryption_configuration rule[].apply_server_side_encryption_by_default.kms_master_key_id':
    's3 PutBucketEncryption.ServerSideEncryptionConfiguration.Rules[].ApplyServerSideEncryptionByDefault.KMSMasterKeyID',
  'aws_s3_bucket_versioning versioning_configuration.status': 's3 PutBucketVersioning.VersioningConfiguration.Status',
  'aws_s3_object key': 's3 PutObject.Key',
  'aws_s3_object_copy bucket': 's3 CopyObject.Bucket',
  'aws_s3_object_copy key': 's3 CopyObject.Key',
  'aws_s3_object_copy source': 's3 CopyObject.CopySource',
  'aws_sfn_state_machine definition': 'stepfunctions CreateStateMachine.definition',
  'aws_sfn_state_machine name': 'stepfunctions CreateStateMachine.name',
  'aws_sfn_state_machine type': 'stepfunctions CreateStateMachine.type',
  'aws_sns_topic name': 'sns CreateTopic.Name',
  'aws_sns_topic kms_master_key_id': 'sns CreateTopic.Attributes.*',
  'aws_sns_topic_policy policy': 'sns SetTopicAttributes.AttributeValue',
  'aws_sns_topic_subscription endpoint': 'sns Subscribe.Endpoint',
  'aws_sns_topic_subscription protocol': 'sns Subscribe.Protocol',
  'aws_sqs_queue name': 'sqs CreateQueue.QueueName',
  'aws_sqs_queue policy': 'sqs CreateQueue.Attributes.*',
  'aws_sqs_queue kms_master_key_id': 'sqs CreateQueue.Attributes.*',
  'aws_ssm_parameter description': 'ssm PutParameter.Description',
  'aws_ssm_parameter insecure_value': 'ssm PutParameter.Value',
  'aws_ssm_parameter name': 'ssm PutParameter.Name',
  'aws_ssm_parameter tier': 'ssm PutParameter.Tier',
  'aws_ssm_parameter type': 'ssm PutParameter.Type',
};

/** List or map of an AWS call that a list or map of the synthesized JSON becomes, for its number of entries. */
export const COUNTED: Readonly<Record<string, string>> = {
  'aws_cloudwatch_composite_alarm alarm_actions': 'cloudwatch PutCompositeAlarm.AlarmActions',
  'aws_cloudwatch_composite_alarm ok_actions': 'cloudwatch PutCompositeAlarm.OKActions',
  'aws_cloudwatch_event_target input_transformer.input_paths':
    'events PutTargets.Targets[].InputTransformer.InputPathsMap',
  'aws_cloudwatch_metric_alarm alarm_actions': 'cloudwatch PutMetricAlarm.AlarmActions',
  'aws_cloudwatch_metric_alarm dimensions': 'cloudwatch PutMetricAlarm.Dimensions',
  'aws_cloudwatch_metric_alarm ok_actions': 'cloudwatch PutMetricAlarm.OKActions',
  'aws_kinesisanalyticsv2_application application_configuration.environment_properties.property_group':
    'kinesisanalyticsv2 CreateApplication.ApplicationConfiguration.EnvironmentProperties.PropertyGroups',
  'aws_kinesisanalyticsv2_application application_configuration.environment_properties.property_group[].property_map':
    'kinesisanalyticsv2 CreateApplication.ApplicationConfiguration.EnvironmentProperties.PropertyGroups[].PropertyMap',
  'aws_lambda_function architectures': 'lambda CreateFunction.Architectures',
};

/** Parameters that get the provider's default tags: a tag has to suit all of them. */
export const TAG_PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  key: [
    'iam CreateRole.Tags[].Key',
    'kinesisanalyticsv2 CreateApplication.Tags[].Key',
    'lambda CreateFunction.Tags.*key',
    'logs CreateLogGroup.tags.*key',
    'events PutRule.Tags[].Key',
    'dynamodb CreateTable.Tags[].Key',
    'sns CreateTopic.Tags[].Key',
    'sqs CreateQueue.tags.*key',
    'kms CreateKey.Tags[].TagKey',
    'cloudwatch PutMetricAlarm.Tags[].Key',
    'ssm PutParameter.Tags[].Key',
    'stepfunctions CreateStateMachine.tags[].key',
  ],
  value: [
    'iam CreateRole.Tags[].Value',
    'kinesisanalyticsv2 CreateApplication.Tags[].Value',
    'lambda CreateFunction.Tags.*',
    'logs CreateLogGroup.tags.*',
    'events PutRule.Tags[].Value',
    'dynamodb CreateTable.Tags[].Value',
    'sns CreateTopic.Tags[].Value',
    'sqs CreateQueue.tags.*',
    'kms CreateKey.Tags[].TagValue',
    'cloudwatch PutMetricAlarm.Tags[].Value',
    'ssm PutParameter.Tags[].Value',
    'stepfunctions CreateStateMachine.tags[].value',
  ],
  count: ['iam CreateRole.Tags', 'kinesisanalyticsv2 CreateApplication.Tags', 'logs CreateLogGroup.tags'],
};

/** Literal texts that reach no AWS call: Terraform's own words, and files of this machine. */
export const NO_PARAMETER: readonly RegExp[] = [
  / (depends_on\[\]|lifecycle\..*|timeouts\..*)$/,
  /^aws_s3_object (source|source_hash|metadata\.sha256)$/,
];

import type { Said, Step, Way } from './attribute-matrix';
import { MANAGER, READS, TAKES, TOPIC, VARIABLES } from './dependent-world';

/** Attribute whose values decide: the worst change and its verdict, with exceptions for other ways to change. */
export interface Sample extends Omit<Step, 'type' | 'path'> {
  readonly said: Said;
  readonly but: Partial<Record<Way, Said>>;
}

/** Sample with this verdict, its exceptions, and further attributes on both sides. */
const sampleOf =
  (said: Said) =>
  (old: unknown, now: unknown, but: Sample['but'] = {}, context: NonNullable<Step['context']> = {}): Sample => ({
    old,
    now,
    said,
    but,
    context,
  });
const refused = sampleOf('refused');
const headed = sampleOf('headed');
const looked = sampleOf('look');

/** An attribute that is not set is off. */
const UNSET_IS_FINE = { removed: 'harmless', null: 'harmless' } as const;
/** The service computes a value that is not set or unknown. */
const COMPUTED = { ...UNSET_IS_FINE, unknown: 'harmless' } as const;
const UNKNOWN_IS_LOOKED_AT = { unknown: 'look' } as const;
const UNKNOWN_IS_HEADED = { unknown: 'headed' } as const;
const UNKNOWN_IS_FINE = { unknown: 'harmless' } as const;
const JUDGED_BY_VALUE = { ...UNSET_IS_FINE, ...UNKNOWN_IS_LOOKED_AT } as const;

const VARIABLE = 'environment.variables';
const CONFIGURATION = 'application_configuration';
const RUN = `${CONFIGURATION}.run_configuration`;
const RESTORE = `${RUN}.application_restore_configuration`;
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const QUEUE = 'arn:aws:sqs:eu-west-1:000000000000:q';
const expiring = { 'lifecycle_rule.enabled': true, 'lifecycle_rule.expiration': [{ days: 30 }] };
const enabled = { 'lifecycle_rule.enabled': true };
const ofLifecycle = { 'rule.expiration': [{ days: 30 }] };
const ONCE = 'at(2027-01-01T00:00:00)';

const ofRights = { policy: refused(TAKES, READS, UNKNOWN_IS_LOOKED_AT) };
const ofAlarm = {
  actions_enabled: refused(true, false),
  alarm_actions: refused([TOPIC], [], UNKNOWN_IS_FINE),
  ok_actions: refused([TOPIC], [], UNKNOWN_IS_FINE),
};

export const SAMPLES: Readonly<Record<string, Readonly<Record<string, Sample>>>> = {
  aws_kinesisanalyticsv2_application: {
    [`${CONFIGURATION}.application_snapshot_configuration.snapshots_enabled`]: refused(true, false),
    [`${CONFIGURATION}.flink_application_configuration.checkpoint_configuration.checkpointing_enabled`]: refused(
      true,
      false,
      COMPUTED,
    ),
    force_stop: refused(false, true, UNSET_IS_FINE),
    start_application: refused(true, false, {}, { force_stop: true }),
    [`${RESTORE}.application_restore_type`]: refused(
      'RESTORE_FROM_LATEST_SNAPSHOT',
      'SKIP_RESTORE_FROM_SNAPSHOT',
      COMPUTED,
    ),
    [`${RESTORE}.snapshot_name`]: looked(
      'first',
      'second',
      {},
      { [`${RESTORE}.application_restore_type`]: 'RESTORE_FROM_CUSTOM_SNAPSHOT' },
    ),
    [`${RUN}.flink_run_configuration.allow_non_restored_state`]: refused(false, true, COMPUTED),
    runtime_environment: headed('FLINK-1_13', 'FLINK-1_20'),
  },
  aws_cloudwatch_event_rule: {
    state: refused('ENABLED', 'DISABLED', JUDGED_BY_VALUE),
    is_enabled: refused(true, false, JUDGED_BY_VALUE, { state: null }),
    schedule_expression: refused('rate(10 minutes)', ONCE, UNKNOWN_IS_HEADED),
    event_pattern: headed('{"a":[1]}', '{"b":[1]}', JUDGED_BY_VALUE),
  },
  aws_cloudwatch_event_target: {
    arn: refused(MANAGER, QUEUE, UNKNOWN_IS_LOOKED_AT),
    input: headed('{"a":1}', '{"a":2}'),
    input_path: headed('$.a', '$.b'),
    'input_transformer.input_paths': refused({ time: '$.time' }, { id: '$.id' }, UNKNOWN_IS_HEADED),
    'input_transformer.input_template': headed('{"a":<a>}', '{"b":<b>}'),
  },
  aws_scheduler_schedule: {
    state: refused('ENABLED', 'DISABLED', JUDGED_BY_VALUE),
    'target.arn': refused(MANAGER, QUEUE, UNKNOWN_IS_LOOKED_AT),
    end_date: refused('2027-01-01', '2026-12-24', JUDGED_BY_VALUE),
    start_date: headed('2026-12-24', '2027-01-01', JUDGED_BY_VALUE),
    schedule_expression: refused('rate(10 minutes)', ONCE, UNKNOWN_IS_HEADED),
    'target.input': headed('{"a":1}', '{"a":2}'),
  },
  aws_lambda_function: {
    reserved_concurrent_executions: refused(5, 0, JUDGED_BY_VALUE),
    timeout: refused(300, 3, UNKNOWN_IS_HEADED),
    [`${VARIABLE}.RETENTION`]: refused(VARIABLES.RETENTION, '{"keepLast":3}', UNKNOWN_IS_HEADED),
    [`${VARIABLE}.APPLICATIONS`]: refused('["orders","a"]', '["orders","b"]', UNKNOWN_IS_HEADED),
    [`${VARIABLE}.HOLDS_TABLE`]: refused('holds', 'others'),
  },
  aws_iam_role: {
    permissions_boundary: refused('arn:a', ADMIN, UNKNOWN_IS_LOOKED_AT),
    'inline_policy.policy': ofRights.policy,
  },
  aws_iam_role_policy: ofRights,
  aws_iam_policy: ofRights,
  aws_iam_role_policy_attachment: {
    policy_arn: refused('arn:aws:iam::000000000000:policy/shared', ADMIN, UNKNOWN_IS_LOOKED_AT),
  },
  aws_dynamodb_table: {
    'point_in_time_recovery.enabled': refused(true, false),
    'point_in_time_recovery.recovery_period_in_days': looked(35, 3, JUDGED_BY_VALUE),
    deletion_protection_enabled: looked(true, false),
    'ttl.enabled': looked(false, true, UNSET_IS_FINE),
    'ttl.attribute_name': looked('a', 'b', {}, { 'ttl.enabled': true }),
  },
  aws_s3_bucket: {
    force_destroy: looked(false, true, UNSET_IS_FINE),
    'versioning.enabled': refused(true, false, UNKNOWN_IS_FINE),
    'lifecycle_rule.enabled': refused(false, true, JUDGED_BY_VALUE, expiring),
    'lifecycle_rule.prefix': refused('x/', 'a', {}, expiring),
    'lifecycle_rule.expiration.date': refused(null, '2027-01-01', JUDGED_BY_VALUE, enabled),
    'lifecycle_rule.expiration.days': refused(90, 30, JUDGED_BY_VALUE, enabled),
    'lifecycle_rule.noncurrent_version_expiration.days': looked(90, 3, UNSET_IS_FINE, enabled),
  },
  aws_s3_bucket_versioning: { 'versioning_configuration.status': refused('Enabled', 'Suspended') },
  aws_s3_bucket_lifecycle_configuration: {
    'rule.status': refused('Disabled', 'Enabled', JUDGED_BY_VALUE, ofLifecycle),
    'rule.prefix': refused('x/', 'a', {}, ofLifecycle),
    'rule.filter.prefix': refused('x/', 'a', {}, ofLifecycle),
    'rule.filter.and.prefix': refused('x/', 'a', {}, ofLifecycle),
    'rule.expiration.date': refused(null, '2027-01-01', JUDGED_BY_VALUE),
    'rule.expiration.days': refused(90, 30, JUDGED_BY_VALUE),
    'rule.noncurrent_version_expiration.noncurrent_days': looked(90, 3, UNSET_IS_FINE),
    'rule.noncurrent_version_expiration.newer_noncurrent_versions': looked(
      20,
      1,
      {},
      { 'rule.noncurrent_version_expiration.noncurrent_days': 3 },
    ),
  },
  aws_kms_key: { is_enabled: refused(true, false) },
  aws_sns_topic: {
    kms_master_key_id: headed('a', 'alias/aws/sns', { removed: 'look', null: 'look', unknown: 'look' }),
  },
  aws_sns_topic_subscription: { filter_policy: looked('{"a":[1]}', '{"b":[1]}', UNSET_IS_FINE) },
  aws_cloudwatch_metric_alarm: {
    ...ofAlarm,
    treat_missing_data: looked('breaching', 'ignore'),
    namespace: looked('a', 'b'),
    metric_name: looked('a', 'b'),
    dimensions: looked({ a: 'b' }, { a: 'c' }),
    comparison_operator: looked('a', 'b'),
  },
  aws_cloudwatch_composite_alarm: { ...ofAlarm, alarm_rule: looked('a', 'b') },
};

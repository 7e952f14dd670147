import {
  harmless,
  judged,
  judgedByValue,
  look,
  object,
  plain,
  type ResourceClasses,
  replacing,
} from './attribute-class';

const DELIVERY =
  'How the topic delivers changes, or who may send to it: alarms, event rules and the manager send to it.';
const SENDERS = 'Who may send to the queue, or read it, changes: EventBridge leaves there what it could not deliver.';
const FEEDBACK = 'It only logs deliveries.';
const WATCHED = 'Looked at: the alarm watches something else.';
const TUNED = 'Thresholds and periods are tuned all the time.';

/** Classes of topics, subscriptions, alarms, queues and logs, which notify people. */
export const classesOfMessages: Readonly<Record<string, ResourceClasses>> = {
  aws_sns_topic: {
    object: {
      destroyed: object.judged('Refused: recipient-removed.'),
      replaced: object.judged('Refused: recipient-removed.'),
      forgotten: object.forgotten,
    },
    attributes: [
      plain('beginning_archive_time', 'owner', 'display_name'),
      replacing('name', 'name_prefix', 'fifo_topic'),
      judged('Headed where alarms and event rules can’t use the key, else looked at.', 'kms_master_key_id'),
      look(DELIVERY, 'policy'),
      look(DELIVERY, 'delivery_policy', 'archive_policy', 'content_based_deduplication', 'fifo_throughput_scope'),
      harmless(
        FEEDBACK,
        'application_failure_feedback_role_arn',
        'application_success_feedback_role_arn',
        'application_success_feedback_sample_rate',
        'firehose_failure_feedback_role_arn',
        'firehose_success_feedback_role_arn',
        'firehose_success_feedback_sample_rate',
        'http_failure_feedback_role_arn',
        'http_success_feedback_role_arn',
        'http_success_feedback_sample_rate',
        'lambda_failure_feedback_role_arn',
        'lambda_success_feedback_role_arn',
        'lambda_success_feedback_sample_rate',
        'sqs_failure_feedback_role_arn',
        'sqs_success_feedback_role_arn',
        'sqs_success_feedback_sample_rate',
        'tracing_config',
        'signature_version',
      ),
    ],
  },
  aws_sns_topic_policy: {
    object: {
      destroyed: object.look(`The topic’s own policy goes. ${DELIVERY}`),
      replaced: object.look(`The topic’s own policy is made anew. ${DELIVERY}`),
      forgotten: object.forgotten,
    },
    attributes: [plain('owner'), replacing(), look(DELIVERY, 'policy')],
  },
  aws_sns_topic_subscription: {
    object: {
      destroyed: object.judged('Refused: recipient-removed.'),
      replaced: object.judged('Refused: recipient-removed, unless the same recipient is subscribed again.'),
      forgotten: object.forgotten,
    },
    attributes: [
      plain('confirmation_was_authenticated', 'owner_id', 'pending_confirmation'),
      replacing('endpoint', 'protocol', 'topic_arn'),
      judgedByValue('Looked at: what the filter does not let through reaches nobody.', 'filter_policy'),
      look(
        'What reaches the recipient, or how, changes.',
        'filter_policy_scope',
        'delivery_policy',
        'raw_message_delivery',
        'redrive_policy',
        'replay_policy',
        'subscription_role_arn',
      ),
      harmless(
        'It says how Terraform waits for a confirmation.',
        'confirmation_timeout_in_minutes',
        'endpoint_auto_confirms',
      ),
    ],
  },
  aws_cloudwatch_metric_alarm: {
    object: {
      destroyed: object.judged('Refused: alarm-destroyed.'),
      replaced: object.judged('It is judged as the update of the alarm.'),
      forgotten: object.forgotten,
    },
    attributes: [
      plain('alarm_description'),
      replacing('alarm_name'),
      judged('Refused: alarm-silenced.', 'actions_enabled', 'alarm_actions', 'ok_actions'),
      judged('Looked at where missing data is no breach any more.', 'treat_missing_data'),
      judgedByValue(WATCHED, 'namespace', 'metric_name', 'dimensions', 'comparison_operator', 'metric_query.*'),
      harmless(
        'Nobody has to act while data is missing; a breach by missing data is an alarm.',
        'insufficient_data_actions',
      ),
      harmless(
        TUNED,
        'threshold',
        'threshold_metric_id',
        'period',
        'evaluation_periods',
        'datapoints_to_alarm',
        'statistic',
        'extended_statistic',
        'evaluate_low_sample_count_percentiles',
        'unit',
      ),
    ],
  },
  aws_cloudwatch_composite_alarm: {
    object: {
      destroyed: object.judged('Refused: alarm-destroyed.'),
      replaced: object.judged('It is judged as the update of the alarm.'),
      forgotten: object.forgotten,
    },
    attributes: [
      plain('alarm_description'),
      replacing('alarm_name'),
      judged('Refused: alarm-silenced.', 'actions_enabled', 'alarm_actions', 'ok_actions'),
      judgedByValue(WATCHED, 'alarm_rule'),
      harmless(
        'Nobody has to act while data is missing; a breach by missing data is an alarm.',
        'insufficient_data_actions',
      ),
      look(
        'Another alarm keeps this one from telling anybody, or does so for another time.',
        'actions_suppressor.alarm',
        'actions_suppressor.extension_period',
        'actions_suppressor.wait_period',
      ),
    ],
  },
  aws_sqs_queue: {
    object: {
      destroyed: object.look(
        'The queue goes with the messages in it: runs that failed and events that were not delivered are lost.',
      ),
      replaced: object.look('The queue is made anew: the messages in it are lost.'),
      forgotten: object.forgotten,
    },
    attributes: [
      plain('url'),
      replacing('name', 'name_prefix', 'fifo_queue'),
      look(SENDERS, 'policy'),
      look(
        'What the queue keeps, and how long, changes.',
        'message_retention_seconds',
        'max_message_size',
        'redrive_policy',
        'redrive_allow_policy',
      ),
      look(
        'The queue is encrypted with another key: may EventBridge and Lambda use it to send?',
        'kms_master_key_id',
        'sqs_managed_sse_enabled',
      ),
      harmless(
        'Who reads the queue notices it; nothing is lost.',
        'content_based_deduplication',
        'deduplication_scope',
        'delay_seconds',
        'fifo_throughput_limit',
        'kms_data_key_reuse_period_seconds',
        'receive_wait_time_seconds',
        'visibility_timeout_seconds',
      ),
    ],
  },
  aws_sqs_queue_policy: {
    object: {
      destroyed: object.look('The queue’s own policy goes: whom it let send can’t send any more.'),
      replaced: object.look('The queue’s own policy is made anew: in between nobody can send by it.'),
      forgotten: object.forgotten,
    },
    attributes: [plain(), replacing('queue_url'), look(SENDERS, 'policy')],
  },
  aws_cloudwatch_log_group: {
    object: {
      destroyed: object.look('The log group goes with all its lines, by which a cause could be found.'),
      replaced: object.look('The log group is made anew: the lines in it are lost.'),
      forgotten: object.forgotten,
    },
    attributes: [
      plain(),
      replacing('name', 'name_prefix', 'log_group_class'),
      look('Log lines are kept for another time.', 'retention_in_days'),
      look('The log is encrypted with another key: may CloudWatch Logs use it?', 'kms_key_id'),
      harmless(
        'It says what Terraform does when it destroys the group.',
        'skip_destroy',
        'deletion_protection_enabled',
      ),
    ],
  },
  aws_cloudwatch_log_stream: {
    object: {
      destroyed: object.look(
        'The log stream goes with all its lines; an application that writes into it logs nothing.',
      ),
      replaced: object.look('The log stream is made anew: the lines in it are lost.'),
      forgotten: object.forgotten,
    },
    attributes: [plain(), replacing('name', 'log_group_name')],
  },
};

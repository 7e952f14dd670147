import { type Classes, harmless, judged, judgedByValue, look, plain, replacing } from './attribute-class';

const DELIVERY =
  'The topic’s delivery changes, or who may send to it. Alarms, event rules and the manager must be able to send.';
const SENDERS =
  'Who may send to the queue or read it changes. EventBridge must be able to send undelivered events to it.';
const WATCHED = 'Looked at: the alarm watches something else.';

const ALARM = {
  destroyed: judged('Refused: alarm-destroyed.'),
  replaced: judged('It is judged as an update of the alarm.'),
};
const OF_EVERY_ALARM = [
  plain('alarm_description'),
  replacing('alarm_name'),
  judged('Refused: alarm-silenced.', 'actions_enabled', 'alarm_actions', 'ok_actions'),
  harmless('Missing data needs no action. If it is breaching, the alarm fires.', 'insufficient_data_actions'),
];

/** Classes of topics, subscriptions, alarms, queues and logs, which notify people. */
export const classesOfMessages: Classes = {
  aws_sns_topic: {
    destroyed: judged('Refused: recipient-removed.'),
    replaced: judged('Refused: recipient-removed.'),
    attributes: [
      plain('beginning_archive_time', 'owner', 'display_name'),
      replacing('name', 'name_prefix', 'fifo_topic'),
      judged('Headed if alarms and event rules can’t use the key. Looked at otherwise.', 'kms_master_key_id'),
      look(DELIVERY, 'policy', 'delivery_policy', 'archive_policy'),
      look(DELIVERY, 'content_based_deduplication', 'fifo_throughput_scope'),
      harmless(
        'It affects only the log of deliveries.',
        '{application,firehose,http,lambda,sqs}_{failure,success}_feedback_role_arn',
        '{application,firehose,http,lambda,sqs}_success_feedback_sample_rate',
        '{tracing_config,signature_version}',
      ),
    ],
  },
  aws_sns_topic_policy: {
    destroyed: look(`The topic’s own policy is removed. ${DELIVERY}`),
    replaced: look(`The topic’s own policy is recreated. ${DELIVERY}`),
    attributes: [plain('owner'), replacing(), look(DELIVERY, 'policy')],
  },
  aws_sns_topic_subscription: {
    destroyed: judged('Refused: recipient-removed.'),
    replaced: judged('Refused: recipient-removed, unless the same recipient is subscribed again.'),
    attributes: [
      plain('confirmation_was_authenticated', 'owner_id', 'pending_confirmation'),
      replacing('endpoint', 'protocol', 'topic_arn'),
      judgedByValue('Looked at: messages that the filter rejects reach nobody.', 'filter_policy'),
      look(
        'The messages that reach the recipient, or how they reach it, change.',
        '{filter_policy_scope,raw_message_delivery,subscription_role_arn}',
        '{delivery,redrive,replay}_policy',
      ),
      harmless(
        'It sets how Terraform waits for a confirmation.',
        '{confirmation_timeout_in_minutes,endpoint_auto_confirms}',
      ),
    ],
  },
  aws_cloudwatch_metric_alarm: {
    ...ALARM,
    attributes: [
      ...OF_EVERY_ALARM,
      judged('Looked at if missing data is no longer breaching.', 'treat_missing_data'),
      judgedByValue(WATCHED, 'namespace', 'metric_name', 'dimensions', 'comparison_operator', 'metric_query.*'),
      harmless(
        'People tune thresholds and periods all the time.',
        '{threshold,threshold_metric_id,period,evaluation_periods,datapoints_to_alarm,unit}',
        '{statistic,extended_statistic,evaluate_low_sample_count_percentiles}',
      ),
    ],
  },
  aws_cloudwatch_composite_alarm: {
    ...ALARM,
    attributes: [
      ...OF_EVERY_ALARM,
      judgedByValue(WATCHED, 'alarm_rule'),
      look(
        'Another alarm suppresses the notifications of this one, or the suppression time changes.',
        'actions_suppressor.{alarm,extension_period,wait_period}',
      ),
    ],
  },
  aws_sqs_queue: {
    destroyed: look('The queue is destroyed with its messages. Failed runs and undelivered events are lost.'),
    replaced: look('The queue is recreated. Its messages are lost.'),
    attributes: [
      plain('url'),
      replacing('name', 'name_prefix', 'fifo_queue'),
      look(SENDERS, 'policy'),
      look(
        'The messages that the queue keeps, or how long it keeps them, change.',
        '{message_retention_seconds,max_message_size,redrive_policy,redrive_allow_policy}',
      ),
      look(
        'The queue is encrypted with another key. Can EventBridge and Lambda use it to send?',
        '{kms_master_key_id,sqs_managed_sse_enabled}',
      ),
      harmless(
        'It changes how messages are read. Nothing is lost.',
        '{content_based_deduplication,deduplication_scope,fifo_throughput_limit}',
        '{delay_seconds,kms_data_key_reuse_period_seconds}',
        '{receive_wait_time,visibility_timeout}_seconds',
      ),
    ],
  },
  aws_sqs_queue_policy: {
    destroyed: look('The queue’s own policy is removed. Senders that it allowed can’t send any more.'),
    replaced: look(
      'The queue’s own policy is recreated. Senders that it allows can’t send until the new policy exists.',
    ),
    attributes: [plain(), replacing('queue_url'), look(SENDERS, 'policy')],
  },
  aws_cloudwatch_log_group: {
    destroyed: look('The log group is destroyed with all its lines, which may show the cause of a problem.'),
    replaced: look('The log group is recreated. Its lines are lost.'),
    attributes: [
      plain(),
      replacing('name', 'name_prefix', 'log_group_class'),
      look('Log lines are kept for another number of days.', 'retention_in_days'),
      look('The log is encrypted with another key. Can CloudWatch Logs use it?', 'kms_key_id'),
      harmless('It sets what Terraform does when it destroys the group.', '{skip_destroy,deletion_protection_enabled}'),
    ],
  },
  aws_cloudwatch_log_stream: {
    destroyed: look('The log stream is destroyed with all its lines. An application that writes to it logs nothing.'),
    replaced: look('The log stream is recreated. Its lines are lost.'),
    attributes: [plain(), replacing('name', 'log_group_name')],
  },
};

import { METRIC_DIMENSION, METRIC_NAMESPACE, METRICS } from '../lambda-src/contract';

/** One metric in CloudWatch; read by alarms and dashboard alike. Its unit is part of its key here. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  /** The name of its one dimension; the value is an application, a function or a queue. */
  readonly dimension: string;
  /** How the values of one period become one. */
  readonly statistic: 'Average' | 'Maximum' | 'Minimum' | 'Sum';
}

/**
 * What Managed Flink itself reports, once a minute while the application runs and not at all while it is stopped.
 * https://docs.aws.amazon.com/managed-flink/latest/java/metrics-dimensions.html
 */
export const FLINK_METRICS = {
  /** Time since the job failed; 0 while it runs, -1 once it is finished. */
  downtimeMs: flinkMetric('downtime', 'Maximum'),
  /** Time since the job last (re)started. */
  uptimeMs: flinkMetric('uptime', 'Maximum'),
  /** Counted since the job started, so only its growth means something. */
  failedCheckpoints: flinkMetric('numberOfFailedCheckpoints', 'Maximum'),
  checkpointDurationMs: flinkMetric('lastCheckpointDuration', 'Maximum'),
  /** Four samples a minute: a SUM over a minute is four times too much. */
  recordsIn: flinkMetric('numRecordsIn', 'Sum'),
  recordsOut: flinkMetric('numRecordsOut', 'Sum'),
} as const satisfies Record<string, Metric>;

/** What the snapshot manager reports, once a run for each application. */
export const MANAGER_METRICS = {
  snapshotCount: managerMetric('snapshotCount', 'Maximum'),
  snapshotDurationMs: managerMetric('snapshotDuration', 'Maximum'),
  newestSnapshotAgeSeconds: managerMetric('newestSnapshotAge', 'Maximum'),
  snapshotsFailed: managerMetric('snapshotsFailed', 'Sum'),
  snapshotQuotaUsePercent: managerMetric('snapshotQuotaUse', 'Maximum'),
} as const satisfies Record<string, Metric>;

/** What Lambda reports about the manager: every failed attempt counts, retries included. */
export const LAMBDA_ERRORS: Metric = {
  namespace: 'AWS/Lambda',
  name: 'Errors',
  dimension: 'FunctionName',
  statistic: 'Sum',
};

/** What SQS reports about a queue that is in use or has messages. */
export const QUEUE_MESSAGES: Metric = {
  namespace: 'AWS/SQS',
  name: 'ApproximateNumberOfMessagesVisible',
  dimension: 'QueueName',
  statistic: 'Maximum',
};

function flinkMetric(name: string, statistic: Metric['statistic']): Metric {
  return { namespace: 'AWS/KinesisAnalytics', name, dimension: 'Application', statistic };
}

function managerMetric(key: keyof typeof METRICS, statistic: Metric['statistic']): Metric {
  return { namespace: METRIC_NAMESPACE, name: METRICS[key].name, dimension: METRIC_DIMENSION, statistic };
}

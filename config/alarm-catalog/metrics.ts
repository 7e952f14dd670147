import { FLEET_DIMENSION, FLEET_METRICS, METRIC_DIMENSION, METRIC_NAMESPACE, METRICS } from '../../lambda-src/contract';

/** One metric in CloudWatch; read by alarms and dashboard alike. Its unit is part of its key here. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  /** The name of its one dimension; the value is an application, a deployment, a function or a queue. */
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
  checkpointSizeBytes: flinkMetric('lastCheckpointSize', 'Maximum'),
  /** Counted since the application started. */
  fullRestarts: flinkMetric('fullRestarts', 'Maximum'),
  /** One sample a task manager: the worst of them. */
  cpuPercent: flinkMetric('cpuUtilization', 'Maximum'),
  heapPercent: flinkMetric('heapMemoryUtilization', 'Maximum'),
  /** Heap, RocksDB and all else: what the container is killed by. */
  containerMemoryPercent: flinkMetric('containerMemoryUtilization', 'Maximum'),
  /** Four samples a minute: a SUM over a minute is four times too much. */
  recordsIn: flinkMetric('numRecordsIn', 'Sum'),
  recordsOut: flinkMetric('numRecordsOut', 'Sum'),
} as const satisfies Record<string, Metric>;

/**
 * What stands in the place of `downtime`, `uptime` and `fullRestarts` from Flink 2 on; there the first two are deprecated
 * and the third is gone. https://docs.aws.amazon.com/managed-flink/latest/java/metrics-dimensions.html
 */
export const FLINK_2_METRICS = {
  runningTimeMs: flinkMetric('runningTime', 'Maximum'),
  restartingTimeMs: flinkMetric('restartingTime', 'Maximum'),
  cancellingTimeMs: flinkMetric('cancellingTime', 'Maximum'),
  failingTimeMs: flinkMetric('failingTime', 'Maximum'),
  restarts: flinkMetric('numRestarts', 'Maximum'),
} as const satisfies Record<string, Metric>;

/** What the snapshot manager reports, once a run for each application. */
export const MANAGER_METRICS = {
  snapshotCount: managerMetric('snapshotCount', 'Maximum'),
  snapshotDurationMs: managerMetric('snapshotDuration', 'Maximum'),
  newestSnapshotAgeSeconds: managerMetric('newestSnapshotAge', 'Maximum'),
  /** 1 when one run of the period at least found it RUNNING. */
  applicationRunning: managerMetric('applicationRunning', 'Maximum'),
  snapshotsTaken: managerMetric('snapshotsTaken', 'Sum'),
  snapshotsSkipped: managerMetric('snapshotsSkipped', 'Sum'),
  snapshotsLate: managerMetric('snapshotsLate', 'Sum'),
  snapshotsFailed: managerMetric('snapshotsFailed', 'Sum'),
  snapshotsDeleted: managerMetric('snapshotsDeleted', 'Sum'),
  snapshotQuotaUsePercent: managerMetric('snapshotQuotaUse', 'Maximum'),
} as const satisfies Record<string, Metric>;

/** What it reports once a run of those applications together that are found at run time, the named ones not among them. */
export const FLEET_FIGURES = {
  applicationsFound: fleetMetric('applicationsFound', 'Maximum'),
  /** The fewest of the period: one that was just being updated in one of two runs is none. */
  applicationsNotRunning: fleetMetric('applicationsNotRunning', 'Minimum'),
  snapshotAgeOfObjectivePercent: fleetMetric('snapshotAgeOfObjective', 'Maximum'),
  snapshotDurationMs: fleetMetric('snapshotDuration', 'Maximum'),
  snapshotsFailed: fleetMetric('snapshotsFailed', 'Sum'),
  snapshotsLate: fleetMetric('snapshotsLate', 'Sum'),
  snapshotQuotaUsePercent: fleetMetric('snapshotQuotaUse', 'Maximum'),
} as const satisfies Record<string, Metric>;

/** Runs of the schedule that reported on an application at least; written by every deployment. */
export const DEPLOYMENT_RUNS = fleetMetric('runs', 'Maximum');

/** What Lambda reports about the manager. */
export const LAMBDA_METRICS = {
  /** Every failed attempt counts, retries included. */
  errors: lambdaMetric('Errors', 'Sum'),
  throttles: lambdaMetric('Throttles', 'Sum'),
  durationMs: lambdaMetric('Duration', 'Maximum'),
} as const satisfies Record<string, Metric>;

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

function fleetMetric(key: keyof typeof FLEET_METRICS, statistic: Metric['statistic']): Metric {
  return { namespace: METRIC_NAMESPACE, name: FLEET_METRICS[key].name, dimension: FLEET_DIMENSION, statistic };
}

function lambdaMetric(name: string, statistic: Metric['statistic']): Metric {
  return { namespace: 'AWS/Lambda', name, dimension: 'FunctionName', statistic };
}

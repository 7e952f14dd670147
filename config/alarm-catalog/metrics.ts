import {
  DRILL_METRICS,
  FLEET_DIMENSION,
  FLEET_METRICS,
  METRIC_DIMENSION,
  METRIC_NAMESPACE,
  METRICS,
} from '../../lambda-src/contract';

/** CloudWatch metric, for alarms and dashboards. The unit is part of its key here. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  /** Name of its only dimension; the value is an application, a deployment, a function or a queue. */
  readonly dimension: string;
  /** Statistic that combines the values of one period. */
  readonly statistic: 'Average' | 'Maximum' | 'Minimum' | 'Sum';
}

/**
 * Metrics of Managed Flink, once a minute while the application runs and none while it is stopped.
 * https://docs.aws.amazon.com/managed-flink/latest/java/metrics-dimensions.html
 */
export const FLINK_METRICS = {
  /** Time since the job failed; 0 while it runs, -1 once it is finished. */
  downtimeMs: flinkMetric('downtime', 'Maximum'),
  /** Time since the job last (re)started. */
  uptimeMs: flinkMetric('uptime', 'Maximum'),
  /** Failed checkpoints since the job started, so only the growth matters. */
  failedCheckpoints: flinkMetric('numberOfFailedCheckpoints', 'Maximum'),
  checkpointDurationMs: flinkMetric('lastCheckpointDuration', 'Maximum'),
  checkpointSizeBytes: flinkMetric('lastCheckpointSize', 'Maximum'),
  /** Restarts since the application started. */
  fullRestarts: flinkMetric('fullRestarts', 'Maximum'),
  /** CPU use of the busiest task manager; each reports one sample. */
  cpuPercent: flinkMetric('cpuUtilization', 'Maximum'),
  heapPercent: flinkMetric('heapMemoryUtilization', 'Maximum'),
  /** Memory with heap, RocksDB and everything else: its limit kills the container. */
  containerMemoryPercent: flinkMetric('containerMemoryUtilization', 'Maximum'),
  /** Records; with four samples a minute, a SUM over a minute is four times too high. */
  recordsIn: flinkMetric('numRecordsIn', 'Sum'),
  recordsOut: flinkMetric('numRecordsOut', 'Sum'),
} as const satisfies Record<string, Metric>;

/**
 * Replacements of `downtime`, `uptime` and `fullRestarts` from Flink 2 on, where the first two are deprecated and the
 * third is gone. https://docs.aws.amazon.com/managed-flink/latest/java/metrics-dimensions.html
 */
export const FLINK_2_METRICS = {
  runningTimeMs: flinkMetric('runningTime', 'Maximum'),
  restartingTimeMs: flinkMetric('restartingTime', 'Maximum'),
  cancellingTimeMs: flinkMetric('cancellingTime', 'Maximum'),
  failingTimeMs: flinkMetric('failingTime', 'Maximum'),
  restarts: flinkMetric('numRestarts', 'Maximum'),
} as const satisfies Record<string, Metric>;

/** Metrics of the snapshot manager, once a run for each application. */
export const MANAGER_METRICS = {
  snapshotCount: managerMetric('snapshotCount', 'Maximum'),
  snapshotDurationMs: managerMetric('snapshotDuration', 'Maximum'),
  newestSnapshotAgeSeconds: managerMetric('newestSnapshotAge', 'Maximum'),
  /** 1 if at least one run of the period found it RUNNING. */
  applicationRunning: managerMetric('applicationRunning', 'Maximum'),
  snapshotsTaken: managerMetric('snapshotsTaken', 'Sum'),
  snapshotsSkipped: managerMetric('snapshotsSkipped', 'Sum'),
  snapshotsLate: managerMetric('snapshotsLate', 'Sum'),
  snapshotsFailed: managerMetric('snapshotsFailed', 'Sum'),
  snapshotsDeleted: managerMetric('snapshotsDeleted', 'Sum'),
  snapshotQuotaUsePercent: managerMetric('snapshotQuotaUse', 'Maximum'),
  quotaFullInDays: managerMetric('quotaFullInDays', 'Minimum'),
} as const satisfies Record<string, Metric>;

/** Metrics of drills, and of the last proof. */
export const DRILL_FIGURES = {
  provenAgeSeconds: drillMetric('provenAge', 'Maximum'),
  drillSeconds: drillMetric('drillSeconds', 'Maximum'),
  drillsFailed: drillMetric('drillsFailed', 'Sum'),
} as const satisfies Record<string, Metric>;

/** Metrics of the snapshot manager, once a run, over all applications found at run time, without the named ones. */
export const FLEET_FIGURES = {
  applicationsFound: fleetMetric('applicationsFound', 'Maximum'),
  /** Minimum of the period: an application that was updating in only one of two runs does not count. */
  applicationsNotRunning: fleetMetric('applicationsNotRunning', 'Minimum'),
  snapshotAgeOfObjectivePercent: fleetMetric('snapshotAgeOfObjective', 'Maximum'),
  snapshotDurationMs: fleetMetric('snapshotDuration', 'Maximum'),
  snapshotsFailed: fleetMetric('snapshotsFailed', 'Sum'),
  snapshotsLate: fleetMetric('snapshotsLate', 'Sum'),
  snapshotQuotaUsePercent: fleetMetric('snapshotQuotaUse', 'Maximum'),
  quotaFullInDays: fleetMetric('quotaFullInDays', 'Minimum'),
} as const satisfies Record<string, Metric>;

/** Scheduled runs that reported on at least one application; written by every deployment. */
export const DEPLOYMENT_RUNS = fleetMetric('runs', 'Maximum');

/** Metrics of Lambda about the manager. */
export const LAMBDA_METRICS = {
  /** Failed attempts, retries included. */
  errors: lambdaMetric('Errors', 'Sum'),
  throttles: lambdaMetric('Throttles', 'Sum'),
  durationMs: lambdaMetric('Duration', 'Maximum'),
} as const satisfies Record<string, Metric>;

/** Metric of SQS about a queue that is in use or has messages. */
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

function drillMetric(key: keyof typeof DRILL_METRICS, statistic: Metric['statistic']): Metric {
  return { namespace: METRIC_NAMESPACE, name: DRILL_METRICS[key].name, dimension: METRIC_DIMENSION, statistic };
}

function fleetMetric(key: keyof typeof FLEET_METRICS, statistic: Metric['statistic']): Metric {
  return { namespace: METRIC_NAMESPACE, name: FLEET_METRICS[key].name, dimension: FLEET_DIMENSION, statistic };
}

function lambdaMetric(name: string, statistic: Metric['statistic']): Metric {
  return { namespace: 'AWS/Lambda', name, dimension: 'FunctionName', statistic };
}

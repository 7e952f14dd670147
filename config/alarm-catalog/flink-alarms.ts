import { type AlarmDefinition, DAY_SECONDS, type Measure, MINUTE_SECONDS } from './alarm-definition';
import { FLINK_2_METRICS, FLINK_METRICS } from './metrics';

/**
 * Period and datapoints of capacity alarms, as AWS advises: three periods of five minutes, so that a start or a burst
 * does not fire.
 */
const CAPACITY = { period: 5 * MINUTE_SECONDS, periods: { breaching: 3, of: 3 } } as const;

/** Datapoints for an increase, which lasts for one period only: kept for five, so that one event causes one mail. */
const HELD_FOR_FIVE_MINUTES = { period: MINUTE_SECONDS, periods: { breaching: 1, of: 5 } } as const;

/**
 * Alarms on a Flink job's own metrics from Managed Flink. A stopped application reports nothing, which none of them
 * counts as bad: not-running covers that, and snapshot-age covers one that runs but is silent. Thresholds:
 * https://docs.aws.amazon.com/managed-flink/latest/java/monitoring-metrics-alarms.html
 */
export const FLINK_ALARMS: readonly AlarmDefinition[] = [
  {
    id: 'downtime',
    next: 'kda logs NAME --query errors',
    meaning: () => 'The Flink job has failed: it is down and processes nothing.',
    measure: ({ isFlink2 }): Measure =>
      isFlink2
        ? {
            metrics: {
              r: FLINK_2_METRICS.restartingTimeMs,
              c: FLINK_2_METRICS.cancellingTimeMs,
              f: FLINK_2_METRICS.failingTimeMs,
            },
            // If one of the three is missing in a period, MAX uses the others.
            expression: 'MAX([r, c, f])',
            label: 'time not running',
          }
        : { metrics: { m: FLINK_METRICS.downtimeMs } },
    // AWS advises above 0. It is 0 while the job runs.
    threshold: { fires: 'above', setting: 'aboveSeconds', value: 0, least: 0, most: 86_400, factor: 1000 },
    // A restart, update or restore takes a minute or two, which is no reason to wake anybody. Three minutes are.
    period: MINUTE_SECONDS,
    periods: { breaching: 3, of: 3 },
    noData: 'notBreaching',
    urgency: 'now',
  },
  {
    id: 'restarts',
    next: 'kda logs NAME --query errors',
    meaning: () => 'The Flink job restarted by itself after a failure and went back to its last checkpoint.',
    // The metric never falls while the application runs, so the alarm watches its increase.
    measure: ({ isFlink2 }) => ({
      metrics: { m: isFlink2 ? FLINK_2_METRICS.restarts : FLINK_METRICS.fullRestarts },
      expression: 'DIFF(m)',
      label: 'restarts, increase',
    }),
    // The first one fires: no restart is planned, and each makes the job repeat work.
    threshold: { fires: 'above', setting: 'aboveCount', value: 0, least: 0, most: 10_000 },
    ...HELD_FOR_FIVE_MINUTES,
    noData: 'notBreaching',
    urgency: 'soon',
  },
  {
    id: 'failed-checkpoints',
    next: 'kda logs NAME --query errors',
    meaning: () =>
      'A checkpoint failed. A crash now would lose more than usual: the job would return to an older checkpoint.',
    // The metric never falls while the job runs, so an alarm on its value would never end. A restart sets it to 0, a
    // negative increase.
    measure: {
      metrics: { m: FLINK_METRICS.failedCheckpoints },
      expression: 'DIFF(m)',
      label: 'failed checkpoints, increase',
    },
    // AWS advises above 0. Snapshots are made the same way, so they would fail, too.
    threshold: { fires: 'above', setting: 'aboveCount', value: 0, least: 0, most: 10_000 },
    ...HELD_FOR_FIVE_MINUTES,
    noData: 'notBreaching',
    urgency: 'soon',
  },
  {
    id: 'checkpoint-duration',
    next: 'kda logs NAME --query errors',
    meaning: (limit, { checkpointIntervalSeconds }) =>
      `Checkpoints take longer than ${limit}, with an interval of ${checkpointIntervalSeconds} s. Usual causes: back pressure, or growing state.`,
    // Minimum: the alarm needs a period in which every value is slow.
    measure: { metrics: { m: { ...FLINK_METRICS.checkpointDurationMs, statistic: 'Minimum' } } },
    // Beyond half the interval checkpoints soon follow each other without a pause, and the job does little else.
    threshold: {
      fires: 'above',
      setting: 'aboveSeconds',
      value: ({ checkpointIntervalSeconds }) => checkpointIntervalSeconds / 2,
      from: 'half the checkpoint interval',
      least: 0.1,
      most: 3600,
      factor: 1000,
    },
    // The metric keeps its value until the next checkpoint ends, so one slow checkpoint or snapshot shows for one
    // interval and can't fill two periods of that length. Several in a row can. The longest interval in the settings is a
    // day, as is the longest period.
    period: {
      seconds: ({ checkpointIntervalSeconds }) =>
        Math.ceil(checkpointIntervalSeconds / MINUTE_SECONDS) * MINUTE_SECONDS,
      from: 'the checkpoint interval in whole minutes',
    },
    periods: { breaching: 2, of: 2 },
    // A stopped application has no checkpoints. With "missing" each start would mail INSUFFICIENT_DATA changing to OK.
    noData: 'notBreaching',
    urgency: 'soon',
  },
  {
    id: 'checkpoint-growth',
    next: 'kda status NAME',
    meaning: (limit) =>
      `The state grew by more than ${limit} from one period to the next. Usual causes: state that is never removed, or much more input than usual.`,
    measure: (_context, { ignoreBelowMegabytes = 0 }) => ({
      metrics: { m: FLINK_METRICS.checkpointSizeBytes },
      expression: `IF(m > ${ignoreBelowMegabytes * 1_000_000}, 100 * DIFF(m) / (m - DIFF(m)), 0)`,
      label: 'growth in percent',
    }),
    // Growth in percent means nothing for small state: an empty job doubles with its first keys.
    options: { ignoreBelowMegabytes: { value: 50, least: 0, most: 1_000_000 } },
    // 100 %: the state doubles from one period to the next.
    threshold: { fires: 'above', setting: 'abovePercent', value: 100, least: 1, most: 100_000 },
    // The metric has the increment of an incremental checkpoint, the service's default, and the whole size of a snapshot.
    // To compare whole sizes, each period must include a snapshot. Twice the schedule does, even if one is skipped. Where
    // that exceeds a day, CloudWatch's longest period, a skipped one may be missing.
    // https://docs.aws.amazon.com/managed-flink/latest/java/reference-flink-settings.title.html
    period: {
      seconds: ({ snapshots }) =>
        Math.min(DAY_SECONDS, Math.ceil((2 * snapshots.longestGapMinutes) / 60) * 60 * MINUTE_SECONDS),
      from: 'twice the schedule’s longest gap in whole hours, a day at most',
    },
    // One datapoint is enough: a period has an hour or more, and doubled state is worth a look.
    periods: { breaching: 1, of: 1 },
    noData: 'notBreaching',
    urgency: 'soon',
  },
  {
    id: 'cpu',
    next: 'kda status NAME',
    meaning: (limit) => `A task manager uses more than ${limit} of its CPU. The job will soon fall behind.`,
    measure: { metrics: { m: FLINK_METRICS.cpuPercent } },
    // The remaining 20 % are for a burst, and for catching up after a restart.
    threshold: { fires: 'above', setting: 'abovePercent', value: 80, least: 1, most: 99 },
    ...CAPACITY,
    noData: 'notBreaching',
    urgency: 'soon',
  },
  {
    id: 'heap',
    next: 'kda logs NAME --query errors',
    meaning: (limit) =>
      `A task manager uses more than ${limit} of its heap. Garbage collection will slow it down, then it runs out of memory.`,
    measure: { metrics: { m: FLINK_METRICS.heapPercent } },
    // Garbage collection makes it rise and fall. If it is so high in three periods, little can be collected.
    threshold: { fires: 'above', setting: 'abovePercent', value: 90, least: 1, most: 99 },
    ...CAPACITY,
    noData: 'notBreaching',
    urgency: 'soon',
  },
  {
    id: 'container-memory',
    next: 'kda logs NAME --query errors',
    meaning: (limit) =>
      `A container uses more than ${limit} of its memory, including RocksDB. At the limit it is killed, and the job restarts.`,
    measure: { metrics: { m: FLINK_METRICS.containerMemoryPercent } },
    // Lower than for the heap: this memory is not collected, and at its limit the container is killed.
    threshold: { fires: 'above', setting: 'abovePercent', value: 85, least: 1, most: 99 },
    ...CAPACITY,
    noData: 'notBreaching',
    urgency: 'soon',
  },
];

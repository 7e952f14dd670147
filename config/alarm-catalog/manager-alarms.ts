import { type AlarmDefinition, LAST_SECONDS_OF_A_RUN, MINUTE_SECONDS, ONE_RUN, TWO_RUNS } from './alarm-definition';
import { DEPLOYMENT_RUNS, LAMBDA_METRICS, QUEUE_MESSAGES } from './metrics';

/** Alarm on the manager's heartbeat, part of manager-silent. */
export const MANAGER_RUNS = 'manager-runs';

/**
 * Alarm that has no state before the second run of a new deployment, which keeps manager-silent from firing until then.
 */
export const MANAGER_DURATION = 'manager-duration';

/** Alarms on what the manager reports about itself, once per scheduled run. */
export const DEPLOYMENT_ALARMS: readonly AlarmDefinition[] = [
  {
    id: MANAGER_RUNS,
    next: 'kda doctor',
    meaning: () => 'No run of the snapshot manager reports on any application. The state of all snapshots is unknown.',
    measure: { metrics: { m: DEPLOYMENT_RUNS } },
    // Each run that reports on an application counts 1. A run that learns nothing writes no value.
    threshold: { fires: 'below', value: 1 },
    // Silence fires after up to four periods: CloudWatch first evaluates the existing values of a longer range, by AWS's
    // tables two periods more, and one good value among them keeps the alarm from firing.
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
    ...TWO_RUNS,
    // Missing data is the problem itself, except where the settings pause the schedule.
    noData: ({ snapshots }) => (snapshots.scheduleEnabled ? 'breaching' : 'notBreaching'),
    urgency: 'now',
    isEssential: true,
  },
];

/** Alarms on the snapshot manager's function. Missing invocations are not their concern: manager-silent covers them. */
export const MANAGER_ALARMS: readonly AlarmDefinition[] = [
  {
    id: 'manager-errors',
    next: 'kda doctor',
    meaning: () => 'A run of the snapshot manager failed. Lambda retries it twice before it gives up.',
    measure: { metrics: { m: LAMBDA_METRICS.errors } },
    // The first error fires: a run fails only after it has done what it could for every application.
    threshold: { fires: 'above', setting: 'aboveCount', value: 0, least: 0, most: 1000 },
    // A successful retry within the period does not hide the failure.
    ...ONE_RUN,
    // Without invocations Lambda reports nothing, and nothing failed.
    noData: 'notBreaching',
    urgency: 'soon',
    isEssential: true,
    // A run that fails mails the reason. The next run mails one that died, and manager-silent fires if all die.
    isMailedByManager: true,
  },
  {
    id: 'manager-throttles',
    next: 'kda doctor',
    meaning: () =>
      'Lambda throttled the snapshot manager: the account’s concurrency, or the concurrency reserved for it, is used up.',
    measure: { metrics: { m: LAMBDA_METRICS.throttles } },
    // The first one fires: the manager runs once a period, so no throttling is expected.
    threshold: { fires: 'above', setting: 'aboveCount', value: 0, least: 0, most: 1000 },
    // A warning, not a loss yet: Lambda retries a throttled event for an hour.
    ...ONE_RUN,
    // Without invocations none was throttled.
    noData: 'notBreaching',
    urgency: 'soon',
    isEssential: true,
  },
  {
    id: MANAGER_DURATION,
    next: 'kda doctor',
    meaning: (limit, { snapshots }) =>
      `A run of the snapshot manager took more than ${limit} of its time-out of ${snapshots.timeoutSeconds} s. Beyond the time-out, applications are left for the next run and snapshots are late.`,
    // DIFF has no value for the first run, so the alarm has no data and no state before the second.
    measure: { metrics: { m: LAMBDA_METRICS.durationMs }, expression: 'm + 0 * DIFF(m)', label: 'duration' },
    // A run waits for its snapshots until 15 s before its time-out: 95 % of the default 300 s, but 75 % of the shortest,
    // 60 s. Decrease the threshold there.
    threshold: {
      fires: 'above',
      setting: 'abovePercent',
      value: 80,
      least: 1,
      most: 99,
      factor: ({ snapshots }) => snapshots.timeoutSeconds * 10,
    },
    // One such run has little time left, so it fires. DIFF needs two runs, hence two periods.
    period: 'schedule',
    periods: { breaching: 1, of: 2 },
    // Without invocations nothing took long. A new deployment has no state before its second run.
    noData: 'ignore',
    urgency: 'soon',
    isEssential: true,
    // Not useful where waiting for a usual snapshot already takes 80 % of the time-out.
    isUseful: ({ snapshots, usualSnapshotSeconds }) =>
      usualSnapshotSeconds + LAST_SECONDS_OF_A_RUN < 0.8 * snapshots.timeoutSeconds,
  },
];

/** Alarms on queues whose messages wait for a person. */
export const QUEUE_ALARMS: readonly AlarmDefinition[] = [
  {
    id: 'queue-not-empty',
    next: 'kda doctor',
    meaning: () =>
      'An event was not delivered, or a run failed after all retries. Its message waits in this queue for a person.',
    measure: { metrics: { m: QUEUE_MESSAGES } },
    // Each message is an event that is not retried any more.
    threshold: { fires: 'above', setting: 'aboveCount', value: 0, least: 0, most: 100_000 },
    // SQS reports every minute, and a message stays until somebody removes it, so one datapoint is enough.
    period: MINUTE_SECONDS,
    periods: { breaching: 1, of: 1 },
    // SQS stops reporting a queue that was empty and unused for six hours.
    noData: 'notBreaching',
    urgency: 'soon',
    isEssential: true,
  },
];

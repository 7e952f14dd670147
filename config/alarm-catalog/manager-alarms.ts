import { type AlarmDefinition, LAST_SECONDS_OF_A_RUN, MINUTE_SECONDS } from './alarm-definition';
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
    meaning: () => 'No run of the snapshot manager reports on any application. The state of all snapshots is unknown.',
    measure: { metrics: { m: DEPLOYMENT_RUNS } },
    // A run that reports counts 1; one that learns nothing about any application counts nothing.
    threshold: { fires: 'below', value: 1 },
    // One run may be lost. Silence takes up to four periods: CloudWatch judges the real values of a longer range before it
    // takes missing ones for bad, by AWS's tables two periods more, and a good one among those keeps it from firing.
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
    period: 'schedule',
    periods: { breaching: 2, of: 2 },
    // Silence is what it is about, except where the settings pause the schedule.
    noData: ({ snapshots }) => (snapshots.scheduleEnabled ? 'breaching' : 'notBreaching'),
    urgency: 'now',
    isEssential: true,
  },
];

/** Alarms on the snapshot manager's function. Missing invocations are not their concern: manager-silent covers them. */
export const MANAGER_ALARMS: readonly AlarmDefinition[] = [
  {
    id: 'manager-errors',
    meaning: () => 'A run of the snapshot manager failed. Lambda retries it twice before it gives up.',
    measure: { metrics: { m: LAMBDA_METRICS.errors } },
    // At the first one: a run fails only after it did what it could for every application.
    threshold: { fires: 'above', setting: 'aboveCount', value: 0, least: 0, most: 1000 },
    // A period a run: a retry in it that succeeds does not hide the failure, and the next good run ends it.
    period: 'schedule',
    periods: { breaching: 1, of: 1 },
    // Without invocations Lambda reports nothing, and nothing failed.
    noData: 'notBreaching',
    urgency: 'soon',
    isEssential: true,
    // A run that fails has mailed why; one that dies is mailed by the next, and manager-silent reports it when all do.
    isMailedByManager: true,
  },
  {
    id: 'manager-throttles',
    meaning: () =>
      'Lambda throttled the snapshot manager: the account’s concurrency, or the concurrency reserved for it, is used up.',
    measure: { metrics: { m: LAMBDA_METRICS.throttles } },
    // At the first one: the manager runs once a period, so each is one too many.
    threshold: { fires: 'above', setting: 'aboveCount', value: 0, least: 0, most: 1000 },
    // Lambda tries a throttled event again for an hour, so one period is a warning and no loss yet.
    period: 'schedule',
    periods: { breaching: 1, of: 1 },
    // Without invocations none was refused.
    noData: 'notBreaching',
    urgency: 'soon',
    isEssential: true,
  },
  {
    id: MANAGER_DURATION,
    meaning: (limit, { snapshots }) =>
      `A run of the snapshot manager took more than ${limit} of its time-out of ${snapshots.timeoutSeconds} s. Beyond the time-out, applications are left for the next run and snapshots are late.`,
    // DIFF has no value for the first run: until the second one the alarm has no data, and thereby no state.
    measure: { metrics: { m: LAMBDA_METRICS.durationMs }, expression: 'm + 0 * DIFF(m)', label: 'duration' },
    // A run waits for its snapshots until 15 s before its end: until 95 % of the default 300 s. Of the shortest time-out,
    // 60 s, until 75 %; lower it there.
    threshold: {
      fires: 'above',
      setting: 'abovePercent',
      value: 80,
      least: 1,
      most: 99,
      factor: ({ snapshots }) => snapshots.timeoutSeconds * 10,
    },
    // A period a run: one that took so long has little room left already. Two periods, so that the data of an evaluation
    // hold two runs, which DIFF needs.
    period: 'schedule',
    periods: { breaching: 1, of: 2 },
    // Without invocations nothing took long; a new deployment has no state until its second run.
    noData: 'ignore',
    urgency: 'soon',
    isEssential: true,
    // A run that waits for a usual snapshot may take so long.
    isUseful: ({ snapshots, usualSnapshotSeconds }) =>
      usualSnapshotSeconds + LAST_SECONDS_OF_A_RUN < 0.8 * snapshots.timeoutSeconds,
  },
];

/** Alarms on queues whose messages wait for a person. */
export const QUEUE_ALARMS: readonly AlarmDefinition[] = [
  {
    id: 'queue-not-empty',
    meaning: () =>
      'An event was not delivered, or a run failed after all retries. Its message waits in this queue for a person.',
    measure: { metrics: { m: QUEUE_MESSAGES } },
    // Each message is an event that nobody works on any more.
    threshold: { fires: 'above', setting: 'aboveCount', value: 0, least: 0, most: 100_000 },
    // SQS reports every minute, and a message does not go by itself: one look is enough.
    period: MINUTE_SECONDS,
    periods: { breaching: 1, of: 1 },
    // SQS stops reporting a queue that was empty and unused for six hours.
    noData: 'notBreaching',
    urgency: 'soon',
    isEssential: true,
  },
];

import { LAMBDA_METRICS, QUEUE_MESSAGES } from '../metrics';
import { type AlarmDefinition, MINUTE_SECONDS } from './alarm-definition';

/** Alarms on the snapshot manager's function. Without invocations there is nothing wrong with them: the concern of snapshot-age. */
export const MANAGER_ALARMS: readonly AlarmDefinition[] = [
  {
    id: 'manager-errors',
    meaning: () => 'A run of the snapshot manager failed; Lambda repeats it twice before it gives up.',
    measure: { metrics: { m: LAMBDA_METRICS.errors } },
    // At the first one: a run fails only after it did what it could for every application.
    threshold: { fires: 'above', setting: 'aboveCount', value: 0, least: 0, most: 1000 },
    // A period a run: a retry in it that succeeds does not hide the failure, and the next good run ends it.
    period: 'schedule',
    periods: { breaching: 1, of: 1 },
    // Without invocations Lambda reports nothing, and nothing failed.
    noData: 'notBreaching',
    urgency: 'soon',
  },
  {
    id: 'manager-throttles',
    meaning: () =>
      'Lambda did not let the snapshot manager run: the concurrency of the account, or what is reserved for it, is used up.',
    measure: { metrics: { m: LAMBDA_METRICS.throttles } },
    // At the first one: the manager runs once a period, so each is one too many.
    threshold: { fires: 'above', setting: 'aboveCount', value: 0, least: 0, most: 1000 },
    // Lambda tries a throttled event again for an hour, so one period is a warning and no loss yet.
    period: 'schedule',
    periods: { breaching: 1, of: 1 },
    // Without invocations none was refused.
    noData: 'notBreaching',
    urgency: 'soon',
  },
  {
    id: 'manager-duration',
    meaning: (limit, { snapshots }) =>
      `A run of the snapshot manager took more than ${limit} of its ${snapshots.timeoutSeconds} s: at the end of them applications are left for the next run, and snapshots become late.`,
    measure: { metrics: { m: LAMBDA_METRICS.durationMs } },
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
    // A period a run: one that took so long has little room left already.
    period: 'schedule',
    periods: { breaching: 1, of: 1 },
    // Without invocations nothing took long.
    noData: 'notBreaching',
    urgency: 'soon',
  },
];

/** Alarms on a queue whose messages wait for a person. */
export const QUEUE_ALARMS: readonly AlarmDefinition[] = [
  {
    id: 'queue-not-empty',
    meaning: () => 'An event was not delivered, or a run failed for good: its message waits for a person.',
    measure: { metrics: { m: QUEUE_MESSAGES } },
    // Each message is an event that nobody works on any more.
    threshold: { fires: 'above', setting: 'aboveCount', value: 0, least: 0, most: 100_000 },
    // SQS reports every minute, and a message does not go by itself: one look is enough.
    period: MINUTE_SECONDS,
    periods: { breaching: 1, of: 1 },
    // SQS stops reporting a queue that was empty and unused for six hours.
    noData: 'notBreaching',
    urgency: 'soon',
  },
];

import type { Settings } from '../config/settings';
import { FLINK_METRICS, LAMBDA_ERRORS, MANAGER_METRICS, type Metric, QUEUE_MESSAGES } from './metrics';
import type { Names } from './names';

/** One alarm as data. */
export interface AlarmDefinition {
  /** Part of its name, and the anchor of its section in the runbook. */
  readonly id: string;
  /** What is wrong when it fires: a whole sentence, read at night. */
  readonly meaning: string;
  readonly metric: Metric;
  /** `increase`: by how much the metric grew since the period before. */
  readonly of: 'value' | 'increase';
  /** Fires above this, in the metric's unit. */
  readonly above: number;
  readonly periodSeconds: number;
  /** So many of the last so many periods have to be above. */
  readonly periods: { readonly breaching: number; readonly of: number };
  /** What a period without data counts as. */
  readonly noData: 'breaching' | 'notBreaching';
}

/** An alarm about one application, the manager or a queue: the value of the metric's dimension. */
export interface Alarm extends AlarmDefinition {
  readonly subject: string;
}

const MINUTE_SECONDS = 60;

/**
 * Every alarm of a deployment. No alarm fires because an application was stopped on purpose. Applications that are only
 * found at run time (prefix, pattern, tag) have metrics and mails, and no alarms: there is no resource to make for them.
 */
export function alarmsOf(settings: Settings, names: Names): Alarm[] {
  const about = (subjects: readonly string[], definitions: readonly AlarmDefinition[]): Alarm[] =>
    subjects.flatMap((subject) => definitions.map((definition) => ({ ...definition, subject })));
  return [
    ...names.applicationEntries.flatMap(({ name, snapshotAgeMinutes = settings.alarms.snapshotAgeMinutes }) =>
      name === undefined ? [] : about([name], applicationAlarms(settings, snapshotAgeMinutes)),
    ),
    ...about([names.managerFunction], managerAlarms(settings)),
    ...about([names.undeliveredEventsQueue, names.failedRunsQueue], QUEUE_ALARMS),
  ];
}

function applicationAlarms({ alarms, snapshots }: Settings, snapshotAgeMinutes: number): AlarmDefinition[] {
  // The manager reports once a run, so a shorter period would have no data in it.
  const scheduleSeconds = snapshots.scheduleMinutes * MINUTE_SECONDS;
  return [
    {
      id: 'downtime',
      meaning: 'The Flink job is failing: it is down and processes nothing.',
      metric: FLINK_METRICS.downtimeMs,
      of: 'value',
      above: 0,
      // A restart, an update or a restore takes a minute or two and is no reason to wake anybody; three minutes are.
      periodSeconds: MINUTE_SECONDS,
      periods: { breaching: 3, of: 3 },
      // A stopped application reports nothing. One that runs but is silent can take no snapshot: snapshot-age fires.
      noData: 'notBreaching',
    },
    {
      id: 'checkpoint-duration',
      meaning: `Checkpoints take longer than ${alarms.checkpointDurationMs} ms: back pressure, or state that grows.`,
      metric: FLINK_METRICS.checkpointDurationMs,
      of: 'value',
      above: alarms.checkpointDurationMs,
      // Checkpoints are a minute apart (DEFAULT): two of them in a row, one slow one is none.
      periodSeconds: MINUTE_SECONDS,
      periods: { breaching: 2, of: 2 },
      // Stopped: nothing is checkpointed. "missing" would mail INSUFFICIENT_DATA turning OK at each start.
      noData: 'notBreaching',
    },
    {
      id: 'failed-checkpoints',
      meaning: 'A checkpoint failed: after a crash now, the job would go back further than it should.',
      metric: FLINK_METRICS.failedCheckpoints,
      // The level never falls while the job runs, so an alarm on it would never end. A restart sets it to 0: a
      // negative increase, which is not above 0.
      of: 'increase',
      above: 0,
      // The increase lasts for one period only: held for five, so that one failure is one mail and not a flicker.
      periodSeconds: MINUTE_SECONDS,
      periods: { breaching: 1, of: 5 },
      noData: 'notBreaching',
    },
    {
      id: 'snapshot-duration',
      meaning: `Snapshots take longer than ${alarms.snapshotDurationSeconds} s, from the request until they are READY.`,
      metric: MANAGER_METRICS.snapshotDurationMs,
      of: 'value',
      above: alarms.snapshotDurationSeconds * 1000,
      // Two snapshots in a row, as in the reference system; there it was the Lambda's own waiting time.
      periodSeconds: scheduleSeconds,
      periods: { breaching: 2, of: 2 },
      // No snapshot was taken, so none was slow. That none was taken is the concern of snapshot-age.
      noData: 'notBreaching',
    },
    {
      id: 'snapshot-age',
      meaning: `The newest READY snapshot is older than ${snapshotAgeMinutes} minutes, or the snapshot manager is silent: a failure now would lose more than agreed.`,
      metric: MANAGER_METRICS.newestSnapshotAgeSeconds,
      of: 'value',
      above: snapshotAgeMinutes * MINUTE_SECONDS,
      // A run may fall just behind the border of its period: one empty period is no silence, two are.
      periodSeconds: scheduleSeconds,
      periods: { breaching: 2, of: 2 },
      // Every run reports an age, 0 for an application that does not run. Only a manager that does not run is silent,
      // and it is meant to be where the settings switch its schedule off.
      noData: snapshots.scheduleEnabled ? 'breaching' : 'notBreaching',
    },
    {
      id: 'snapshots-failed',
      meaning: 'A snapshot of a running application could not be taken.',
      metric: MANAGER_METRICS.snapshotsFailed,
      of: 'value',
      above: 0,
      // At the first one: what failed is in the audit table, and there is time until snapshot-age.
      periodSeconds: scheduleSeconds,
      periods: { breaching: 1, of: 1 },
      noData: 'notBreaching',
    },
    quotaAlarm({ alarms, snapshots }),
  ];
}

/** A snapshot more than the quota is refused, so the warning comes while there is time to delete or to ask for more. */
function quotaAlarm({ alarms, snapshots }: Pick<Settings, 'alarms' | 'snapshots'>): AlarmDefinition {
  return {
    id: 'quota-use',
    meaning: `The application has more than ${alarms.quotaUsePercent} % of the ${snapshots.quota} snapshots that the service allows it; at 100 % none can be taken.`,
    metric: MANAGER_METRICS.snapshotQuotaUsePercent,
    of: 'value',
    above: alarms.quotaUsePercent,
    // It rises by one snapshot a run: one look is enough.
    periodSeconds: snapshots.scheduleMinutes * MINUTE_SECONDS,
    periods: { breaching: 1, of: 1 },
    // The list could not be read, or the manager is silent: the concern of snapshot-age.
    noData: 'notBreaching',
  };
}

function managerAlarms({ snapshots }: Settings): AlarmDefinition[] {
  return [
    {
      id: 'manager-errors',
      meaning: 'A run of the snapshot manager failed; Lambda repeats it twice before it gives up.',
      metric: LAMBDA_ERRORS,
      of: 'value',
      above: 0,
      periodSeconds: snapshots.scheduleMinutes * MINUTE_SECONDS,
      periods: { breaching: 1, of: 1 },
      // Without invocations there are no errors; that there are none is the concern of snapshot-age.
      noData: 'notBreaching',
    },
  ];
}

const QUEUE_ALARMS: readonly AlarmDefinition[] = [
  {
    id: 'queue-not-empty',
    meaning: 'An event was not delivered, or a run failed for good: its message waits for a person.',
    metric: QUEUE_MESSAGES,
    of: 'value',
    above: 0,
    // SQS reports every minute; each message is one too many.
    periodSeconds: MINUTE_SECONDS,
    periods: { breaching: 1, of: 1 },
    // SQS stops reporting a queue that was empty and unused for six hours.
    noData: 'notBreaching',
  },
];

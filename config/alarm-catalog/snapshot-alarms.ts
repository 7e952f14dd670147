import { type AlarmDefinition, MINUTE_SECONDS, seesSnapshotsEnd } from './alarm-definition';
import { MANAGER_METRICS } from './metrics';

/** Alarm that an application stopped on purpose does not have. */
export const NOT_RUNNING = 'not-running';

/** Alarms on an application's snapshots. The snapshot manager reports once a run, so shorter periods would be empty. */
export const SNAPSHOT_ALARMS: readonly AlarmDefinition[] = [
  {
    id: 'snapshot-age',
    meaning: (limit) =>
      `The newest READY snapshot is older than ${limit}. A failure now would lose more data than agreed.`,
    measure: { metrics: { m: MANAGER_METRICS.newestSnapshotAgeSeconds } },
    // The objective stands in the settings beside the applications, since mails tell of it as well.
    threshold: {
      fires: 'above',
      value: ({ snapshotAgeMinutes }) => snapshotAgeMinutes,
      from: 'the objective, alarms.snapshotAgeMinutes',
      factor: MINUTE_SECONDS,
    },
    // Two runs in a row find it overdue, so up to two periods after the objective: what one was late with by itself the
    // next one has.
    period: 'schedule',
    periods: { breaching: 2, of: 2 },
    // The manager's silence is one trouble of the deployment, and manager-silent reports it. Until the next figure the alarm
    // keeps its state, so that silence is neither a trouble nor the end of one; a new application has no state yet.
    noData: ({ snapshots }) => (snapshots.scheduleEnabled ? 'ignore' : 'notBreaching'),
    urgency: 'now',
    isEssential: true,
  },
  {
    id: 'snapshots-failed',
    meaning: () => 'A snapshot of a running application could not be taken.',
    measure: { metrics: { m: MANAGER_METRICS.snapshotsFailed } },
    threshold: { fires: 'above', setting: 'aboveCount', value: 0, least: 0, most: 1000 },
    // At the first one: what failed is in the audit table, and there is time until snapshot-age.
    period: 'schedule',
    periods: { breaching: 1, of: 1 },
    // No run, so none failed; that there was none is the concern of manager-silent.
    noData: 'notBreaching',
    urgency: 'soon',
    isEssential: true,
    isMailedByManager: true,
  },
  {
    id: 'snapshots-late',
    meaning: () => 'A run of the snapshot manager ended before its snapshot was READY.',
    measure: { metrics: { m: MANAGER_METRICS.snapshotsLate } },
    threshold: { fires: 'above', setting: 'aboveCount', value: 0, least: 0, most: 1000 },
    // At the first one: the run waited for all of its time-out, so the snapshot is far from usual already.
    period: 'schedule',
    periods: { breaching: 1, of: 1 },
    // No run, so none was late; that there was none is the concern of manager-silent.
    noData: 'notBreaching',
    urgency: 'soon',
    isMailedByManager: true,
    // Where each is meant to outlast its run, the next run completes the record, and snapshot-age watches the rest.
    isUseful: seesSnapshotsEnd,
  },
  {
    id: 'snapshot-duration',
    meaning: (limit) => `Snapshots take longer than ${limit}, from the request until they are READY.`,
    measure: { metrics: { m: MANAGER_METRICS.snapshotDurationMs } },
    // What the settings call usual; their default is the reference system's 30 s, there the Lambda's own waiting time.
    threshold: {
      fires: 'above',
      setting: 'aboveSeconds',
      value: ({ usualSnapshotSeconds }) => usualSnapshotSeconds,
      from: 'usualSnapshotSeconds',
      least: 1,
      most: 3600,
      factor: 1000,
    },
    // Two snapshots in a row, as in the reference system.
    period: 'schedule',
    periods: { breaching: 2, of: 2 },
    // No snapshot was taken, so none was slow. That none was taken is the concern of snapshot-age.
    noData: 'notBreaching',
    urgency: 'soon',
    isUseful: seesSnapshotsEnd,
  },
  {
    id: NOT_RUNNING,
    meaning: () =>
      'The application is not running: it processes nothing, and no snapshot can be taken. If that is intended, set stoppedOnPurpose in the settings.',
    measure: { metrics: { m: MANAGER_METRICS.applicationRunning } },
    // The metric is 1 while it runs, else 0.
    threshold: { fires: 'below', value: 1 },
    // An update or a restore may meet one run, not two.
    period: 'schedule',
    periods: { breaching: 2, of: 2 },
    // The manager is silent: the concern of manager-silent, and neither a trouble nor the end of one here.
    noData: ({ snapshots }) => (snapshots.scheduleEnabled ? 'ignore' : 'notBreaching'),
    urgency: 'now',
    isEssential: true,
  },
  {
    id: 'quota-use',
    meaning: (limit, { snapshots }) =>
      `The application has more than ${limit} of its quota of ${snapshots.quota} snapshots. At 100 % no snapshot can be taken.`,
    measure: { metrics: { m: MANAGER_METRICS.snapshotQuotaUsePercent } },
    // A snapshot more than the quota is refused: at 80 % of 1000 and one in ten minutes there are 33 hours left.
    threshold: { fires: 'above', setting: 'abovePercent', value: 80, least: 1, most: 99 },
    // It rises by one snapshot a run: one look is enough.
    period: 'schedule',
    periods: { breaching: 1, of: 1 },
    // The list could not be read, or the manager is silent: the concern of snapshot-age and manager-silent.
    noData: 'notBreaching',
    urgency: 'soon',
    isEssential: true,
  },
];

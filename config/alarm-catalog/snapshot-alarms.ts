import {
  ABOVE_USUAL_DURATION,
  type AlarmDefinition,
  keepsItsState,
  MINUTE_SECONDS,
  ONE_RUN,
  seesSnapshotsEnd,
  TWO_RUNS,
} from './alarm-definition';
import { MANAGER_METRICS } from './metrics';

/** Alarm that an application stopped on purpose does not have. */
export const NOT_RUNNING = 'not-running';

/** Alarms on an application's snapshots. The snapshot manager reports once a run, so shorter periods would be empty. */
export const SNAPSHOT_ALARMS: readonly AlarmDefinition[] = [
  {
    id: 'snapshot-age',
    next: 'kda why NAME',
    meaning: (limit) =>
      `The newest READY snapshot is older than ${limit}. A failure now would lose more data than agreed.`,
    measure: { metrics: { m: MANAGER_METRICS.newestSnapshotAgeSeconds } },
    // The objective is a setting of the application, because mails mention it, too.
    threshold: {
      fires: 'above',
      value: ({ snapshotAgeMinutes }) => snapshotAgeMinutes,
      from: 'the objective, alarms.snapshotAgeMinutes',
      factor: MINUTE_SECONDS,
    },
    // Fires up to two periods after the objective: a snapshot that is late in one run is READY in the next.
    ...TWO_RUNS,
    noData: keepsItsState,
    urgency: 'now',
    isEssential: true,
  },
  {
    id: 'snapshots-failed',
    next: 'kda why NAME',
    meaning: () => 'A snapshot of a running application could not be taken.',
    measure: { metrics: { m: MANAGER_METRICS.snapshotsFailed } },
    threshold: { fires: 'above', setting: 'aboveCount', value: 0, least: 0, most: 1000 },
    // The first failure fires: the audit table has its reason, and there is time to act before snapshot-age.
    ...ONE_RUN,
    // Without a run no snapshot failed; manager-silent reports missing runs.
    noData: 'notBreaching',
    urgency: 'soon',
    isEssential: true,
    isMailedByManager: true,
  },
  {
    id: 'snapshots-late',
    next: 'kda why NAME',
    meaning: () => 'A run of the snapshot manager ended before its snapshot was READY.',
    measure: { metrics: { m: MANAGER_METRICS.snapshotsLate } },
    threshold: { fires: 'above', setting: 'aboveCount', value: 0, least: 0, most: 1000 },
    // The first one fires: the run waited for its whole time-out, so the snapshot takes much longer than usual.
    ...ONE_RUN,
    // Without a run no snapshot was late; manager-silent reports missing runs.
    noData: 'notBreaching',
    urgency: 'soon',
    isMailedByManager: true,
    // Where every snapshot outlasts its run, the next run completes the record, and snapshot-age watches the age.
    isUseful: seesSnapshotsEnd,
  },
  {
    id: 'snapshot-duration',
    next: 'kda why NAME',
    meaning: (limit) => `Snapshots take longer than ${limit}, from the request until they are READY.`,
    measure: { metrics: { m: MANAGER_METRICS.snapshotDurationMs } },
    threshold: ABOVE_USUAL_DURATION,
    ...TWO_RUNS,
    // Without a snapshot none was slow; snapshot-age reports missing snapshots.
    noData: 'notBreaching',
    urgency: 'soon',
    isUseful: seesSnapshotsEnd,
  },
  {
    id: NOT_RUNNING,
    next: 'kda status NAME',
    meaning: () =>
      'The application is not running: it processes nothing, and no snapshot can be taken. If that is intended, set stoppedOnPurpose in the settings.',
    measure: { metrics: { m: MANAGER_METRICS.applicationRunning } },
    // The metric is 1 while the application runs, else 0.
    threshold: { fires: 'below', value: 1 },
    ...TWO_RUNS,
    noData: keepsItsState,
    urgency: 'now',
    isEssential: true,
  },
  {
    id: 'quota-use',
    next: 'kda snapshots NAME',
    meaning: (limit, { snapshots }) =>
      `The application has more than ${limit} of its quota of ${snapshots.quota} snapshots. At 100 % no snapshot can be taken.`,
    measure: { metrics: { m: MANAGER_METRICS.snapshotQuotaUsePercent } },
    // The service refuses a snapshot above the quota. At 80 % of 1000 and one every ten minutes, 33 hours are left.
    threshold: { fires: 'above', setting: 'abovePercent', value: 80, least: 1, most: 99 },
    // It rises by one snapshot a run, so one run is enough.
    ...ONE_RUN,
    // No data: the list could not be read, or the manager is silent. snapshot-age and manager-silent report that.
    noData: 'notBreaching',
    urgency: 'soon',
    isEssential: true,
  },
  {
    id: 'quota-forecast',
    next: 'kda snapshots NAME',
    meaning: (limit, { snapshots }) =>
      `The quota of ${snapshots.quota} snapshots is full in less than ${limit}, if the application gets new ones as in the last weeks. Then no snapshot can be taken.`,
    measure: { metrics: { m: MANAGER_METRICS.quotaFullInDays } },
    // A week: time for a deletion that people agree on, or for an increase of the quota by AWS.
    threshold: { fires: 'below', setting: 'belowDays', value: 7, least: 1, most: 364 },
    ...TWO_RUNS,
    // No data: the list could not be read, or the manager is silent. snapshot-age and manager-silent report that.
    noData: 'notBreaching',
    urgency: 'soon',
    // Its growth is that of the schedule.
    isUseful: ({ snapshots }) => snapshots.scheduleEnabled,
  },
];

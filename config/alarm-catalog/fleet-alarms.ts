import {
  ABOVE_USUAL_DURATION,
  type AlarmDefinition,
  keepsItsState,
  ONE_RUN,
  seesSnapshotsEnd,
  TWO_RUNS,
} from './alarm-definition';
import { FLEET_FIGURES } from './metrics';

/**
 * Alarms on all applications found at run time. An alarm can't search, so the snapshot manager reports the worst of
 * them. Named applications are not included: they have their own, tuned alarms. An application that appears later is
 * watched without a deployment; the mail of the run and the audit table name it. Its Flink metrics are only on the
 * dashboard.
 */
export const FLEET_ALARMS: readonly AlarmDefinition[] = [
  {
    id: 'fleet-snapshot-age',
    next: 'kda status',
    meaning: (limit) =>
      `For at least one application found by prefix, pattern or tag, the newest READY snapshot is older than ${limit} of its objective.`,
    measure: { metrics: { m: FLEET_FIGURES.snapshotAgeOfObjectivePercent } },
    // Percent of each application's own objective: 100 % is the objective itself.
    threshold: { fires: 'above', setting: 'abovePercent', value: 100, least: 1, most: 1000 },
    ...TWO_RUNS,
    noData: keepsItsState,
    urgency: 'now',
    isEssential: true,
  },
  {
    id: 'fleet-snapshots-failed',
    next: 'kda status',
    meaning: () => 'No snapshot could be taken of at least one running application found by prefix, pattern or tag.',
    measure: { metrics: { m: FLEET_FIGURES.snapshotsFailed } },
    // The first failure of any application fires, early enough to act before fleet-snapshot-age.
    threshold: { fires: 'above', setting: 'aboveCount', value: 0, least: 0, most: 100_000 },
    ...ONE_RUN,
    // Without a run no snapshot failed; manager-silent reports missing runs.
    noData: 'notBreaching',
    urgency: 'soon',
    isEssential: true,
    isMailedByManager: true,
  },
  {
    id: 'fleet-snapshots-late',
    next: 'kda status',
    meaning: () =>
      'A run of the snapshot manager ended before the snapshot of at least one application found by prefix, pattern or tag was READY.',
    measure: { metrics: { m: FLEET_FIGURES.snapshotsLate } },
    // The first late snapshot of any application fires: the run waited for its whole time-out.
    threshold: { fires: 'above', setting: 'aboveCount', value: 0, least: 0, most: 100_000 },
    ...ONE_RUN,
    // Without a run no snapshot was late; manager-silent reports missing runs.
    noData: 'notBreaching',
    urgency: 'soon',
    isMailedByManager: true,
    isUseful: seesSnapshotsEnd,
  },
  {
    id: 'fleet-snapshot-duration',
    next: 'kda status',
    meaning: (limit) =>
      `Snapshots of at least one application found by prefix, pattern or tag take longer than ${limit}.`,
    measure: { metrics: { m: FLEET_FIGURES.snapshotDurationMs } },
    // An application whose snapshots take longer needs an entry by name, with its own threshold.
    threshold: ABOVE_USUAL_DURATION,
    // The two runs may be slow for two different applications.
    ...TWO_RUNS,
    // Without a snapshot none was slow; fleet-snapshot-age reports missing snapshots.
    noData: 'notBreaching',
    urgency: 'soon',
    isUseful: seesSnapshotsEnd,
  },
  {
    id: 'fleet-not-running',
    next: 'kda status',
    meaning: (limit) =>
      `More than ${limit} of the applications found by prefix, pattern or tag are not running: they process nothing.`,
    measure: { metrics: { m: FLEET_FIGURES.applicationsNotRunning } },
    // An application stopped on purpose needs an entry by name with stoppedOnPurpose, which excludes it here. A higher
    // threshold would hide the next one that stops by itself.
    threshold: { fires: 'above', setting: 'aboveCount', value: 0, least: 0, most: 100_000 },
    ...TWO_RUNS,
    // No data: no application could be described, or the manager is silent.
    noData: keepsItsState,
    urgency: 'now',
    isEssential: true,
    // One alarm for all applications would hide the second stop; the manager mails each stop.
    isMailedByManager: true,
  },
  {
    id: 'fleet-quota-use',
    next: 'kda status',
    meaning: (limit, { snapshots }) =>
      `At least one application found by prefix, pattern or tag has more than ${limit} of its quota of ${snapshots.quota} snapshots.`,
    measure: { metrics: { m: FLEET_FIGURES.snapshotQuotaUsePercent } },
    // At 80 % of 1000 and a snapshot every ten minutes, 33 hours are left.
    threshold: { fires: 'above', setting: 'abovePercent', value: 80, least: 1, most: 99 },
    // It rises by one snapshot a run, so one run is enough.
    ...ONE_RUN,
    // No data: no list could be read, or the manager is silent, which manager-silent reports.
    noData: 'notBreaching',
    urgency: 'soon',
    isEssential: true,
  },
  {
    id: 'fleet-quota-forecast',
    next: 'kda status',
    meaning: (limit, { snapshots }) =>
      `For at least one application found by prefix, pattern or tag, the quota of ${snapshots.quota} snapshots is full in less than ${limit}, if it gets new ones as in the last weeks.`,
    measure: { metrics: { m: FLEET_FIGURES.quotaFullInDays } },
    threshold: { fires: 'below', setting: 'belowDays', value: 7, least: 1, most: 364 },
    // An application whose schedule is rarer is in few runs, so one is enough.
    ...ONE_RUN,
    // No data: no list could be read, or the manager is silent, which manager-silent reports.
    noData: 'notBreaching',
    urgency: 'soon',
    isUseful: ({ snapshots }) => snapshots.scheduleEnabled,
  },
  {
    id: 'fleet-empty',
    next: 'kda status',
    meaning: () =>
      'No application matches a prefix, pattern or tag of snapshots.applications. Only named applications are snapshotted.',
    measure: { metrics: { m: FLEET_FIGURES.applicationsFound } },
    // Only a person knows how many there should be, so only none at all fires.
    threshold: { fires: 'below', value: 1 },
    // One list may be read while the only application is being replaced, but not two in a row.
    ...TWO_RUNS,
    // No data: the list could not be read. That run fails, which manager-errors reports.
    noData: 'notBreaching',
    urgency: 'soon',
  },
];

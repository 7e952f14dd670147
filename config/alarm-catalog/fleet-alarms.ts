import { type AlarmDefinition, seesSnapshotsEnd } from './alarm-definition';
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
    meaning: (limit) =>
      `For at least one application found by prefix, pattern or tag, the newest READY snapshot is older than ${limit} of its objective.`,
    measure: { metrics: { m: FLEET_FIGURES.snapshotAgeOfObjectivePercent } },
    // Of each application's own objective: 100 % is the objective itself.
    threshold: { fires: 'above', setting: 'abovePercent', value: 100, least: 1, most: 1000 },
    // As snapshot-age: up to two periods after the objective.
    period: 'schedule',
    periods: { breaching: 2, of: 2 },
    // As snapshot-age: silence is the concern of manager-silent.
    noData: ({ snapshots }) => (snapshots.scheduleEnabled ? 'ignore' : 'notBreaching'),
    urgency: 'now',
    isEssential: true,
  },
  {
    id: 'fleet-snapshots-failed',
    meaning: () => 'No snapshot could be taken of at least one running application found by prefix, pattern or tag.',
    measure: { metrics: { m: FLEET_FIGURES.snapshotsFailed } },
    // As snapshots-failed, at the first one of any: there is time until fleet-snapshot-age.
    threshold: { fires: 'above', setting: 'aboveCount', value: 0, least: 0, most: 100_000 },
    // Reported once a run, so the next good run ends it.
    period: 'schedule',
    periods: { breaching: 1, of: 1 },
    // No run, so none failed; that there was none is the concern of manager-silent.
    noData: 'notBreaching',
    urgency: 'soon',
    isEssential: true,
    isMailedByManager: true,
  },
  {
    id: 'fleet-snapshots-late',
    meaning: () =>
      'A run of the snapshot manager ended before the snapshot of at least one application found by prefix, pattern or tag was READY.',
    measure: { metrics: { m: FLEET_FIGURES.snapshotsLate } },
    // As snapshots-late, at the first one of any: the run waited for all of its time-out.
    threshold: { fires: 'above', setting: 'aboveCount', value: 0, least: 0, most: 100_000 },
    // Reported once a run, so the next run without a late one ends it.
    period: 'schedule',
    periods: { breaching: 1, of: 1 },
    // No run, so none was late; that there was none is the concern of manager-silent.
    noData: 'notBreaching',
    urgency: 'soon',
    isMailedByManager: true,
    isUseful: seesSnapshotsEnd,
  },
  {
    id: 'fleet-snapshot-duration',
    meaning: (limit) =>
      `Snapshots of at least one application found by prefix, pattern or tag take longer than ${limit}.`,
    measure: { metrics: { m: FLEET_FIGURES.snapshotDurationMs } },
    // As snapshot-duration. One that is meant to take longer is named, with a threshold of its own.
    threshold: {
      fires: 'above',
      setting: 'aboveSeconds',
      value: ({ usualSnapshotSeconds }) => usualSnapshotSeconds,
      from: 'usualSnapshotSeconds',
      least: 1,
      most: 3600,
      factor: 1000,
    },
    // Two runs in a row, as snapshot-duration; of many applications it may be another one in each.
    period: 'schedule',
    periods: { breaching: 2, of: 2 },
    // No snapshot was taken, so none was slow; that none was taken is the concern of fleet-snapshot-age.
    noData: 'notBreaching',
    urgency: 'soon',
    isUseful: seesSnapshotsEnd,
  },
  {
    id: 'fleet-not-running',
    meaning: (limit) =>
      `More than ${limit} of the applications found by prefix, pattern or tag are not running: they process nothing.`,
    measure: { metrics: { m: FLEET_FIGURES.applicationsNotRunning } },
    // One that is meant to be stopped is named, with stoppedOnPurpose: then it is none of these. A higher count would hide
    // the next one that stops by itself.
    threshold: { fires: 'above', setting: 'aboveCount', value: 0, least: 0, most: 100_000 },
    // As not-running: an update or a restore may meet one run, not two.
    period: 'schedule',
    periods: { breaching: 2, of: 2 },
    // No application could be described, or the manager is silent: the concern of manager-silent.
    noData: ({ snapshots }) => (snapshots.scheduleEnabled ? 'ignore' : 'notBreaching'),
    urgency: 'now',
    isEssential: true,
    // One alarm for all of them would hide the second stop; the manager mails each.
    isMailedByManager: true,
  },
  {
    id: 'fleet-quota-use',
    meaning: (limit, { snapshots }) =>
      `At least one application found by prefix, pattern or tag has more than ${limit} of its quota of ${snapshots.quota} snapshots.`,
    measure: { metrics: { m: FLEET_FIGURES.snapshotQuotaUsePercent } },
    // As quota-use: at 80 % of 1000 and one in ten minutes there are 33 hours left.
    threshold: { fires: 'above', setting: 'abovePercent', value: 80, least: 1, most: 99 },
    // It rises by one snapshot a run: one look is enough.
    period: 'schedule',
    periods: { breaching: 1, of: 1 },
    // No list could be read, or the manager is silent: the concern of manager-silent.
    noData: 'notBreaching',
    urgency: 'soon',
    isEssential: true,
  },
  {
    id: 'fleet-empty',
    meaning: () =>
      'No application matches a prefix, pattern or tag of snapshots.applications. Only named applications are snapshotted.',
    measure: { metrics: { m: FLEET_FIGURES.applicationsFound } },
    // None at all: how many there should be only a person knows.
    threshold: { fires: 'below', value: 1 },
    // A list may be read while the one application is replaced; twice it is not.
    period: 'schedule',
    periods: { breaching: 2, of: 2 },
    // The list could not be read: the run fails, which manager-errors tells.
    noData: 'notBreaching',
    urgency: 'soon',
  },
];

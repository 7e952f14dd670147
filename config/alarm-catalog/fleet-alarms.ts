import { type AlarmDefinition, seesSnapshotsEnd } from './alarm-definition';
import { FLEET_FIGURES } from './metrics';

/**
 * Alarms on those applications together that are only found at run time: an alarm can't search, so the snapshot manager
 * reports the worst of them. A named one is not among them: it has alarms of its own, tuned for it. An application that
 * appears later is watched without a deployment; which one it is stands in the mail of the run and in the audit. Its
 * Flink metrics are seen in the dashboard only.
 */
export const FLEET_ALARMS: readonly AlarmDefinition[] = [
  {
    id: 'fleet-snapshot-age',
    meaning: (limit) =>
      `Of at least one of the applications found the newest READY snapshot is older than ${limit} of its objective.`,
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
    meaning: () => 'A snapshot of at least one of the applications found could not be taken, though it runs.',
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
      'A run of the snapshot manager ended before the snapshot of at least one of the applications found was READY.',
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
    meaning: (limit) => `Snapshots of at least one of the applications found take longer than ${limit}.`,
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
    meaning: (limit) => `More than ${limit} of the applications found do not run: they process nothing.`,
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
      `At least one of the applications found has more than ${limit} of the ${snapshots.quota} snapshots that the service allows it.`,
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
      'No application has a prefix, pattern or tag of snapshots.applications: of none but the named ones a snapshot is taken.',
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

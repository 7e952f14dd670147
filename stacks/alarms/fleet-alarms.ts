import { FLEET_FIGURES } from '../metrics';
import type { AlarmDefinition } from './alarm-definition';

/**
 * Alarms on all applications of the deployment together, where some are only found at run time: an alarm can't search,
 * so the snapshot manager reports the worst of all. An application that appears later is watched without a deployment;
 * which one it is stands in the mail of the run and in the audit. Its Flink metrics are seen in the dashboard only.
 */
export const FLEET_ALARMS: readonly AlarmDefinition[] = [
  {
    id: 'fleet-snapshot-age',
    meaning: (limit) =>
      `Of at least one application the newest READY snapshot is older than ${limit} of its objective, or the snapshot manager is silent.`,
    measure: { metrics: { m: FLEET_FIGURES.snapshotAgeOfObjectivePercent } },
    threshold: { fires: 'above', setting: 'abovePercent', value: 100, least: 1, most: 1000 },
    // As snapshot-age: one empty period is no silence, two are.
    period: 'schedule',
    periods: { breaching: 2, of: 2 },
    noData: ({ snapshots }) => (snapshots.scheduleEnabled ? 'breaching' : 'notBreaching'),
    urgency: 'now',
  },
  {
    id: 'fleet-snapshots-failed',
    meaning: () => 'A snapshot of at least one running application could not be taken.',
    measure: { metrics: { m: FLEET_FIGURES.snapshotsFailed } },
    threshold: { fires: 'above', setting: 'aboveCount', value: 0, least: 0, most: 100_000 },
    period: 'schedule',
    periods: { breaching: 1, of: 1 },
    noData: 'notBreaching',
    urgency: 'soon',
  },
  {
    id: 'fleet-snapshots-late',
    meaning: () => 'A run of the snapshot manager ended before the snapshot of at least one application was READY.',
    measure: { metrics: { m: FLEET_FIGURES.snapshotsLate } },
    threshold: { fires: 'above', setting: 'aboveCount', value: 0, least: 0, most: 100_000 },
    period: 'schedule',
    periods: { breaching: 1, of: 1 },
    noData: 'notBreaching',
    urgency: 'soon',
  },
  {
    id: 'fleet-snapshot-duration',
    meaning: (limit) => `Snapshots of at least one application take longer than ${limit}.`,
    measure: { metrics: { m: FLEET_FIGURES.snapshotDurationMs } },
    threshold: { fires: 'above', setting: 'aboveSeconds', value: 30, least: 1, most: 3600, factor: 1000 },
    period: 'schedule',
    periods: { breaching: 2, of: 2 },
    noData: 'notBreaching',
    urgency: 'soon',
  },
  {
    id: 'fleet-not-running',
    meaning: (limit) => `More than ${limit} of the applications found do not run: they process nothing.`,
    measure: { metrics: { m: FLEET_FIGURES.applicationsNotRunning } },
    // How many are meant to be stopped only a person knows; they can be told by aboveCount.
    threshold: { fires: 'above', setting: 'aboveCount', value: 0, least: 0, most: 100_000 },
    period: 'schedule',
    periods: { breaching: 2, of: 2 },
    noData: 'notBreaching',
    urgency: 'now',
  },
  {
    id: 'fleet-quota-use',
    meaning: (limit, { snapshots }) =>
      `At least one application has more than ${limit} of the ${snapshots.quota} snapshots that the service allows it.`,
    measure: { metrics: { m: FLEET_FIGURES.snapshotQuotaUsePercent } },
    threshold: { fires: 'above', setting: 'abovePercent', value: 80, least: 1, most: 99 },
    period: 'schedule',
    periods: { breaching: 1, of: 1 },
    noData: 'notBreaching',
    urgency: 'soon',
  },
  {
    id: 'fleet-empty',
    meaning: () =>
      'No application has a prefix, pattern or tag of snapshots.applications: of none but the named ones a snapshot is taken.',
    measure: { metrics: { m: FLEET_FIGURES.applicationsFound } },
    threshold: { fires: 'below', value: 1 },
    // A list may be read while the one application is replaced; twice it is not.
    period: 'schedule',
    periods: { breaching: 2, of: 2 },
    // The list could not be read: the run fails, which manager-errors tells.
    noData: 'notBreaching',
    urgency: 'soon',
  },
];

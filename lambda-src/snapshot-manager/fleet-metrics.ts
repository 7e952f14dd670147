import type { FleetMetricValues, MetricValues } from './metrics';

/** What one application's run measured. */
export interface Measured {
  readonly metrics: MetricValues;
  /** How old the application's newest READY snapshot may become. */
  readonly snapshotAgeMinutes: number;
}

/**
 * The worst and the sums over the applications of a run. A figure that no application has is left out, so that silence
 * stays silence; only of no applications at all it is known that none is overdue.
 *
 * @param found how many were found, the named ones not among them; undefined when the service did not tell.
 */
export function fleetMetrics(measured: readonly Measured[], found: number | undefined): FleetMetricValues {
  const of = (key: keyof MetricValues): number[] => measured.flatMap(({ metrics }) => metrics[key] ?? []);
  const ages = measured.flatMap(({ metrics: { newestSnapshotAge }, snapshotAgeMinutes }) =>
    newestSnapshotAge === undefined ? [] : percent(newestSnapshotAge, snapshotAgeMinutes * 60),
  );
  return {
    applicationsFound: found,
    applicationsNotRunning: of('applicationRunning').filter((isRunning) => isRunning === 0).length,
    snapshotAgeOfObjective: worst(ages) ?? (found === 0 ? 0 : undefined),
    snapshotDuration: worst(of('snapshotDuration')),
    snapshotsFailed: sum(of('snapshotsFailed')),
    snapshotsLate: sum(of('snapshotsLate')),
    snapshotQuotaUse: worst(of('snapshotQuotaUse')),
  };
}

function worst(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : Math.max(...values);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function percent(part: number, whole: number): number {
  return Math.round((part / whole) * 1000) / 10;
}

import type { FleetMetricValues, MetricValues } from './metrics';

/** Measurements of one application that was found by prefix, pattern or tag. */
export interface Measured {
  readonly metrics: MetricValues;
  /** Maximum age in minutes of the application's newest READY snapshot. */
  readonly snapshotAgeMinutes: number;
}

/**
 * Worst values and sums over the applications that a run found. Missing values stay missing so that alarms can treat
 * them as such. With no applications, overdue and stopped are 0.
 *
 * @param found number of applications found; undefined when the service did not list them.
 */
export function fleetMetrics(
  measured: readonly Measured[],
  found: number | undefined,
): Omit<FleetMetricValues, 'runs'> {
  const of = (key: keyof MetricValues): number[] => measured.flatMap(({ metrics }) => metrics[key] ?? []);
  const ages = measured.flatMap(({ metrics: { newestSnapshotAge }, snapshotAgeMinutes }) =>
    newestSnapshotAge === undefined ? [] : percent(newestSnapshotAge, snapshotAgeMinutes * 60),
  );
  const states = of('applicationRunning');
  return {
    applicationsFound: found,
    applicationsNotRunning:
      states.length > 0 || found === 0 ? states.filter((isRunning) => isRunning === 0).length : undefined,
    snapshotAgeOfObjective: worst(ages) ?? (found === 0 ? 0 : undefined),
    snapshotDuration: worst(of('snapshotDuration')),
    snapshotsFailed: sum(of('snapshotsFailed')),
    snapshotsLate: sum(of('snapshotsLate')),
    snapshotQuotaUse: worst(of('snapshotQuotaUse')),
    quotaFullInDays: fewest(of('quotaFullInDays')),
  };
}

function worst(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : Math.max(...values);
}

function fewest(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : Math.min(...values);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function percent(part: number, whole: number): number {
  return Math.round((part / whole) * 1000) / 10;
}

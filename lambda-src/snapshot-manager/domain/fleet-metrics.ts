import type { FleetMetricValues, MetricValues } from './metrics';

/** What the run of one application measured that was found by prefix, pattern or tag. */
export interface Measured {
  readonly metrics: MetricValues;
  /** How old the application's newest READY snapshot may become. */
  readonly snapshotAgeMinutes: number;
}

/**
 * The worst and the sums over the applications that a run found. A figure that none of them has is left out, so that
 * silence stays silence; only where there are none it is known that none is overdue, and that none stands still.
 *
 * @param found how many were found; undefined when the service did not tell.
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

import {
  DRILL_METRICS,
  FLEET_DIMENSION,
  FLEET_METRICS,
  METRIC_DIMENSION,
  METRIC_NAMESPACE,
  METRICS,
} from '../../contract';

export type MetricValues = Partial<Record<keyof typeof METRICS, number>>;
export type FleetMetricValues = Partial<Record<keyof typeof FLEET_METRICS, number>>;

/** Line with an application's metrics; those without a value are left out. */
export function embeddedMetrics(application: string, at: Date, values: MetricValues): string {
  return embedded({ name: METRIC_DIMENSION, value: application }, at, METRICS, values);
}

/** Line with the figures of an application's drills and proofs. */
export function embeddedDrillMetrics(
  application: string,
  at: Date,
  values: Partial<Record<keyof typeof DRILL_METRICS, number>>,
): string {
  return embedded({ name: METRIC_DIMENSION, value: application }, at, DRILL_METRICS, values);
}

/** Line with the whole deployment's metrics; those without a value are left out. */
export function embeddedFleetMetrics(deployment: string, at: Date, values: FleetMetricValues): string {
  return embedded({ name: FLEET_DIMENSION, value: deployment }, at, FLEET_METRICS, values);
}

/**
 * Line in CloudWatch's embedded metric format, from which CloudWatch makes metrics when it is a bare log line
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
 */
function embedded<Key extends string>(
  dimension: { readonly name: string; readonly value: string },
  at: Date,
  metrics: Readonly<Record<Key, { readonly name: string; readonly unit: string }>>,
  values: Partial<Record<Key, number>>,
): string {
  const isMetric = (key: string): key is Key => Object.hasOwn(metrics, key);
  const present = Object.keys(metrics)
    .filter(isMetric)
    .filter((key) => values[key] !== undefined);
  return JSON.stringify({
    _aws: {
      Timestamp: at.getTime(),
      CloudWatchMetrics: [
        {
          Namespace: METRIC_NAMESPACE,
          Dimensions: [[dimension.name]],
          Metrics: present.map((key) => ({ Name: metrics[key].name, Unit: metrics[key].unit })),
        },
      ],
    },
    [dimension.name]: dimension.value,
    ...Object.fromEntries(present.map((key) => [metrics[key].name, values[key]])),
  });
}

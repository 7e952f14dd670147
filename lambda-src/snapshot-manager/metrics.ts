import { METRIC_DIMENSION, METRIC_NAMESPACE, METRICS } from '../contract';

export type MetricValues = Partial<Record<keyof typeof METRICS, number>>;

/**
 * One line in CloudWatch's embedded metric format: CloudWatch makes metrics of it when it stands bare in the log
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
 */
export function embeddedMetrics(application: string, at: Date, values: MetricValues): string {
  const present = Object.keys(METRICS)
    .filter(isMetric)
    .filter((key) => values[key] !== undefined);
  return JSON.stringify({
    _aws: {
      Timestamp: at.getTime(),
      CloudWatchMetrics: [
        {
          Namespace: METRIC_NAMESPACE,
          Dimensions: [[METRIC_DIMENSION]],
          Metrics: present.map((key) => ({ Name: METRICS[key].name, Unit: METRICS[key].unit })),
        },
      ],
    },
    [METRIC_DIMENSION]: application,
    ...Object.fromEntries(present.map((key) => [METRICS[key].name, values[key]])),
  });
}

function isMetric(key: string): key is keyof typeof METRICS {
  return Object.hasOwn(METRICS, key);
}

import type { Metric } from './metric-query';

/**
 * Labels of the metrics that a search found: the properties in which they differ (namespace, dimensions in the schema's
 * order, name). A metric that is alone, or one without such properties, has the values of its dimensions, else its name.
 * Inferred: AWS says only that the labels distinguish the lines.
 */
export function searchLabels(metrics: readonly Metric[], dimensions: readonly string[] | undefined): readonly string[] {
  const rows = metrics.map((metric) => propertiesOf(metric, dimensions));
  const differs = (place: number) => new Set(rows.map((row) => row[place])).size > 1;
  return metrics.map((metric, index) => {
    const distinct = (rows[index] ?? []).filter((value, place) => value !== '' && differs(place));
    if (distinct.length > 0) return distinct.join(' ');
    return metric.Dimensions.map(({ Value }) => Value).join(' ') || metric.MetricName;
  });
}

/** Properties in fixed places; without a schema the dimensions are one of them. */
function propertiesOf({ Namespace, MetricName, Dimensions }: Metric, names: readonly string[] | undefined): string[] {
  const values = names?.map((name) => Dimensions.find(({ Name }) => Name === name)?.Value ?? '');
  return [Namespace, ...(values ?? [Dimensions.map(({ Value }) => Value).join(' ')]), MetricName];
}

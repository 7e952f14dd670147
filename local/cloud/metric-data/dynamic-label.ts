import { validationError } from '../cloudwatch-error';
import type { Metric } from './metric-query';

/** Series that a label is about. */
export interface LabelSubject {
  /** Label that it has without one of its own. */
  readonly label: string;
  /** Properties by the names of PROP(); none for an expression over several metrics. */
  readonly properties: Readonly<Record<string, string>> | undefined;
  /** Its values, oldest first. */
  readonly values: readonly number[];
}

type Figure = (values: readonly number[]) => number;

const FIGURES: Readonly<Record<string, Figure>> = {
  AVG: (values) => sum(values) / values.length,
  DATAPOINT_COUNT: (values) => values.length,
  FIRST: (values) => values[0] ?? 0,
  LAST: (values) => values.at(-1) ?? 0,
  MAX: (values) => values.reduce((one, other) => Math.max(one, other)),
  MIN: (values) => values.reduce((one, other) => Math.min(one, other)),
  SUM: sum,
};

const PART = /\$\{([^}]*)\}/g;
const PROPERTY = /^PROP\('([^']*)'\)$/;

/** True: the label has parts that depend on the series. */
export function isDynamic(label: string | undefined): label is string {
  return label?.includes('${') ?? false;
}

/** @throws CloudWatchError for a part that is not emulated. */
export function checkLabel(label: string, where: string): void {
  for (const [whole, part = ''] of label.matchAll(PART)) {
    if (part === 'LABEL' || part in FIGURES || PROPERTY.test(part)) continue;
    const known = ['LABEL', "PROP('…')", ...Object.keys(FIGURES)].join(', ');
    throw validationError(`${where}: ${whole} in a label is not emulated by the local cloud; ${known} are.`);
  }
}

/**
 * Label with its parts filled in. A figure of a series without values is "--"; a property that it lacks stays as it is.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/graph-dynamic-labels.html
 */
export function filledLabel(template: string, { label, properties, values }: LabelSubject): string {
  return template.replaceAll(PART, (whole, part: string) => {
    if (part === 'LABEL') return label;
    const figure = FIGURES[part];
    if (figure === undefined) return properties?.[PROPERTY.exec(part)?.[1] ?? ''] ?? whole;
    if (values.length === 0 && part !== 'DATAPOINT_COUNT') return '--';
    return figure(values).toLocaleString('en-US', { maximumFractionDigits: 2, useGrouping: false });
  });
}

/** Properties of a metric by the names of PROP(). */
export function labelProperties(metric: Metric, statistic: string, periodSeconds: number): Record<string, string> {
  return {
    MetricName: metric.MetricName,
    Namespace: metric.Namespace,
    Stat: statistic,
    Period: String(periodSeconds),
    ...Object.fromEntries(metric.Dimensions.map(({ Name, Value }) => [`Dim.${Name}`, Value])),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

import type { StandardUnit } from '@aws-sdk/client-cloudwatch';
import { z } from 'zod';
import { readJson } from '../../packages/managed-flink/src/http/json-protocol';
import type { MetricValue } from './put-metrics';

const document = z.looseObject({
  _aws: z.object({
    Timestamp: z.number().int(),
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: z.string().min(1),
        Dimensions: z.array(z.array(z.string()).max(30)),
        Metrics: z.array(z.object({ Name: z.string().min(1), Unit: z.string().optional() })).max(100),
      }),
    ),
  }),
});

export interface NamespacedValues {
  readonly namespace: string;
  readonly values: readonly MetricValue[];
}

/**
 * The metrics in one log line of CloudWatch's embedded metric format; none when it is not one. The line must be that
 * JSON object itself: wrapped in another one (as Lambda's JSON logging wraps `console.log`) it is text.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function metricsInLine(line: string): readonly NamespacedValues[] {
  // Most lines hold no metrics: they need not be parsed.
  if (!line.startsWith('{') || !line.includes('"_aws"')) return [];
  const parsed = document.safeParse(readJson(line));
  if (!parsed.success) return [];
  const { _aws: header, ...members } = parsed.data;
  return header.CloudWatchMetrics.map((directive) => ({
    namespace: directive.Namespace,
    values: directive.Dimensions.flatMap((names) => {
      const dimensions = dimensionsOf(names, members);
      if (dimensions === undefined) return [];
      return directive.Metrics.flatMap(({ Name, Unit }) =>
        numbersIn(members[Name]).map((value) => ({
          name: Name,
          value,
          unit: unitOf(Unit),
          dimensions,
          at: new Date(header.Timestamp),
        })),
      );
    }),
  }));
}

/** Undefined when the line lacks a member that a dimension names: CloudWatch then makes no metric. */
function dimensionsOf(names: readonly string[], members: Record<string, unknown>): Record<string, string> | undefined {
  const dimensions: Record<string, string> = {};
  for (const name of names) {
    const value = members[name];
    if (typeof value !== 'string') return undefined;
    dimensions[name] = value;
  }
  return dimensions;
}

function numbersIn(value: unknown): readonly number[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'number');
}

const UNITS = ['Count', 'Milliseconds', 'Seconds', 'Microseconds', 'Bytes', 'Percent', 'Count/Second', 'None'] as const;

function unitOf(text: string | undefined): StandardUnit {
  return UNITS.find((unit) => unit === text) ?? 'None';
}

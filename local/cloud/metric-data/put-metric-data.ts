import { z } from 'zod';
import { CloudWatchError } from '../cloudwatch-error';
import { dimensionShape, listShape, numberShape, readShape, timeShape } from './metric-query';
import type { Sample } from './metric-samples';
import type { MetricDatum } from './metric-store';
import type { Metrics } from './metrics';

const datum = z.object({
  MetricName: z.string().min(1).max(255),
  Dimensions: listShape(dimensionShape)
    .default([])
    .refine((list) => list.length <= 30, 'at most 30 dimensions'),
  Timestamp: timeShape.optional(),
  Unit: z.string().default('None'),
  Value: numberShape.optional(),
  Values: listShape(numberShape).optional(),
  Counts: listShape(numberShape).optional(),
  StatisticValues: z
    .object({ SampleCount: numberShape, Sum: numberShape, Minimum: numberShape, Maximum: numberShape })
    .optional(),
});
type Datum = z.infer<typeof datum>;

const request = z.object({
  Namespace: z.string().min(1).max(255),
  MetricData: listShape(datum).refine((list) => list.length <= 1_000, 'at most 1,000 metrics'),
});

/**
 * PutMetricData. Unlike AWS it takes values of any time, also older than two weeks.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
 */
export async function putMetricData(
  metrics: Metrics,
  input: Readonly<Record<string, unknown>>,
  now: Date,
): Promise<object> {
  if ('EntityMetricData' in input) {
    throw new CloudWatchError('InvalidParameterValue', 'EntityMetricData is not emulated by the local cloud.');
  }
  const { Namespace, MetricData } = readShape(request, input);
  const data = MetricData.map((each): MetricDatum => {
    const { MetricName, Dimensions, Unit, Timestamp = now } = each;
    return {
      metric: { Namespace, MetricName, Dimensions },
      unit: Unit,
      samples: samplesOf(each, Timestamp.getTime()),
    };
  });
  await metrics.putData(data);
  return {};
}

function samplesOf({ MetricName, Value, Values, Counts, StatisticValues }: Datum, at: number): Sample[] {
  if ([Value, Values, StatisticValues].filter((given) => given !== undefined).length !== 1) {
    throw new CloudWatchError(
      'InvalidParameterCombination',
      `${MetricName}: exactly one of Value, Values and StatisticValues is needed.`,
    );
  }
  if (StatisticValues !== undefined) {
    const { SampleCount: count, Sum: sum, Minimum: minimum, Maximum: maximum } = StatisticValues;
    return count > 0 ? [{ at, count, sum, minimum, maximum }] : [];
  }
  if (Counts !== undefined && Counts.length !== Values?.length) {
    throw new CloudWatchError('InvalidParameterValue', `${MetricName}: Counts needs as many numbers as Values.`);
  }
  return (Values ?? [Value ?? 0]).map((value, index) => {
    const count = Counts?.[index] ?? 1;
    return { at, count, sum: value * count, minimum: value, maximum: value };
  });
}

import { z } from 'zod';
import { CloudWatchError } from '../cloudwatch-error';
import { dimensionShape, listShape, numberShape, readShape, timeShape } from './metric-query';
import type { Metrics } from './metrics';
import { checkPeriod, checkStatistic } from './statistic';
import { timeGrid } from './time-grid';

const request = z.object({
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: listShape(dimensionShape).default([]),
  StartTime: timeShape,
  EndTime: timeShape,
  Period: numberShape,
  Statistics: listShape(z.string()).default([]),
  ExtendedStatistics: listShape(z.string()).default([]),
  Unit: z.string().optional(),
});

const MOST_DATAPOINTS = 1_440;

/**
 * GetMetricStatistics. Metrics of Lambda have the unit None: the emulator's statistics have none.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
 */
export async function getMetricStatistics(metrics: Metrics, input: unknown, now: Date): Promise<object> {
  const { Namespace, MetricName, Dimensions, StartTime: start, EndTime: end, ...asked } = readShape(request, input);
  const { Period, Statistics, ExtendedStatistics, Unit } = asked;
  if (Unit !== undefined) throw invalid('Unit is not emulated by the local cloud.', 'InvalidParameterValue');
  if (Statistics.length + ExtendedStatistics.length === 0) {
    throw invalid('Either Statistics or ExtendedStatistics must be given.');
  }
  if (start >= end) throw invalid('StartTime must be before EndTime.');
  checkPeriod(Period, 'Period');
  for (const statistic of [...Statistics, ...ExtendedStatistics]) checkStatistic(statistic, 'Statistics');
  const grid = timeGrid({ start, end }, Period, now);
  if (grid.length > MOST_DATAPOINTS) {
    throw invalid(
      `The request has ${grid.length} data points, allowed are ${MOST_DATAPOINTS}: choose a longer period.`,
    );
  }
  const metric = { Namespace, MetricName, Dimensions };
  const names = [...Statistics, ...ExtendedStatistics];
  const reads = names.map((statistic) => ({ metric, statistic, grid }));
  const series = await metrics.read(reads);
  const datapoints = Array.from({ length: grid.length }, (_, index) => {
    const values = names.flatMap((name, place) => {
      const value = series[place]?.[index];
      return value === undefined ? [] : [[name, value] as const];
    });
    const isExtended = ([name]: readonly [string, number]) => ExtendedStatistics.includes(name);
    const extended = values.filter(isExtended);
    return {
      hasData: values.length > 0,
      Timestamp: new Date((grid.beginSeconds + index * Period) * 1_000),
      Unit: metrics.unitOf(metric),
      ...Object.fromEntries(values.filter((value) => !isExtended(value))),
      ...(extended.length === 0 ? {} : { ExtendedStatistics: Object.fromEntries(extended) }),
    };
  });
  return {
    Label: MetricName,
    Datapoints: datapoints.filter(({ hasData }) => hasData).map(({ hasData: _has, ...datapoint }) => datapoint),
  };
}

function invalid(
  message: string,
  code: 'InvalidParameterCombination' | 'InvalidParameterValue' = 'InvalidParameterCombination',
) {
  return new CloudWatchError(code, message);
}

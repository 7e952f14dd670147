import { validationError } from '../cloudwatch-error';
import type { Metric } from './metric-query';
import type { TimeGrid } from './time-grid';

/** Statistic of a metric over the periods of a grid. */
export interface StatisticRead {
  readonly metric: Metric;
  readonly statistic: string;
  readonly grid: TimeGrid;
}

/** Statistics that can be put together from those of shorter periods. */
export const STATISTICS = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] as const;
export type Statistic = (typeof STATISTICS)[number];

const PERCENTILE = /^p\d{1,2}(\.\d+)?$|^p100$/;

export function isStatistic(text: string): text is Statistic {
  return STATISTICS.some((each) => each === text);
}

/** @throws CloudWatchError for a statistic that CloudWatch does not have, or that is not emulated. */
export function checkStatistic(text: string, where: string): void {
  if (isStatistic(text) || PERCENTILE.test(text)) return;
  throw validationError(
    `${where}: the statistic "${text}" is not emulated; ${STATISTICS.join(', ')} and percentiles (p90, p99.9) are.`,
  );
}

/** @throws CloudWatchError for a period that CloudWatch does not have. */
export function checkPeriod(seconds: number, where: string): void {
  const isShort = [1, 5, 10, 20, 30].includes(seconds);
  if (isShort || (Number.isInteger(seconds) && seconds >= 60 && seconds % 60 === 0)) return;
  throw validationError(`${where}: the period is ${seconds}, expected 1, 5, 10, 20, 30 or a multiple of 60 seconds.`);
}

/** Range of time; the end is exclusive. */
export interface TimeRange {
  readonly start: Date;
  readonly end: Date;
}

/** Consecutive periods, from the first one's begin. Seconds since 1970. */
export interface TimeGrid {
  readonly beginSeconds: number;
  readonly periodSeconds: number;
  readonly length: number;
}

const DAY_MS = 86_400_000;

/**
 * Periods of a range as CloudWatch cuts it: from the start, rounded down to the minute (to 5 minutes after 15 days, to
 * the hour after 63 days), for periods below a minute to the period. Inferred for ranges that don't begin at a multiple
 * of the period: AWS's examples show times such as 11:18 and 12:18 for a period of an hour.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
export function timeGrid({ start, end }: TimeRange, periodSeconds: number, now: Date): TimeGrid {
  const age = now.getTime() - start.getTime();
  const resolution = age > 63 * DAY_MS ? 3_600 : age > 15 * DAY_MS ? 300 : Math.min(60, periodSeconds);
  const beginSeconds = Math.floor(start.getTime() / 1_000 / resolution) * resolution;
  const length = Math.max(0, Math.ceil((end.getTime() / 1_000 - beginSeconds) / periodSeconds));
  return { beginSeconds, periodSeconds, length };
}

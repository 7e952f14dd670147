import list from '../../cost/prices.json';
import type { Range, ReadingCost } from '../api/dashboard';
import { adaptedPeriod } from './periods';
import { spanOf } from './ranges';

/** Interval of a look at the local cloud. */
export const LOCAL_MS = 20_000;
/** Longest interval between two readings: whoever looks at a month still sees the last hour. */
const MOST_SECONDS = 3600;

/**
 * Seconds between two readings of a range: at most one a minute in a real account, and less often for a long range,
 * in which a minute is no pixel.
 */
export function everySeconds(range: Range, isLocal: boolean): number {
  if (isLocal) return LOCAL_MS / 1000;
  const { from, to } = spanOf(range, new Date(0));
  return Math.min(MOST_SECONDS, adaptedPeriod(to - from));
}

/** Cost of looking at a dashboard. */
export function readingCost({
  metrics,
  range,
  isLocal,
}: {
  readonly metrics: number;
  readonly range: Range;
  readonly isLocal: boolean;
}): ReadingCost {
  const seconds = everySeconds(range, isLocal);
  const usd = (metrics * (3600 / seconds) * list.prices.metricsReadThousand.value) / 1000;
  return { metrics, everySeconds: seconds, usdAnHour: isLocal ? null : usd };
}

import { z } from 'zod';
import { listPage } from '../list-pages';
import { listShape, metricKey, readShape } from './metric-query';
import type { Metrics } from './metrics';

const request = z.object({
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: listShape(z.object({ Name: z.string(), Value: z.string().optional() })).default([]),
  NextToken: z.string().optional(),
  RecentlyActive: z.literal('PT3H').optional(),
});

const METRICS_A_PAGE = 500;
const RECENTLY_MS = 3 * 3_600_000;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html */
export async function listMetrics(metrics: Metrics, input: unknown, now: Date): Promise<object> {
  const { Namespace, MetricName, Dimensions, NextToken, RecentlyActive } = readShape(request, input);
  const found = (await metrics.list(Namespace))
    .filter((metric) => MetricName === undefined || metric.MetricName === MetricName)
    .filter((metric) =>
      Dimensions.every(({ Name, Value }) =>
        metric.Dimensions.some((each) => each.Name === Name && (Value === undefined || each.Value === Value)),
      ),
    )
    .filter(
      ({ newestAt }) =>
        RecentlyActive === undefined || newestAt === undefined || newestAt > now.getTime() - RECENTLY_MS,
    )
    .toSorted((one, other) => (metricKey(one) < metricKey(other) ? -1 : 1));
  const { items, next } = listPage(found, METRICS_A_PAGE, NextToken);
  return { Metrics: items.map(({ newestAt: _internal, ...metric }) => metric), ...next };
}

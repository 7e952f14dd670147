import { answerCloudWatch, readCloudWatch } from '../cloudwatch-protocol';
import type { Interceptor } from '../gateway';
import { getMetricData } from './get-metric-data';
import { getMetricStatistics } from './get-metric-statistics';
import { listMetrics } from './list-metrics';
import { Metrics } from './metrics';
import { putMetricData } from './put-metric-data';

type Operation = (metrics: Metrics, request: Readonly<Record<string, unknown>>, now: Date) => Promise<object>;

/** Calls of CloudWatch about metrics, by name. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  GetMetricData: getMetricData,
  GetMetricStatistics: getMetricStatistics,
  ListMetrics: listMetrics,
  PutMetricData: putMetricData,
};

/** CloudWatch's metrics, which the emulator has without expressions and too slowly for a dashboard. */
export function metricsService(metrics: Metrics): Interceptor {
  return {
    wants: ({ service, operation }) => service === 'monitoring' && operation !== undefined && operation in OPERATIONS,
    answer: async (call, forward) => {
      const operation = OPERATIONS[call.operation ?? ''];
      if (operation === undefined) return forward();
      if (call.operation === 'PutMetricData' && isOfTheEmulator(readCloudWatch(call))) return forward();
      return answerCloudWatch(call, (request) => operation(metrics, request, new Date()));
    },
  };
}

function isOfTheEmulator({ Namespace }: Readonly<Record<string, unknown>>): boolean {
  return typeof Namespace === 'string' && Metrics.areOfTheEmulator(Namespace);
}

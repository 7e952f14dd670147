import {
  type CloudWatchLogsClient,
  FilterLogEventsCommand,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import { metricsInLine } from './embedded-metric-line';
import type { EmulatorClients } from './emulator-clients';
import { putMetrics } from './put-metrics';

/** How far back each round looks again: a function's lines are written when it ends, with earlier times. */
const LOOK_BACK_MS = 20 * 60_000;

/**
 * One round of what CloudWatch Logs does by itself and the emulator does not: metrics in embedded metric format, in
 * whatever log group, become metrics. Only lines logged after `startedAt`, and each of them once.
 */
export function embeddedMetrics(clients: EmulatorClients, startedAt: Date): () => Promise<void> {
  const done = new Set<string>();
  return async () => {
    const since = Math.max(startedAt.getTime(), Date.now() - LOOK_BACK_MS);
    for (const group of await logGroups(clients.logs)) {
      const { events } = await clients.logs.send(
        new FilterLogEventsCommand({ logGroupName: group, startTime: since, filterPattern: '"_aws"' }),
      );
      for (const { eventId, message } of events ?? []) {
        if (eventId === undefined || message === undefined || done.has(eventId)) continue;
        for (const { namespace, values } of metricsInLine(message)) {
          await putMetrics(clients.cloudWatch, namespace, values);
        }
        done.add(eventId);
      }
    }
  };
}

async function logGroups(client: CloudWatchLogsClient): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const page of paginateDescribeLogGroups({ client }, {})) {
    for (const { logGroupName } of page.logGroups ?? []) if (logGroupName !== undefined) names.push(logGroupName);
  }
  return names;
}

import {
  type CloudWatchLogsClient,
  FilterLogEventsCommand,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import { metricsInLine } from './embedded-metric-line';
import type { EmulatorClients } from './emulator-clients';

/** Time that each round looks back: a line may have a time before that of the round that first sees it. */
const LOOK_BACK_MS = 2 * 60_000;

/**
 * One round of what CloudWatch Logs does by itself and the emulator does not: lines in embedded metric format, in
 * whatever log group, become metrics. Only lines logged after `startedAt`, and each of them once.
 */
export function embeddedMetrics(clients: EmulatorClients, startedAt: Date): () => Promise<void> {
  /** Times of the lines that were counted, by what tells them apart: the emulator gives no event ids. */
  const counted = new Map<string, number>();
  return async () => {
    const since = Math.max(startedAt.getTime(), Date.now() - LOOK_BACK_MS);
    for (const [key, timestamp] of counted) if (timestamp < since) counted.delete(key);
    for (const group of await logGroups(clients.logs)) {
      const { events } = await clients.logs.send(
        new FilterLogEventsCommand({ logGroupName: group, startTime: since, filterPattern: '"_aws"' }),
      );
      const seen = new Map<string, number>();
      for (const { logStreamName, timestamp = 0, message = '' } of events ?? []) {
        const line = [group, logStreamName, timestamp, message].join(' ');
        const repetition = (seen.get(line) ?? 0) + 1;
        seen.set(line, repetition);
        const key = `${repetition} ${line}`;
        if (counted.has(key)) continue;
        for (const { namespace, values } of metricsInLine(message.trim())) {
          await clients.metrics.put(namespace, values);
        }
        counted.set(key, timestamp);
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

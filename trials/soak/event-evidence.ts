import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { waitUntil } from '../demo/wait-until';
import type { DirectDeployment } from './direct-deployment';

/** Sum of a metric over the last hour; none when it has no values. */
export async function sumOfMetric(
  configuration: DirectDeployment['clientConfiguration'],
  Namespace: string,
  MetricName: string,
  dimension: { readonly Name: string; readonly Value: string },
): Promise<number | undefined> {
  const Metric = { Namespace, MetricName, Dimensions: [dimension] };
  const { MetricDataResults } = await new CloudWatchClient(configuration).send(
    new GetMetricDataCommand({
      StartTime: new Date(Date.now() - 3_600_000),
      EndTime: new Date(Date.now() + 60_000),
      MetricDataQueries: [{ Id: 'sum', MetricStat: { Metric, Period: 86_400, Stat: 'Sum' } }],
    }),
  );
  return MetricDataResults?.[0]?.Values?.reduce((sum, part) => sum + part, 0);
}

/** Number of times that EventBridge fired the rule, by its own metric. */
export async function countFiredEvents({ names, clientConfiguration }: DirectDeployment): Promise<number> {
  const rule = { Name: 'RuleName', Value: names.scheduleRule };
  return (await sumOfMetric(clientConfiguration, 'AWS/Events', 'TriggeredRules', rule)) ?? 0;
}

/** Ids of the events in the queue of failed runs: as many as are expected, or what is there after a while. */
export async function readFailedEvents(
  { clientConfiguration }: DirectDeployment,
  queueUrl: string,
  expected: number,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const sqs = new SQSClient(clientConfiguration);
  const ids = new Set<string>();
  const startedAt = Date.now();
  await waitUntil(
    'the failed runs in their queue',
    async () => {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 }),
      );
      for (const { Body = '{}' } of Messages) ids.add(eventIdOf(Body));
      const isEnough = ids.size >= expected && Messages.length === 0;
      return isEnough || Date.now() - startedAt > 20_000 ? true : undefined;
    },
    { timeoutMs: 60_000, signal },
  );
  return [...ids];
}

/** The destination's record of a failed invocation quotes the event under `requestPayload`. */
function eventIdOf(body: string): string {
  const { requestPayload }: { requestPayload?: { id?: unknown } } = JSON.parse(body);
  return String(requestPayload?.id);
}

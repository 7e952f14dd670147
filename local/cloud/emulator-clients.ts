import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { MetricStore } from './metric-data/metric-store';
import { Metrics } from './metric-data/metrics';

/** SDK clients with which the local cloud's own parts talk to the emulator, past the gateway. */
export interface EmulatorClients {
  /** The emulator's dashboards, and metrics of its own; `metrics` has them all. */
  readonly cloudWatch: CloudWatchClient;
  readonly metrics: Metrics;
  readonly logs: CloudWatchLogsClient;
  readonly eventBridge: EventBridgeClient;
  readonly lambda: LambdaClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  close(): void;
}

/** Credentials that MiniStack takes; they are no secret. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' } as const;

export function emulatorClients(
  endpoint: string,
  region: string,
  metricStore: MetricStore = MetricStore.inMemory(),
): EmulatorClients {
  const settings = { endpoint, region, credentials: LOCAL_CREDENTIALS, maxAttempts: 2 };
  const clients = {
    cloudWatch: new CloudWatchClient(settings),
    logs: new CloudWatchLogsClient(settings),
    eventBridge: new EventBridgeClient(settings),
    // An invocation that is refused for lack of concurrency counts as one throttle: the SDK must not retry.
    lambda: new LambdaClient({ ...settings, maxAttempts: 1 }),
    sns: new SNSClient(settings),
    // The emulator's queue URLs name the emulator's own host and port; the endpoint given here is the one to use.
    sqs: new SQSClient({ ...settings, useQueueUrlAsEndpoint: false }),
  };
  return {
    ...clients,
    metrics: new Metrics(metricStore, clients.cloudWatch),
    close: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}

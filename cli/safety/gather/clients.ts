import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { ANSWER_TIME } from '../../answer-time';
import { type AwsClock, watchClock } from './aws-clock';

/** Clients of one region, with one profile. */
export interface Clients {
  readonly flink: KinesisAnalyticsV2Client;
  readonly dynamo: DynamoDBClient;
  readonly events: EventBridgeClient;
  readonly lambda: LambdaClient;
  readonly queues: SQSClient;
  readonly topics: SNSClient;
  readonly alarms: CloudWatchClient;
  readonly identity: STSClient;
}

/** Patience with each call. */
type AnswerTime = Pick<DynamoDBClientConfig, 'requestHandler' | 'maxAttempts'>;

const ignored = () => {};

/** Logger without `info`: the SDK would make a filtered copy of every answer for it, a tenth of all time. */
const SILENT = { trace: ignored, debug: ignored, warn: ignored, error: ignored } as unknown as NonNullable<
  DynamoDBClientConfig['logger']
>;

/**
 * Creates the clients of a region; the answers of all set the clock.
 *
 * @param profile AWS profile whose credentials they use; default: those of the shell.
 */
export function clientsOf(
  region: string,
  clock: AwsClock,
  profile?: string,
  answerTime: AnswerTime = ANSWER_TIME,
): Clients {
  const place = { region, ...(profile === undefined ? {} : { profile }), ...answerTime };
  const clients = {
    flink: new KinesisAnalyticsV2Client({ ...place, logger: SILENT }),
    dynamo: new DynamoDBClient({ ...place, logger: SILENT }),
    events: new EventBridgeClient(place),
    lambda: new LambdaClient(place),
    // The host in a queue's address may be one that is reached from within the local cloud only.
    queues: new SQSClient({ ...place, useQueueUrlAsEndpoint: false }),
    topics: new SNSClient(place),
    alarms: new CloudWatchClient(place),
    identity: new STSClient(place),
  };
  for (const client of Object.values(clients)) watchClock(client, clock);
  return clients;
}

/** Ends the connections. */
export function closeClients(clients: Clients): void {
  for (const client of Object.values(clients)) client.destroy();
}

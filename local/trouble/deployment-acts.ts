import { randomUUID } from 'node:crypto';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
} from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetQueueUrlCommand, PurgeQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Deployment } from '../../config/model/deployment';
import { HOLDS, type SnapshotEvent } from '../../lambda-src/contract';
import type { ClientConfiguration } from './client-configuration';

/** Acts on the resources of a deployment that are no application: rule, function, queue, tables. */
export class DeploymentActs {
  private readonly events: EventBridgeClient;
  private readonly lambda: LambdaClient;
  private readonly sqs: SQSClient;
  private readonly dynamo: DynamoDBClient;

  constructor(configuration: ClientConfiguration) {
    this.events = new EventBridgeClient(configuration);
    this.lambda = new LambdaClient(configuration);
    this.sqs = new SQSClient({ ...configuration, useQueueUrlAsEndpoint: false });
    this.dynamo = new DynamoDBClient(configuration);
  }

  async isRuleEnabled({ rule }: Deployment): Promise<boolean> {
    return (await this.events.send(new DescribeRuleCommand({ Name: rule }))).State === 'ENABLED';
  }

  async disableRule({ rule }: Deployment): Promise<void> {
    await this.events.send(new DisableRuleCommand({ Name: rule }));
  }

  async enableRule({ rule }: Deployment): Promise<void> {
    await this.events.send(new EnableRuleCommand({ Name: rule }));
  }

  /** Hands the manager an event as the rule does, so that nobody waits for the schedule; its retries are Lambda's. */
  async askForRun({ managerFunction }: Deployment): Promise<void> {
    const event: SnapshotEvent = { id: randomUUID(), time: `${new Date().toISOString().slice(0, 19)}Z` };
    await this.lambda.send(
      new InvokeCommand({
        FunctionName: managerFunction,
        InvocationType: 'Event',
        Payload: Buffer.from(JSON.stringify(event)),
      }),
    );
  }

  async purge(queue: string): Promise<void> {
    const QueueUrl = await this.urlOf(queue);
    if (QueueUrl !== undefined) await this.sqs.send(new PurgeQueueCommand({ QueueUrl }));
  }

  /** Item about an application in the holds table. */
  async holdsItem({ holdsTable }: Deployment, application: string, item: string) {
    const { Item } = await this.dynamo.send(
      new GetItemCommand({
        TableName: holdsTable,
        Key: { [HOLDS.application]: { S: application }, [HOLDS.item]: { S: item } },
        ConsistentRead: true,
      }),
    );
    return Item;
  }

  private async urlOf(queue: string): Promise<string | undefined> {
    try {
      return (await this.sqs.send(new GetQueueUrlCommand({ QueueName: queue }))).QueueUrl;
    } catch (error) {
      if (error instanceof Error && error.name === 'QueueDoesNotExist') return undefined;
      throw error;
    }
  }
}

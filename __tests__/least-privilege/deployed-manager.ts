import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand, DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AUDIT, ENVIRONMENT } from '../../lambda-src/contract';
import { iamQuery } from '../../local/cloud/identity/iam-query';
import type { LocalCloud } from '../../local/cloud/local-cloud';
import type { PolicyStatement } from '../stacks/synthesis';
import type { Place, ResolvedStack } from './resolved-stack';

const POLICY_NAME = 'manage-snapshots';
/** A deployed function waits 15 s less for a snapshot. */
export const TIMEOUT_SECONDS = 60;

export interface Invoked {
  readonly answer: unknown;
  readonly error: string | undefined;
}

/** A snapshots stack in a local cloud: its tables, topic, queue, function, and the role with its very policy. */
export class DeployedManager {
  private readonly dynamo: DynamoDBClient;
  private readonly lambda: LambdaClient;
  private readonly sqs: SQSClient;
  private readonly logs: CloudWatchLogsClient;
  private events = 0;
  private lastEventMs = 0;

  private constructor(
    private readonly cloud: LocalCloud,
    private readonly place: Place,
    readonly stack: ResolvedStack,
  ) {
    const client = clientSettings(cloud, place);
    this.dynamo = new DynamoDBClient(client);
    this.lambda = new LambdaClient({ ...client, maxAttempts: 1 });
    this.sqs = new SQSClient(client);
    this.logs = new CloudWatchLogsClient(client);
  }

  static async deploy(
    cloud: LocalCloud,
    place: Place,
    stack: ResolvedStack,
    zip: Uint8Array,
  ): Promise<DeployedManager> {
    const manager = new DeployedManager(cloud, place, stack);
    await manager.createAround();
    await manager.createFunction(zip);
    return manager;
  }

  private async createAround(): Promise<void> {
    const { stack, dynamo } = this;
    for (const { name, hash_key, range_key, attribute } of stack.tables) {
      await dynamo.send(
        new CreateTableCommand({
          TableName: name,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: attribute.map((each) => ({ AttributeName: each.name, AttributeType: each.type })),
          KeySchema: [
            { AttributeName: hash_key, KeyType: 'HASH' },
            { AttributeName: range_key, KeyType: 'RANGE' },
          ],
        }),
      );
    }
    const client = clientSettings(this.cloud, this.place);
    await new SNSClient(client).send(new CreateTopicCommand({ Name: stack.topicName }));
    await this.sqs.send(new CreateQueueCommand({ QueueName: stack.failedRunsQueueName }));
    await this.iam({
      Action: 'CreateRole',
      RoleName: stack.roleName,
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      }),
    });
    await this.putPolicy(stack.policy);
  }

  private async createFunction(zip: Uint8Array): Promise<void> {
    const { functionName, roleName, handler, variables, failedRunsQueueName, retries } = this.stack;
    await this.lambda.send(
      new CreateFunctionCommand({
        FunctionName: functionName,
        Runtime: 'nodejs22.x',
        Role: `arn:aws:iam::${this.place.accountId}:role/${roleName}`,
        Handler: handler,
        Timeout: TIMEOUT_SECONDS,
        Code: { ZipFile: zip },
        Environment: { Variables: { ...variables } },
      }),
    );
    await this.lambda.send(
      new PutFunctionEventInvokeConfigCommand({
        FunctionName: functionName,
        MaximumRetryAttempts: retries,
        DestinationConfig: {
          OnFailure: {
            Destination: `arn:aws:sqs:${this.place.region}:${this.place.accountId}:${failedRunsQueueName}`,
          },
        },
      }),
    );
  }

  /** Replaces the role's policy; it holds from the next call on. */
  async putPolicy(statements: readonly PolicyStatement[]): Promise<void> {
    await this.iam({
      Action: 'PutRolePolicy',
      RoleName: this.stack.roleName,
      PolicyName: POLICY_NAME,
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
    });
  }

  async setTimeoutSeconds(seconds: number): Promise<void> {
    await this.lambda.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: this.stack.functionName, Timeout: seconds }),
    );
  }

  /** A run as the schedule starts it; each has its own second. */
  run(): Promise<Invoked> {
    return this.ask(this.nextEvent());
  }

  async ask(event: object): Promise<Invoked> {
    const { FunctionError, Payload } = await this.lambda.send(
      new InvokeCommand({ FunctionName: this.stack.functionName, Payload: Buffer.from(JSON.stringify(event)) }),
    );
    const text = Buffer.from(Payload ?? []).toString('utf8');
    const answer: unknown = JSON.parse(text || 'null');
    return { answer, error: FunctionError === undefined ? undefined : text };
  }

  /** As EventBridge does; Lambda retries it, and puts it into the queue of failed runs. */
  async runAsynchronously(): Promise<void> {
    await this.lambda.send(
      new InvokeCommand({
        FunctionName: this.stack.functionName,
        InvocationType: 'Event',
        Payload: Buffer.from(JSON.stringify(this.nextEvent())),
      }),
    );
  }

  async failedRun(): Promise<string | undefined> {
    const { QueueUrl } = await this.sqs.send(new CreateQueueCommand({ QueueName: this.stack.failedRunsQueueName }));
    const { Messages } = await this.sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
    return Messages?.[0]?.Body;
  }

  /** `outcome reason: message` of each row of an application, oldest first. */
  async rows(application: string): Promise<readonly string[]> {
    const { Items = [] } = await this.dynamo.send(
      new QueryCommand({
        TableName: this.stack.variables[ENVIRONMENT.auditTable],
        KeyConditionExpression: '#application = :application',
        ExpressionAttributeNames: { '#application': AUDIT.application },
        ExpressionAttributeValues: { ':application': { S: application } },
        ConsistentRead: true,
      }),
    );
    return Items.map((item) =>
      [item[AUDIT.outcome]?.S, `${item[AUDIT.reason]?.S ?? 'open'}:`, item[AUDIT.message]?.S].join(' '),
    );
  }

  /** Lines that the function wrote. */
  async logLines(since: Date): Promise<readonly string[]> {
    const { events = [] } = await this.logs.send(
      new FilterLogEventsCommand({
        logGroupName: `/aws/lambda/${this.stack.functionName}`,
        startTime: since.getTime(),
      }),
    );
    return events.map(({ message = '' }) => message);
  }

  private nextEvent(): { id: string; time: string } {
    this.events += 1;
    // Each later than the one before, and than every snapshot that is there: an older event takes none.
    this.lastEventMs = Math.max(this.lastEventMs, Math.floor(Date.now() / 1000) * 1000) + 1000;
    const time = new Date(this.lastEventMs);
    return { id: `event-${this.events}`, time: time.toISOString().replace('.000', '') };
  }

  private iam(parameters: Readonly<Record<string, string>>): Promise<string> {
    return iamQuery(this.cloud.endpoint, this.place.region, parameters);
  }
}

export function clientSettings(cloud: LocalCloud, { region }: Place) {
  return { endpoint: cloud.endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
}

import { readFileSync } from 'node:fs';
import { CreateTableCommand, type DynamoDBClient, type Tag } from '@aws-sdk/client-dynamodb';
import { CreateFunctionCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { CreateTopicCommand, type SNSClient } from '@aws-sdk/client-sns';
import { AUDIT, ENVIRONMENT, HOLDS, type NotificationPolicy, snapshotNamePrefix } from '../lambda-src/contract';
import { ACCOUNT_ID } from '../local/local-session';

export interface DirectManager {
  /** Name of the deployment, the prefix of the snapshots' names. */
  readonly name: string;
  readonly functionName: string;
  readonly auditTable: string;
  readonly holdsTable: string;
  readonly topic: string;
  readonly application: string;
  /** Consent to drills in place; default: none. */
  readonly drill?: { readonly window: string; readonly usualSnapshotSeconds: number };
  readonly lambdaZip: string;
  readonly keepLast: number;
  /** Default: no. */
  readonly adoptReferenceSnapshots?: boolean;
  readonly notify: NotificationPolicy;
  /** Tags of function, tables and topic; default: none. */
  readonly tags?: Readonly<Record<string, string>>;
}

export interface ManagerClients {
  readonly dynamo: DynamoDBClient;
  readonly lambda: LambdaClient;
  readonly sns: SNSClient;
}

/**
 * The snapshot manager with its tables and topic, by calls of the SDK: for figures and proofs on a local cloud that do
 * not need the two minutes of a deployment.
 *
 * @returns the function's ARN.
 */
export async function createManager(manager: DirectManager, { dynamo, lambda, sns }: ManagerClients): Promise<string> {
  const tags = manager.tags && Object.entries(manager.tags).map(([Key, Value]) => ({ Key, Value }));
  await dynamo.send(tableCommand(manager.auditTable, [AUDIT.application, 'S'], [AUDIT.runId, 'N'], tags));
  await dynamo.send(tableCommand(manager.holdsTable, [HOLDS.application, 'S'], [HOLDS.item, 'S'], tags));
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: manager.topic, Tags: tags }));
  if (!TopicArn) throw new Error('The emulator created a topic without an ARN.');
  const { FunctionArn } = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: manager.functionName,
      Tags: manager.tags,
      Runtime: 'nodejs22.x',
      Role: `arn:aws:iam::${ACCOUNT_ID}:role/${manager.functionName}`,
      Handler: 'index.handler',
      Timeout: 300,
      Code: { ZipFile: readFileSync(manager.lambdaZip) },
      Environment: { Variables: managerEnvironment(manager, TopicArn) },
    }),
  );
  if (!FunctionArn) throw new Error('The emulator created a function without an ARN.');
  return FunctionArn;
}

type Key = readonly [name: string, type: 'S' | 'N'];

/** Creates a table with a hash and a range key. */
export function tableCommand(
  TableName: string,
  [hash, hashType]: Key,
  [range, rangeType]: Key,
  Tags?: Tag[],
): CreateTableCommand {
  return new CreateTableCommand({
    TableName,
    Tags,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: hash, AttributeType: hashType },
      { AttributeName: range, AttributeType: rangeType },
    ],
    KeySchema: [
      { AttributeName: hash, KeyType: 'HASH' },
      { AttributeName: range, KeyType: 'RANGE' },
    ],
  });
}

/** Every variable of the function: one that is added to the contract must be added here, or this does not compile. */
export function managerEnvironment(
  manager: Omit<DirectManager, 'functionName' | 'topic' | 'lambdaZip'>,
  topicArn: string,
): Record<(typeof ENVIRONMENT)[keyof typeof ENVIRONMENT], string> {
  return {
    [ENVIRONMENT.applications]: JSON.stringify([
      manager.drill === undefined ? manager.application : { name: manager.application, drill: manager.drill },
    ]),
    [ENVIRONMENT.snapshotNamePrefix]: snapshotNamePrefix(manager.name),
    [ENVIRONMENT.retention]: JSON.stringify({ keepLast: manager.keepLast }),
    [ENVIRONMENT.adoptReferenceSnapshots]: String(manager.adoptReferenceSnapshots ?? false),
    [ENVIRONMENT.auditTable]: manager.auditTable,
    [ENVIRONMENT.auditRetentionDays]: '1',
    [ENVIRONMENT.topicArn]: topicArn,
    [ENVIRONMENT.holdsTable]: manager.holdsTable,
    [ENVIRONMENT.notifications]: JSON.stringify({ policy: manager.notify, reminderHours: 24 }),
    [ENVIRONMENT.snapshotAgeMinutes]: '30',
    [ENVIRONMENT.passingStatusMinutes]: '30',
    [ENVIRONMENT.provenWithinDays]: '0',
    [ENVIRONMENT.schedule]: 'rate(10 minutes)',
    [ENVIRONMENT.quietHours]: 'null',
    [ENVIRONMENT.callsPerSecond]: '5',
    [ENVIRONMENT.snapshotQuota]: '1000',
    [ENVIRONMENT.eventBus]: 'default',
  };
}

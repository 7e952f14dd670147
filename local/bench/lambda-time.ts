import { readFileSync } from 'node:fs';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { AUDIT, ENVIRONMENT, HOLDS, type SnapshotEvent, snapshotNamePrefix } from '../../lambda-src/contract';
import { startLocalCloud } from '../cloud/local-cloud';
import { ACCOUNT_ID } from '../local-session';
import { timesOf } from './sample';

export const SNAPSHOT_MS = 2000;

const REGION = 'us-east-1';
const TABLE = 'bench-audit';
const HOLDS_TABLE = 'bench-holds';
const FUNCTION = 'bench-manager';

/**
 * Times of whole invocations of the very zip that is deployed, against the simulated engine, in ms. The first, cold one
 * is left out: what it costs more is the import, a figure of its own.
 */
export async function lambdaTimes(lambdaZip: string, folder: string, runs: number): Promise<number[]> {
  const cloud = await startLocalCloud({
    folder,
    region: REGION,
    accountId: ACCOUNT_ID,
    engine: 'simulated',
    report: () => undefined,
    managedFlink: { engine: { kind: 'simulated', applications: 1, durations: { snapshotMs: SNAPSHOT_MS } } },
  });
  try {
    const client = {
      endpoint: cloud.endpoint,
      region: REGION,
      credentials: {
        accessKeyId: cloud.environment.AWS_ACCESS_KEY_ID ?? '',
        secretAccessKey: cloud.environment.AWS_SECRET_ACCESS_KEY ?? '',
      },
    };
    const lambda = new LambdaClient(client);
    await createFunction(lambda, lambdaZip, await createTopic(new SNSClient(client)), new DynamoDBClient(client));
    const invoke = (second: number) => invokeOnce(lambda, second);
    let second = 0;
    await invoke(second);
    return await timesOf(runs, () => {
      second += 1;
      return invoke(second);
    });
  } finally {
    await cloud.close();
  }
}

async function createTopic(sns: SNSClient): Promise<string> {
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'bench' }));
  if (!TopicArn) throw new Error('The emulator created a topic without an ARN.');
  return TopicArn;
}

async function createFunction(lambda: LambdaClient, zip: string, topic: string, dynamo: DynamoDBClient): Promise<void> {
  await dynamo.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: AUDIT.application, AttributeType: 'S' },
        { AttributeName: AUDIT.runId, AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: AUDIT.application, KeyType: 'HASH' },
        { AttributeName: AUDIT.runId, KeyType: 'RANGE' },
      ],
    }),
  );
  await dynamo.send(
    new CreateTableCommand({
      TableName: HOLDS_TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: HOLDS.application, AttributeType: 'S' },
        { AttributeName: HOLDS.item, AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: HOLDS.application, KeyType: 'HASH' },
        { AttributeName: HOLDS.item, KeyType: 'RANGE' },
      ],
    }),
  );
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: FUNCTION,
      Runtime: 'nodejs22.x',
      Role: `arn:aws:iam::${ACCOUNT_ID}:role/bench`,
      Handler: 'index.handler',
      Timeout: 300,
      Code: { ZipFile: readFileSync(zip) },
      Environment: {
        Variables: {
          [ENVIRONMENT.applications]: JSON.stringify(['app-0001']),
          [ENVIRONMENT.snapshotNamePrefix]: snapshotNamePrefix('bench'),
          [ENVIRONMENT.retention]: JSON.stringify({ keepLast: 3 }),
          [ENVIRONMENT.auditTable]: TABLE,
          [ENVIRONMENT.auditRetentionDays]: '1',
          [ENVIRONMENT.topicArn]: topic,
          [ENVIRONMENT.holdsTable]: HOLDS_TABLE,
          [ENVIRONMENT.notifications]: JSON.stringify({ policy: 'always', reminderHours: 24 }),
          [ENVIRONMENT.snapshotAgeMinutes]: '30',
          [ENVIRONMENT.callsPerSecond]: '5',
          [ENVIRONMENT.snapshotQuota]: '1000',
        },
      },
    }),
  );
}

/** @throws Error when the run did not take a snapshot: its time would be of something else. */
async function invokeOnce(lambda: LambdaClient, second: number): Promise<void> {
  const time = new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString().replace('.000Z', 'Z');
  const event: SnapshotEvent = { id: `bench-${second}`, time };
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName: FUNCTION, Payload: Buffer.from(JSON.stringify(event)) }),
  );
  const said = Buffer.from(Payload ?? []).toString('utf8');
  if (FunctionError || !said.includes('"taken"')) throw new Error(`The run took no snapshot: ${said}`);
}

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, type ScalarAttributeType } from '@aws-sdk/client-dynamodb';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type Deployment, deploymentOf } from '../../cli/deployment';
import { parameterName, parameterText } from '../../config/model/deployment-parameter';
import { managerEnvironment } from '../../config/model/manager-environment';
import { namesOf } from '../../config/model/names';
import type { Settings } from '../../config/schema/settings';
import { AUDIT, HOLDS } from '../../lambda-src/contract';
import { type LocalCloud, startLocalCloud } from '../../local/cloud/local-cloud';
import { buildLambda } from '../../tools/build-lambda';
import { settingsWith } from '../settings-with';

const REGION = 'us-east-1';
const ACCOUNT = '000000000000';

/** Application of the simulated engine. */
export const APPLICATION = 'app-0001';

/**
 * The local cloud of a test file, from its first test to its last, with `keepLast: 3` for the application.
 *
 * @param prefix of its folder.
 */
export function useCloudWithManager(prefix: string, callsPerSecond: number) {
  const place = {} as { folder: string; cloud: LocalCloud };
  beforeAll(async () => {
    place.folder = await mkdtemp(join(tmpdir(), prefix));
    const settings = settingsWith({
      region: REGION,
      application: undefined,
      snapshots: { applications: [APPLICATION], retention: { keepLast: 3 }, callsPerSecond },
    });
    place.cloud = await cloudWithManager(place.folder, settings);
  }, 180_000);
  afterAll(async () => {
    await place.cloud.close();
    await rm(place.folder, { recursive: true, force: true, maxRetries: 5 });
  }, 30_000);
  return place;
}

/** Local cloud with an application of five snapshots and the very zip that is deployed, over its Lambda and tables. */
export async function cloudWithManager(folder: string, settings: Settings): Promise<LocalCloud> {
  const deployment = deploymentOf(settings);
  const cloud = await startLocalCloud({
    folder: join(folder, 'cloud'),
    region: REGION,
    accountId: ACCOUNT,
    engine: 'simulated',
    report: () => {},
    managedFlink: {
      engine: {
        kind: 'simulated',
        applications: 1,
        snapshotsPerApplication: 5,
        snapshotNamePrefix: deployment.snapshotNamePrefix,
        durations: { snapshotMs: 200, deleteMs: 20 },
      },
    },
  });
  const { zipFile } = await buildLambda(join(folder, 'manager.zip'));
  await deploy(cloud.endpoint, settings, deployment, await readFile(zipFile));
  return cloud;
}

/** Tables, topic, function and parameter, as the snapshots stack names them. */
async function deploy(endpoint: string, settings: Settings, deployment: Deployment, zip: Buffer): Promise<void> {
  const client = { endpoint, region: REGION, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const { auditTable, holdsTable, managerFunction, topic, name } = deployment;
  const dynamo = new DynamoDBClient(client);
  await createTable(dynamo, auditTable, AUDIT.application, AUDIT.runId, 'N');
  await createTable(dynamo, holdsTable, HOLDS.application, HOLDS.item, 'S');
  const { TopicArn: topicArn = '' } = await new SNSClient(client).send(new CreateTopicCommand({ Name: topic }));
  await new LambdaClient(client).send(
    new CreateFunctionCommand({
      FunctionName: managerFunction,
      Runtime: 'nodejs22.x',
      Role: `arn:aws:iam::${ACCOUNT}:role/manager`,
      Handler: 'index.handler',
      Timeout: 120,
      Code: { ZipFile: zip },
      Environment: {
        Variables: managerEnvironment(settings, namesOf(settings), { auditTable, holdsTable, topicArn }),
      },
    }),
  );
  const Value = parameterText(deployment, '0.1.0');
  await new SSMClient(client).send(new PutParameterCommand({ Name: parameterName(name), Value, Type: 'String' }));
}

async function createTable(
  dynamo: DynamoDBClient,
  TableName: string,
  hash: string,
  range: string,
  rangeType: ScalarAttributeType,
): Promise<void> {
  await dynamo.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: hash, AttributeType: 'S' },
        { AttributeName: range, AttributeType: rangeType },
      ],
      KeySchema: [
        { AttributeName: hash, KeyType: 'HASH' },
        { AttributeName: range, KeyType: 'RANGE' },
      ],
    }),
  );
}

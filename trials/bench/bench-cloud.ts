import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SNSClient } from '@aws-sdk/client-sns';
import { type LocalCloud, startLocalCloud } from '../../local/cloud/local-cloud';
import { ACCOUNT_ID, clientConfigurationFor } from '../../local/local-session';
import { createManager, type DirectManager } from '../direct-manager';

export const REGION = 'us-east-1';

type Options = Omit<Parameters<typeof startLocalCloud>[0], 'region' | 'accountId' | 'report'>;

/** Local cloud of a figure; it reports nothing. */
export function startBenchCloud(options: Options) {
  return startLocalCloud({ ...options, region: REGION, accountId: ACCOUNT_ID, report: () => undefined });
}

/** Creates a manager with its tables. @returns client to invoke its function. */
export async function createBenchManager(
  cloud: LocalCloud,
  manager: Omit<DirectManager, 'name' | 'auditTable' | 'holdsTable' | 'topic'>,
): Promise<LambdaClient> {
  const client = clientConfigurationFor(cloud, REGION);
  const lambda = new LambdaClient(client);
  await createManager(
    { name: 'bench', auditTable: 'bench-audit', holdsTable: 'bench-holds', topic: 'bench', ...manager },
    { lambda, dynamo: new DynamoDBClient(client), sns: new SNSClient(client) },
  );
  return lambda;
}

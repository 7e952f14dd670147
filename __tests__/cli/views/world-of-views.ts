import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import type { KnownDeployment } from '../../../cli/known-deployment';
import { deploymentOf } from '../../../config/model/deployment';
import { AUDIT, HOLDS } from '../../../lambda-src/contract';
import type { AuditItem } from '../../../lambda-src/snapshot-manager/aws/audit-item';
import { startMiniStack } from '../../../local/cloud/ministack';
import { ensureMiniStack } from '../../../local/cloud/ministack-installation';
import { clientOf } from '../../../packages/managed-flink/__tests__/api-client';
import { startManagedFlink } from '../../../packages/managed-flink/src/server';
import { tableCommand } from '../../../trials/direct-manager';
import { settingsWith } from '../../settings-with';

/** RUNNING application of the simulated engine, with five READY snapshots of the schedule, ten minutes apart. */
export const NAME = 'app-0001';
export const deployment = deploymentOf(
  settingsWith({
    name: 'demo',
    region: 'us-east-1',
    snapshots: { applications: [NAME], scheduleMinutes: 10, retention: { keepLast: 3 } },
  }),
);
export const WITH_TABLES: KnownDeployment = { deployment };
export const ALONE: KnownDeployment = { because: 'No deployment is here.' };

export interface WorldOfViews {
  readonly client: KinesisAnalyticsV2Client;
  readonly dynamo: DynamoDBClient;
  readonly putRow: (item: AuditItem) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The Managed Flink API with the simulated engine, and the tables of a deployment in the emulator of DynamoDB. */
export async function startWorld(): Promise<WorldOfViews> {
  const folder = await mkdtemp(join(tmpdir(), 'views-'));
  process.env.XDG_STATE_HOME = join(folder, 'state');
  const server = await startManagedFlink({
    engine: {
      kind: 'simulated',
      applications: 2,
      snapshotsPerApplication: 5,
      snapshotNamePrefix: deployment.snapshotNamePrefix,
      durations: { startMs: 10, stopMs: 10, snapshotMs: 10 },
    },
  });
  const miniStack = await startMiniStack(await ensureMiniStack(() => {}), {
    folder: join(folder, 'ministack'),
    region: 'us-east-1',
    accountId: '000000000000',
    endpointForFunctions: 'http://127.0.0.1:1',
  });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const dynamo = new DynamoDBClient({ endpoint: miniStack.endpoint, region: 'us-east-1', credentials });
  await dynamo.send(tableCommand(deployment.auditTable, [AUDIT.application, 'S'], [AUDIT.runId, 'N']));
  await dynamo.send(tableCommand(deployment.holdsTable, [HOLDS.application, 'S'], [HOLDS.item, 'S']));
  return {
    client: clientOf(server.endpoint),
    dynamo,
    putRow: async (Item) => {
      await dynamo.send(new PutItemCommand({ TableName: deployment.auditTable, Item }));
    },
    close: async () => {
      await miniStack.close();
      await server.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

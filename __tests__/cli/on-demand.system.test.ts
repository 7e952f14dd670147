import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { CreateTableCommand, DynamoDBClient, type ScalarAttributeType } from '@aws-sdk/client-dynamodb';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { AUDIT, ENVIRONMENT, HOLDS } from '../../lambda-src/contract';
import { type LocalCloud, startLocalCloud } from '../../local/cloud/local-cloud';
import { buildLambda } from '../../tools/build-lambda';

const PROJECT = resolve(__dirname, '..', '..');
const APPLICATION = 'app-0001';
const run = promisify(execFile);

// The operator's commands against the very zip that is deployed, over the emulator's Lambda and tables.
jest.setTimeout(180_000);
let folder: string;
let cloud: LocalCloud;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'on-demand-'));
  cloud = await startLocalCloud({
    folder: join(folder, 'cloud'),
    region: 'us-east-1',
    accountId: '000000000000',
    engine: 'simulated',
    report: () => {},
    managedFlink: {
      engine: {
        kind: 'simulated',
        applications: 1,
        snapshotsPerApplication: 5,
        snapshotNamePrefix: 'kda-snapshots.',
        durations: { snapshotMs: 200, deleteMs: 20 },
      },
    },
  });
  const { zipFile } = await buildLambda(join(folder, 'manager.zip'));
  await deploy(zipFile);
}, 180_000);

afterAll(async () => {
  await cloud.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}, 30_000);

/** Tables, topic and function under the names of the default environment. */
async function deploy(zipFile: string): Promise<void> {
  const client = {
    endpoint: cloud.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const dynamo = new DynamoDBClient(client);
  await createTable(dynamo, 'audit', AUDIT.application, AUDIT.runId, 'N');
  await createTable(dynamo, 'holds', HOLDS.application, HOLDS.item, 'S');
  const { TopicArn } = await new SNSClient(client).send(new CreateTopicCommand({ Name: 'topic' }));
  await new LambdaClient(client).send(
    new CreateFunctionCommand({
      FunctionName: 'kda-snapshots-manager',
      Runtime: 'nodejs22.x',
      Role: 'arn:aws:iam::000000000000:role/manager',
      Handler: 'index.handler',
      Timeout: 120,
      Code: { ZipFile: await readFile(zipFile) },
      Environment: {
        Variables: {
          [ENVIRONMENT.applications]: JSON.stringify([APPLICATION]),
          [ENVIRONMENT.notifications]: '{"policy":"always","reminderHours":24}',
          [ENVIRONMENT.snapshotAgeMinutes]: '30',
          [ENVIRONMENT.passingStatusMinutes]: '30',
          [ENVIRONMENT.callsPerSecond]: '20',
          [ENVIRONMENT.snapshotQuota]: '1000',
          [ENVIRONMENT.snapshotNamePrefix]: 'kda-snapshots.',
          [ENVIRONMENT.retention]: '{"keepLast":3}',
          [ENVIRONMENT.adoptReferenceSnapshots]: 'false',
          [ENVIRONMENT.auditTable]: 'audit',
          [ENVIRONMENT.auditRetentionDays]: '30',
          [ENVIRONMENT.topicArn]: TopicArn ?? '',
          [ENVIRONMENT.holdsTable]: 'holds',
        },
      },
    }),
  );
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

/** Standard output of the command. Its error has the exit code and stderr. */
async function command(name: string, ...argv: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [join(PROJECT, 'bin/kda.js'), name, ...argv], {
    cwd: PROJECT,
    env: { ...process.env, ...cloud.environment, KDA_ENVIRONMENT: 'default', USER: 'ada' },
  });
  return stdout.trim();
}

test('plan, hold, snapshot, holds, release: the snapshot on hold outlives the cleanup that the plan showed', async () => {
  const [plan] = JSON.parse(await command('retention', APPLICATION, '--json'));
  expect([plan.kept.length, plan.dropped.length]).toEqual([3, 2]);
  const held: string = plan.dropped[1].name;

  expect(await command('hold', APPLICATION, held, '--why', 'before the migration')).toBe(
    `held: Snapshot ${held} of application ${APPLICATION} is on hold. It is kept until it is released, requested by ada: before the migration`,
  );
  expect(await command('retention')).toContain(`${APPLICATION}: 4 kept, 1 to delete`);

  const snapshot = [
    'snapshot',
    APPLICATION,
    '--reason',
    'before deploy',
    '--request-id',
    'deploy-42',
    '--json',
  ] as const;
  const [record] = JSON.parse(await command(...snapshot));
  expect(record).toMatchObject({ state: 'taken', reason: 'ready', requestReason: 'before deploy' });
  expect(record.snapshot.name).toMatch(/^kda-snapshots\.\d{8}T\d{6}Z\.deploy-42$/);
  expect(record.deleted).not.toContain(held);
  expect(record.deleted).toContain(plan.dropped[0].name);
  expect(JSON.parse(await command(...snapshot))).toEqual([record]);

  expect(await command('holds')).toMatch(
    new RegExp(`^${APPLICATION}  ${held}  until released  by ada since .*: before the migration$`),
  );
  expect(await command('release', APPLICATION, held)).toMatch(/ada ended it at \S+Z\. No hold is left on it\.$/);
  expect(await command('holds')).toBe('No snapshot is on hold.');
});

test('what the manager refuses is told in one line, with exit code 1', async () => {
  await expect(command('hold', APPLICATION, 'nothing', '--why', 'so')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Application app-0001 has no snapshot nothing\. Most similar: /m),
  });
  await expect(command('snapshot', 'ordres', '--reason', 'so')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('This deployment does not manage ordres. It manages app-0001.'),
  });
});

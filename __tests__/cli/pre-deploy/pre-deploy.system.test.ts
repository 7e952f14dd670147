import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateApplicationCommand,
  DescribeApplicationCommand,
  KinesisAnalyticsV2Client,
  ListApplicationSnapshotsCommand,
  UpdateApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, DeleteTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { startApplication, stopApplication } from '../../../cli/application-lifecycle';
import { loadSettings } from '../../../config/load-settings';
import { namesOf } from '../../../config/model/names';
import { requireApplication } from '../../../config/schema/settings';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud/local-cloud';
import { ACCOUNT_ID } from '../../../local/local-session';
import { buildLambda } from '../../../tools/build-lambda';
import { waitUntil } from '../../../trials/demo/wait-until';
import { createManager } from '../../../trials/direct-manager';

// `kda pre-deploy` at each step of a deployment's life, against the very zip that is deployed. One after the other.
const PROJECT = resolve(__dirname, '..', '..', '..');
const settings = requireApplication(loadSettings('default'));
const names = namesOf(settings);
const APPLICATION = settings.application.name;
const run = promisify(execFile);
const polling = { pollMs: 50 };

jest.setTimeout(60_000);
let folder: string;
let cloud: LocalCloud;
let flink: KinesisAnalyticsV2Client;
let client: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pre-deploy-'));
  cloud = await startLocalCloud({
    folder: join(folder, 'cloud'),
    region: settings.region,
    accountId: ACCOUNT_ID,
    engine: 'simulated',
    report: () => {},
    managedFlink: { engine: { kind: 'simulated', durations: { snapshotMs: 200, startMs: 50, stopMs: 50 } } },
  });
  client = {
    endpoint: cloud.endpoint,
    region: settings.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  flink = new KinesisAnalyticsV2Client(client);
}, 180_000);

afterAll(async () => {
  await cloud.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}, 30_000);

/** Standard output of the command. Its error has the exit code and stderr. */
async function preDeploy(...argv: string[]): Promise<string> {
  return preDeployWith({}, ...argv);
}

async function preDeployWith(environment: NodeJS.ProcessEnv, ...argv: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [join(PROJECT, 'bin/kda.js'), 'pre-deploy', ...argv], {
    cwd: PROJECT,
    env: {
      ...process.env,
      ...cloud.environment,
      KDA_ENVIRONMENT: 'default',
      XDG_STATE_HOME: join(folder, 'state'),
      ...environment,
    },
  });
  return stdout.trim();
}

async function createApplication(): Promise<void> {
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'code' }));
  await s3.send(new PutObjectCommand({ Bucket: 'code', Key: 'job.jar', Body: 'code' }));
  await flink.send(
    new CreateApplicationCommand({
      ApplicationName: APPLICATION,
      RuntimeEnvironment: 'FLINK-1_20',
      ServiceExecutionRole: `arn:aws:iam::${ACCOUNT_ID}:role/any`,
      ApplicationConfiguration: {
        ApplicationCodeConfiguration: {
          CodeContentType: 'ZIPFILE',
          CodeContent: { S3ContentLocation: { BucketARN: 'arn:aws:s3:::code', FileKey: 'job.jar' } },
        },
        ApplicationSnapshotConfiguration: { SnapshotsEnabled: true },
      },
    }),
  );
}

async function snapshotNames(): Promise<string[]> {
  const list = await flink.send(new ListApplicationSnapshotsCommand({ ApplicationName: APPLICATION }));
  return (list.SnapshotSummaries ?? []).map(({ SnapshotName = '' }) => SnapshotName);
}

test('before the very first deployment there is nothing to do', async () => {
  expect(await preDeploy()).toBe(`${APPLICATION} does not exist yet: this deployment creates it, stopped.`);
});

test('a topic of the same name that is another deployment’s stops it before anything is done', async () => {
  const sns = new SNSClient(client);
  const tags = [{ Key: 'deployment', Value: 'orders' }];
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: names.topic, Tags: tags }));

  await expect(preDeploy()).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining(
      `notifications.topicName is "${names.topic}", a topic of the deployment "orders", expected a name of this deployment’s own.`,
    ),
  });
  await sns.send(new DeleteTopicCommand({ TopicArn }));
});

test('a running application without a manager gets its snapshot from the command', async () => {
  await createApplication();
  await startApplication(flink, APPLICATION, { from: 'none' }, polling);

  const { applications } = JSON.parse(await preDeploy('--json', '--commit', 'c0ffee'));
  const [name] = await snapshotNames();
  expect(name).toMatch(/^kda-snapshots\.\d{8}T\d{6}Z\.deploy-[0-9a-f]{8}$/);
  expect(applications).toEqual([
    expect.objectContaining({
      application: APPLICATION,
      status: 'RUNNING',
      restart: { kind: 'snapshot-of-the-update' },
      freshSnapshot: { name, takenBy: 'this command' },
      // There is no audit table yet: this machine keeps the row.
      deployment: {
        version: 1,
        codeKey: 'job.jar',
        commit: 'c0ffee',
        isRecorded: false,
        rollback: `npx kda rollback ${APPLICATION}`,
      },
    }),
  ]);
});

test('with one the manager takes it, and its record says what for', async () => {
  const { zipFile } = await buildLambda(join(folder, 'manager.zip'));
  const dynamo = new DynamoDBClient(client);
  await createManager(
    {
      name: settings.name,
      functionName: names.managerFunction,
      application: APPLICATION,
      lambdaZip: zipFile,
      auditTable: names.auditTable,
      holdsTable: names.holdsTable,
      topic: names.topic,
      keepLast: 3,
      notify: 'failures',
      tags: { deployment: settings.name },
    },
    { dynamo, lambda: new LambdaClient({ ...client, maxAttempts: 1 }), sns: new SNSClient(client) },
  );

  const said = await preDeploy('--why', 'release 7', '--who', 'ada');
  const fresh = (await snapshotNames()).at(-1);
  expect(said).toContain(`snapshot ${fresh} was just taken by the snapshot manager and is READY.`);
  const { Items } = await dynamo.send(
    new QueryCommand({
      TableName: names.auditTable,
      KeyConditionExpression: 'app_name = :a',
      ExpressionAttributeValues: { ':a': { S: APPLICATION } },
    }),
  );
  expect(Items).toHaveLength(3);
  // Rows of one second stand in the order of a hash of their events.
  expect(Items?.find(({ outcome }) => outcome?.S === 'taken')).toMatchObject({
    request_reason: { S: 'before deployment' },
    new_snapshot_name: { S: fresh },
  });
  expect(Items?.find(({ outcome }) => outcome?.S === 'held')).toMatchObject({ new_snapshot_name: { S: fresh } });
  expect(said).toContain(
    `To go back to version 1 and the state of before: npx kda rollback ${APPLICATION}. The audit table has a row about it.`,
  );
  expect(Items?.find(({ outcome }) => outcome?.S === 'deployed')).toMatchObject({
    who: { S: 'ada' },
    request_reason: { S: 'release 7' },
    new_snapshot_name: { S: fresh },
    new_snapshot_create_time: { S: expect.stringMatching(/^\d{4}-/) },
    code_version: { N: '1' },
    code_key: { S: 'job.jar' },
  });
});

test('a workflow says by variables that none is to be taken, and has the reason in its summary', async () => {
  const before = await snapshotNames();
  const summary = join(folder, 'summary.md');

  const said = await preDeployWith({ KDA_NO_SNAPSHOT: 'it crashes `id`', GITHUB_STEP_SUMMARY: summary });
  expect(said).toContain(`${APPLICATION} is RUNNING; no snapshot was taken (it crashes \`id\`).`);
  expect(await readFile(summary, 'utf8')).toBe(`### Before the deployment\n\n\`\`\`text\n${said}\n\`\`\`\n\n`);
  expect(await snapshotNames()).toEqual(before);
});

test('an application that the plan leaves as it is is left alone', async () => {
  const before = await snapshotNames();
  const sides = { before: { name: APPLICATION }, after: { name: APPLICATION } };
  const address = { mode: 'managed', type: 'aws_kinesisanalyticsv2_application', address: 'a.application' };
  await writeFile(
    join(folder, 'application.json'),
    JSON.stringify({ resource_changes: [{ ...address, change: { actions: ['no-op'], ...sides } }] }),
  );

  expect(await preDeploy('--plans', folder)).toBe(
    `${APPLICATION} is RUNNING, and the plan does not change it: nothing restarts it, so no snapshot is needed.`,
  );
  expect(await snapshotNames()).toEqual(before);
});

test('a running application with its snapshots switched off stops the deployment, unless that is accepted', async () => {
  const before = await snapshotNames();
  await setSnapshotsEnabled(false);

  await expect(preDeploy()).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`${APPLICATION} is RUNNING, and its snapshots are switched off`),
  });
  expect(await preDeploy('--allow-state-loss')).toContain('Its snapshots are switched off: an update that restarts it');
  expect((await snapshotNames()).length).toBe(before.length + 1); // the service’s own, of the update that switched them off
  await setSnapshotsEnabled(true);
});

async function setSnapshotsEnabled(SnapshotsEnabledUpdate: boolean): Promise<void> {
  const { ApplicationDetail } = await flink.send(new DescribeApplicationCommand({ ApplicationName: APPLICATION }));
  await flink.send(
    new UpdateApplicationCommand({
      ApplicationName: APPLICATION,
      CurrentApplicationVersionId: ApplicationDetail?.ApplicationVersionId,
      ApplicationConfigurationUpdate: { ApplicationSnapshotConfigurationUpdate: { SnapshotsEnabledUpdate } },
    }),
  );
  await waitUntil(
    'the end of the update',
    async () => {
      const now = await flink.send(new DescribeApplicationCommand({ ApplicationName: APPLICATION }));
      return now.ApplicationDetail?.ApplicationStatus === 'RUNNING' ? true : undefined;
    },
    { timeoutMs: 20_000 },
  );
}

test('a stopped one is left alone, and the snapshot that its next start goes on from is told', async () => {
  await stopApplication(flink, APPLICATION, { force: false }, polling);
  const before = await snapshotNames();

  expect(await preDeploy()).toMatch(
    new RegExp(`npx kda start ${APPLICATION} continues from STOP-${APPLICATION}-\\d+ of 20`),
  );
  expect(await snapshotNames()).toEqual(before);
});

test('wrong usage ends with 2', async () => {
  await expect(preDeploy('--force')).rejects.toMatchObject({ code: 2 });
});

import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  type CheckpointConfiguration,
  CreateApplicationCommand,
  DescribeApplicationCommand,
  type KinesisAnalyticsV2Client,
  type PropertyGroup,
  StartApplicationCommand,
  StopApplicationCommand,
  UpdateApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { type LocalCloud, startLocalCloud } from '../../../local/cloud/local-cloud';
import { FlinkRest } from '../src/flink-cluster/flink-rest';
import { applicationRequest, clientOf, eventually, operationOf, statusOf, untilStatus } from './api-client';
import { exampleJar } from './example-jar';

const REGION = 'us-east-1';
const BUCKET = 'results';
const CODE = 'code';
/** Files in S3 are complete with a checkpoint: the service's 60 s would be long. */
const EVERY_SECOND: CheckpointConfiguration = {
  ConfigurationType: 'CUSTOM',
  CheckpointingEnabled: true,
  CheckpointInterval: 1_000,
  MinPauseBetweenCheckpoints: 100,
};

let folder: string;
let cloud: LocalCloud;
let client: KinesisAnalyticsV2Client;
let s3: S3Client;
/** Shown when a test fails: it holds the reasons. */
const log: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'example-jobs-'));
  const report = (line: string) => log.push(line);
  cloud = await startLocalCloud({ folder, region: REGION, accountId: '000000000000', engine: 'flink', report });
  client = clientOf(cloud.endpoint);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  s3 = new S3Client({ endpoint: cloud.endpoint, region: REGION, credentials, forcePathStyle: true });
  for (const Bucket of [BUCKET, CODE]) await s3.send(new CreateBucketCommand({ Bucket }));
}, 120_000);

afterAll(async () => {
  await cloud.close();
  process.stderr.write(log.map((line) => `  local cloud: ${line}\n`).join(''));
  await rm(folder, { recursive: true, force: true });
}, 60_000);

/** Uploads the example and starts it as an application of the same name; resolves when the operation is over. */
async function start(mainClass: string, more: { checkpoints?: CheckpointConfiguration; runtime?: 'FLINK-1_18' } = {}) {
  await s3.send(new PutObjectCommand({ Bucket: CODE, Key: `${mainClass}.jar`, Body: exampleJar(mainClass) }));
  const { checkpoints, runtime = 'FLINK-1_20' } = more;
  await client.send(
    new CreateApplicationCommand({
      ...applicationRequest(mainClass),
      RuntimeEnvironment: runtime,
      ApplicationConfiguration: {
        ApplicationCodeConfiguration: {
          CodeContentType: 'ZIPFILE',
          CodeContent: { S3ContentLocation: { BucketARN: `arn:aws:s3:::${CODE}`, FileKey: `${mainClass}.jar` } },
        },
        EnvironmentProperties: { PropertyGroups: [{ PropertyGroupId: 'bucket', PropertyMap: { name: BUCKET } }] },
        FlinkApplicationConfiguration: checkpoints && { CheckpointConfiguration: checkpoints },
      },
    }),
  );
  const { OperationId } = await client.send(new StartApplicationCommand({ ApplicationName: mainClass }));
  return eventually(`the end of the start of ${mainClass}`, async () => {
    const operation = await operationOf(client, mainClass, OperationId);
    return operation?.OperationStatus === 'IN_PROGRESS' ? undefined : operation;
  });
}

async function stop(name: string): Promise<void> {
  await client.send(new StopApplicationCommand({ ApplicationName: name, Force: true }));
  await untilStatus(client, name, 'READY');
}

/** Flink's REST API of the one application that runs, and its job. */
function running() {
  const [cluster] = cloud.managedFlink.runningClusters();
  if (!cluster) throw new Error('No cluster is running');
  return { rest: new FlinkRest(cluster.restUrl), jobId: cluster.jobId };
}

/** The lines of all complete files below the prefix, once there are some. */
function linesBelow(prefix: string): Promise<string[]> {
  return eventually(`files below ${prefix}`, async () => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix: prefix }));
    const texts = await Promise.all(
      Contents.map(async ({ Key }) => {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
        return (await Body?.transformToString()) ?? '';
      }),
    );
    const lines = texts.flatMap((text) => text.split('\n')).filter((line) => line !== '');
    return lines.length > 0 ? lines : undefined;
  });
}

test('a job with a FileSink writes to s3://, its JAR holding nothing but its own classes', async () => {
  const { OperationStatus, OperationFailureDetails } = (await start('S3SinkJob', { checkpoints: EVERY_SECOND })) ?? {};
  expect(OperationFailureDetails).toBeUndefined();
  expect(OperationStatus).toBe('SUCCESSFUL');
  expect(await linesBelow('files/')).toContain('number 0');
  await stop('S3SinkJob');
}, 120_000);

test('a job of the Table API writes JSON to s3a://, and leaves nothing unpacked when it is stopped', async () => {
  const { OperationFailureDetails } = (await start('TableJob', { checkpoints: EVERY_SECOND })) ?? {};
  expect(OperationFailureDetails).toBeUndefined();
  const rows = (await linesBelow('table/digit=4/')).map((line) => JSON.parse(line).amount);
  expect(rows).toEqual(rows.map((_, index) => 4 + 10 * index));
  await stop('TableJob');
  expect(await readdir(join(folder, 'managed-flink', 'TableJob.flink'))).not.toContain('tmp');
}, 120_000);

test('type DEFAULT overrides what the code sets: checkpoints, their storage and the state backend', async () => {
  const { OperationFailureDetails } = (await start('WindowJob')) ?? {};
  expect(OperationFailureDetails).toBeUndefined();
  const { rest, jobId } = running();
  expect(await rest.checkpointConfig(jobId)).toEqual({
    mode: 'exactly_once',
    interval: 60_000,
    min_pause: 5_000,
    timeout: 3_600_000,
    max_concurrent: 1,
    state_backend: 'EmbeddedRocksDBStateBackend',
    checkpoint_storage: 'FileSystemCheckpointStorage',
  });
  // Taken by all tasks: none of them has kept a backend or a storage of its own.
  expect(await rest.takeSavepoint(jobId)).toContain('WindowJob.flink/snapshots/');
  await stop('WindowJob');
}, 120_000);

test('a window’s results reach S3 when the type is CUSTOM, and the code’s own interval goes before it', async () => {
  const { ApplicationDetail } = await client.send(new DescribeApplicationCommand({ ApplicationName: 'WindowJob' }));
  await client.send(
    new UpdateApplicationCommand({
      ApplicationName: 'WindowJob',
      CurrentApplicationVersionId: ApplicationDetail?.ApplicationVersionId,
      ApplicationConfigurationUpdate: {
        FlinkApplicationConfigurationUpdate: {
          CheckpointConfigurationUpdate: { ConfigurationTypeUpdate: 'CUSTOM', CheckpointIntervalUpdate: 30_000 },
        },
      },
    }),
  );
  await client.send(new StartApplicationCommand({ ApplicationName: 'WindowJob' }));
  await untilStatus(client, 'WindowJob', 'RUNNING');
  const { rest, jobId } = running();
  expect(await rest.checkpointConfig(jobId)).toMatchObject({ interval: 1_500, timeout: 3_600_000 });
  expect((await linesBelow('windows/')).every((line) => /^(even|odd) \d+$/.test(line))).toBe(true);
  await stop('WindowJob');
}, 120_000);

test('a job that throws in open() is RUNNING and restarts, as on the service', async () => {
  const { OperationStatus } = (await start('FailingOpenJob')) ?? {};
  expect(OperationStatus).toBe('SUCCESSFUL');
  expect(await statusOf(client, 'FailingOpenJob')).toBe('RUNNING');
  const { rest, jobId } = running();
  const [latest] = await rest.exceptions(jobId);
  expect(latest?.stacktrace).toContain('the database does not answer');
  await eventually('a second restart', async () =>
    ((await rest.metrics.job(jobId)).fullRestarts ?? 0) >= 2 ? true : undefined,
  );
  expect(await statusOf(client, 'FailingOpenJob')).toBe('RUNNING');
  await stop('FailingOpenJob');
}, 120_000);

test('a main() that throws fails the start, with its message', async () => {
  const operation = await start('FailingMainJob');
  expect(operation?.OperationStatus).toBe('FAILED');
  expect(operation?.OperationFailureDetails?.ErrorInfo?.ErrorString).toContain('property group bucket is missing');
  expect(await statusOf(client, 'FailingMainJob')).toBe('READY');
}, 60_000);

test('a Python application is refused when it is created, and when an application is made one', async () => {
  const python: PropertyGroup[] = [
    { PropertyGroupId: 'kinesis.analytics.flink.run.options', PropertyMap: { python: 'main.py', jarfile: 'lib.jar' } },
  ];
  const refused = {
    name: 'UnsupportedOperationException',
    message:
      'Property python of group kinesis.analytics.flink.run.options is main.py: Python applications are not supported ' +
      'by the local Managed Flink API with the engine flink, which runs JARs',
  };
  await expect(
    client.send(
      new CreateApplicationCommand({
        ...applicationRequest('python'),
        ApplicationConfiguration: { EnvironmentProperties: { PropertyGroups: python } },
      }),
    ),
  ).rejects.toMatchObject(refused);
  const { ApplicationDetail } = await client.send(new DescribeApplicationCommand({ ApplicationName: 'S3SinkJob' }));
  await expect(
    client.send(
      new UpdateApplicationCommand({
        ApplicationName: 'S3SinkJob',
        CurrentApplicationVersionId: ApplicationDetail?.ApplicationVersionId,
        ApplicationConfigurationUpdate: { EnvironmentPropertyUpdates: { PropertyGroups: python } },
      }),
    ),
  ).rejects.toMatchObject(refused);
});

test('the class path holds each library once, and what Managed Flink has', async () => {
  const launcher = resolve(__dirname, '../launcher/target');
  const names = (await readdir(join(launcher, 'lib'))).map((file) => /^(.+?)-\d/.exec(file)?.[1] ?? file);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  expect(names).toEqual(expect.arrayContaining([...PROVIDED]));
  expect(existsSync(join(launcher, 'plugins/s3-fs-hadoop'))).toBe(true);
});

/**
 * Dependencies marked as provided in the poms of aws-samples/amazon-managed-service-for-apache-flink-examples (June
 * 2026).
 */
const PROVIDED = [
  'aws-kinesisanalytics-runtime',
  'flink-clients',
  'flink-connector-base',
  'flink-connector-datagen',
  'flink-connector-files',
  'flink-java',
  'flink-json',
  'flink-runtime-web',
  'flink-streaming-java',
  'flink-table-api-java',
  'flink-table-api-java-bridge',
  'flink-table-common',
  'flink-table-planner-loader',
  'flink-table-runtime',
];

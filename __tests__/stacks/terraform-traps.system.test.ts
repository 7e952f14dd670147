import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateApplicationSnapshotCommand,
  DescribeApplicationCommand,
  DescribeApplicationSnapshotCommand,
  KinesisAnalyticsV2Client,
  ListApplicationSnapshotsCommand,
  UpdateApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { startApplication, stopApplication } from '../../cli/application-lifecycle';
import { type LocalCloud, startLocalCloud } from '../../local/cloud/local-cloud';
import { writeLocalOverride } from '../../local/terraform/local-override';
import { providerSource } from '../../local/terraform/provider-mirror';
import { ensureLauncher } from '../../packages/managed-flink/src/launcher';
import { DEMO_JAR, ensureArtifacts } from '../../stacks/synthesis/artifacts';
import { CommandFailedError, run } from '../../tools/processes/run';
import { findTerraform } from '../../tools/terraform';
import { ApplicationLog, LOG_LINES, numberIn } from '../../trials/demo/application-log';
import { waitUntil } from '../../trials/demo/wait-until';
import { settingsWith } from '../settings-with';
import { resource, synthesize } from './synthesis';

// What docs/deploying.md says of the provider's traps: one deployment of the application stack by real Terraform, on a
// real Flink. The tests go on from one another, as an operator's day does.
const APPLICATION = 'orders';
const BUCKET = 'the-artifacts';
const REGION = 'eu-west-1';
const PROJECT = resolve(__dirname, '..', '..');
const polling = { pollMs: 100 };

jest.setTimeout(240_000);
let folder: string;
let cloud: LocalCloud;
let environment: NodeJS.ProcessEnv;
let flink: KinesisAnalyticsV2Client;
let s3: S3Client;
let log: ApplicationLog;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'traps-'));
  await ensureArtifacts(DEMO_JAR);
  await ensureLauncher();
  cloud = await startLocalCloud({
    folder: join(folder, 'cloud'),
    region: REGION,
    accountId: '000000000000',
    engine: 'flink',
    report: () => {},
  });
  const client = {
    endpoint: cloud.endpoint,
    region: REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  flink = new KinesisAnalyticsV2Client(client);
  s3 = new S3Client({ ...client, forcePathStyle: true });
  log = new ApplicationLog(new CloudWatchLogsClient(client), `/aws/kinesis-analytics/${APPLICATION}`);
  environment = { ...providerSource(join(folder, 'terraform')).environment, ...cloud.environment };
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  await writeStack({});
  await terraform('init', '-input=false');
}, 180_000);

afterAll(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}, 60_000);

interface StackChange {
  readonly build?: string;
  readonly name?: string;
  readonly description?: string;
}

/** The application stack as it is synthesized, in the folder that Terraform works in, and its JAR in the bucket. */
async function writeStack({ build = 'first build', ...application }: StackChange) {
  const settings = settingsWith({
    region: REGION,
    artifacts: { bucket: BUCKET },
    application: { name: APPLICATION, generateUsersTimerSeconds: 0, pauseBetweenUserGenerationMs: 50, ...application },
  });
  const synthesis = synthesize(settings, { jar: build });
  const stack = synthesis.stacks.application;
  writeFileSync(join(folder, 'cdk.tf.json'), synthesis.texts.application);
  writeLocalOverride(folder, 'application', join(folder, 'state'), []);
  synthesis.dispose();
  const key = String(resource(stack, 'aws_s3_object_copy').source).slice(`${BUCKET}/`.length);
  const Body = readFileSync(join(PROJECT, DEMO_JAR));
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body }));
  return resource(stack, 'aws_kinesisanalyticsv2_application');
}

/** Terraform's output. */
async function terraform(...args: string[]): Promise<string> {
  const lines = await run(findTerraform().binary, [...args, '-no-color'], { cwd: folder, environment });
  return lines.join('\n');
}

/** Exit code 2, which is an error here, would be a plan with changes, also of outputs only. */
const plan = () => terraform('plan', '-input=false', '-detailed-exitcode');
const apply = () => terraform('apply', '-input=false', '-auto-approve');

async function described() {
  const { ApplicationDetail } = await flink.send(new DescribeApplicationCommand({ ApplicationName: APPLICATION }));
  if (!ApplicationDetail) throw new Error('The service described nothing.');
  return ApplicationDetail;
}

async function takeSnapshot(name: string): Promise<void> {
  const names = { ApplicationName: APPLICATION, SnapshotName: name };
  await flink.send(new CreateApplicationSnapshotCommand(names));
  await waitUntil(
    `snapshot ${name}`,
    async () => {
      const { SnapshotDetails } = await flink.send(new DescribeApplicationSnapshotCommand(names));
      return SnapshotDetails?.SnapshotStatus === 'READY' ? name : undefined;
    },
    { timeoutMs: 60_000 },
  );
}

async function usersCounted(since: Date): Promise<number> {
  const line = await log.waitFor(LOG_LINES.userCount, since);
  return numberIn(line, LOG_LINES.userCount) ?? 0;
}

async function restoredUsers(since: Date): Promise<number> {
  await log.waitFor(LOG_LINES.restored, since);
  const line = await log.waitFor(LOG_LINES.restoredCount, since);
  return numberIn(line, LOG_LINES.restoredCount) ?? 0;
}

test('the application is created, READY and not started', async () => {
  expect(await apply()).toMatch(/Apply complete! Resources: 7 added, 0 changed, 0 destroyed\./);
  expect(await described()).toMatchObject({ ApplicationStatus: 'READY', ApplicationVersionId: 1 });
});

test('a start outside Terraform is no change', async () => {
  const startedAt = new Date();
  await startApplication(flink, APPLICATION, { from: 'none' }, polling);
  await usersCounted(startedAt);

  expect(await plan()).toContain('No changes.');
});

test('a stop outside Terraform is no change, and an apply does not start the application again', async () => {
  await takeSnapshot('older');
  await stopApplication(flink, APPLICATION, { force: false }, polling);

  expect(await apply()).toContain('No changes.');
  expect((await described()).ApplicationStatus).toBe('READY');
});

test('new code for a stopped application does not start it', async () => {
  await writeStack({ build: 'build for later' });

  expect(await apply()).toMatch(/Apply complete! Resources: 1 added, 2 changed, 1 destroyed\./);
  expect((await described()).ApplicationStatus).toBe('READY');
});

test('a start from an older snapshot is no change, and an apply leaves it running with its restore configuration', async () => {
  const startedAt = new Date();
  await startApplication(flink, APPLICATION, { from: 'snapshot', snapshotName: 'older' }, polling);
  expect(await restoredUsers(startedAt)).toBeGreaterThan(0);

  expect(await apply()).toContain('No changes.');
  expect(await described()).toMatchObject({
    ApplicationStatus: 'RUNNING',
    ApplicationConfigurationDescription: {
      RunConfigurationDescription: {
        ApplicationRestoreConfigurationDescription: {
          ApplicationRestoreType: 'RESTORE_FROM_CUSTOM_SNAPSHOT',
          SnapshotName: 'older',
        },
      },
    },
  });
});

test('new code is an update in place: the job goes on from the snapshot that the service took, not from the older one', async () => {
  const before = await usersCounted(new Date());
  const { ApplicationVersionId: version = 0 } = await described();
  const changed = await writeStack({ build: 'second build' });
  const appliedAt = new Date();

  // A copy of the new JAR, the application in place, and then the earlier copy; the role may read both.
  expect(await apply()).toMatch(/Apply complete! Resources: 1 added, 2 changed, 1 destroyed\./);
  expect(await restoredUsers(appliedAt)).toBeGreaterThanOrEqual(before);
  expect(await described()).toMatchObject({ ApplicationStatus: 'RUNNING', ApplicationVersionId: version + 1 });
  expect(changed).toMatchObject({
    application_configuration: {
      application_code_configuration: { code_content: { s3_content_location: { file_key: await fileKeyInUse() } } },
    },
  });
  const { SnapshotSummaries } = await flink.send(new ListApplicationSnapshotsCommand({ ApplicationName: APPLICATION }));
  expect(SnapshotSummaries?.map(({ SnapshotName }) => SnapshotName?.replace(/\d{10,}$/, 'TIME'))).toEqual([
    'older',
    `STOP-${APPLICATION}-TIME`,
    `UPDATEAPPLICATION-${APPLICATION}-TIME`,
  ]);
});

async function fileKeyInUse(): Promise<string | undefined> {
  const { ApplicationConfigurationDescription: configuration } = await described();
  return configuration?.ApplicationCodeConfigurationDescription?.CodeContentDescription
    ?.S3ApplicationCodeLocationDescription?.FileKey;
}

test('a new description plans nothing', async () => {
  await writeStack({ build: 'second build', description: 'Another one.' });

  expect(await plan()).toContain('No changes.');
});

test('after an update outside Terraform, which moved the version, the next apply works', async () => {
  const { ApplicationVersionId: CurrentApplicationVersionId } = await described();
  await flink.send(
    new UpdateApplicationCommand({
      ApplicationName: APPLICATION,
      CurrentApplicationVersionId,
      ApplicationConfigurationUpdate: {
        FlinkApplicationConfigurationUpdate: { MonitoringConfigurationUpdate: { LogLevelUpdate: 'WARN' } },
      },
    }),
  );
  await waitUntil(
    'the end of the update',
    async () => ((await described()).ApplicationStatus === 'RUNNING' ? true : undefined),
    { timeoutMs: 90_000 },
  );

  expect(await apply()).toMatch(/Apply complete! Resources: 0 added, 1 changed, 0 destroyed\./);
  expect((await described()).ApplicationConfigurationDescription).toMatchObject({
    FlinkApplicationConfigurationDescription: { MonitoringConfigurationDescription: { LogLevel: 'INFO' } },
  });
});

test('a new name is refused, since it would replace the application', async () => {
  await writeStack({ build: 'second build', name: 'orders-2' });

  await expect(apply()).rejects.toThrow('Instance cannot be destroyed');
});

test('a deletion is refused, and nothing was touched', async () => {
  await writeStack({ build: 'second build' });
  const refused = await terraform('destroy', '-input=false', '-auto-approve').catch((error: unknown) => error);

  expect(refused).toBeInstanceOf(CommandFailedError);
  expect(String(refused)).toContain('Instance cannot be destroyed');
  expect((await described()).ApplicationStatus).toBe('RUNNING');
});

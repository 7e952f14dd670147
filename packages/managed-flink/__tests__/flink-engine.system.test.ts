import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateApplicationPresignedUrlCommand,
  CreateApplicationSnapshotCommand,
  DeleteApplicationCommand,
  DescribeApplicationCommand,
  type KinesisAnalyticsV2Client,
  ListApplicationOperationsCommand,
  ListApplicationSnapshotsCommand,
  type RunConfiguration,
  StartApplicationCommand,
  StopApplicationCommand,
  UpdateApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { ensureJava } from '../../../tools/java/java';
import { type ManagedFlinkServer, startManagedFlink } from '../src/server';
import { clientOf, createApplication, eventually, operationOf, snapshotOf, statusOf, untilStatus } from './api-client';

const JAR = join(__dirname, '../../../flink-demo/target/user-service.jar');
const NAME = 'demo';

let directory: string;
let server: ManagedFlinkServer;
let client: KinesisAnalyticsV2Client;
/** Shown when a test fails: it holds the reasons. */
const serverLog: string[] = [];

const startServer = async () => {
  const { binary: java } = await ensureJava(console.error);
  server = await startManagedFlink({
    engine: { kind: 'flink', jarFile: JAR, java },
    dataDirectory: directory,
    log: (line) => serverLog.push(line),
  });
  client = clientOf(server.endpoint);
};

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'managed-flink-'));
  await startServer();
  await createApplication(client, NAME, {
    ApplicationConfiguration: {
      ApplicationCodeConfiguration: {
        CodeContentType: 'ZIPFILE',
        CodeContent: { S3ContentLocation: { BucketARN: 'arn:aws:s3:::code', FileKey: 'user-service.jar' } },
      },
      EnvironmentProperties: { PropertyGroups: [propertyGroup({})] },
    },
  });
}, 60_000);

afterAll(async () => {
  await server.close();
  process.stderr.write(serverLog.map((line) => `  server: ${line}\n`).join(''));
  await rm(directory, { recursive: true, force: true });
}, 60_000);

function propertyGroup(more: Record<string, string>) {
  const properties = { generateUsersTimer: '0', pauseBetweenUserGeneration: '100', ...more };
  return { PropertyGroupId: 'FlinkApplicationProperties', PropertyMap: properties };
}

async function start(run: RunConfiguration): Promise<void> {
  const { OperationId } = await client.send(
    new StartApplicationCommand({ ApplicationName: NAME, RunConfiguration: run }),
  );
  const operation = await eventually('the start', async () => {
    const found = await operationOf(client, NAME, OperationId);
    return found?.OperationStatus === 'IN_PROGRESS' ? undefined : found;
  });
  expect(operation.OperationFailureDetails).toBeUndefined();
  expect(operation.OperationStatus).toBe('SUCCESSFUL');
  expect(await statusOf(client, NAME)).toBe('RUNNING');
}

async function stop(force = false): Promise<void> {
  await client.send(new StopApplicationCommand({ ApplicationName: NAME, Force: force }));
  await untilStatus(client, NAME, 'READY');
}

/** The messages that the job has logged since the last call, as the service's JSON log has them. */
let linesRead = 0;
async function newMessages(): Promise<string[]> {
  const file = join(directory, `${NAME}.flink`, 'log', 'flink.log.json');
  const lines = (await readFile(file, 'utf8')).split('\n').slice(0, -1); // the last may still be being written
  const fresh = lines.slice(linesRead);
  linesRead = lines.length;
  return fresh.map((line) => String(JSON.parse(line).message));
}

function numberAfter(messages: readonly string[], start: string): number {
  const message = messages.find((each) => each.startsWith(start));
  return Number(message?.slice(start.length));
}

function usersIn(messages: readonly string[]): number[] {
  return messages.flatMap((each) => /^Amount of users: (\d+)$/.exec(each)?.[1] ?? []).map(Number);
}

/** The users that the running job has counted by now. */
async function usersNow(): Promise<number> {
  const [cluster] = server.runningClusters();
  const text = cluster && (await readFile(cluster.jsonLogFile, 'utf8'));
  return Number([...(text ?? '').matchAll(/Amount of users: (\d+)/g)].at(-1)?.[1] ?? 0);
}

async function usersCounted(atLeast: number): Promise<void> {
  await eventually(`${atLeast} users`, async () => ((await usersNow()) >= atLeast ? true : undefined));
}

async function takeSnapshot(name: string): Promise<void> {
  await client.send(new CreateApplicationSnapshotCommand({ ApplicationName: NAME, SnapshotName: name }));
  await eventually(`snapshot ${name}`, async () => {
    const snapshot = await snapshotOf(client, NAME, name);
    expect(snapshot?.SnapshotStatus).not.toBe('FAILED');
    return snapshot?.SnapshotStatus === 'READY' ? true : undefined;
  });
}

const RESTORED = 'The amount of processed users after context restore is ';

describe('a real job', () => {
  /** Users counted when the first snapshot was READY at the latest, and when the job was to stop. */
  let countedAtFirst: number;
  let countedAtStop: number;
  /** Messages of the start before the update. */
  let messagesOfStart: readonly string[] = [];

  test('starts with empty state, is snapshotted and stops with a snapshot of the service', async () => {
    await start({ ApplicationRestoreConfiguration: { ApplicationRestoreType: 'SKIP_RESTORE_FROM_SNAPSHOT' } });
    await usersCounted(3);
    await takeSnapshot('first');
    countedAtFirst = await usersNow();
    countedAtStop = countedAtFirst + 3;
    await usersCounted(countedAtStop);
    await stop();

    expect(await newMessages()).toContain('The application was not restored from context');
    const { SnapshotSummaries = [] } = await client.send(
      new ListApplicationSnapshotsCommand({ ApplicationName: NAME }),
    );
    expect(SnapshotSummaries.map((snapshot) => [snapshot.SnapshotName, snapshot.SnapshotStatus])).toEqual([
      ['first', 'READY'],
      [expect.stringMatching(/^STOP-demo-\d{13}$/), 'READY'],
    ]);
    expect(server.runningClusters()).toEqual([]);
  }, 120_000);

  test('restores the state of the snapshot that is named', async () => {
    await start({
      ApplicationRestoreConfiguration: {
        ApplicationRestoreType: 'RESTORE_FROM_CUSTOM_SNAPSHOT',
        SnapshotName: 'first',
      },
    });
    await stop(true);
    const messages = await newMessages();
    expect(messages).toContain('The application was restored from context');
    expect(numberAfter(messages, RESTORED)).toBeGreaterThanOrEqual(3);
    expect(numberAfter(messages, RESTORED)).toBeLessThanOrEqual(countedAtFirst);
  }, 120_000);

  test('restores the latest state when nothing else is said: a forced stop has made no newer one', async () => {
    await start({});
    messagesOfStart = await newMessages();
    expect(numberAfter(messagesOfStart, RESTORED)).toBeGreaterThanOrEqual(countedAtStop);
  }, 120_000);

  test('goes on under the new configuration after an update, with no user lost or counted twice', async () => {
    await usersCounted(countedAtStop + 1);
    const { ApplicationDetail } = await client.send(new DescribeApplicationCommand({ ApplicationName: NAME }));
    await client.send(
      new UpdateApplicationCommand({
        ApplicationName: NAME,
        CurrentApplicationVersionId: ApplicationDetail?.ApplicationVersionId,
        ApplicationConfigurationUpdate: {
          EnvironmentPropertyUpdates: { PropertyGroups: [propertyGroup({ pauseBetweenUserGeneration: '50' })] },
        },
      }),
    );
    await untilStatus(client, NAME, 'RUNNING');
    const updateName = await eventually('the snapshot of the update', async () => {
      const { SnapshotSummaries = [] } = await client.send(
        new ListApplicationSnapshotsCommand({ ApplicationName: NAME }),
      );
      return SnapshotSummaries.find((snapshot) => snapshot.SnapshotName?.startsWith('UPDATEAPPLICATION-demo-'));
    });
    expect(updateName.ApplicationVersionId).toBe(1);
    const messages = await newMessages();
    const restored = numberAfter(messages, RESTORED);
    // The last one may have been read with the messages of the start.
    expect(
      usersIn([...messagesOfStart, ...messages])
        .filter((count) => count <= restored)
        .at(-1),
    ).toBe(restored);
  }, 120_000);

  test('comes back from its newest state when its JVM is killed from outside', async () => {
    const [before] = server.runningClusters();
    await takeSnapshot('before-the-crash');
    await newMessages();
    if (!before) throw new Error('No cluster is running');
    process.kill(before.pid, 'SIGKILL');
    const operation = await eventually('the recovery', async () => {
      const { ApplicationOperationInfoList: [latest] = [] } = await client.send(
        new ListApplicationOperationsCommand({ ApplicationName: NAME, Operation: 'RecoverApplication' }),
      );
      return latest;
    });
    const details = await operationOf(client, NAME, operation.OperationId);
    expect(details?.OperationFailureDetails).toBeUndefined();
    expect(details?.OperationStatus).toBe('SUCCESSFUL');
    expect(await statusOf(client, NAME)).toBe('RUNNING');
    // From the newest checkpoint, or from what the update began with.
    expect(numberAfter(await newMessages(), RESTORED)).toBeGreaterThanOrEqual(countedAtStop);
  }, 120_000);

  test('comes back without a loss when the server is ended and started again', async () => {
    // On a busy machine the job may not have counted one since its recovery.
    const before = await eventually('a user that was counted since the recovery', async () => {
      const counted = usersIn(await newMessages());
      return counted.length > 0 ? counted : undefined;
    });
    await server.close();
    const counted = [...before, ...usersIn(await newMessages())];
    await startServer();
    await untilStatus(client, NAME, 'RUNNING');
    expect(numberAfter(await newMessages(), RESTORED)).toBe(counted.at(-1));
    const { AuthorizedUrl = '' } = await client.send(
      new CreateApplicationPresignedUrlCommand({ ApplicationName: NAME, UrlType: 'FLINK_DASHBOARD_URL' }),
    );
    expect(await (await fetch(AuthorizedUrl)).text()).toContain('<title>Apache Flink Web Dashboard</title>');
    await stop(true);
  }, 120_000);

  test('that does not start leaves the application READY and Flink’s root cause in the operation', async () => {
    const { ApplicationDetail } = await client.send(new DescribeApplicationCommand({ ApplicationName: NAME }));
    await client.send(
      new UpdateApplicationCommand({
        ApplicationName: NAME,
        CurrentApplicationVersionId: ApplicationDetail?.ApplicationVersionId,
        ApplicationConfigurationUpdate: {
          EnvironmentPropertyUpdates: { PropertyGroups: [propertyGroup({ ageStatistic: 'false' })] },
        },
      }),
    );
    const { OperationId } = await client.send(new StartApplicationCommand({ ApplicationName: NAME }));
    await untilStatus(client, NAME, 'READY');
    const operation = await operationOf(client, NAME, OperationId);
    expect(operation?.OperationStatus).toBe('FAILED');
    expect(operation?.OperationFailureDetails?.ErrorInfo?.ErrorString).toContain(
      'Cannot map checkpoint/savepoint state for operator',
    );
    expect(server.runningClusters()).toEqual([]);

    await start({ FlinkRunConfiguration: { AllowNonRestoredState: true } });
    expect(numberAfter(await newMessages(), RESTORED)).toBeGreaterThanOrEqual(countedAtStop);
  }, 120_000);

  test('is gone with its snapshots when the application is deleted', async () => {
    const { ApplicationDetail } = await client.send(new DescribeApplicationCommand({ ApplicationName: NAME }));
    await client.send(
      new DeleteApplicationCommand({ ApplicationName: NAME, CreateTimestamp: ApplicationDetail?.CreateTimestamp }),
    );
    await server.whenIdle();
    expect(server.runningClusters()).toEqual([]);
    await expect(readFile(join(directory, `${NAME}.flink`, 'started-from'))).rejects.toThrow('ENOENT');
  }, 60_000);
});

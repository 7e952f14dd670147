import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AddApplicationCloudWatchLoggingOptionCommand,
  ConcurrentModificationException,
  CreateApplicationSnapshotCommand,
  DeleteApplicationCommand,
  DeleteApplicationSnapshotCommand,
  DescribeApplicationCommand,
  InvalidArgumentException,
  InvalidRequestException,
  KinesisAnalyticsV2Client,
  ListApplicationOperationsCommand,
  ListApplicationSnapshotsCommand,
  ListApplicationsCommand,
  ListTagsForResourceCommand,
  paginateListApplicationSnapshots,
  ResourceInUseException,
  ResourceNotFoundException,
  type SnapshotDetails,
  StartApplicationCommand,
  StopApplicationCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { type ManagedFlinkServer, startManagedFlink } from '../src/server';
import { clientOf, createApplication, eventually, operationOf, snapshotOf, statusOf, untilStatus } from './api-client';

/**
 * Contract of the service with its callers, checked through the real SDK. By default against a local server with the
 * simulated engine; CONTRACT_ENGINE=flink: with real jobs (the demo JAR must be built). Against AWS itself, with its
 * credentials and region in the environment: CONTRACT_ENDPOINT=aws CONTRACT_APPLICATION=<name of a RUNNING
 * application>. There only snapshots of its own are taken and deleted; nothing is started, stopped, changed or tagged.
 */
const IS_AWS = process.env.CONTRACT_ENDPOINT === 'aws';
const ENGINE = process.env.CONTRACT_ENGINE ?? 'simulated';
const NAME = process.env.CONTRACT_APPLICATION ?? 'contract';
const JAR = join(__dirname, '../../../flink-demo/target/user-service.jar');
const SNAPSHOTS = [1, 2, 3].map((number) => `contract-${Date.now()}-${number}`);
const MINUTES = 60_000;

let directory: string;
let server: ManagedFlinkServer | undefined;
let client: KinesisAnalyticsV2Client;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'contract-'));
  if (IS_AWS) {
    client = new KinesisAnalyticsV2Client({});
    return;
  }
  server = await startManagedFlink({
    dataDirectory: directory,
    engine:
      ENGINE === 'flink' ? { kind: 'flink', jarFile: JAR } : { kind: 'simulated', durations: { snapshotMs: 300 } },
  });
  client = clientOf(server.endpoint);
  await createApplication(client, NAME, { Tags: [{ Key: 'team', Value: 'flink' }] });
  await client.send(new StartApplicationCommand({ ApplicationName: NAME }));
  await untilStatus(client, NAME, 'RUNNING');
}, 2 * MINUTES);

afterAll(async () => {
  await server?.close();
  await rm(directory, { recursive: true, force: true });
}, MINUTES);

const application = { ApplicationName: NAME };

async function untilReady(name: string | undefined): Promise<SnapshotDetails> {
  return eventually(
    `snapshot ${name}`,
    async () => {
      const snapshot = await snapshotOf(client, NAME, name ?? '');
      expect(['CREATING', 'READY']).toContain(snapshot?.SnapshotStatus);
      return snapshot?.SnapshotStatus === 'READY' ? snapshot : undefined;
    },
    10 * MINUTES,
  );
}

describe('what is there', () => {
  test('the application is described with its version, times and configuration', async () => {
    const { ApplicationDetail } = await client.send(new DescribeApplicationCommand(application));
    expect(ApplicationDetail).toMatchObject({
      ApplicationName: NAME,
      ApplicationARN: expect.stringMatching(/^arn:aws[\w-]*:kinesisanalytics:[\w-]+:\d{12}:application\//),
      ApplicationStatus: 'RUNNING',
      ApplicationVersionId: expect.any(Number),
      ApplicationMode: 'STREAMING',
      CreateTimestamp: expect.any(Date),
      LastUpdateTimestamp: expect.any(Date),
      ConditionalToken: expect.any(String),
    });
    const configuration = ApplicationDetail?.ApplicationConfigurationDescription;
    expect(configuration?.ApplicationSnapshotConfigurationDescription?.SnapshotsEnabled).toBe(true);
    expect(configuration?.FlinkApplicationConfigurationDescription?.CheckpointConfigurationDescription).toMatchObject({
      ConfigurationType: expect.stringMatching(/DEFAULT|CUSTOM/),
      CheckpointingEnabled: expect.any(Boolean),
    });
    expect(configuration?.RunConfigurationDescription?.ApplicationRestoreConfigurationDescription).toBeDefined();
  });

  test('applications are listed', async () => {
    const { ApplicationSummaries } = await client.send(new ListApplicationsCommand({ Limit: 50 }));
    expect(ApplicationSummaries?.map((each) => each.ApplicationName)).toContain(NAME);
  });

  test('operations are listed', async () => {
    const { ApplicationOperationInfoList = [] } = await client.send(
      new ListApplicationOperationsCommand({ ...application, Operation: 'StartApplication', Limit: 50 }),
    );
    const [start] = ApplicationOperationInfoList;
    expect(start).toMatchObject({ Operation: 'StartApplication', OperationStatus: expect.any(String) });
    expect((await operationOf(client, NAME, start?.OperationId))?.Operation).toBe('StartApplication');
  });

  test.each([
    ['application', () => statusOf(client, 'not-there')],
    ['snapshot', () => snapshotOf(client, NAME, 'not-there')],
  ])('an %s that is not there is told apart from other errors', async (_, ask) => {
    const error: unknown = await ask().catch((thrown: unknown) => thrown);
    // The Terraform provider knows AWS to answer either type for a missing snapshot.
    expect(error instanceof ResourceNotFoundException || error instanceof InvalidArgumentException).toBe(true);
  });

  test.each([
    ['a page of 51', { Limit: 51 }, 'ValidationException'],
    ['a token that nobody gave out', { NextToken: 'invented' }, 'InvalidArgumentException'],
  ])('%s snapshots is refused', async (_, request, name) => {
    await expect(
      client.send(new ListApplicationSnapshotsCommand({ ...application, ...request })),
    ).rejects.toMatchObject({ name });
  });
});

describe('snapshots', () => {
  test(
    'are made one after another, and read page by page without a loss',
    async () => {
      for (const SnapshotName of SNAPSHOTS) {
        const { $metadata, ...answer } = await client.send(
          new CreateApplicationSnapshotCommand({ ...application, SnapshotName }),
        );
        expect($metadata.httpStatusCode).toBe(200);
        expect(answer).toEqual({});
        const { SnapshotCreationTimestamp, ...snapshot } = await untilReady(SnapshotName);
        expect(snapshot).toMatchObject({ SnapshotName, ApplicationVersionId: expect.any(Number) });
        expect(Math.abs(Date.now() - (SnapshotCreationTimestamp?.getTime() ?? 0))).toBeLessThan(15 * MINUTES);
      }
      const listed: string[] = [];
      for await (const page of paginateListApplicationSnapshots({ client, pageSize: 2 }, application)) {
        expect(page.SnapshotSummaries?.length).toBeLessThanOrEqual(2);
        listed.push(...(page.SnapshotSummaries ?? []).map((each) => each.SnapshotName ?? ''));
      }
      expect(listed.filter((name) => SNAPSHOTS.includes(name)).sort()).toEqual([...SNAPSHOTS].sort());
    },
    30 * MINUTES,
  );

  test('cannot have a name that is taken', async () => {
    await expect(
      client.send(new CreateApplicationSnapshotCommand({ ...application, SnapshotName: SNAPSHOTS[0] })),
    ).rejects.toBeInstanceOf(ResourceInUseException);
  });

  test(
    'are deleted only by who knows the time of their creation',
    async () => {
      const [exact, cut, wrong] = await Promise.all(SNAPSHOTS.map((name) => snapshotOf(client, NAME, name)));
      const deletion = (snapshot: SnapshotDetails | undefined, time: number) =>
        client.send(
          new DeleteApplicationSnapshotCommand({
            ...application,
            SnapshotName: snapshot?.SnapshotName,
            SnapshotCreationTimestamp: new Date(time),
          }),
        );
      const timeOf = (snapshot: SnapshotDetails | undefined) => snapshot?.SnapshotCreationTimestamp?.getTime() ?? 0;
      await expect(deletion(wrong, timeOf(wrong) - 86_400_000)).rejects.toBeInstanceOf(InvalidArgumentException);
      await deletion(exact, timeOf(exact));
      await deletion(cut, Math.floor(timeOf(cut) / 1000) * 1000); // as the Terraform provider hands it back
      await deletion(wrong, timeOf(wrong));
      await eventually('the snapshots to be gone', async () => {
        const { SnapshotSummaries = [] } = await client.send(
          new ListApplicationSnapshotsCommand({ ...application, Limit: 50 }),
        );
        return SnapshotSummaries.some((each) => SNAPSHOTS.includes(each.SnapshotName ?? '')) ? undefined : true;
      });
    },
    5 * MINUTES,
  );
});

if (!IS_AWS) {
  describe('the life of an application', () => {
    test('tags come and go', async () => {
      const ResourceARN = `arn:aws:kinesisanalytics:us-east-1:000000000000:application/${NAME}`;
      await client.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'stage', Value: 'test' }] }));
      await client.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['team'] }));
      expect((await client.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags).toEqual([
        { Key: 'stage', Value: 'test' },
      ]);
    });

    test('a logging option makes a new version, and an old version is refused', async () => {
      const LogStreamARN = 'arn:aws:logs:us-east-1:000000000000:log-group:g:log-stream:s';
      const add = () =>
        new AddApplicationCloudWatchLoggingOptionCommand({
          ...application,
          CurrentApplicationVersionId: 1,
          CloudWatchLoggingOption: { LogStreamARN },
        });
      expect(await client.send(add())).toMatchObject({
        ApplicationVersionId: 2,
        CloudWatchLoggingOptionDescriptions: [{ CloudWatchLoggingOptionId: '2.1', LogStreamARN }],
        OperationId: expect.any(String),
      });
      await expect(client.send(add())).rejects.toBeInstanceOf(ConcurrentModificationException);
    });

    test(
      'it is updated while it runs, stopped, started from a named snapshot, stopped by force, and deleted',
      async () => {
        await client.send(
          new UpdateApplicationCommand({
            ...application,
            CurrentApplicationVersionId: 2,
            ApplicationConfigurationUpdate: {
              FlinkApplicationConfigurationUpdate: {
                MonitoringConfigurationUpdate: { ConfigurationTypeUpdate: 'CUSTOM', LogLevelUpdate: 'WARN' },
              },
            },
          }),
        );
        expect(await statusOf(client, NAME)).toBe('UPDATING');
        await untilStatus(client, NAME, 'RUNNING');

        await client.send(new StopApplicationCommand(application));
        expect(await statusOf(client, NAME)).toBe('STOPPING');
        await untilStatus(client, NAME, 'READY');
        await expect(
          client.send(new CreateApplicationSnapshotCommand({ ...application, SnapshotName: 'too-late' })),
        ).rejects.toBeInstanceOf(InvalidRequestException);

        const { SnapshotSummaries = [] } = await client.send(new ListApplicationSnapshotsCommand(application));
        expect(
          SnapshotSummaries.map((each) => [each.SnapshotName, each.SnapshotStatus, each.ApplicationVersionId]),
        ).toEqual([
          [expect.stringMatching(new RegExp(`^UPDATEAPPLICATION-${NAME}-\\d{13}$`)), 'READY', 2],
          [expect.stringMatching(new RegExp(`^STOP-${NAME}-\\d{13}$`)), 'READY', 3],
        ]);

        const { OperationId } = await client.send(
          new StartApplicationCommand({
            ...application,
            RunConfiguration: {
              ApplicationRestoreConfiguration: {
                ApplicationRestoreType: 'RESTORE_FROM_CUSTOM_SNAPSHOT',
                SnapshotName: SnapshotSummaries[0]?.SnapshotName,
              },
            },
          }),
        );
        expect(await statusOf(client, NAME)).toBe('STARTING');
        await untilStatus(client, NAME, 'RUNNING');
        expect((await operationOf(client, NAME, OperationId))?.OperationStatus).toBe('SUCCESSFUL');

        await client.send(new StopApplicationCommand({ ...application, Force: true }));
        await untilStatus(client, NAME, 'READY');
        const { ApplicationDetail } = await client.send(new DescribeApplicationCommand(application));
        await client.send(
          new DeleteApplicationCommand({ ...application, CreateTimestamp: ApplicationDetail?.CreateTimestamp }),
        );
        await eventually('the application to be gone', async () =>
          statusOf(client, NAME).then(
            () => undefined,
            (error: unknown) => (error instanceof ResourceNotFoundException ? true : undefined),
          ),
        );
      },
      5 * MINUTES,
    );
  });
}

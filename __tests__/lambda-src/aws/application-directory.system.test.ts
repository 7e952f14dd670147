import { KinesisAnalyticsV2Client, TagResourceCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import { ManagedFlinkDirectory } from '../../../lambda-src/snapshot-manager/aws/application-directory';
import { CallPace, paceCalls } from '../../../lambda-src/snapshot-manager/aws/call-pace';
import { ManagedFlinkSnapshotApi } from '../../../lambda-src/snapshot-manager/aws/snapshot-api';
import { type ManagedFlinkServer, startManagedFlink } from '../../../packages/managed-flink/src/server';

jest.setTimeout(120_000);

let server: ManagedFlinkServer;
let client: KinesisAnalyticsV2Client;
let calls: string[];

beforeEach(async () => {
  calls = [];
  server = await startManagedFlink({
    engine: { kind: 'simulated', applications: 60, snapshotsPerApplication: 120, callsPerSecond: 20 },
    onCall: ({ operation }) => calls.push(operation),
  });
  client = new KinesisAnalyticsV2Client({
    endpoint: server.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 3,
  });
});

afterEach(() => server.close());

test('applications are listed over the page’s end, and an application’s tags are told', async () => {
  const directory = new ManagedFlinkDirectory(client);
  const applications = await directory.listApplications();
  expect(applications.map(({ name }) => name)).toEqual(
    Array.from({ length: 60 }, (_, index) => `app-${String(index + 1).padStart(4, '0')}`),
  );
  expect(calls).toEqual(['ListApplications', 'ListApplications']);

  const [first, second] = applications;
  if (!first || !second) throw new Error('No applications.');
  await client.send(new TagResourceCommand({ ResourceARN: first.arn, Tags: [{ Key: 'team', Value: 'a' }] }));
  expect([...(await directory.tagsOf(first))]).toEqual([['team', 'a']]);
  expect([...(await directory.tagsOf(second))]).toEqual([]);
});

test('paced calls are never throttled by a service of that rate, so nothing is asked twice', async () => {
  const clock = { now: () => new Date(), sleep: (ms: number) => new Promise<void>((end) => setTimeout(end, ms)) };
  paceCalls(client, new CallPace(20, clock));
  const api = new ManagedFlinkSnapshotApi(client);
  const lists = await Promise.all(
    Array.from({ length: 15 }, (_, index) => api.listSnapshots(`app-${String(index + 1).padStart(4, '0')}`)),
  );
  expect(lists.map(({ length }) => length)).toEqual(Array.from({ length: 15 }, () => 120));
  expect(calls).toHaveLength(15 * 3);
});

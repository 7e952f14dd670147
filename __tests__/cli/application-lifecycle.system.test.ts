import {
  DescribeApplicationCommand,
  type KinesisAnalyticsV2Client,
  ListApplicationSnapshotsCommand,
  StartApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { ApplicationStatusError, startApplication, stopApplication } from '../../cli/application-lifecycle';
import { type ManagedFlinkServer, startManagedFlink } from '../../local/managed-flink/server';
import { clientOf } from '../local/managed-flink/api-client';

const NAME = 'app-0001';
const POLL = { pollMs: 20 };

let server: ManagedFlinkServer;
let client: KinesisAnalyticsV2Client;

beforeEach(async () => {
  server = await startManagedFlink({
    engine: {
      kind: 'simulated',
      applications: 1,
      snapshotsPerApplication: 1,
      // Long enough that what follows finds it STARTING, however busy the machine is.
      durations: { startMs: 5000, stopMs: 10, snapshotMs: 10 },
    },
  });
  client = clientOf(server.endpoint);
});

afterEach(() => server.close());

async function described() {
  const { ApplicationDetail } = await client.send(new DescribeApplicationCommand({ ApplicationName: NAME }));
  return ApplicationDetail;
}

test('an application that is not RUNNING is stopped by force only, and the refusal says so and what it costs', async () => {
  await stopApplication(client, NAME, { force: false }, POLL);
  await client.send(new StartApplicationCommand({ ApplicationName: NAME }));

  const refused = stopApplication(client, NAME, { force: false }, POLL);
  await expect(refused).rejects.toThrow(ApplicationStatusError);
  await expect(refused).rejects.toThrow(
    'Application app-0001 is STARTING, and only a RUNNING one is stopped with a snapshot. Wait until it is RUNNING, or stop it now without a snapshot, which loses what was processed since the newest one: npm run stop-application -- app-0001 --force',
  );
  expect((await described())?.ApplicationStatus).toBe('STARTING');

  await stopApplication(client, NAME, { force: true }, POLL);
  expect((await described())?.ApplicationStatus).toBe('READY');
});

test('state that the new code has no operator for is left out only when that was asked for', async () => {
  await stopApplication(client, NAME, { force: false }, POLL);
  const { SnapshotSummaries: snapshots = [] } = await client.send(
    new ListApplicationSnapshotsCommand({ ApplicationName: NAME }),
  );
  const snapshotName = snapshots[0]?.SnapshotName ?? '';

  await startApplication(client, NAME, { from: 'snapshot', snapshotName, allowNonRestoredState: true }, POLL);

  expect((await described())?.ApplicationConfigurationDescription?.RunConfigurationDescription).toMatchObject({
    ApplicationRestoreConfigurationDescription: { SnapshotName: snapshotName },
    FlinkRunConfigurationDescription: { AllowNonRestoredState: true },
  });
});

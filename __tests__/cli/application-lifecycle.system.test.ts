import {
  DescribeApplicationCommand,
  InvalidRequestException,
  type KinesisAnalyticsV2Client,
  ListApplicationSnapshotsCommand,
  StartApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { ApplicationStatusError, startApplication, stopApplication } from '../../cli/application-lifecycle';
import { MissingNameError, namingWhatIsMissing } from '../../cli/missing-name';
import { clientOf } from '../../packages/managed-flink/__tests__/api-client';
import { type ManagedFlinkServer, startManagedFlink } from '../../packages/managed-flink/src/server';

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
    'Application app-0001 is STARTING, but only a RUNNING one can be stopped with a snapshot. Wait until it is RUNNING, or stop it now without a snapshot, which loses everything processed since the newest one: npx kda stop app-0001 --force',
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

test('a misspelt application is named with its region and the names most like it', async () => {
  const stopped = namingWhatIsMissing(client, { application: 'app-001' }, () =>
    stopApplication(client, 'app-001', { force: false }, POLL),
  );

  await expect(stopped).rejects.toThrow(MissingNameError);
  await expect(stopped).rejects.toThrow(
    'Region us-east-1 has no application app-001. Most similar: app-0001. Correct the name, or set AWS_REGION to its region.',
  );
});

test('a misspelt snapshot is named with those of the application, and another refusal stays as it is', async () => {
  await stopApplication(client, NAME, { force: true }, POLL);
  const { SnapshotSummaries: snapshots = [] } = await client.send(
    new ListApplicationSnapshotsCommand({ ApplicationName: NAME }),
  );
  const snapshot = 'prepared.1';
  const started = namingWhatIsMissing(client, { application: NAME, snapshot }, () =>
    startApplication(client, NAME, { from: 'snapshot', snapshotName: snapshot }, POLL),
  );

  await expect(started).rejects.toThrow(
    `Application app-0001 in us-east-1 has no snapshot prepared.1. Most similar: ${snapshots[0]?.SnapshotName}. Correct the name.`,
  );
  const refusal = new InvalidRequestException({ message: 'Not now', $metadata: {} });
  await expect(
    namingWhatIsMissing(client, { application: NAME }, async () => {
      throw refusal;
    }),
  ).rejects.toBe(refusal);
});

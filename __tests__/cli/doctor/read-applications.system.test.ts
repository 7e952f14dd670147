import {
  type KinesisAnalyticsV2Client,
  StartApplicationCommand,
  StopApplicationCommand,
  UpdateApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { applicationChecks } from '../../../cli/doctor/application-checks';
import { readApplications, selectedApplications } from '../../../cli/doctor/read-applications';
import { deploymentOf } from '../../../config/model/deployment';
import { clientOf, untilStatus } from '../../../packages/managed-flink/__tests__/api-client';
import { type ManagedFlinkServer, startManagedFlink } from '../../../packages/managed-flink/src/server';
import { settingsWith } from '../../settings-with';

const NAME = 'app-0001';
let server: ManagedFlinkServer;
let client: KinesisAnalyticsV2Client;

beforeAll(async () => {
  const durations = { startMs: 10, stopMs: 10, snapshotMs: 10 };
  server = await startManagedFlink({
    engine: { kind: 'simulated', applications: 2, snapshotsPerApplication: 1, durations },
  });
  client = clientOf(server.endpoint);
});

afterAll(() => server.close());

const deploymentWith = (applications: readonly (string | object)[]) =>
  deploymentOf(settingsWith({ application: undefined, snapshots: { applications } }));

test('names are taken as they are; a prefix is looked up, and no application counts twice', async () => {
  const named = await selectedApplications(deploymentWith(['orders']), client);
  expect(named).toEqual({ value: ['orders'] });
  const found = await selectedApplications(deploymentWith([NAME, { prefix: 'app-' }]), client);
  expect(found).toEqual({ value: [NAME, 'app-0002'] });
});

test('settings that endanger the state are found as the service has them', async () => {
  await client.send(new StopApplicationCommand({ ApplicationName: NAME }));
  await untilStatus(client, NAME, 'READY');
  await client.send(
    new StartApplicationCommand({
      ApplicationName: NAME,
      RunConfiguration: {
        ApplicationRestoreConfiguration: { ApplicationRestoreType: 'SKIP_RESTORE_FROM_SNAPSHOT' },
        FlinkRunConfiguration: { AllowNonRestoredState: true },
      },
    }),
  );
  await untilStatus(client, NAME, 'RUNNING');
  const [before] = await readApplications([NAME], client);
  expect(before?.settings).toMatchObject({
    value: { status: 'RUNNING', restoreType: 'SKIP_RESTORE_FROM_SNAPSHOT', allowNonRestoredState: true },
  });
  const { ApplicationDetail } = await client.send(
    new UpdateApplicationCommand({
      ApplicationName: NAME,
      CurrentApplicationVersionId: 1,
      ApplicationConfigurationUpdate: {
        ApplicationSnapshotConfigurationUpdate: { SnapshotsEnabledUpdate: false },
        FlinkApplicationConfigurationUpdate: {
          CheckpointConfigurationUpdate: { ConfigurationTypeUpdate: 'CUSTOM', CheckpointingEnabledUpdate: false },
        },
      },
    }),
  );
  expect(ApplicationDetail?.ApplicationName).toBe(NAME);
  await untilStatus(client, NAME, 'RUNNING');
  const [after] = await readApplications([NAME], client);
  expect(after?.settings).toMatchObject({ value: { snapshotsEnabled: false, checkpointingEnabled: false } });
});

test('an application that does not exist is a problem, and hides no other', async () => {
  const seen = await readApplications(['nobody', 'app-0002'], client);
  expect(seen.flatMap(applicationChecks).filter(({ says }) => says === 'there is no such application')).toEqual([
    expect.objectContaining({ id: 'nobody', state: 'problem' }),
  ]);
  expect(seen[1]?.settings).toMatchObject({ value: { status: 'RUNNING' } });
});

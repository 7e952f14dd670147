import { deploymentOf } from '../../../config/model/deployment';
import { settingsWith } from '../../settings-with';

test('names the resources of the deployment as its stacks do', () => {
  expect(deploymentOf(settingsWith({ name: 'shop' }))).toMatchObject({
    name: 'shop',
    environment: 'test',
    region: 'eu-west-1',
    managerFunction: 'shop-manager',
    auditTable: 'shop-audit',
    holdsTable: 'shop-holds',
    topic: 'shop-notifications',
    rule: 'shop',
    queues: { failedRuns: 'shop-failed-runs', undeliveredEvents: 'shop-undelivered-events' },
    alarmNamePrefix: 'shop/',
    dashboard: 'shop_dashboard',
    snapshotNamePrefix: 'shop.',
  });
});

test('has the account only if the settings name it', () => {
  expect(deploymentOf(settingsWith())).not.toHaveProperty('accountId');
  expect(deploymentOf(settingsWith({ accountId: '111122223333' })).accountId).toBe('111122223333');
});

test('gives each application its objective and its usual duration: its own, else that of all', () => {
  const { applications } = deploymentOf(
    settingsWith({
      snapshots: {
        usualSnapshotSeconds: 40,
        applications: [
          'orders',
          { name: 'season', stoppedOnPurpose: 'runs in winter', logGroup: '/logs/season', snapshotAgeMinutes: 120 },
          { prefix: 'team-a-', usualSnapshotSeconds: 90, retention: { keepLast: 5 } },
        ],
      },
      alarms: { snapshotAgeMinutes: 25 },
    }),
  );
  expect(applications).toEqual([
    { name: 'orders', objectiveMinutes: 25, usualSnapshotSeconds: 40, logGroup: '/aws/kinesis-analytics/orders' },
    {
      name: 'season',
      objectiveMinutes: 120,
      usualSnapshotSeconds: 40,
      stoppedOnPurpose: 'runs in winter',
      logGroup: '/logs/season',
    },
    { prefix: 'team-a-', objectiveMinutes: 25, usualSnapshotSeconds: 90, retention: { keepLast: 5 } },
  ]);
});

test('gives each application the horizon of its source: its own, none where it has no end, else that of all', () => {
  const { applications, sourceHorizon } = deploymentOf(
    settingsWith({
      snapshots: {
        sourceHorizon: '7d',
        applications: [
          'orders',
          { prefix: 'team-a-', sourceHorizon: '1d12h' },
          { name: 'files', sourceHorizon: false },
        ],
      },
    }),
  );
  expect(sourceHorizon).toBe('7d');
  expect(applications.map((each) => each.sourceHorizon)).toEqual(['7d', '1d12h', undefined]);
});

test('gives each application the days within which it must be proven, and a drilled one its window', () => {
  const drill = { window: '04:00-04:30', days: ['SUN' as const] };
  const deployment = deploymentOf(
    settingsWith({
      snapshots: { provenWithinDays: 30, applications: ['orders', { name: 'drilled', drill, provenWithinDays: 8 }] },
    }),
  );
  expect(deployment.provenWithinDays).toBe(30);
  expect(deployment.applications).toMatchObject([{ provenWithinDays: 30 }, { drill, provenWithinDays: 8 }]);
  expect(deployment.applications[0]).not.toHaveProperty('drill');
});

import { deploymentOf } from '../../../config/model/deployment';
import { rulesOf } from '../../../config/model/schedule-rules';
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
    {
      name: 'orders',
      schedule: 'rate(10 minutes)',
      objectiveMinutes: 25,
      usualSnapshotSeconds: 40,
      logGroup: '/aws/kinesis-analytics/orders',
    },
    {
      name: 'season',
      schedule: 'rate(10 minutes)',
      objectiveMinutes: 120,
      usualSnapshotSeconds: 40,
      stoppedOnPurpose: 'runs in winter',
      logGroup: '/logs/season',
    },
    {
      prefix: 'team-a-',
      schedule: 'rate(10 minutes)',
      objectiveMinutes: 25,
      usualSnapshotSeconds: 90,
      retention: { keepLast: 5 },
    },
  ]);
});

test('gives each application its schedule and its quiet hours: its own, else those of all', () => {
  const quietHours = { from: '22:00', until: '06:00', why: 'nightly load' };
  const deployment = deploymentOf(
    settingsWith({
      snapshots: {
        scheduleMinutes: 15,
        quietHours,
        applications: [
          'orders',
          { name: 'nightly', scheduleCron: '0 12 ? * mon-fri *', snapshotAgeMinutes: 6000, quietHours: false },
          { prefix: 'team-a-', scheduleMinutes: 20, quietHours: { ...quietHours, until: '02:00' } },
        ],
      },
    }),
  );
  expect([deployment.schedule, deployment.quietHours]).toEqual(['rate(15 minutes)', quietHours]);
  expect(deployment.applications.map(({ schedule, quietHours: hours }) => [schedule, hours?.until])).toEqual([
    ['rate(15 minutes)', '06:00'],
    ['cron(0 12 ? * MON-FRI *)', undefined],
    ['rate(20 minutes)', '02:00'],
  ]);
  expect(rulesOf(deployment).map(({ name, expression }) => [name, expression])).toEqual([
    [deployment.rule, 'rate(15 minutes)'],
    [`${deployment.rule}-cron.0.12.q.x.MON-FRI.x`, 'cron(0 12 ? * MON-FRI *)'],
    [`${deployment.rule}-rate.20.minutes`, 'rate(20 minutes)'],
  ]);
});

test('has the rule of the most frequent schedule as its own where no application has that of the deployment', () => {
  const applications = [
    { name: 'reports', scheduleCron: '0 2 * * ? *', snapshotAgeMinutes: 2880 },
    { name: 'orders', scheduleMinutes: 5 },
  ];
  const deployment = deploymentOf(settingsWith({ snapshots: { applications } }));
  expect(deployment).toMatchObject({ schedule: 'rate(10 minutes)', scheduleMinutes: 5 });
  expect(rulesOf(deployment).map(({ name, expression }) => [name, expression])).toEqual([
    [deployment.rule, 'rate(5 minutes)'],
    [`${deployment.rule}-cron.0.2.x.x.q.x`, 'cron(0 2 * * ? *)'],
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

import { readSettings, settingsFor } from '../../../lambda-src/snapshot-manager/domain/settings';

const GOOD = {
  APPLICATIONS:
    '["orders",{"prefix":"team-a-","retention":{"keepLast":5},"snapshotAgeMinutes":60,"notify":"failures"}]',
  SNAPSHOT_NAME_PREFIX: 'orders-snapshots.',
  RETENTION: '{"keepLast":10}',
  ADOPT_REFERENCE_SNAPSHOTS: 'true',
  AUDIT_TABLE: 'snapshot_manager_status',
  AUDIT_RETENTION_DAYS: '400',
  TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:KDASnapshotNotification',
  HOLDS_TABLE: 'snapshot_manager_holds',
  NOTIFICATIONS: '{"policy":"changes","reminderHours":24}',
  SNAPSHOT_AGE_MINUTES: '30',
  PASSING_STATUS_MINUTES: '30',
  PROVEN_WITHIN_DAYS: '0',
  SCHEDULE: 'rate(10 minutes)',
  QUIET_HOURS: 'null',
  CALLS_PER_SECOND: '5',
  SNAPSHOT_QUOTA: '1000',
  EVENT_BUS: 'default',
};

test('the environment of the function becomes settings', () => {
  expect(readSettings(GOOD)).toEqual({
    applications: [
      { selector: { kind: 'name', name: 'orders' } },
      {
        selector: { kind: 'prefix', prefix: 'team-a-' },
        retention: { keepLast: 5 },
        snapshotAgeMinutes: 60,
        notify: 'failures',
      },
    ],
    snapshotNamePrefix: 'orders-snapshots.',
    deployment: 'orders-snapshots',
    retention: { keepLast: 10 },
    adoptsReferenceSnapshots: true,
    auditTable: 'snapshot_manager_status',
    auditRetentionDays: 400,
    topicArn: 'arn:aws:sns:eu-west-1:123456789012:KDASnapshotNotification',
    holdsTable: 'snapshot_manager_holds',
    notifications: { policy: 'changes', reminderHours: 24 },
    snapshotAgeMinutes: 30,
    passingStatusMinutes: 30,
    schedule: 'rate(10 minutes)',
    callsPerSecond: 5,
    snapshotQuota: 1000,
    eventBus: 'default',
  });
});

test('the objective of the last proof crosses, and the consent to a drill with its window', () => {
  const drill = { window: '23:30-00:15', days: ['SUN', 'WED'], usualSnapshotSeconds: 40 };
  const settings = readSettings({
    ...GOOD,
    APPLICATIONS: JSON.stringify(['refunds', { name: 'orders', drill, provenWithinDays: 8 }]),
    PROVEN_WITHIN_DAYS: '30',
  });
  const [refunds, orders] = settings.applications;
  expect(orders?.drill).toEqual({
    window: { fromMinute: 1410, minutes: 45, days: ['SUN', 'WED'] },
    usualSnapshotSeconds: 40,
  });
  expect(refunds?.drill).toBeUndefined();
  expect(orders && settingsFor(orders, settings).provenWithinDays).toBe(8);
  expect(refunds && settingsFor(refunds, settings).provenWithinDays).toBe(30);
});

test('without an objective of the last proof there is none', () => {
  expect(readSettings(GOOD).provenWithinDays).toBeUndefined();
});

test('an entry has a schedule and quiet hours of its own, or none', () => {
  const nightly = { from: '22:00', until: '06:00', why: 'nightly load', timeZone: 'Europe/Berlin' };
  const ofAll = { from: '01:00', until: '02:00', days: ['SUN'], why: 'maintenance' };
  const entries = [
    { name: 'orders', scheduleMinutes: 1, quietHours: false },
    { prefix: 'team-a-', scheduleCron: '0 2 ? * mon-fri  *', quietHours: nightly },
    'payments',
  ];
  const settings = readSettings({
    ...GOOD,
    APPLICATIONS: JSON.stringify(entries),
    QUIET_HOURS: JSON.stringify(ofAll),
  });
  const effective = settings.applications.map((entry) => settingsFor(entry, settings));
  expect(effective.map(({ schedule }) => schedule)).toEqual([
    'rate(1 minute)',
    'cron(0 2 ? * MON-FRI *)',
    'rate(10 minutes)',
  ]);
  expect(effective.map(({ quietHours }) => quietHours)).toEqual([undefined, nightly, ofAll]);
});

test.each([
  ['two schedules in one entry', { name: 'orders', scheduleMinutes: 5, scheduleCron: '0 2 * * ? *' }],
  ['a cron that EventBridge refuses', { name: 'orders', scheduleCron: '0 2 * * * *' }],
  ['half a minute', { name: 'orders', scheduleMinutes: 0.5 }],
  ['quiet hours without a reason', { name: 'orders', quietHours: { from: '22:00', until: '06:00' } }],
  ['quiet hours at no time', { name: 'orders', quietHours: { from: '25:00', until: '06:00', why: 'load' } }],
])('%s are refused by the name of the variable', (_, entry) => {
  expect(() => readSettings({ ...GOOD, APPLICATIONS: JSON.stringify([entry]) })).toThrow('variable APPLICATIONS is');
});

test('snapshots of the reference system are adopted only by the word true', () => {
  expect(readSettings({ ...GOOD, ADOPT_REFERENCE_SNAPSHOTS: 'false' }).adoptsReferenceSnapshots).toBe(false);
});

test('the whole retention policy crosses, durations read', () => {
  const retention = '{"keepLast":-1,"keepWithinDaily":"1y14d","timeZone":"Europe/Berlin","deleteSurplus":false}';
  expect(readSettings({ ...GOOD, RETENTION: retention }).retention).toEqual({
    keepLast: -1,
    keepWithinDaily: { years: 1, months: 0, days: 14, hours: 0 },
    timeZone: 'Europe/Berlin',
    deleteSurplus: false,
  });
});

test.each(Object.keys(GOOD))('a missing %s is named', (variable) => {
  expect(() => readSettings({ ...GOOD, [variable]: undefined })).toThrow(
    `The environment variable ${variable} is not set, expected `,
  );
});

const APPLICATIONS =
  'a JSON list such as ["orders", {"prefix": "team-a-"}]: at least one name, or object with one of name, prefix, pattern, tag; each name once';

test.each([
  ['APPLICATIONS', 'orders', APPLICATIONS],
  ['APPLICATIONS', '[]', APPLICATIONS],
  ['APPLICATIONS', '["orders","orders"]', APPLICATIONS],
  ['APPLICATIONS', '[{"name":"orders","prefix":"o"}]', APPLICATIONS],
  ['APPLICATIONS', '[{"prefix":""}]', APPLICATIONS],
  ['APPLICATIONS', '[{"tag":{"key":"team"}}]', APPLICATIONS],
  ['APPLICATIONS', '[{"name":"orders","retention":{"keepLast":0}}]', APPLICATIONS],
  ['APPLICATIONS', '[{"name":"orders","notify":"never"}]', APPLICATIONS],
  ['APPLICATIONS', '[{"name":"orders","provenWithinDays":0}]', APPLICATIONS],
  ['APPLICATIONS', '[{"name":"orders","drill":true}]', APPLICATIONS],
  ['APPLICATIONS', '[{"name":"orders","drill":{"window":"04:00-04:30"}}]', APPLICATIONS],
  ['APPLICATIONS', '[{"name":"orders","drill":{"window":"4-5","usualSnapshotSeconds":30}}]', APPLICATIONS],
  ['APPLICATIONS', '[{"prefix":"o","drill":{"window":"04:00-04:30","usualSnapshotSeconds":30}}]', APPLICATIONS],
  ['PROVEN_WITHIN_DAYS', 'never', 'days, 0 for no objective'],
  [
    'NOTIFICATIONS',
    '{"policy":"sometimes","reminderHours":24}',
    'JSON such as {"policy": "changes", "reminderHours": 24}, the policy one of always, changes, failures',
  ],
  ['ADOPT_REFERENCE_SNAPSHOTS', 'yes', 'true or false'],
  ['CALLS_PER_SECOND', '0', 'calls a second, from 1 to 999999'],
  ['RETENTION', 'keepLast', 'JSON such as {"keepLast": 10}'],
  [
    'RETENTION',
    '{"keepLast":2}',
    'a retention policy (keepLast is 2, expected -1 (all) or a whole number from 3 to 1000)',
  ],
  ['SNAPSHOT_NAME_PREFIX', 'orders', 'the deployment’s name followed by a dot'],
  ['AUDIT_RETENTION_DAYS', '0', 'days from 1 to 9999'],
  ['TOPIC_ARN', 'KDASnapshotNotification', 'the ARN of an SNS topic'],
  ['EVENT_BUS', 'two words', 'the name or ARN of an EventBridge bus'],
  ['EVENT_BUS', 'arn:aws:sns:eu-west-1:123456789012:orders', 'the name or ARN of an EventBridge bus'],
])('%s = %s is refused by name, with its value and what is allowed', (variable, value, allowed) => {
  expect(() => readSettings({ ...GOOD, [variable]: value })).toThrow(
    `The environment variable ${variable} is ${JSON.stringify(value)}, expected ${allowed}.`,
  );
});

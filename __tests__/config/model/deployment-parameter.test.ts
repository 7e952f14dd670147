import fc from 'fast-check';
import { deploymentOf } from '../../../config/model/deployment';
import {
  ADVANCED_BYTES,
  parameterName,
  parameterText,
  readParameter,
  STANDARD_BYTES,
} from '../../../config/model/deployment-parameter';
import { settingsWith } from '../../settings-with';

const PARAMETER = '/kda-snapshots/shop';

function parameterOf(input: Readonly<Record<string, unknown>>): string {
  return parameterText(deploymentOf(settingsWith(input)), '0.1.0');
}

function named(count: number, name: (index: number) => string) {
  return Array.from({ length: count }, (_, index) => name(index));
}

test('the parameter is named after the deployment', () => {
  expect(parameterName('shop')).toBe(PARAMETER);
});

const ENTRIES = [
  'orders',
  { name: 'season', stoppedOnPurpose: 'runs {{in}} winter', logGroup: '/logs/season', snapshotAgeMinutes: 120 },
  { name: 'large', usualSnapshotSeconds: 200, retention: { keepLast: 5, keepWithin: '3d' } },
  { name: 'tuned', tune: { cpu: false }, notify: 'always', runtime: 'FLINK-1_18' },
  { name: 'drilled', drill: { window: '04:00-04:30', days: ['SUN'] }, provenWithinDays: 8 },
  { prefix: 'team-a-', usualSnapshotSeconds: 90 },
  { pattern: 'a*', snapshotAgeMinutes: 60 },
  { tag: { key: 'team', value: '東京 {{a}}' } },
  { name: 'replayed', sourceHorizon: '1d12h' },
  { name: 'files', sourceHorizon: false },
  { name: 'hourly', scheduleMinutes: 60, snapshotAgeMinutes: 180 },
  { name: 'nightly', scheduleCron: '0 2 ? * MON-FRI *', snapshotAgeMinutes: 6000 },
  { name: 'at-night', quietHours: { from: '22:00', until: '06:00', timeZone: 'Europe/Berlin', why: 'nightly load' } },
  { name: 'always', quietHours: false },
];

test('what is read from it is what the settings say, with account and version', () => {
  const settings = settingsWith({
    name: 'shop',
    snapshots: { applications: ENTRIES, adoptReferenceSnapshots: true, provenWithinDays: 30 },
    notifications: { mailAddresses: ['ops@example.com'] },
  });

  expect(readParameter(PARAMETER, parameterText(deploymentOf(settings), '1.2.0'), '111122223333')).toEqual({
    ...deploymentOf(settings),
    accountId: '111122223333',
    productVersion: '1.2.0',
  });
});

test('one of an earlier version, without drills and objectives of proofs, is read without them', () => {
  const { applications, provenWithinDays } = readParameter(PARAMETER, parameterOf({}), undefined);
  expect(provenWithinDays).toBeUndefined();
  expect(applications[0]).not.toHaveProperty('provenWithinDays');
  expect(applications[0]).not.toHaveProperty('drill');
});

test('one of an earlier version has the rate of its minutes for every application', () => {
  const { schedule: _, ...earlier } = JSON.parse(parameterOf({ snapshots: { scheduleMinutes: 15 } }));
  const { schedule, applications } = readParameter(PARAMETER, JSON.stringify(earlier), undefined);
  expect([schedule, applications[0]?.schedule]).toEqual(['rate(15 minutes)', 'rate(15 minutes)']);
});

test('quiet hours of the deployment are those of each application that has no others, and says nothing', () => {
  const quietHours = { from: '22:00', until: '06:00', why: 'nightly load' };
  const applications = ['orders', { name: 'always', quietHours: false }];
  const text = parameterOf({ snapshots: { applications, quietHours } });
  const read = readParameter(PARAMETER, text, undefined);
  expect([read.quietHours, ...read.applications.map((each) => each.quietHours)]).toEqual([
    quietHours,
    quietHours,
    undefined,
  ]);
});

test('whatever the entries, they are read as they were written', () => {
  fc.assert(
    fc.property(
      fc.subarray(ENTRIES, { minLength: 1 }),
      fc.integer({ min: 2, max: 200 }),
      fc.constantFrom(undefined, '7d'),
      (applications, minutes, sourceHorizon) => {
        const settings = settingsWith({
          snapshots: { applications, sourceHorizon },
          alarms: { snapshotAgeMinutes: minutes },
        });
        expect(readParameter(PARAMETER, parameterText(deploymentOf(settings), '1'), undefined)).toMatchObject({
          applications: deploymentOf(settings).applications,
          objectiveMinutes: minutes,
          ...(sourceHorizon === undefined ? {} : { sourceHorizon }),
        });
      },
    ),
  );
});

test('it has an application without settings of its own as a name alone, and no "{{", which the service refuses', () => {
  const text = parameterOf({ snapshots: { applications: ENTRIES } });
  expect(JSON.parse(text).applications[0]).toBe('orders');
  expect(text).not.toContain('{{');
});

test.each([
  ['the demo', {}, STANDARD_BYTES],
  ['50 names of 24 letters', named(50, (index) => `orders-aggregation-eu-${index + 10}`), STANDARD_BYTES],
  ['100 names of 24 letters', named(100, (index) => `orders-aggregation-eu-${index + 100}`), STANDARD_BYTES],
])('%s fits the tier without a charge', (_, applications, most) => {
  const input = Array.isArray(applications) ? { snapshots: { applications } } : {};
  expect(Buffer.byteLength(parameterOf(input))).toBeLessThanOrEqual(most);
});

test('what fits no tier is cut: reasons of stops, and log groups, which then are unknown', () => {
  const applications = named(50, (index) => `orders-aggregation-eu-${index + 10}`).map((name) => ({
    name,
    stoppedOnPurpose: 'x'.repeat(200),
    logGroup: `/ours/${name}`,
  }));
  const text = parameterOf({ snapshots: { applications } });

  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(ADVANCED_BYTES);
  const { applications: read } = readParameter(PARAMETER, text, undefined);
  expect(read[49]).toEqual({
    name: 'orders-aggregation-eu-59',
    objectiveMinutes: 30,
    schedule: 'rate(10 minutes)',
    usualSnapshotSeconds: 30,
    stoppedOnPurpose: `${'x'.repeat(39)}…`,
  });
});

test.each([
  ['a name alone', ['orders'], 1],
  ['what every version reads', [{ name: 'season', stoppedOnPurpose: 'runs in winter', snapshotAgeMinutes: 120 }], 1],
  ['a drill', [{ name: 'drilled', drill: { window: '04:00-04:30' } }], 2],
  ['a schedule of its own', [{ name: 'hourly', scheduleMinutes: 60, snapshotAgeMinutes: 180 }], 2],
  [
    'a rule for snapshots of the service',
    [{ name: 'own', retention: { keepLast: 10, serviceSnapshots: { keepLast: 5 } } }],
    2,
  ],
])('an entry with %s names the oldest layout that has it', (_, applications, layoutVersion) => {
  expect(JSON.parse(parameterOf({ snapshots: { applications } }))).toMatchObject({ layoutVersion });
});

test('a parameter of a newer version is refused with what to do', () => {
  const text = JSON.stringify({ ...JSON.parse(parameterOf({})), layoutVersion: 3, productVersion: '3.0.0' });
  expect(() => readParameter(PARAMETER, text, undefined)).toThrow(
    'The parameter /kda-snapshots/shop was written by version 3.0.0 of KDA Snapshots in layout 3; this kda reads layout 2. Use kda of that version or a newer one.',
  );
});

test.each([
  ['no JSON', 'hello', 'Invalid input: expected object, received undefined'],
  ['another thing', '{"layoutVersion": 1}', 'name: Invalid input: expected string, received undefined'],
])('%s is refused with what to do', (_, text, why) => {
  expect(() => readParameter(PARAMETER, text, undefined)).toThrow(
    `The parameter /kda-snapshots/shop does not describe a deployment (${why}). Deploy the snapshots stack again; it writes the parameter.`,
  );
});

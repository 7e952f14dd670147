import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsWarnings } from '../../../config/checks/settings-warnings';
import { loadSettings, SettingsError } from '../../../config/load-settings';
import { settingsWith } from '../../settings-with';
import { temporaryFolder } from '../../temporary-folder';

type Snapshots = Readonly<Record<string, unknown>>;

const folder = temporaryFolder('schedule-checks');

function complaint(snapshots: Snapshots, alarms: object = {}): string {
  const written = {
    artifacts: { bucket: 'my-artifacts' },
    application: { snapshotsEnabled: false },
    snapshots,
    alarms,
  };
  writeFileSync(join(folder.path, 'test.json'), JSON.stringify(written));
  try {
    loadSettings('test', folder.path);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  return 'accepted';
}

const NIGHT = { from: '22:00', until: '06:00', why: 'nightly load' };

test.each<[string, Snapshots, string]>([
  [
    'two schedules in one place',
    { scheduleMinutes: 10, scheduleCron: '0 2 * * ? *' },
    'snapshots.scheduleCron is "0 2 * * ? *", expected one of scheduleMinutes and scheduleCron',
  ],
  [
    'two schedules in an entry',
    { applications: [{ name: 'a', scheduleMinutes: 10, scheduleCron: '0 2 * * ? *' }] },
    'snapshots.applications[0].scheduleCron is "0 2 * * ? *", expected one of scheduleMinutes and scheduleCron',
  ],
  [
    'Unix’s five fields',
    { scheduleCron: '* * * * *' },
    'expected six fields in UTC (minutes hours day-of-month month day-of-week year), such as "0 2 ? * MON-FRI *"; found 5 (there are no seconds)',
  ],
  [
    'a field of seconds',
    { scheduleCron: '0 0 2 * * ? *' },
    'such as "0 2 ? * MON-FRI *"; found 7 (there are no seconds)',
  ],
  [
    'a day that does not exist',
    { scheduleCron: '0 2 31 2 ? *' },
    'expected a cron that fires: no date of the calendar fits these fields',
  ],
  [
    'a cron that is longer than a rule takes',
    { scheduleCron: `0 2 ? * ${'MON,'.repeat(70)}FRI *` },
    'such as "0 2 ? * MON-FRI *": at most the 256 characters of EventBridge, "cron()" included; these are 299',
  ],
  ['a cron with years', { scheduleCron: '0 2 * * ? 2027' }, 'the year must be "*"'],
  [
    'a cron that fires before a usual snapshot ends',
    { scheduleCron: '* * * * ? *', usualSnapshotSeconds: 90 },
    'snapshots.scheduleCron is cron(* * * * ? *), with runs 1 minute apart, expected at least the 90 s of a usual snapshot (usualSnapshotSeconds) between two runs.',
  ],
  [
    'quiet hours without a length',
    { quietHours: { ...NIGHT, until: '22:00' } },
    'snapshots.quietHours.until is "22:00", expected another time than from (22:00)',
  ],
  [
    'quiet hours of every day',
    { quietHours: { ...NIGHT, from: '00:00', until: '24:00' } },
    'expected hours or days without quiet in each week',
  ],
  [
    'a time zone that does not exist',
    { quietHours: { ...NIGHT, timeZone: 'Europe/Atlantis' } },
    'snapshots.quietHours.timeZone is "Europe/Atlantis", expected the name of an IANA time zone such as "Europe/Berlin".',
  ],
  [
    'a time without minutes',
    { quietHours: { ...NIGHT, from: '22' } },
    'a time from "00:00" to "23:59", of hours and minutes',
  ],
  [
    'quiet hours without a reason',
    { quietHours: { from: '22:00', until: '06:00' } },
    'snapshots.quietHours.why is missing',
  ],
  ['a day of no week', { quietHours: { ...NIGHT, days: ['MONDAY'] } }, 'one of "SUN", "MON", "TUE"'],
])('%s is refused', (_, snapshots, problem) => {
  expect(complaint(snapshots, { snapshotAgeMinutes: 90_000 })).toContain(problem);
});

test('an objective below twice the longest gap of a cron is refused with the gap', () => {
  expect(complaint({ scheduleCron: '0 2 ? * MON-FRI *' }, { snapshotAgeMinutes: 4_320 })).toContain(
    'alarms.snapshotAgeMinutes is 4320, expected at least 8640, twice the longest gap of snapshots.scheduleCron (4320 minutes, cron(0 2 ? * MON-FRI *)).',
  );
});

test('an entry with a rarer schedule needs an objective of its own', () => {
  const nightly = { name: 'nightly', scheduleCron: '0 2 * * ? *' };
  expect(complaint({ applications: ['orders', nightly] })).toContain(
    'snapshots.applications[1].snapshotAgeMinutes is missing, and the 30 of alarms.snapshotAgeMinutes apply, expected at least 2880, twice the longest gap of snapshots.applications[1].scheduleCron (1440 minutes, cron(0 2 * * ? *)).',
  );
  expect(complaint({ applications: ['orders', { ...nightly, snapshotAgeMinutes: 2_880 }] })).toBe('accepted');
});

test('quiet hours around each time of a schedule are refused', () => {
  const nightly = { name: 'nightly', scheduleCron: '0 2 * * ? *', snapshotAgeMinutes: 2_880, quietHours: NIGHT };
  expect(complaint({ applications: [nightly] })).toContain(
    'snapshots.applications[0].quietHours is 22:00 to 06:00 (UTC), in which each time of cron(0 2 * * ? *) lies, expected at least one scheduled run outside of the quiet hours.',
  );
  expect(complaint({ applications: [{ ...nightly, quietHours: { ...NIGHT, days: ['SAT'] } }] })).toBe('accepted');
});

test('a deployment whose only schedule is weekly is refused, because nobody would notice its silence', () => {
  const weekly = { name: 'weekly', scheduleCron: '0 2 ? * MON *', snapshotAgeMinutes: 20_160 };
  expect(complaint({ applications: [weekly] })).toContain(
    'snapshots.applications lets the manager run up to 10080 minutes apart (cron(0 2 ? * MON *)), expected at least one schedule with runs at most 8640 minutes (6 days) apart.',
  );
  expect(complaint({ applications: ['orders', weekly] })).toBe('accepted');
});

test('quiet hours that break the objective are a warning with the sum', () => {
  const mails = { notifications: { mailAddresses: ['on-call@example.com'] } };
  const warnings = (snapshots: Snapshots, alarms: object) =>
    settingsWarnings(settingsWith({ snapshots, alarms, ...mails }));
  expect(warnings({ quietHours: NIGHT }, { snapshotAgeMinutes: 490 })).toEqual([]);
  expect(warnings({ quietHours: NIGHT }, { snapshotAgeMinutes: 489 })).toEqual([
    expect.stringContaining(
      'the quiet hours (22:00 to 06:00) last up to 480 minutes, and the next run may come 10 minutes later: the newest snapshot is then 490 minutes old, more than the objective of 489 minutes.',
    ),
  ]);
  const own = { applications: [{ name: 'orders', quietHours: false }], quietHours: NIGHT };
  expect(warnings(own, { snapshotAgeMinutes: 30 })).toEqual([]);
});

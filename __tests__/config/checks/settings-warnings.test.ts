import { settingsWarnings } from '../../../config/checks/settings-warnings';
import { settingsWith } from '../../settings-with';

const warnings = (snapshots: object) =>
  settingsWarnings(settingsWith({ snapshots, notifications: { mailAddresses: ['ops@example.com'] } }));

const BEYOND =
  'Restore points older than 7d can be restored, but the input between is gone. Keep them only if that is meant.';

test('a retention that keeps snapshots for longer than the source can be replayed is allowed, and said', () => {
  expect(warnings({ sourceHorizon: '7d', retention: { keepDaily: 30 } })).toEqual([
    `config/test.json: the retention reaches back 29 days 10 minutes, and the source can be replayed for 7d (sourceHorizon). ${BEYOND}`,
  ]);
});

test('an entry is judged by its own retention and its own horizon, and named', () => {
  const applications = [
    'orders',
    { name: 'payments', retention: { keepDaily: 30 } },
    { prefix: 'files-', retention: { keepDaily: 30 }, sourceHorizon: false },
    { pattern: 'a*', sourceHorizon: '1h' },
  ];
  expect(warnings({ sourceHorizon: '7d', applications })).toEqual([
    `config/test.json: the retention of payments reaches back 29 days 10 minutes, and the source can be replayed for 7d (sourceHorizon). ${BEYOND}`,
    'config/test.json: the retention of a* reaches back 1 hour 30 minutes, and the source can be replayed for 1h (sourceHorizon). Restore points older than 1h can be restored, but the input between is gone. Keep them only if that is meant.',
  ]);
});

test('the reach is told to the minute, so that it is more than the horizon', () => {
  const retention = { keepLast: 12 };
  expect(warnings({ sourceHorizon: '2h', scheduleMinutes: 15, retention })).toEqual([
    expect.stringContaining('reaches back 2 hours 45 minutes, and the source can be replayed for 2h'),
  ]);
});

test.each([
  ['no horizon', { retention: { keepDaily: 30 } }],
  ['a horizon beyond the reach', { sourceHorizon: '30d', retention: { keepDaily: 30 } }],
  ['a horizon as far as the reach', { sourceHorizon: '24h', retention: { keepWithin: '24h' } }],
  ['no schedule', { sourceHorizon: '1d', retention: { keepDaily: 30 }, scheduleEnabled: false }],
])('%s is no reason to warn', (_case, snapshots) => {
  expect(warnings(snapshots)).toEqual([]);
});

describe('a drill that nobody drives any more', () => {
  const drill = { window: '04:00-04:30' };
  const orders = { name: 'orders', drill };

  test.each([
    ['every hour', { scheduleMinutes: 60, applications: [orders] }],
    ['by its own schedule every hour', { scheduleMinutes: 240, applications: [{ ...orders, scheduleMinutes: 60 }] }],
    ['without drills', { scheduleMinutes: 240, applications: ['orders'] }],
  ])('is no reason to warn where the application is looked at %s', (_case, snapshots) => {
    expect(warnings(snapshots).filter((text) => text.includes('drill'))).toEqual([]);
  });

  test('leaves the application stopped until its next run, which the warning counts', () => {
    expect(
      warnings({ applications: [{ ...orders, scheduleMinutes: 61, snapshotAgeMinutes: 130 }, 'payments'] }),
    ).toEqual([
      'config/test.json: orders has drills, and its runs (rate(61 minutes)) are up to 1 hour 1 minute apart: a drill that nobody drives any more (a closed terminal, an error of the state machine) leaves orders stopped until the next run, up to 1 hour 1 minute. Take snapshots of it at least once an hour, or be ready to start it by hand (kda start orders).',
    ]);
  });

  test('leaves it stopped for the longest gap of a cron', () => {
    const cron = { scheduleCron: '0 8-18 ? * MON-FRI *', snapshotAgeMinutes: 8_000 };
    expect(warnings({ applications: [{ ...orders, ...cron }, 'payments'] })).toEqual([
      expect.stringContaining('until the next run, up to 2 days 14 hours.'),
    ]);
  });

  test('leaves it stopped until somebody starts it where no schedule is enabled', () => {
    expect(warnings({ scheduleEnabled: false, applications: [orders] })).toEqual([
      expect.stringContaining('leaves orders stopped until somebody starts it (kda start orders)'),
    ]);
  });
});

describe('quiet hours in which all runs lie', () => {
  const NIGHT = { from: '22:00', until: '06:00', timeZone: 'Europe/Berlin', why: 'nightly load' };
  const AGE = 100_000;
  const daily = (scheduleCron: string, quietHours: object = NIGHT) =>
    warnings({ applications: [{ name: 'reports', scheduleCron, quietHours, snapshotAgeMinutes: AGE }, 'orders'] });

  test('for a whole winter are a warning, because a cron does not move with summer time', () => {
    // 04:30 UTC is 05:30 in Berlin's winter, and 06:30 in its summer: the last of October until the last of March.
    expect(daily('30 4 * * ? *')).toEqual([
      'config/test.json: all runs of cron(30 4 * * ? *) lie in the quiet hours of reports (22:00 to 06:00, Europe/Berlin) for up to 148 days in a row, as from 10-28 to 03-25: no snapshot is taken in that time. No alarm reports that, because the quiet hours are intended. Move the schedule, which is in UTC all year, or shorten the quiet hours.',
    ]);
  });

  test('of a rate are a warning where the hour of the deployment decides', () => {
    const snapshots = { scheduleMinutes: 1_440, quietHours: { ...NIGHT, from: '02:00' }, applications: ['reports'] };
    expect(
      settingsWarnings(
        settingsWith({
          snapshots,
          alarms: { snapshotAgeMinutes: AGE },
          notifications: { mailAddresses: ['ops@example.com'] },
        }),
      ),
    ).toEqual([expect.stringContaining('if the rule begins at such a time of day, which its deployment decides')]);
  });

  test.each([
    ['outside of them all year', '30 5 * * ? *', NIGHT],
    ['of a schedule that rests for a month itself', '0/5 7-18 1 * ? *', NIGHT],
    ['in them on six days of the week', '0 2 * * ? *', { ...NIGHT, days: ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] }],
  ])('%s are no reason to warn', (_case, cron, quietHours) => {
    expect(daily(cron, quietHours)).toEqual([]);
  });
});

describe('drills whose snapshots could fill the quota', () => {
  const daily = { scheduleMinutes: 1440, retention: { keepLast: 3, keepDaily: 500 } };
  const applications = [{ name: 'orders', drill: { window: '04:00-04:30' } }];
  const ofQuota = (snapshots: object) => warnings(snapshots).filter((text) => text.includes('quota'));

  test('are allowed, and said with the numbers', () => {
    expect(ofQuota({ ...daily, applications })).toEqual([
      'config/test.json: orders has drills, whose snapshots stay beside the others: its retention keeps up to 503 without them and up to 1006 with one drill in each window, and 800 are 80 % of snapshots.quota (1000), above which quota-use fires. At the quota no snapshot can be taken. Set keepAtMost of its retention to 800 or less (snapshots of drills are deleted first), lower the rules, or drill on fewer days.',
    ]);
  });

  test.each([
    ['a cap', { ...daily, retention: { ...daily.retention, keepAtMost: 800 }, applications }],
    ['few of them', { ...daily, retention: { keepDaily: 300 }, applications }],
    ['no drills', { ...daily, applications: ['orders'] }],
  ])('%s: no warning', (_case, snapshots) => {
    expect(ofQuota(snapshots)).toEqual([]);
  });
});

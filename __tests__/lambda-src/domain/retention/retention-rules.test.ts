import { parseRetentionPolicy } from '../../../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import {
  applyRules,
  type DatedSnapshot,
} from '../../../../lambda-src/snapshot-manager/domain/retention/retention-rules';
import type { Snapshot } from '../../../../lambda-src/snapshot-manager/domain/snapshot';

/** Snapshots named after their times, given newest first; lines `time: reasons` of those that a rule keeps. */
function keep(policy: object, newestFirst: readonly string[]): string[] {
  const snapshots = newestFirst.map(snapshotOf);
  const reasons = applyRules(snapshots, parseRetentionPolicy(policy));
  return snapshots.filter((snapshot) => reasons.has(snapshot)).map((s) => `${s.name}: ${reasonsOf(reasons, s)}`);
}

function reasonsOf(reasons: ReadonlyMap<Snapshot, readonly string[]>, snapshot: Snapshot): string {
  return (reasons.get(snapshot) ?? []).join(', ');
}

/** `11-23 10:20` is of 2026, in UTC. */
function snapshotOf(name: string): DatedSnapshot {
  const day = /^\d{4}-/.test(name) ? name : `2026-${name}`;
  const createdAt = new Date(`${day.replace(' ', 'T')}${day.includes(' ') ? '' : 'T12:00'}:00Z`);
  return { name, status: 'READY', createdAt, applicationVersion: 1, runtimeEnvironment: undefined };
}

test('without snapshots there is nothing to keep', () => {
  expect(keep({ keepLast: 3, keepWithin: '1d' }, [])).toEqual([]);
});

describe('counts', () => {
  test('the last ones, also several of one instant', () => {
    expect(keep({ keepLast: 3 }, ['11-23 10:00', '11-23 10:00', '11-23 10:00', '11-23 10:00'])).toEqual([
      '11-23 10:00: last 1',
      '11-23 10:00: last 2',
      '11-23 10:00: last 3',
    ]);
  });

  test('the newest of each hour; hours without a snapshot use up nothing', () => {
    expect(
      keep({ keepHourly: 3 }, [
        '11-23 10:50',
        '11-23 10:40',
        '11-23 09:59',
        '11-23 09:00',
        '11-21 23:00',
        '11-20 01:00',
      ]),
    ).toEqual([
      '11-23 10:50: hourly 2026-11-23T10',
      '11-23 09:59: hourly 2026-11-23T09',
      '11-21 23:00: hourly 2026-11-21T23',
    ]);
  });

  test('the newest of each day, of several of one instant the first', () => {
    expect(keep({ keepDaily: 2 }, ['11-23 10:00', '11-23 10:00', '11-20 23:59', '11-20 00:00', '11-19 12:00'])).toEqual(
      ['11-23 10:00: daily 2026-11-23', '11-20 23:59: daily 2026-11-20'],
    );
  });

  test('months of different lengths, and years', () => {
    expect(
      keep({ keepMonthly: 3, keepYearly: 2 }, [
        '03-31 23:59',
        '03-01 00:00',
        '02-28 23:59',
        '2026-01-01 00:00',
        '2025-12-31 23:59',
        '2024-02-29 12:00',
      ]),
    ).toEqual([
      '03-31 23:59: monthly 2026-03, yearly 2026',
      '02-28 23:59: monthly 2026-02',
      '2026-01-01 00:00: monthly 2026-01',
      '2025-12-31 23:59: yearly 2025',
    ]);
  });

  test('months of different years are told apart, twelve years and a month as well', () => {
    expect(keep({ keepMonthly: 2 }, ['2026-01-10', '2014-02-10', '2014-01-10'])).toEqual([
      '2026-01-10: monthly 2026-01',
      '2014-02-10: monthly 2014-02',
    ]);
  });

  test('every rule counts for itself: one snapshot can be the daily, weekly and monthly one', () => {
    // restic's documentation: 14 days, --keep-daily 2 --keep-weekly 2 keep three.
    const days = Array.from({ length: 14 }, (_, index) => `01-${String(14 - index).padStart(2, '0')}`);
    expect(keep({ keepDaily: 2, keepWeekly: 2 }, days)).toEqual([
      '01-14: daily 2026-01-14, weekly 2026-W03',
      '01-13: daily 2026-01-13',
      '01-11: weekly 2026-W02',
    ]);
  });

  test('-1 keeps all of a kind, and all when it is the last ones', () => {
    expect(keep({ keepDaily: -1 }, ['11-23 10:00', '11-23 09:00', '11-22', '11-21', '11-20'])).toHaveLength(4);
    expect(keep({ keepLast: -1 }, ['11-23 10:00', '11-23 09:00', '11-22'])).toHaveLength(3);
  });
});

describe('the oldest stays while a rule has slots left', () => {
  test('three of one day, seven daily: the newest and the oldest', () => {
    expect(keep({ keepDaily: 7 }, ['11-23 10:00', '11-23 09:00', '11-23 08:00'])).toEqual([
      '11-23 10:00: daily 2026-11-23',
      '11-23 08:00: oldest daily 2026-11-23',
    ]);
  });

  test('it goes once a slot is needed', () => {
    expect(keep({ keepDaily: 1 }, ['11-23 10:00', '11-23 09:00', '11-23 08:00'])).toEqual([
      '11-23 10:00: daily 2026-11-23',
    ]);
  });

  test('a single one is the newest of its day, not the oldest', () => {
    expect(keep({ keepDaily: 7 }, ['11-23 10:00'])).toEqual(['11-23 10:00: daily 2026-11-23']);
  });

  test('within a duration only if it is inside', () => {
    const history = ['11-23 10:00', '11-23 09:00', '11-23 08:00'];
    expect(keep({ keepWithinDaily: '3h' }, history)[1]).toBe('11-23 08:00: oldest daily 2026-11-23 within 3h');
    expect(keep({ keepWithinDaily: '2h' }, history)).toHaveLength(1);
  });
});

describe('ISO weeks begin on Monday and belong to the year of their Thursday', () => {
  test.each([
    ['2026-01-01', '2026-W01'], // Thursday
    ['2025-12-29', '2026-W01'], // Monday of that week
    ['2025-12-28', '2025-W52'],
    ['2026-12-31', '2026-W53'], // Thursday again: a year of 53 weeks
    ['2027-01-01', '2026-W53'],
    ['2027-01-03', '2026-W53'],
    ['2027-01-04', '2027-W01'],
    ['2024-12-30', '2025-W01'],
    ['2023-01-01', '2022-W52'],
    ['2021-01-03', '2020-W53'],
    ['2024-02-29', '2024-W09'],
  ])('%s is of %s', (day, week) => {
    expect(keep({ keepWeekly: 1 }, [day])).toEqual([`${day}: weekly ${week}`]);
  });

  test('a week across the turn of the year is one week, and two years', () => {
    expect(keep({ keepWeekly: 1, keepYearly: 2 }, ['2027-01-02', '2026-12-30', '2026-12-29'])).toEqual([
      '2027-01-02: weekly 2026-W53, yearly 2027',
      '2026-12-30: yearly 2026',
    ]);
  });
});

describe('within', () => {
  test('reaches back from the newest one, and exactly at the cut is outside', () => {
    expect(keep({ keepWithin: '2d' }, ['11-23 10:00', '11-21 10:01', '11-21 10:00', '11-20'])).toEqual([
      '11-23 10:00: within 2d',
      '11-21 10:01: within 2d',
    ]);
  });

  test('a month before 31 March reaches to 3 March only', () => {
    expect(keep({ keepWithin: '1m' }, ['03-31 12:00', '03-03 12:01', '03-03 12:00', '02-28 13:00'])).toEqual([
      '03-31 12:00: within 1m',
      '03-03 12:01: within 1m',
    ]);
  });

  test('the newest of each period inside, without a count', () => {
    expect(
      keep({ keepWithinDaily: '3d', keepWithinMonthly: '1y' }, [
        '11-23 10:00',
        '11-23 09:00',
        '11-21 10:00',
        '11-20 10:00',
        '06-30',
        '06-01',
        '2025-11-30',
        '2025-11-01',
      ]),
    ).toEqual([
      '11-23 10:00: daily 2026-11-23 within 3d, monthly 2026-11 within 1y',
      '11-21 10:00: daily 2026-11-21 within 3d',
      '06-30: monthly 2026-06 within 1y',
      '2025-11-30: monthly 2025-11 within 1y',
    ]);
  });

  test('the newest of each week inside, and only of those', () => {
    expect(keep({ keepWithinWeekly: '14d' }, ['11-23', '11-22', '11-16', '11-09', '11-08'])).toEqual([
      '11-23: weekly 2026-W48 within 14d',
      '11-22: weekly 2026-W47 within 14d',
    ]);
  });

  test('reasons come in the order: within, last, counts, periods within', () => {
    const policy = { keepWithinYearly: '2y', keepHourly: 1, keepLast: 3, keepWithin: '1h', keepWithinHourly: '1h' };
    expect(keep(policy, ['11-23 10:00'])).toEqual([
      '11-23 10:00: within 1h, last 1, hourly 2026-11-23T10, hourly 2026-11-23T10 within 1h, yearly 2026 within 2y',
    ]);
  });
});

describe('days begin where the time zone says', () => {
  // restic's own run of these times: see docs of --keep-daily and the time zone.
  const history = ['2026-01-02 23:30', '2026-01-02 22:30', '2026-01-01 23:30', '2026-01-01 12:00'];

  test('in UTC', () => {
    expect(keep({ keepDaily: 2 }, history)).toEqual([
      '2026-01-02 23:30: daily 2026-01-02',
      '2026-01-01 23:30: daily 2026-01-01',
    ]);
  });

  test('in Berlin, an hour ahead', () => {
    expect(keep({ keepDaily: 2, timeZone: 'Europe/Berlin' }, history)).toEqual([
      '2026-01-02 23:30: daily 2026-01-03',
      '2026-01-02 22:30: daily 2026-01-02',
    ]);
  });

  test('half an hour after midnight on 1 January in Berlin it is last year in New York', () => {
    expect(keep({ keepYearly: 1, timeZone: 'Europe/Berlin' }, ['2025-12-31 23:30'])).toEqual([
      '2025-12-31 23:30: yearly 2026',
    ]);
    expect(keep({ keepYearly: 1, timeZone: 'America/New_York' }, ['2026-01-01 04:30'])).toEqual([
      '2026-01-01 04:30: yearly 2025',
    ]);
  });

  test('the day when summer time begins has 23 hours, and none is missing', () => {
    const berlin = { keepHourly: -1, timeZone: 'Europe/Berlin' };
    expect(keep(berlin, ['03-29 01:30', '03-29 00:30'])).toEqual([
      '03-29 01:30: hourly 2026-03-29T03',
      '03-29 00:30: hourly 2026-03-29T01',
    ]);
    // 23:00 to 22:00 UTC is the whole of 29 March.
    expect(
      keep({ keepDaily: 3, timeZone: 'Europe/Berlin' }, ['03-29 22:00', '03-29 21:59', '03-28 23:00', '03-28 22:59']),
    ).toEqual(['03-29 22:00: daily 2026-03-30', '03-29 21:59: daily 2026-03-29', '03-28 22:59: daily 2026-03-28']);
  });

  test('the hour that is repeated when summer time ends counts once, as clocks show it', () => {
    expect(
      keep({ keepHourly: 3, timeZone: 'Europe/Berlin' }, [
        '10-25 02:00',
        '10-25 01:30',
        '10-25 00:30',
        '10-24 23:30',
        '10-24 22:30',
      ]),
    ).toEqual([
      '10-25 02:00: hourly 2026-10-25T03',
      '10-25 01:30: hourly 2026-10-25T02',
      '10-24 23:30: hourly 2026-10-25T01',
    ]);
  });

  test('a duration of days reaches to the same time of day across the change', () => {
    const policy = { keepWithin: '1d', timeZone: 'Europe/Berlin' };
    expect(keep(policy, ['03-29 10:00', '03-28 11:01', '03-28 11:00'])).toHaveLength(2);
    expect(keep({ ...policy, keepWithin: '24h' }, ['03-29 10:00', '03-28 10:01', '03-28 10:00'])).toHaveLength(2);
  });
});

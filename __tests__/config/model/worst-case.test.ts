import * as fc from 'fast-check';
import { cadenceOf, everyMinutes } from '../../../config/model/schedules';
import { mostWithDrills, worstCase } from '../../../config/model/worst-case';
import { planRetention } from '../../../lambda-src/snapshot-manager/domain/retention/retention';
import {
  parseRetentionPolicy,
  type RetentionPolicy,
} from '../../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import type { Snapshot } from '../../../lambda-src/snapshot-manager/domain/snapshot';
import { snapshotName } from '../../../lambda-src/snapshot-manager/domain/snapshot-name';

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

test.each([
  [{ keepLast: 10 }, 10, 10],
  [{ keepWithin: '14d' }, 10, 2016],
  [{ keepLast: 700, keepHourly: 700 }, 10, 1400],
  [{ keepLast: 700, keepHourly: 700, keepAtMost: 900 }, 10, 900],
  [{ keepWithin: '1d', keepDaily: 7 }, 60, 31],
  // 28 to 31 days: the longest counts.
  [{ keepWithin: '1m' }, 1440, 31],
  [{ keepWithin: '1y' }, 1440, 366],
  // Days of 23 hours, a day begun at either end, and the oldest.
  [{ keepWithinDaily: '7d' }, 10, 10],
  [{ keepWithinDaily: '7d' }, 1440, 7],
  [{ keepYearly: -1 }, 10, 11],
  // Those of the service count beside the cap, by their count alone.
  [{ keepLast: 10, serviceSnapshots: { keepLast: 20, keepWithin: '1y' } }, 10, 30],
  [{ keepLast: 700, keepAtMost: 500, serviceSnapshots: { keepLast: 20 } }, 10, 520],
  [{ keepLast: 10, serviceSnapshots: false }, 10, 10],
])('%j keeps, every %i minutes, at most %i', (policy, scheduleMinutes, most) => {
  expect(worstCase(parseRetentionPolicy(policy), everyMinutes(scheduleMinutes)).most).toBe(most);
});

test.each([
  [{ keepLast: 3, keepDaily: 500 }, undefined, 1_006],
  [{ keepLast: 3, keepDaily: 500, keepAtMost: 900 }, undefined, 900],
  [{ keepLast: 3, keepAtMost: 5, serviceSnapshots: { keepLast: 20 } }, undefined, 25],
  // 14 of the schedule; 15 windows that 14 days touch, and three snapshots of each drill.
  [{ keepWithin: '14d' }, undefined, 14 + 45],
  [{ keepWithin: '14d' }, ['SUN'], 14 + 9],
  // One for each day that the span touches, and the oldest.
  [{ keepWithinDaily: '14d' }, undefined, 14 + 17],
  [{ keepWithinDaily: '14d' }, ['SUN'], 14 + 9],
  [{ keepYearly: -1 }, ['SUN'], 11 + 11],
] as const)('%j keeps, with a snapshot a day and drills on %j, at most %i', (policy, days, most) => {
  expect(mostWithDrills(parseRetentionPolicy(policy), everyMinutes(1440), days)).toBe(most);
});

const count = (most: number) => fc.option(fc.integer({ min: 3, max: most }), { nil: undefined });
const span = (unit: string, most: number) =>
  fc.option(
    fc.integer({ min: 1, max: most }).map((length) => `${length}${unit}`),
    { nil: undefined },
  );

const policies = fc
  .record({
    keepLast: count(40),
    keepHourly: count(40),
    keepDaily: count(40),
    keepWeekly: count(20),
    keepMonthly: count(12),
    keepWithin: span('d', 12),
    keepWithinHourly: span('h', 80),
    keepWithinDaily: span('d', 40),
    keepWithinWeekly: span('m', 3),
    keepAtMost: count(60),
    timeZone: fc.constantFrom(undefined, 'Europe/Berlin', 'Australia/Lord_Howe'),
  })
  .map((policy) => Object.fromEntries(Object.entries(policy).filter(([, value]) => value !== undefined)))
  .filter((policy) => Object.keys(policy).some((rule) => rule !== 'keepAtMost' && rule !== 'timeZone'));

/** The most snapshots after any run of a year, in which the schedule stands still for some days now and then. */
function mostInAYear(
  policy: RetentionPolicy,
  scheduleMinutes: number,
  outages: readonly (readonly [number, number])[],
  drillIds: readonly string[] = [],
) {
  const start = Date.parse('2026-01-01T00:00:00Z');
  let snapshots: readonly Snapshot[] = [];
  let most = 0;
  for (let at = start; at < start + 365 * DAY_MS; at += scheduleMinutes * MINUTE_MS) {
    const day = Math.floor((at - start) / DAY_MS);
    if (outages.some(([from, days]) => day >= from && day < from + days)) continue;
    const isFirstOfDay = at - start - day * DAY_MS < scheduleMinutes * MINUTE_MS;
    for (const [index, id] of [undefined, ...(isFirstOfDay ? drillIds : [])].entries()) {
      const now = new Date(at + index * 10 * MINUTE_MS);
      const taken = {
        name: snapshotName('kda.', now, id),
        createdAt: now,
        applicationVersion: 1,
        runtimeEnvironment: undefined,
      };
      const { kept } = planRetention([...snapshots, { ...taken, status: 'READY' }], policy, {
        ownPrefix: 'kda.',
        now,
        restorePoint: undefined,
        held: new Set<string>(),
      });
      snapshots = kept.map(({ snapshot }) => snapshot);
    }
    most = Math.max(most, snapshots.length);
  }
  return most;
}

test('no year of runs, with whatever outages, keeps more than the worst case of its policy', async () => {
  await fc.assert(
    fc.property(
      policies,
      fc.constantFrom(720, 1440),
      fc.array(fc.tuple(fc.integer({ min: 0, max: 364 }), fc.integer({ min: 1, max: 60 })), { maxLength: 3 }),
      (settings, scheduleMinutes, outages) => {
        const policy = parseRetentionPolicy(settings);
        expect(mostInAYear(policy, scheduleMinutes, outages)).toBeLessThanOrEqual(
          worstCase(policy, everyMinutes(scheduleMinutes)).most,
        );
        expect(mostInAYear(policy, scheduleMinutes, outages, ['before-drill', 'after-drill'])).toBeLessThanOrEqual(
          mostWithDrills(policy, everyMinutes(scheduleMinutes)),
        );
      },
    ),
    { numRuns: 3 },
  );
});

test('a year of daily drills nearly reaches what the rules can keep with them', () => {
  const policy = parseRetentionPolicy({ keepLast: 3, keepDaily: 40 });
  expect(mostWithDrills(policy, everyMinutes(1440))).toBe(86);
  expect(mostInAYear(policy, 1440, [], ['before-drill', 'after-drill'])).toBe(81);
});

test.each([{ keepLast: 60 }, { keepDaily: 40 }, { keepWithin: '12d' }, { keepWeekly: 20 }])(
  'the worst case of %j alone is reached within a year: what is refused would fill its quota',
  (settings) => {
    const policy = parseRetentionPolicy(settings);
    expect(mostInAYear(policy, 720, [])).toBe(worstCase(policy, everyMinutes(720)).most);
  },
);

const NIGHT = { from: '22:00', until: '06:00', why: 'nightly load' };

test.each([
  // Five weekdays in any seven days, and not one for each day.
  [{ keepWithin: '7d' }, { scheduleCron: '0 2 ? * MON-FRI *' }, 5],
  [{ keepWithin: '8d' }, { scheduleCron: '0 2 ? * MON-FRI *' }, 6],
  [{ keepWithin: '7d' }, { scheduleCron: '0,1 2 * * ? *' }, 14],
  [{ keepLast: 3, keepWithinDaily: '30d' }, { scheduleCron: '0 2 ? * MON *' }, 3 + 5],
  // 8 of 24 hours are quiet, and each stretch may begin with one more.
  [{ keepWithin: '7d' }, { scheduleMinutes: 10, quietHours: NIGHT }, 7 * 96 + 7],
  [{ keepWithin: '7d' }, { scheduleMinutes: 10, quietHours: false }, 7 * 144],
] as const)('%j keeps, with the schedule %j, at most %i', (policy, written, most) => {
  expect(worstCase(parseRetentionPolicy(policy), cadenceOf(written, {})).most).toBe(most);
});

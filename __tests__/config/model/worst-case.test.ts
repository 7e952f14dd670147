import * as fc from 'fast-check';
import { cadenceOf, everyMinutes } from '../../../config/model/schedules';
import { worstCase } from '../../../config/model/worst-case';
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
) {
  const start = Date.parse('2026-01-01T00:00:00Z');
  let snapshots: readonly Snapshot[] = [];
  let most = 0;
  for (let at = start; at < start + 365 * DAY_MS; at += scheduleMinutes * MINUTE_MS) {
    const day = Math.floor((at - start) / DAY_MS);
    if (outages.some(([from, days]) => day >= from && day < from + days)) continue;
    const now = new Date(at);
    const taken = {
      name: snapshotName('kda.', now),
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
      },
    ),
    { numRuns: 6 },
  );
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

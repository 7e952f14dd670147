import fc from 'fast-check';
import {
  daysUntilFull,
  FORECAST_DAYS,
  growthPerDay,
  meanIntervalMs,
  type QuotaFacts,
} from '../../../../lambda-src/snapshot-manager/domain/retention/quota-forecast';
import { parseRetentionPolicy } from '../../../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import type { Snapshot } from '../../../../lambda-src/snapshot-manager/domain/snapshot';
import { snapshotName } from '../../../../lambda-src/snapshot-manager/domain/snapshot-name';

const NOW = new Date('2026-11-23T12:00:00Z');
const DAY_MS = 86_400_000;
const TEN_MINUTES = 600_000;
const ago = (days: number) => new Date(NOW.getTime() - days * DAY_MS);

const of = (name: string, createdAt: Date): Snapshot => ({
  ...{ name, createdAt, status: 'READY' },
  ...{ applicationVersion: 1, runtimeEnvironment: undefined },
});
const own = (days: number) => of(snapshotName('demo.', ago(days)), ago(days));
const stop = (days: number) => of(`STOP-orders-${ago(days).getTime()}`, ago(days));
const person = (days: number) => of(`by-hand-${days}`, ago(days));
const many = (count: number, make: (days: number) => Snapshot, everyDays: number, from = 0.01) =>
  Array.from({ length: count }, (_, index) => make(from + index * everyDays));

function days(snapshots: readonly Snapshot[], rules: object, facts: Partial<QuotaFacts> = {}): number {
  return daysUntilFull(snapshots, {
    ...{ application: 'orders', ownPrefix: 'demo.', now: NOW, quota: 100, everyMs: TEN_MINUTES },
    policy: parseRetentionPolicy(rules),
    ...facts,
  });
}

test.each([
  ['nothing is there', [], { keepLast: 10 }, FORECAST_DAYS],
  ['our rules are satisfied', many(10, own, 1 / 144), { keepLast: 10 }, FORECAST_DAYS],
  ['it is full', many(100, person, 1), { keepLast: 10 }, 0],
  ['more are there than the quota', many(120, person, 1), { keepLast: 10 }, 0],
  ['ours grow by one a run until then', many(10, own, 1 / 144), { keepLast: 500 }, 1],
  ['ours grow by one a day', many(40, own, 1), { keepDaily: 365 }, 60],
  ['keepLast is satisfied by bursts', many(90, own, 1 / 1440), { keepLast: 90 }, FORECAST_DAYS],
  ['keepWithin is satisfied by bursts', many(90, own, 1 / 1440, 0.5), { keepWithin: '15h' }, FORECAST_DAYS],
  ['a cap holds ours below', many(40, own, 1), { keepDaily: 365, keepAtMost: 90 }, FORECAST_DAYS],
  ['nothing is deleted', many(10, own, 1 / 144), { deleteSurplus: false }, 1],
  ['people add two a week', many(50, person, 3.5), { keepLast: 10 }, 140],
  ['the service adds one a day', many(90, stop, 1), { keepLast: 3 }, 7],
  [
    'its rule holds those of the service',
    many(30, stop, 1),
    { keepLast: 3, serviceSnapshots: { keepLast: 30 } },
    FORECAST_DAYS,
  ],
  [
    'its rule by age lets them grow for longer',
    many(30, stop, 1),
    { keepLast: 3, serviceSnapshots: { keepLast: 1, keepWithin: '4m' } },
    67,
  ],
])('full in so many days: %s', (_case, snapshots, rules, expected) => {
  expect(days(snapshots, rules)).toBe(expected);
});

const drilled = (days: number) => of(snapshotName('demo.', ago(days), 'after-drill'), ago(days));
const DAILY = { everyMs: DAY_MS, quota: 1_000 };
const LONG = { keepLast: 3, keepDaily: 500 };

test.each([
  // 100 of the schedule and 100 of drills are still to come, and 1000 are the quota.
  ['a drill a day', [...many(400, own, 1), ...many(401, drilled, 1, 0.1)], LONG, DAILY, 100],
  [
    'two snapshots of a drill a day',
    [...many(400, own, 1), ...many(401, drilled, 1, 0.1), drilled(0.2)],
    LONG,
    DAILY,
    99,
  ],
  ['a cap for both', [...many(400, own, 1), ...many(401, drilled, 1, 0.1)], { ...LONG, keepAtMost: 900 }, DAILY, 365],
  ['they have their slots', [...many(300, own, 1), ...many(300, drilled, 1, 0.1)], { keepDaily: 300 }, DAILY, 365],
  ['a drill a week', [...many(500, own, 1), ...many(70, drilled, 7, 0.1)], LONG, { ...DAILY, quota: 580 }, 365],
  [
    'a drill a week, earlier',
    [...many(500, own, 1), ...many(30, drilled, 7, 0.1)],
    LONG,
    { ...DAILY, quota: 560 },
    210,
  ],
  ['few beside many of the schedule', [...many(90, own, 1 / 24), drilled(0.5), drilled(2)], { keepLast: 90 }, {}, 365],
  [
    'nothing is deleted',
    [...many(50, own, 1), ...many(50, drilled, 1, 0.1)],
    { deleteSurplus: false },
    { ...DAILY, quota: 300 },
    100,
  ],
])('drills count by their own rate: %s', (_case, snapshots, rules, facts, expected) => {
  expect(days(snapshots, rules, facts)).toBe(expected);
});

test('a rule by duration fills up to its length', () => {
  // 200 hours are kept; 50 are there.
  expect(days(many(50, own, 1 / 24), { keepWithinHourly: '200h' }, { quota: 120 })).toBe(3);
  expect(days(many(50, own, 1 / 24), { keepWithinHourly: '110h' }, { quota: 120 })).toBe(FORECAST_DAYS);
});

test.each([
  ['rate(10 minutes)', 10],
  ['rate(1 day)', 1440],
  ['cron(0 2 * * ? *)', 1440],
  ['cron(0 2 ? * MON-FRI *)', 2016],
  ['cron(0 0 1 1 ? 2027)', undefined],
])('the mean of %s is %s minutes', (expression, minutes) => {
  expect(meanIntervalMs(expression, NOW)).toBe(minutes === undefined ? undefined : minutes * 60_000);
});

test('without a schedule ours do not grow', () => {
  expect(days(many(10, own, 1 / 144), { keepLast: 500 }, { everyMs: undefined })).toBe(FORECAST_DAYS);
});

test.each([
  ['two points', [1, 2], 0],
  ['three points of three days', [0.5, 1.5, 2.5], 0],
  ['a burst of one day', Array.from({ length: 80 }, () => 0.5), 0],
  ['a burst of two weeks', Array.from({ length: 80 }, (_, index) => 7 + index / 6), 0],
  ['what ended five weeks ago', Array.from({ length: 60 }, (_, index) => 35 + index), 0],
  ['four of the last seven days', [0.5, 1.5, 2.5, 3.5], 1],
  ['each workday', [0.5, 1.5, 2.5, 3.5, 4.5, 7.5, 8.5, 9.5, 10.5, 11.5], 1],
  ['one in three of four weeks', [1, 8, 15], 1 / 7],
  ['a steady rate beside a burst', [...Array.from({ length: 50 }, () => 3.2), 8, 15, 22], 1 / 7],
])('growth a day by creation times: %s', (_case, daysBack, expected) => {
  expect(growthPerDay(daysBack.map(ago), NOW)).toBeCloseTo(expected, 10);
});

test('snapshots dated after now are no growth', () => {
  expect(growthPerDay([-1, -2, -3, -4].map(ago), NOW)).toBe(0);
});

const history = fc
  .uniqueArray(
    fc.record({
      days: fc.integer({ min: 0, max: 60 * 24 }).map((hours) => hours / 24),
      maker: fc.constantFrom(own, stop, person),
    }),
    { maxLength: 80, selector: ({ days, maker }) => `${days} ${maker.name}` },
  )
  .map((all) => all.map(({ days, maker }) => maker(days)));
const policies = fc.constantFrom<object[]>(
  { keepLast: 10 },
  { keepLast: 20, keepHourly: 24, keepDaily: 14 },
  { keepWithin: '1d', keepWithinDaily: '2m', keepAtMost: 90 },
  { keepDaily: -1 },
  { deleteSurplus: false },
);

test('a larger quota is never full earlier, and one more rule for the service never makes it so', () => {
  fc.assert(
    fc.property(
      history,
      policies,
      fc.integer({ min: 1, max: 400 }),
      fc.integer({ min: 1, max: 400 }),
      (all, rules, quota, more) => {
        const usual = days(all, rules, { quota });
        expect(days(all, rules, { quota: quota + more })).toBeGreaterThanOrEqual(usual);
        const ofService = all.filter(({ name }) => name.startsWith('STOP-')).length;
        const limited = { ...rules, serviceSnapshots: { keepLast: Math.max(1, ofService) } };
        expect(days(all, limited, { quota })).toBeGreaterThanOrEqual(usual);
        expect(usual === 0).toBe(all.length >= quota);
      },
    ),
  );
});

test('the order of the list does not matter', () => {
  fc.assert(
    fc.property(history, policies, (all, rules) => {
      expect(days(all.toReversed(), rules)).toBe(days(all, rules));
    }),
  );
});

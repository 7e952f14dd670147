import { forecastDeletions } from '../../../cli/views/forecast';
import { planRetention, type RetentionFacts } from '../../../lambda-src/snapshot-manager/domain/retention/retention';
import { parseRetentionPolicy } from '../../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import type { Snapshot } from '../../../lambda-src/snapshot-manager/domain/snapshot';
import { MINUTE_MS, NOW, scheduled } from './facts-of-a-test';

const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const factsAt = (now: Date): RetentionFacts => ({
  ownPrefix: 'demo.',
  now,
  restorePoint: undefined,
  held: new Set(),
});

/** Milliseconds from now until each goes. */
function goesIn(minutesAgo: readonly number[], retention: object, everyMs: number | null = 10 * MINUTE_MS) {
  const snapshots = minutesAgo.map((minutes) => scheduled(minutes));
  const policy = parseRetentionPolicy(retention);
  const goesAt = forecastDeletions(snapshots, { now: NOW, policy, factsAt, everyMs: everyMs ?? undefined });
  return snapshots.map(({ name }) => {
    const at = goesAt.get(name);
    return at === undefined ? undefined : at.getTime() - NOW.getTime();
  });
}

test('with keepLast 3 the newest goes in the third run from now', () => {
  expect(goesIn([2, 12, 22, 32], { keepLast: 3 })).toEqual([30 * MINUTE_MS, 20 * MINUTE_MS, 10 * MINUTE_MS, 0]);
});

test('with a duration each goes when it is that much older than the newest', () => {
  const [young, old] = goesIn([2, 23 * 60], { keepWithin: '1d' });
  expect(old).toBeGreaterThanOrEqual(HOUR_MS - 10 * MINUTE_MS);
  expect(old).toBeLessThanOrEqual(HOUR_MS + 10 * MINUTE_MS);
  expect(young).toBeGreaterThanOrEqual(DAY_MS - 10 * MINUTE_MS);
  expect(young).toBeLessThanOrEqual(DAY_MS + HOUR_MS);
});

test('with keepDaily 7 the last of a day stays about a week', () => {
  // 28 November 03:02; 190 minutes ago it was the evening before.
  const [evening = 0] = goesIn([190], { keepLast: 3, keepDaily: 7 });
  expect(evening / DAY_MS).toBeGreaterThan(5);
  expect(evening / DAY_MS).toBeLessThan(7.5);
});

test('nothing goes by count while nothing is taken', () => {
  expect(goesIn([2, 12, 22], { keepLast: 3 }, null)).toEqual([undefined, undefined, undefined]);
});

test('snapshots of people never go', () => {
  const goesAt = forecastDeletions([scheduled(2, { name: 'mine' })], {
    ...{ now: NOW, policy: parseRetentionPolicy({ keepLast: 3 }), factsAt, everyMs: 10 * MINUTE_MS },
  });
  expect([...goesAt]).toEqual([]);
});

test.each([
  { keepLast: 5 },
  { keepLast: 3, keepHourly: 6 },
  { keepLast: 3, keepWithin: '7h', keepHourly: 20 },
  { keepHourly: 30, keepDaily: 2, keepAtMost: 12 },
])('the times are those of a manager that runs every ten minutes, to the step: %j', (retention) => {
  const everyMs = 10 * MINUTE_MS;
  const policy = parseRetentionPolicy(retention);
  const snapshots = Array.from({ length: 30 }, (_, index) => scheduled(3 + 10 * index));
  const forecast = forecastDeletions(snapshots, { now: NOW, policy, factsAt, everyMs });

  let present: readonly Snapshot[] = snapshots;
  const went = new Map<string, number>();
  for (let ms = 0; ms <= 2 * DAY_MS; ms += everyMs) {
    const at = new Date(NOW.getTime() + ms);
    const taken = ms === 0 ? [] : [scheduled(-ms / MINUTE_MS)];
    const { kept, dropped } = planRetention([...taken, ...present], policy, factsAt(at));
    for (const { snapshot } of dropped) went.set(snapshot.name, ms);
    present = kept.map(({ snapshot }) => snapshot);
  }
  const differences = snapshots.map(({ name }) => {
    const predicted = forecast.get(name)?.getTime() ?? Number.NaN;
    const real = went.get(name);
    // Beyond the two days that were lived through, only that it stays is known.
    return real === undefined ? predicted > NOW.getTime() + 2 * DAY_MS : predicted - NOW.getTime() - real;
  });
  for (const difference of differences) {
    if (difference === true) continue;
    expect(difference).toBeGreaterThanOrEqual(0);
    expect(difference).toBeLessThanOrEqual(HOUR_MS);
  }
  expect(went.size).toBeGreaterThan(20);
});

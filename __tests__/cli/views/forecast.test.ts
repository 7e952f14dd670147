import { forecastDeletions } from '../../../cli/views/forecast';
import type { RetentionFacts } from '../../../lambda-src/snapshot-manager/domain/retention/retention';
import { parseRetentionPolicy } from '../../../lambda-src/snapshot-manager/domain/retention/retention-policy';
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

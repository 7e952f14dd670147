import { openingRange } from '../../../../../cli/page/drawing/timeline/opening-range';

const TO = Date.parse('2026-11-28T14:00:00Z');
const MINUTE_MS = 60_000;

/** Line of a history that began some minutes ago; null: before the line. */
const since = (minutes: number | null) => ({
  line: { to: TO, beginsAt: minutes === null ? null : TO - minutes * MINUTE_MS },
  problem: null,
});

test.each([
  [[3], '10 minutes'],
  [[10], '10 minutes'],
  [[3, 11], 'hour'],
  [[60], 'hour'],
  [[61, 3], '6 hours'],
  [[3, 361], 'day'],
  [[3, null], 'day'],
])('histories that began %p minutes ago open with %p', (minutes, range) => {
  expect(openingRange(minutes.map(since))).toBe(range);
});

test('no range is chosen before all lines are read, but for one that can only be a day', () => {
  const unread = { line: undefined, problem: null };
  expect(openingRange([since(3), unread])).toBeUndefined();
  expect(openingRange([since(null), unread])).toBe('day');
  expect(openingRange([since(3), { line: undefined, problem: 'AccessDenied' }])).toBe('day');
});

import { exactTimeText, reachText, timeText } from '../../../config/model/reach-text';

test.each([
  [90, '90 minutes'],
  [121, '2 hours'],
  [47 * 60, '47 hours'],
  [48 * 60, '2 days'],
  [45 * 1440 + 150, '45 days'],
])('%i minutes are %s', (minutes, text) => {
  expect(timeText(minutes * 60_000)).toBe(text);
});

test.each([
  [0, '0 minutes'],
  [61, '1 hour 1 minute'],
  [165, '2 hours 45 minutes'],
  [3600, '2 days 12 hours'],
  [7 * 1440, '7 days'],
])('%i minutes are exactly %s', (minutes, text) => {
  expect(exactTimeText(minutes * 60_000)).toBe(text);
});

test('a retention says how far back one can go, and by how many snapshots', () => {
  expect(reachText({ kept: 10, reachMs: 90 * 60_000, isSteady: true })).toBe('back 90 minutes, with 10 snapshots');
  expect(reachText({ kept: 1, reachMs: 0, isSteady: true })).toBe('back 0 minutes, with 1 snapshot');
  expect(reachText({ kept: 365, reachMs: 364 * 86_400_000, isSteady: false })).toBe(
    'back to the first snapshot; after a year with 365 snapshots',
  );
});

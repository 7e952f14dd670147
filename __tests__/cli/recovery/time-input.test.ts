import { readDurationMs, readTime } from '../../../cli/recovery/time-input';
import { localTime } from '../../../cli/times';

const NOW = new Date(2026, 10, 28, 3, 2, 10);

test.each([
  ['02:50', new Date(2026, 10, 28, 2, 50)],
  ['14:00', new Date(2026, 10, 27, 14, 0)],
  ['3:02', new Date(2026, 10, 28, 3, 2)],
  ['-2h', new Date(NOW.getTime() - 7_200_000)],
  ['-2h30m', new Date(NOW.getTime() - 9_000_000)],
  ['-7d', new Date(NOW.getTime() - 7 * 86_400_000)],
  ['2026-11-27T14:00Z', new Date('2026-11-27T14:00:00Z')],
  ['2026-11-27T14:00:30.5+01:00', new Date('2026-11-27T13:00:30.500Z')],
])('%s is read', (text, time) => {
  expect(readTime(text, NOW)).toEqual(time);
});

test.each([
  '',
  '25:00',
  '14',
  '2h',
  '-2',
  '-2h2h',
  '-',
  'yesterday',
  '2026-11-28',
  '2026-11-28T14:00',
  '2026-13-01T00:00Z',
])('"%s" is refused with the allowed forms', (text) => {
  expect(() => readTime(text, NOW)).toThrow(
    `"${text}" is not a time. Allowed: 14:00 (local time, the last one that has passed), -2h, -2h30m, -7d, or 2026-11-28T14:00Z.`,
  );
});

test('a time that has not come is refused: it would name the newest snapshot', () => {
  expect(() => readTime('2099-01-01T00:00Z', NOW)).toThrow(
    `2099-01-01T00:00Z is ${localTime(new Date('2099-01-01T00:00Z'))}, which has not come yet (now: ${localTime(NOW)}).`,
  );
});

test.each([
  ['10m', 600_000],
  ['1h5s', 3_605_000],
  ['m', undefined],
  ['10', undefined],
  ['1h1h', undefined],
])('duration %s is %s ms', (text, ms) => {
  expect(readDurationMs(text)).toBe(ms);
});

import fc from 'fast-check';
import {
  type DrillWindow,
  longestDaysBetween,
  nextWindow,
  parseDrillWindow,
  usualDrillMinutes,
  usualDrillSeconds,
  usualRestoreSeconds,
  WEEKDAYS,
  windowAt,
} from '../../../../lambda-src/snapshot-manager/domain/drill/drill-window';

const EVERY_DAY = [...WEEKDAYS];

function windowOf(text: string, days?: readonly string[]): DrillWindow {
  const window = parseDrillWindow(text, days);
  if (!window) throw new Error(`${text} is no window`);
  return window;
}

test('a window has its begin, its length and its days', () => {
  expect(windowOf('04:00-04:30')).toEqual({ fromMinute: 240, minutes: 30, days: EVERY_DAY });
  expect(windowOf('23:45-00:15', ['WED', 'SUN', 'WED'])).toEqual({
    fromMinute: 1425,
    minutes: 30,
    days: ['SUN', 'WED'],
  });
});

test.each([
  ['an empty window', '04:00-04:00', undefined],
  ['another form', '4:00-5:00', undefined],
  ['an hour that is none', '24:00-01:00', undefined],
  ['no text', 400, undefined],
  ['no day', '04:00-04:30', []],
  ['a day that is none', '04:00-04:30', ['SUNDAY']],
  ['days that are no list', '04:00-04:30', 'SUN'],
])('%s is no window', (_case, text, days) => {
  expect(parseDrillWindow(text, days)).toBeUndefined();
});

test('a usual drill needs two snapshots and ten minutes', () => {
  expect(usualDrillMinutes(30)).toBe(11);
  expect(usualDrillMinutes(31)).toBe(12);
  expect(usualDrillMinutes(600)).toBe(30);
});

test.each([
  ['nothing is known', [], 510],
  ['no proof says how long it took', [undefined], 510],
  ['a restore took 20 s: a minute of margin', [20], 80],
  ['a restore took 20 minutes: half as much of margin', [1200], 1800],
  ['two are known: the longer one counts', [30, 400], 600],
  ['the last five have an exception: the longest but one counts', [30, 400, 3000, 30, 30, 5000], 600],
  ['one took a night: never more than two hours', [48_735], 7200],
  ['those without a time do not count', [undefined, 400], 600],
])('a usual restore where %s', (_case, took, seconds) => {
  const proofs = took.map((restoreSeconds) => (restoreSeconds === undefined ? {} : { restoreSeconds }));
  expect(usualRestoreSeconds(proofs, 30)).toBe(seconds);
});

test('a usual drill is a snapshot and a restore, by the proofs or by the settings; it may begin two minutes late', () => {
  expect(usualDrillSeconds([{ restoreSeconds: 1200 }], 90)).toBe(1890);
  expect(usualDrillSeconds([{}], 90)).toBe(usualDrillMinutes(90) * 60 - 120);
});

test.each([
  ['every day', undefined, 1],
  ['once a week', ['SUN'], 7],
  ['Monday and Friday', ['MON', 'FRI'], 4],
  ['all but the weekend', ['MON', 'TUE', 'WED', 'THU', 'FRI'], 3],
])('%s: the longest time between two windows', (_case, days, longest) => {
  expect(longestDaysBetween(windowOf('04:00-04:30', days))).toBe(longest);
});

// 29 November 2026 is a Sunday.
const at = (text: string) => new Date(`2026-${text}Z`);

test('a window is open from its begin until just before its end', () => {
  const window = windowOf('04:00-04:30', ['SUN']);
  const times = { from: at('11-29T04:00:00'), until: at('11-29T04:30:00') };
  expect(windowAt(window, at('11-29T03:59:59.999'))).toBeUndefined();
  expect(windowAt(window, at('11-29T04:00:00'))).toEqual(times);
  expect(windowAt(window, at('11-29T04:29:59.999'))).toEqual(times);
  expect(windowAt(window, at('11-29T04:30:00'))).toBeUndefined();
  expect(windowAt(window, at('11-30T04:10:00'))).toBeUndefined();
});

test('a window past midnight belongs to the day on which it began', () => {
  const window = windowOf('23:45-00:15', ['SUN']);
  const times = { from: at('11-29T23:45:00'), until: at('11-30T00:15:00') };
  expect(windowAt(window, at('11-30T00:10:00'))).toEqual(times);
  expect(windowAt(window, at('11-29T00:10:00'))).toBeUndefined();
});

test('the next window begins after now, also a week later', () => {
  const window = windowOf('04:00-04:30', ['SUN']);
  expect(nextWindow(window, at('11-29T03:00:00')).from).toEqual(at('11-29T04:00:00'));
  expect(nextWindow(window, at('11-29T04:00:00')).from).toEqual(at('12-06T04:00:00'));
});

test('whatever the window, the next one is open at its begin, and none begins before', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1439 }),
      fc.integer({ min: 1, max: 1439 }),
      fc.subarray(EVERY_DAY, { minLength: 1 }),
      fc.date({ min: at('01-01T00:00:00'), max: at('12-31T00:00:00'), noInvalidDate: true }),
      (fromMinute, minutes, days, now) => {
        const window = { fromMinute, minutes, days };
        const next = nextWindow(window, now);
        expect(windowAt(window, next.from)).toBeDefined();
        expect(next.from.getTime() - now.getTime()).toBeGreaterThan(0);
        expect(next.from.getTime() - now.getTime()).toBeLessThanOrEqual(longestDaysBetween(window) * 86_400_000);
        expect(days).toContain(WEEKDAYS[next.from.getUTCDay()]);
      },
    ),
  );
});

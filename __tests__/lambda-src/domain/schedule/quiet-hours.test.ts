import fc from 'fast-check';
import {
  isQuiet,
  parseQuietHours,
  type QuietHours,
  quietPeriodAt,
  quietPeriods,
} from '../../../../lambda-src/snapshot-manager/domain/schedule/quiet-hours';

const NIGHT: QuietHours = { from: '22:00', until: '06:00', why: 'nightly load' };
const around = (hours: QuietHours, at: string) => {
  const period = quietPeriodAt(hours, new Date(at));
  return period && [period.begin.toISOString(), period.end.toISOString()];
};

test.each([
  ['2026-11-29T21:59:59.999Z', undefined],
  ['2026-11-29T22:00:00.000Z', ['2026-11-29T22:00:00.000Z', '2026-11-30T06:00:00.000Z']],
  ['2026-11-30T05:59:59.999Z', ['2026-11-29T22:00:00.000Z', '2026-11-30T06:00:00.000Z']],
  ['2026-11-30T06:00:00.000Z', undefined],
])('a night over midnight in UTC: at %s it is %j', (at, expected) => {
  expect(around(NIGHT, at)).toEqual(expected);
  expect(isQuiet(NIGHT, new Date(at))).toBe(expected !== undefined);
});

test('a night belongs to the day on which it begins', () => {
  const fridays: QuietHours = { ...NIGHT, days: ['FRI'] };
  // 27 November 2026 is a Friday.
  expect(around(fridays, '2026-11-28T03:00:00Z')).toEqual(['2026-11-27T22:00:00.000Z', '2026-11-28T06:00:00.000Z']);
  expect(around(fridays, '2026-11-27T03:00:00Z')).toBeUndefined();
  expect(around(fridays, '2026-11-28T23:00:00Z')).toBeUndefined();
});

test('whole days that follow each other are one period', () => {
  const weekend: QuietHours = {
    from: '00:00',
    until: '24:00',
    days: ['SAT', 'SUN'],
    timeZone: 'Europe/Berlin',
    why: 'x',
  };
  const whole = ['2026-11-27T23:00:00.000Z', '2026-11-29T23:00:00.000Z'];
  expect(around(weekend, '2026-11-28T01:00:00Z')).toEqual(whole);
  expect(around(weekend, '2026-11-29T22:59:59Z')).toEqual(whole);
  expect(around(weekend, '2026-11-29T23:00:00Z')).toBeUndefined();
});

test.each([
  // In the night of 28 to 29 March 2026 the clock goes from 02:00 to 03:00; in that of 25 October from 03:00 to 02:00.
  ['2026-03-28T23:00:00Z', 7],
  ['2026-10-24T23:00:00Z', 9],
  ['2026-11-29T23:00:00Z', 8],
])('the night around %s in Berlin lasts %i hours', (at, expected) => {
  const period = quietPeriodAt({ ...NIGHT, timeZone: 'Europe/Berlin' }, new Date(at));
  expect(((period?.end.getTime() ?? 0) - (period?.begin.getTime() ?? 0)) / 3_600_000).toBe(expected);
});

test('quiet hours within the skipped hour of summer time do not vanish, and do not last for a day', () => {
  const skipped: QuietHours = { from: '02:15', until: '02:45', timeZone: 'Europe/Berlin', why: 'x' };
  const periods = quietPeriods(skipped, new Date('2026-03-28T12:00:00Z'), new Date('2026-03-29T12:00:00Z'));
  expect(periods.map(({ begin, end }) => (end.getTime() - begin.getTime()) / 60_000)).toEqual([30, 30]);
});

test('quiet hours are quiet in exactly the minutes whose local time lies between the two, away from changes of the clock', () => {
  const clock = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  const days = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] as const;
  const hours = fc.record({
    from: fc.integer({ min: 0, max: 1_439 }),
    until: fc.integer({ min: 0, max: 1_439 }),
    days: fc.option(fc.subarray([...days], { minLength: 1 }), { nil: undefined }),
    timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'),
    // No zone of these changes its clock in these days.
    minute: fc.integer({ min: 0, max: 20 * 1_440 }),
  });
  fc.assert(
    fc.property(hours, ({ from, until, days: on, timeZone, minute }) => {
      const at = new Date(Date.UTC(2026, 5, 1) + minute * 60_000);
      const parts = new Intl.DateTimeFormat('en-GB', {
        timeZone,
        hour: '2-digit',
        minute: '2-digit',
        weekday: 'short',
        hourCycle: 'h23',
      }).formatToParts(at);
      const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
      const local = Number(part('hour')) * 60 + Number(part('minute'));
      const today = days.findIndex((day) => part('weekday').toUpperCase().startsWith(day));
      const isOn = (day: number) => on === undefined || on.some((each) => each === days[(day + 7) % 7]);
      const expected =
        from < until
          ? isOn(today) && local >= from && local < until
          : (isOn(today) && local >= from) || (isOn(today - 1) && local < until);
      expect(isQuiet({ from: clock(from), until: clock(until), days: on, timeZone, why: 'x' }, at)).toBe(expected);
    }),
  );
});

test.each([
  [{ from: '22:00', until: '24:00', why: 'x' }],
  [{ from: '22:00', until: '06:00', days: ['MON', 'FRI'], timeZone: 'Europe/Berlin', why: 'x' }],
])('%j is read', (written) => {
  expect(parseQuietHours(written)).toEqual(written);
});

test.each([
  [undefined],
  [null],
  [{ from: '22:00', until: '06:00' }],
  [{ from: '24:00', until: '06:00', why: 'x' }],
  [{ from: '22:00', until: '24:01', why: 'x' }],
  [{ from: '22:60', until: '06:00', why: 'x' }],
  [{ from: '9:00', until: '06:00', why: 'x' }],
  [{ from: '22:00', until: '06:00', days: ['MONDAY'], why: 'x' }],
  [{ from: '22:00', until: '06:00', timeZone: 'Europe/Atlantis', why: 'x' }],
  [{ from: '22:00', until: '06:00', timeZone: 1, why: 'x' }],
])('%j is not read', (written) => {
  expect(parseQuietHours(written)).toBeUndefined();
});

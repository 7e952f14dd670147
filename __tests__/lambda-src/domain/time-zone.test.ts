import { durationText, parseDuration } from '../../../lambda-src/snapshot-manager/domain/duration';
import { instantAt, localTime, localTimes, subtract } from '../../../lambda-src/snapshot-manager/domain/time-zone';

test.each([
  ['UTC', '2026-11-23T22:30:00Z', '2026-11-23T22:30:00'],
  ['Europe/Berlin', '2026-11-23T22:30:00Z', '2026-11-23T23:30:00'],
  ['Europe/Berlin', '2026-07-23T22:30:00Z', '2026-07-24T00:30:00'],
  ['Europe/London', '2026-11-23T22:30:00Z', '2026-11-23T22:30:00'],
  ['America/St_Johns', '2026-11-23T22:30:00Z', '2026-11-23T19:00:00'],
  ['Asia/Kathmandu', '2026-11-23T22:30:00Z', '2026-11-24T04:15:00'],
  // The day of the change: one hour earlier clocks still show the other time.
  ['Europe/Berlin', '2026-03-29T00:59:59Z', '2026-03-29T01:59:59'],
  ['Europe/Berlin', '2026-03-29T01:00:00Z', '2026-03-29T03:00:00'],
  ['Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-25T02:30:00'],
  ['Europe/Berlin', '2026-10-25T01:30:00Z', '2026-10-25T02:30:00'],
])('in %s %s is %s', (timeZone, instant, local) => {
  const expected = new Date(`${local}Z`);
  expect(localTime(new Date(instant), timeZone)).toEqual(expected);
  expect(localTimes(timeZone)(new Date(instant))).toEqual(expected);
});

test('asking by the week gives what asking for each time gives, through two years', () => {
  for (const timeZone of ['Europe/Berlin', 'America/New_York', 'Africa/Casablanca', 'Australia/Lord_Howe']) {
    const toLocal = localTimes(timeZone);
    const instants = Array.from({ length: 2500 }, (_, index) => new Date(Date.UTC(2026, 0, 1) + index * 7 * 3_600_000));
    const different = instants.filter(
      (instant) => toLocal(instant).getTime() !== localTime(instant, timeZone).getTime(),
    );
    expect({ timeZone, different }).toEqual({ timeZone, different: [] });
  }
});

test.each([
  ['Europe/Berlin', '2026-11-23T23:30:00', '2026-11-23T22:30:00Z'],
  ['Europe/Berlin', '2026-07-24T00:30:00', '2026-07-23T22:30:00Z'],
  ['America/New_York', '2026-07-24T00:30:00', '2026-07-24T04:30:00Z'],
  // Skipped and repeated hours: as Go 1.26 answers for time.Date.
  ['Europe/Berlin', '2026-03-29T02:30:00', '2026-03-29T01:30:00Z'],
  ['Europe/Berlin', '2026-10-25T02:30:00', '2026-10-25T01:30:00Z'],
  ['Europe/London', '2026-03-29T01:30:00', '2026-03-29T01:30:00Z'],
  ['America/New_York', '2026-03-08T02:30:00', '2026-03-08T06:30:00Z'],
  ['America/New_York', '2026-11-01T01:30:00', '2026-11-01T05:30:00Z'],
])('clocks in %s show %s at %s', (timeZone, local, instant) => {
  expect(instantAt(new Date(`${local}Z`), timeZone)).toEqual(new Date(instant));
});

test.each([
  ['1y5m7d2h', { years: 1, months: 5, days: 7, hours: 2 }, '1y5m7d2h'],
  ['1y1d1m', { years: 1, months: 1, days: 1, hours: 0 }, '1y1m1d'],
  ['36h', { years: 0, months: 0, days: 0, hours: 36 }, '36h'],
  ['0y10d', { years: 0, months: 0, days: 10, hours: 0 }, '10d'],
])('%s is a duration in restic’s form', (text, duration, canonical) => {
  expect(parseDuration(text)).toEqual(duration);
  expect(durationText(duration)).toBe(canonical);
});

test.each(['', '0h', '0y0d', '2w', '1d1d', '-1d', '1 d', '1.5d', 'd', '7', '123456h'])('%j is no duration', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});

test.each([
  ['a month before 31 March rolls on into March', '2026-03-31T12:00:00Z', '1m', 'UTC', '2026-03-03T12:00:00Z'],
  ['in a leap year by a day less', '2024-03-31T12:00:00Z', '1m', 'UTC', '2024-03-02T12:00:00Z'],
  ['a year before 29 February', '2024-02-29T12:00:00Z', '1y', 'UTC', '2023-03-01T12:00:00Z'],
  ['months before days, across the year', '2026-01-01T00:00:00Z', '1m1d', 'UTC', '2025-11-30T00:00:00Z'],
  ['hours by the clock', '2026-01-01T00:00:00Z', '25h', 'UTC', '2025-12-30T23:00:00Z'],
  ['a day is 23 hours when summer time begins', '2026-03-29T10:00:00Z', '1d', 'Europe/Berlin', '2026-03-28T11:00:00Z'],
  ['24 hours are 24 hours then', '2026-03-29T10:00:00Z', '24h', 'Europe/Berlin', '2026-03-28T10:00:00Z'],
  ['a day is 25 hours when it ends', '2026-10-25T10:00:00Z', '1d', 'Europe/Berlin', '2026-10-24T09:00:00Z'],
  ['the zone decides which month it is', '2026-03-31T23:30:00Z', '1m', 'Europe/Berlin', '2026-03-01T00:30:00Z'],
])('%s', (_, instant, span, timeZone, expected) => {
  const duration = parseDuration(span);
  expect(duration && subtract(new Date(instant), duration, timeZone)).toEqual(new Date(expected));
});

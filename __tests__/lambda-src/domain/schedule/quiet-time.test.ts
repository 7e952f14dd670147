import fc from 'fast-check';
import { isQuiet, type QuietHours } from '../../../../lambda-src/snapshot-manager/domain/schedule/quiet-hours';
import { countedMsBetween, quietMsBetween } from '../../../../lambda-src/snapshot-manager/domain/schedule/quiet-time';

const HOUR_MS = 3_600_000;
const NIGHT: QuietHours = { from: '22:00', until: '06:00', why: 'nightly load' };
const IN_BERLIN: QuietHours = { ...NIGHT, timeZone: 'Europe/Berlin' };

test.each([
  ['before them', '2026-11-23T20:00Z', '2026-11-23T22:00Z', 0],
  ['into them', '2026-11-23T21:00Z', '2026-11-23T23:30Z', 1.5],
  ['within them', '2026-11-23T23:00Z', '2026-11-24T01:00Z', 2],
  ['over one night', '2026-11-23T21:00Z', '2026-11-24T07:00Z', 8],
  ['over three nights', '2026-11-23T12:00Z', '2026-11-26T12:00Z', 24],
  ['backwards', '2026-11-24T07:00Z', '2026-11-23T21:00Z', 0],
])('from a time %s to another there are so many quiet hours', (_, from, to, hours) => {
  expect(quietMsBetween(NIGHT, new Date(from), new Date(to)) / HOUR_MS).toBe(hours);
});

test('the night in which summer time begins is an hour shorter, that in which it ends an hour longer', () => {
  expect(quietMsBetween(IN_BERLIN, new Date('2026-03-28T12:00Z'), new Date('2026-03-29T12:00Z')) / HOUR_MS).toBe(7);
  expect(quietMsBetween(IN_BERLIN, new Date('2026-10-24T12:00Z'), new Date('2026-10-25T12:00Z')) / HOUR_MS).toBe(9);
});

test('without quiet hours all time counts', () => {
  expect(countedMsBetween(undefined, new Date('2026-11-23T12:00Z'), new Date('2026-11-26T12:00Z')) / HOUR_MS).toBe(72);
});

test('a counted time stands still exactly while it is quiet, in any zone and over any change of the clock', () => {
  const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Apia');
  const clock = fc
    .tuple(fc.nat(23), fc.nat(59))
    .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
  const days = fc.option(fc.subarray(['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] as const, { minLength: 1 }), {
    nil: undefined,
  });
  const instants = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) });
  fc.assert(
    fc.property(zones, clock, clock, days, instants, fc.nat(20 * 24), (timeZone, from, until, on, start, hours) => {
      const quiet: QuietHours = { from, until, timeZone, why: 'load', ...(on && { days: on }) };
      const since = new Date(start);
      const now = new Date(start + hours * HOUR_MS);
      const later = new Date(now.getTime() + 60_000);
      const grown = countedMsBetween(quiet, since, later) - countedMsBetween(quiet, since, now);
      const isSame = isQuiet(quiet, now) === isQuiet(quiet, new Date(later.getTime() - 1));
      fc.pre(isSame);
      expect(grown).toBe(isQuiet(quiet, now) ? 0 : 60_000);
    }),
    { numRuns: 300 },
  );
});

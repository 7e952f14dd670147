import fc from 'fast-check';
import { ticksOf } from '../../../../../cli/page/drawing/timeline/ticks';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const at = (text: string) => Date.parse(text);

/** Ticks as `22:00Z 25 Oct`. */
function ticks(from: string, to: string, zone: string, most: number): string[] {
  return ticksOf(at(from), at(to), zone, most).map(
    ({ at: time, label }) => `${new Date(time).toISOString().slice(11, 16)}Z ${label}`,
  );
}

test('a day has ticks at whole local hours, and the day at midnight', () => {
  expect(ticks('2026-11-27T14:05:00Z', '2026-11-28T14:05:00Z', 'UTC', 8)).toEqual([
    ...['15:00Z 15:00', '18:00Z 18:00', '21:00Z 21:00', '00:00Z 28 Nov'],
    ...['03:00Z 03:00', '06:00Z 06:00', '09:00Z 09:00', '12:00Z 12:00'],
  ]);
});

test('an hour has ticks at whole minutes, also in a zone with half an hour', () => {
  expect(ticks('2026-11-27T14:05:00Z', '2026-11-27T15:05:00Z', 'Asia/Kolkata', 5)).toEqual([
    ...['14:15Z 19:45', '14:30Z 20:00', '14:45Z 20:15', '15:00Z 20:30'],
  ]);
});

test('the day that has 25 hours in Berlin has its hours where clocks show them', () => {
  expect(ticks('2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', 'Europe/Berlin', 9)).toEqual([
    ...['22:00Z 25 Oct', '02:00Z 03:00', '05:00Z 06:00', '08:00Z 09:00', '11:00Z 12:00'],
    ...['14:00Z 15:00', '17:00Z 18:00', '20:00Z 21:00', '23:00Z 26 Oct'],
  ]);
});

test('the day that has 23 hours in New York has no tick at the hour that does not exist', () => {
  expect(ticks('2026-03-08T05:00:00Z', '2026-03-08T11:00:00Z', 'America/New_York', 8)).toEqual([
    ...['05:00Z 8 Mar', '06:00Z 01:00', '07:00Z 03:00', '08:00Z 04:00', '09:00Z 05:00', '10:00Z 06:00', '11:00Z 07:00'],
  ]);
});

test('the hour that comes twice has one tick', () => {
  expect(ticks('2026-11-01T04:00:00Z', '2026-11-01T08:00:00Z', 'America/New_York', 4)).toEqual([
    ...['04:00Z 1 Nov', '05:00Z 01:00', '07:00Z 02:00', '08:00Z 03:00'],
  ]);
});

test('a zone with half an hour has its midnights at its own time', () => {
  expect(ticks('2026-11-01T00:00:00Z', '2026-11-08T00:00:00Z', 'Asia/Kolkata', 8)).toEqual(
    [2, 3, 4, 5, 6, 7, 8].map((day) => `18:30Z ${day} Nov`),
  );
});

test('a month over a change of clocks has days at midnight, in each zone, as many as fit', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC'),
      fc.integer({ min: 0, max: 365 * 24 }),
      fc.constantFrom(1, 7, 30),
      fc.integer({ min: 4, max: 40 }),
      (zone, hour, days, most) => {
        const from = at('2026-01-01T00:17:00Z') + hour * HOUR_MS;
        const found = ticksOf(from, from + days * DAY_MS, zone, most);
        const clock = new Intl.DateTimeFormat('en-GB', {
          timeZone: zone,
          hour: '2-digit',
          minute: '2-digit',
          hourCycle: 'h23',
        });
        expect(found.length).toBeLessThanOrEqual(Math.max(most, 5) + 1);
        expect(found.length).toBeGreaterThan(0);
        for (const { at: time, label, isDay } of found) {
          expect(clock.format(time)).toBe(isDay ? '00:00' : label);
          expect(time >= from && time <= from + days * DAY_MS).toBe(true);
        }
      },
    ),
    { numRuns: 60 },
  );
});

import fc from 'fast-check';
import { dueTimes } from '../../../../lambda-src/snapshot-manager/domain/schedule/schedule';
import { parseSchedule } from '../../../../lambda-src/snapshot-manager/domain/schedule/schedule-expression';

interface Pattern {
  readonly text: string;
  readonly fits: (date: Date) => boolean;
}

/** Field as a text and as a test of one number, made apart from the reader. */
function field(min: number, max: number, of: (date: Date) => number): fc.Arbitrary<Pattern> {
  const number = fc.integer({ min, max });
  const single = number.map((n) => ({ text: `${n}`, fits: (d: Date) => of(d) === n }));
  const range = fc.tuple(number, number).map(([a, b]) => {
    const [low, high] = [Math.min(a, b), Math.max(a, b)];
    return { text: `${low}-${high}`, fits: (d: Date) => of(d) >= low && of(d) <= high };
  });
  const step = fc.tuple(number, fc.integer({ min: 1, max: 40 })).map(([from, by]) => ({
    text: `${from}/${by}`,
    fits: (d: Date) => of(d) >= from && (of(d) - from) % by === 0,
  }));
  const part = fc.oneof(single, range, step);
  const list = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => ({
    text: parts.map(({ text }) => text).join(','),
    fits: (d: Date) => parts.some(({ fits }) => fits(d)),
  }));
  return fc.oneof(fc.constant({ text: '*', fits: () => true }), list);
}

const DAY_MS = 86_400_000;
const isWeekday = (date: Date) => date.getUTCDay() % 6 !== 0;
const plusDays = (date: Date, days: number) => new Date(date.getTime() + days * DAY_MS);
const isLastOfMonth = (date: Date) => plusDays(date, 1).getUTCDate() === 1;

/** `<day>W`, judged by the calendar: a weekday with this date, or a neighbour of a weekend's day in its month. */
function nearest(wanted: number): Pattern {
  const fits = (date: Date) => {
    if (!isWeekday(date)) return false;
    return [0, 1, -1, 2, -2].some((away) => {
      const other = plusDays(date, away);
      if (other.getUTCMonth() !== date.getUTCMonth()) return false;
      if (other.getUTCDate() !== wanted && !(isLastOfMonth(other) && other.getUTCDate() < wanted)) return false;
      if (away === 0) return true;
      const [before, after] = [plusDays(other, -1), plusDays(other, 1)];
      const inMonth = (each: Date) => each.getUTCMonth() === other.getUTCMonth();
      if (other.getUTCDay() === 6) return inMonth(before) ? away === 1 : away === -2;
      if (other.getUTCDay() === 0) return inMonth(after) ? away === -1 : away === 2;
      return false;
    });
  };
  return { text: `${wanted}W`, fits };
}

const day = fc.integer({ min: 1, max: 31 });
const weekday = fc.integer({ min: 1, max: 7 });
const dayOfMonth = fc.oneof(
  field(1, 31, (d) => d.getUTCDate()),
  day.map(nearest),
  fc.constant({ text: 'L', fits: isLastOfMonth }),
);
const dayOfWeek = fc.oneof(
  field(1, 7, (d) => d.getUTCDay() + 1),
  fc.constant({ text: 'L', fits: (d: Date) => d.getUTCDay() === 6 }),
  weekday.map((n) => ({
    text: `${n}L`,
    fits: (d: Date) => d.getUTCDay() + 1 === n && plusDays(d, 7).getUTCMonth() !== d.getUTCMonth(),
  })),
  fc.tuple(weekday, fc.integer({ min: 1, max: 5 })).map(([n, week]) => ({
    text: `${n}#${week}`,
    fits: (d: Date) =>
      d.getUTCDay() + 1 === n &&
      plusDays(d, 7 - 7 * week).getUTCMonth() === d.getUTCMonth() &&
      plusDays(d, -7 * week).getUTCMonth() !== d.getUTCMonth(),
  })),
);
const days = fc.oneof(
  dayOfMonth.map(({ text, fits }) => ({ text: [text, '?'], fits })),
  dayOfWeek.map(({ text, fits }) => ({ text: ['?', text], fits })),
);

test('a cron fires in exactly the minutes whose fields all fit', () => {
  const parts = fc.record({
    minutes: field(0, 59, (d) => d.getUTCMinutes()),
    hours: field(0, 23, (d) => d.getUTCHours()),
    months: field(1, 12, (d) => d.getUTCMonth() + 1),
    days,
    start: fc.date({ min: new Date('2026-01-01Z'), max: new Date('2036-01-01Z'), noInvalidDate: true }),
  });
  fc.assert(
    fc.property(parts, ({ minutes, hours, months, days, start }) => {
      const [ofMonth, ofWeek] = days.text;
      const expression = `cron(${minutes.text} ${hours.text} ${ofMonth} ${months.text} ${ofWeek} *)`;
      // Whole minutes of six days around the end of a month, where days are special.
      const first = Date.UTC(start.getUTCFullYear(), start.getUTCMonth(), 27);
      const naive = Array.from({ length: 6 * 1_440 }, (_, minute) => new Date(first + minute * 60_000)).filter((time) =>
        [minutes, hours, months, days].every(({ fits }) => fits(time)),
      );
      const found = dueTimes(parseSchedule(expression), new Date(first - 1), new Date(first + 6 * DAY_MS - 1));
      expect([expression, ...found.map(String)]).toEqual([expression, ...naive.map(String)]);
    }),
    { numRuns: 60 },
  );
});

import { parseSchedule } from '../../../../local/cloud/schedule/schedule-expression';

const next = (expression: string, after: string) => parseSchedule(expression).next(new Date(after))?.toISOString();

test.each([
  ['rate(1 minute)', '2026-11-23T10:00:30.000Z', '2026-11-23T10:01:30.000Z'],
  ['rate(10 minutes)', '2026-11-23T10:00:00.000Z', '2026-11-23T10:10:00.000Z'],
  ['rate(2 days)', '2026-11-23T10:00:00.000Z', '2026-11-25T10:00:00.000Z'],
  ['cron(0 10 * * ? *)', '2026-11-23T10:00:00.000Z', '2026-11-24T10:00:00.000Z'],
  ['cron(0/15 * * * ? *)', '2026-11-23T10:00:00.000Z', '2026-11-23T10:15:00.000Z'],
  ['cron(0 18 ? * MON-FRI *)', '2026-11-20T18:00:00.000Z', '2026-11-23T18:00:00.000Z'],
  // Sunday is 1, so 2 is Monday.
  ['cron(0 8 ? * 2 *)', '2026-11-23T08:00:00.000Z', '2026-11-30T08:00:00.000Z'],
  ['cron(30 6 L * ? *)', '2026-02-01T00:00:00.000Z', '2026-02-28T06:30:00.000Z'],
  // 2026-11-15 is a Sunday: its nearest weekday is Monday.
  ['cron(0 0 15W * ? *)', '2026-11-01T00:00:00.000Z', '2026-11-16T00:00:00.000Z'],
  ['cron(0 0 ? * 6L *)', '2026-11-01T00:00:00.000Z', '2026-11-27T00:00:00.000Z'],
  ['cron(0 0 ? * TUE#2 *)', '2026-11-01T00:00:00.000Z', '2026-11-10T00:00:00.000Z'],
  ['cron(5,10 8-9 1 JAN,JUL ? 2027)', '2026-11-23T00:00:00.000Z', '2027-01-01T08:05:00.000Z'],
  ['cron(0 0 29 2 ? *)', '2026-11-23T00:00:00.000Z', '2028-02-29T00:00:00.000Z'],
])('%s after %s is %s', (expression, after, expected) => {
  expect(next(expression, after)).toBe(expected);
});

test('a year that is over has no next tick', () => {
  expect(next('cron(0 0 1 1 ? 2020)', '2026-11-23T00:00:00.000Z')).toBeUndefined();
});

test.each([
  ['rate(1 minutes)', '"minute" is for 1'],
  ['rate(5 minute)', '"minutes" for more'],
  ['rate(0 minutes)', 'above 0'],
  ['rate(10 seconds)', 'minute(s), hour(s) or day(s)'],
  ['every minute', 'expected "rate(value unit)"'],
  ['cron(0 10 * * ?)', 'expected six cron fields, found 5'],
  ['cron(0 10 * * * *)', 'exactly one of day-of-month and day-of-week'],
  ['cron(60 10 * * ? *)', 'minutes "60" is not from 0 to 59'],
  ['cron(0 10 ? * 0 *)', 'day-of-week "0" is not from 1 to 7'],
  ['cron(0 9-8 * * ? *)', 'hours "9-8" is not a range'],
])('%s is refused: %s', (expression, reason) => {
  expect(() => parseSchedule(expression)).toThrow(reason);
});

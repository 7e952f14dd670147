import {
  cronExpression,
  parseSchedule,
  rateExpression,
} from '../../../../lambda-src/snapshot-manager/domain/schedule/schedule-expression';

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
  ['cron(0 10 * * ?)', 'expected six cron fields, found 5: minutes, hours'],
  ['cron(0 0 10 * * ? *)', 'found 7: minutes, hours, day-of-month, month, day-of-week, year (there are no seconds)'],
  ['cron(0/0 10 * * ? *)', 'a step is at least 1'],
  ['cron(, 10 * * ? *)', 'minutes "" cannot be read'],
  ['cron(0 10 * JANUARY ? *)', 'month "JANUARY" is not from 1 to 12'],
  ['cron(0 10 * * * *)', 'exactly one of day-of-month and day-of-week'],
  ['cron(60 10 * * ? *)', 'minutes "60" is not from 0 to 59'],
  ['cron(0 10 ? * 0 *)', 'day-of-week "0" is not from 1 to 7'],
  ['cron(0 9-8 * * ? *)', 'hours "9-8" is not a range'],
])('%s is refused: %s', (expression, reason) => {
  expect(() => parseSchedule(expression)).toThrow(reason);
});

test('an expression has at most the 256 characters that EventBridge takes', () => {
  const days = `MON${',MON'.repeat(59)}`;
  const longest = `cron(0 2 ? * ${days} *)`;
  expect(longest).toHaveLength(255);
  expect(next(longest.replace('(0', '(00'), '2026-11-23T10:00:00.000Z')).toBe('2026-11-30T02:00:00.000Z');
  expect(() => parseSchedule(longest.replace('(0', '(000'))).toThrow(
    'at most the 256 characters of EventBridge, "cron()" included; these are 257',
  );
});

test.each([
  ['cron(0 2 31 2 ? *)', 'there is no 31 February'],
  ['cron(0 2 30 FEB ? *)', 'there is no 30 February'],
  ['cron(0 2 31 4,6,9,11 ? *)', 'these months have 30 days'],
  ['cron(0 2 29 2 ? 2027)', '2027 is no leap year'],
])('%s never fires: %s', (expression) => {
  expect(next(expression, '2026-11-23T00:00:00.000Z')).toBeUndefined();
  expect(parseSchedule(expression).gaps(new Date('2026-01-01T00:00:00Z'))).toBeUndefined();
});

test('29 February on a Wednesday is found over the year 2100, which is no leap year', () => {
  expect(next('cron(0 0 ? 2 WED#5 *)', '2026-11-29T00:00:00.000Z')).toBe('2040-02-29T00:00:00.000Z');
  expect(next('cron(0 0 ? 2 WED#5 *)', '2096-02-29T00:00:00.000Z')).toBe('2108-02-29T00:00:00.000Z');
});

test.each([
  // 1 May 2027 is a Saturday: the nearest weekday of that month is Monday the 3rd.
  ['cron(0 0 1W 5 ? *)', '2027-01-01T00:00:00.000Z', '2027-05-03T00:00:00.000Z'],
  // 31 January 2027 is a Sunday: the nearest weekday of that month is Friday the 29th.
  ['cron(0 0 31W * ? *)', '2027-01-01T00:00:00.000Z', '2027-01-29T00:00:00.000Z'],
  ['cron(59 23 L 2 ? *)', '2027-03-01T00:00:00.000Z', '2028-02-29T23:59:00.000Z'],
  ['cron(0 0 ? * L *)', '2026-11-23T00:00:00.000Z', '2026-11-28T00:00:00.000Z'],
  ['cron(0 0 ? * SUN#5 *)', '2026-11-29T00:00:00.000Z', '2027-01-31T00:00:00.000Z'],
  ['cron(0/20,5 22-23 1-7,15 */3 ? 2027-2029)', '2026-11-29T00:00:00.000Z', '2027-01-01T22:00:00.000Z'],
  ['cron(10/25 0 ? DEC-DEC MON,WED-THU *)', '2026-11-29T00:00:00.000Z', '2026-12-02T00:10:00.000Z'],
])('%s after %s is %s: special days, lists and steps', (expression, after, expected) => {
  expect(next(expression, after)).toBe(expected);
});

test.each([
  ['rate(90 minutes)', 90, 90],
  ['rate(1 day)', 1_440, 1_440],
  ['cron(* * * * ? *)', 1, 1],
  ['cron(0 2 * * ? *)', 1_440, 1_440],
  ['cron(0 2,4,23 * * ? *)', 120, 19 * 60],
  ['cron(50/5 23 * * ? *)', 5, 1_440 - 5],
  // From Friday to Monday.
  ['cron(0 2 ? * MON-FRI *)', 1_440, 3 * 1_440],
  ['cron(0 0 L * ? *)', 28 * 1_440, 31 * 1_440],
  ['cron(0 0 31 * ? *)', 31 * 1_440, 61 * 1_440],
  ['cron(0 0 29 2 ? *)', (3 * 365 + 366) * 1_440, (3 * 365 + 366) * 1_440],
])('%s has gaps from %i to %i minutes', (expression, shortestMinutes, longestMinutes) => {
  expect(parseSchedule(expression).gaps(new Date('2026-11-29T10:11:00Z'))).toEqual({ shortestMinutes, longestMinutes });
});

test('the longest gap of a rare cron is found in the time that a check of settings has', () => {
  const started = process.hrtime.bigint();
  expect(parseSchedule('cron(0 0 ? 2 5#5 *)').gaps(new Date('2026-01-01T00:00:00Z'))?.longestMinutes).toBe(
    28 * 365.25 * 1_440,
  );
  expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(1_000);
});

test('a cron of the settings gets the one text of its schedule', () => {
  expect(cronExpression('  0 2  ? * mon-Fri * ')).toBe('cron(0 2 ? * MON-FRI *)');
  expect([rateExpression(1), rateExpression(60)]).toEqual(['rate(1 minute)', 'rate(60 minutes)']);
});

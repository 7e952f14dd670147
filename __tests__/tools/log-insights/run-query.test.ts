import type { LogEvent } from '../../../tools/log-insights/fields';
import { parseLogQuery } from '../../../tools/log-insights/query';
import { runLogQuery } from '../../../tools/log-insights/run-query';

const event = (clock: string, fields: object | string): LogEvent => ({
  at: new Date(`2026-11-28T02:${clock}Z`),
  message: typeof fields === 'string' ? fields : JSON.stringify(fields),
  logStream: 'stream',
  log: '000000000000:group',
  pointer: `at ${clock}`,
});

const EVENTS = [
  event('10:00.000', { event: 'run.ended', app: 'orders', ms: 100 }),
  event('11:30.250', { event: 'run.ended', app: 'payments', ms: 300 }),
  event('12:00.000', 'user=ada after 12 ms, user=bob'),
  event('16:00.000', { event: 'run.ended', app: 'orders', ms: 200 }),
  event('17:00.000', { event: 'run.error', app: 'orders' }),
];

function run(query: string, most?: number) {
  const { rows, matched } = runLogQuery(parseLogQuery(query), EVENTS, most);
  return { matched, rows: rows.map((row) => Object.fromEntries(row.map(({ field, value }) => [field, value]))) };
}

/** Values of the rows without their pointers. */
const values = (query: string) =>
  run(query).rows.map((row) => Object.entries(row).flatMap(([name, value]) => (name === '@ptr' ? [] : [value])));

test('rows are events with their pointer, the newest first, with times in UTC', () => {
  const { rows, matched } = run('fields @timestamp, app, @logStream, @log | filter event = "run.ended"');
  expect(matched).toBe(3);
  expect(rows).toEqual([
    {
      '@timestamp': '2026-11-28 02:16:00.000',
      app: 'orders',
      '@logStream': 'stream',
      '@log': '000000000000:group',
      '@ptr': 'at 16:00.000',
    },
    {
      '@timestamp': '2026-11-28 02:11:30.250',
      app: 'payments',
      '@logStream': 'stream',
      '@log': '000000000000:group',
      '@ptr': 'at 11:30.250',
    },
    {
      '@timestamp': '2026-11-28 02:10:00.000',
      app: 'orders',
      '@logStream': 'stream',
      '@log': '000000000000:group',
      '@ptr': 'at 10:00.000',
    },
  ]);
});

test('without fields a row has time and message', () => {
  expect(run('filter @message like /ada/').rows).toEqual([
    { '@timestamp': '2026-11-28 02:12:00.000', '@message': 'user=ada after 12 ms, user=bob', '@ptr': 'at 12:00.000' },
  ]);
});

test.each<[string, unknown[][]]>([
  ['fields ms | filter ispresent(ms) | sort ms', [['100'], ['200'], ['300']]],
  ['fields ms | filter ispresent(ms) | sort ms desc | limit 2', [['300'], ['200']]],
  [
    'fields app, ms | filter ispresent(app) | sort app desc, ms asc',
    [['payments', '300'], ['orders', '100'], ['orders', '200'], ['orders']],
  ],
  ['fields ms as duration, app | display duration | filter duration > 150', [['200'], ['300']]],
  ['fields app | fields ms | filter ms = 100', [['orders', '100']]],
  ['filter ispresent(app) | dedup app | display app', [['orders'], ['payments']]],
  ['filter @timestamp > 1795832100000 | display ms', [[], ['200']]],
  ['stats count(*)', [['5']]],
  [
    'stats count(*) as n, count(ms), sum(ms), avg(ms), min(ms), max(ms), pct(ms, 50)',
    [['5', '3', '600', '200', '100', '300', '200']],
  ],
  [
    'filter ispresent(ms) | stats avg(ms) by app | sort app',
    [
      ['orders', '150'],
      ['payments', '300'],
    ],
  ],
  [
    'stats count(*) as n by bin(5m) | sort bin(5m)',
    [
      ['2026-11-28 02:10:00.000', '3'],
      ['2026-11-28 02:15:00.000', '2'],
    ],
  ],
  ['stats count(*) by app | sort count(*) desc | limit 1', [['orders', '3']]],
  ['stats count(*) as n by app | filter n > 1 and ispresent(app)', [['orders', '3']]],
  ['filter app = "none" | stats count(*)', [['0']]],
  ['filter app = "none" | stats count(*) by app', []],
  ['stats count_distinct(app), earliest(ms), latest(ms)', [['2', '100', '200']]],
  ['parse @message "user=* after * ms" as user, took | filter took > 10 | display user, took', [['ada', '12']]],
  ['parse "user=*," as user | display user | filter ispresent(user)', [['ada after 12 ms']]],
  ['parse @message /user=(?<user>\\w+)$/ | filter ispresent(user) | display user', [['bob']]],
])('%s', (query, expected) => {
  expect(values(query)).toEqual(expected);
});

test('rows of stats have no pointer and are named as they are written, or by their alias', () => {
  expect(run('stats count(*), pct(ms, 90) as slow by app | filter app = "payments"').rows).toEqual([
    { app: 'payments', 'count(*)': '1', slow: '300' },
  ]);
});

test('the limit of the call holds besides that of the query', () => {
  expect(run('limit 4', 2).rows).toHaveLength(2);
  expect(run('limit 2', 4).rows).toHaveLength(2);
});

test.each([
  ['', 'The query is empty.'],
  ['pattern @message', 'The command "pattern" is not emulated here; fields, display, filter'],
  ["SOURCE 'group' | fields @message", 'The command "SOURCE" is not emulated here'],
  ['fields a, | filter b = 1', 'The query ends where a field is expected.'],
  ['fields a b', 'Found "b" where the end of the command is expected.'],
  ['limit 0', 'limit is 0, expected a whole number from 1 to 10000.'],
  ['limit many', 'limit is many'],
  ['stats median(ms)', 'stats median() is not emulated here; count, count_distinct'],
  ['stats pct(ms)', 'pct(ms) needs a percentage'],
  ['stats count(*) by bin(5 minutes)', 'Found "5" where a duration such as 5m is expected.'],
  ['stats count(*) by bin(5y)', 'bin(5y): expected a duration'],
  ['parse @message "a*b*" as x', 'parse "a*b*" has 2 *, and 1 names after "as".'],
  ['parse @message /x/', 'needs a named group'],
  ['filter a = 1 | | limit 1', 'The query ends where a command is expected.'],
  ['limit 1 |', 'The query ends where a command is expected.'],
])('"%s" is refused by name', (query, message) => {
  expect(() => parseLogQuery(query)).toThrow(message);
});

test('ten thousand comments and spaces are read in no time', () => {
  const begun = performance.now();
  expect(() => parseLogQuery(`${'# a '.repeat(10_000)}\n${'  #'.repeat(10_000)}\n limit x`)).toThrow('limit is x');
  expect(performance.now() - begun).toBeLessThan(2_000);
});

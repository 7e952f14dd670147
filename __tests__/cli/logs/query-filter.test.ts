import { QUERY_NAMES, queriesOf } from '../../../cli/logs/queries';
import { filterOf } from '../../../cli/logs/query-filter';
import { APPLICATION_QUERIES, MANAGER_QUERIES } from '../../../config/dashboards/log-queries';
import { LogQueryError } from '../../../tools/log-insights/log-query-error';
import { flinkLine, managerLine } from './log-lines';

test.each([
  ['a = "x"', { a: 'x' }, true],
  ['a = "x"', { a: 'y' }, false],
  ['a = "x"', {}, false],
  ['a != "x"', { a: 'y' }, true],
  ['a like "part"', { a: 'a part of it' }, true],
  ['a like "p.rt"', { a: 'a part of it' }, false],
  ['a like /p.rt/', { a: 'a part of it' }, true],
  ['n = "3"', { n: 3 }, true],
  ['a = "x" and b = "y"', { a: 'x', b: 'z' }, false],
  ['a = "x" or b = "y"', { a: 'x', b: 'z' }, true],
  ['a = "1" or b = "1" and c = "1"', { a: '1' }, true],
  ['(a = "1" or b = "1") and c = "1"', { a: '1' }, false],
  ['not a = "x"', { a: 'x' }, false],
  ['a = "and | or"', { a: 'and | or' }, true],
  ['a like /x|y/', { a: 'y' }, true],
  ['a in ["x", "y"]', { a: 'y' }, true],
  ['a.b = 3', { a: { b: 3 } }, true],
])('filter %s of %j is %s', (filter, fields, expected) => {
  expect(filterOf(`fields @message | filter ${filter} | sort @timestamp desc`)(JSON.stringify(fields))).toBe(expected);
});

test('several filters must all hold, and a query without any finds every line', () => {
  const both = filterOf('filter a = "1" | filter b = "1"');
  expect([both('{"a":"1","b":"1"}'), both('{"a":"1"}')]).toEqual([true, false]);
  expect(filterOf('fields @message')('anything')).toBe(true);
});

test.each(['urlencode(a) = "x"', 'a + 1 > 3', 'a = "x" b = "y"', '(a = "x"', 'a ='])(
  'filter %s is refused, because it would be misjudged',
  (filter) => {
    expect(() => filterOf(`filter ${filter}`)).toThrow(LogQueryError);
  },
);

test('every saved query can be judged here, each with the lines that it is for', () => {
  for (const { query } of [...APPLICATION_QUERIES, ...MANAGER_QUERIES])
    expect(filterOf(query)).toBeInstanceOf(Function);
  for (const name of QUERY_NAMES) {
    for (const { query } of queriesOf(name, 'orders')) expect(query).toMatch(/^fields @timestamp, @message \| filter /);
  }
});

const found = (name: (typeof QUERY_NAMES)[number], of: string, line: string) =>
  queriesOf(name, 'orders').some((each) => each.of === of && filterOf(each.query)(line));

test.each([
  ['errors', 'application', flinkLine('It broke', 'ERROR'), true],
  ['errors', 'application', flinkLine('Decline checkpoint 7 by task 1 of job 2'), true],
  ['errors', 'application', flinkLine('Failed to trigger or complete checkpoint 7', 'WARN'), true],
  ['errors', 'application', flinkLine('Checkpoint 7 of job 2 expired before completing.'), true],
  // A crash loop on the real Flink: no line of it is an ERROR.
  ['errors', 'application', flinkLine('map (1/1)#3 switched from RUNNING to FAILED with failure cause:', 'WARN'), true],
  ['errors', 'application', flinkLine('map (1/1)#3 switched from RUNNING to FINISHED.'), false],
  ['errors', 'application', flinkLine('Completed checkpoint 7 for job 2'), false],
  ['errors', 'application', flinkLine('Amount of users: 3'), false],
  ['errors', 'manager', managerLine('run.error', { application: 'orders' }, 'ERROR'), true],
  ['errors', 'manager', managerLine('event.malformed', { application: '*' }, 'ERROR'), true],
  ['errors', 'manager', managerLine('run.error', { application: 'payments' }, 'ERROR'), false],
  ['errors', 'manager', managerLine('run.ended', { application: 'orders' }), false],
  ['restored', 'application', flinkLine('The application was restored from context'), true],
  ['restored', 'application', flinkLine('Amount of users: 3'), false],
  ['users', 'application', flinkLine('Amount of users: 3'), true],
] as const)('%s of the %s: %s', (name, of, line, expected) => {
  expect(found(name, of, line)).toBe(expected);
});

import fc from 'fast-check';
import { rowOfMessage } from '../../../tools/log-insights/fields';
import { LogQueryError } from '../../../tools/log-insights/log-query-error';
import { parseLogQuery } from '../../../tools/log-insights/query';

const LINE = {
  level: 'ERROR',
  n: 3,
  big: '12',
  ok: true,
  nested: { list: [{ id: 'x' }] },
  'a-b': 'dash',
  empty: '',
  none: null,
};

function holds(filter: string, message = JSON.stringify(LINE)): boolean {
  const [command] = parseLogQuery(`filter ${filter}`);
  if (command?.kind !== 'filter') throw new Error('no filter');
  return command.condition(rowOfMessage(message));
}

test.each([
  ['level = "ERROR"', true],
  ["level = 'ERROR'", true],
  ['level = "error"', false],
  ['level != "ERROR"', false],
  ['missing = "x"', false],
  ['missing != "x"', true],
  ['n = 3', true],
  ['n = "3"', true],
  ['n = 3.0', true],
  ['n > 2 and n >= 3 and n < 4 and n <= 3', true],
  ['n > 3', false],
  ['big > 9', true],
  ['level > 9', false],
  ['missing < 9', false],
  ['ok = true', true],
  ['ok = 1', true],
  ['ok = false', false],
  ['nested.list.0.id = "x"', true],
  ['`a-b` = "dash"', true],
  ['level like "RR"', true],
  ['level like "R.R"', false],
  ['level like /R.?R/', true],
  ['level like /(?i)error/', true],
  ['level =~ /^E/', true],
  ['level not like /^E/', false],
  ['missing like /./', false],
  ['level in ["WARN", "ERROR"]', true],
  ['level not in ["WARN", "ERROR"]', false],
  ['n in [1, 3]', true],
  ['ispresent(level)', true],
  ['ispresent(nested.list.0.id) and not ispresent(nested.list.1.id)', true],
  ['ispresent(none)', false],
  ['isempty(empty) and isempty(missing) and not isempty(level)', true],
  ['strlen(level) > 4', true],
  ['tolower(level) = "error"', true],
  ['coalesce(missing, level) = "ERROR"', true],
  ['level = "x" or n = 3 and ok = false', false],
  ['(level = "x" or n = 3) and ok = true', true],
  ['not (level = "x" or n = 4)', true],
  ['NOT level = "x" AND n = 3', true],
  ['@message like /"n":3/ # what is counted', true],
  ['level = "a # b" or level = "ERROR" # why', true],
])('%s is %s', (filter, expected) => {
  expect(holds(filter)).toBe(expected);
});

test('a line that is no JSON has its message alone', () => {
  expect(holds('@message like "{not" and not ispresent(not)', '{not JSON}')).toBe(true);
});

test.each([
  ['level', 'The query ends where a comparison is expected.'],
  ['level "x"', 'Found "x" where a comparison is expected.'],
  ['level = "x" n = 3', 'Found "n" where the end of the command is expected.'],
  ['(level = "x"', 'The query ends where ")" is expected.'],
  ['level like 3', 'Found "3" where a text or /a pattern/ is expected.'],
  ['level like /(/', "The pattern /(/ can't be read here."],
  ['level in "x"', 'Found "x" where "[" is expected.'],
  ['n + 1 > 3', 'Found "+" where a comparison is expected'],
  ['isIpInSubnet(ip, "1")', 'The function isIpInSubnet() is not emulated here.'],
  ['@requestId = "x"', 'The field @requestId is not emulated here; @timestamp, @message'],
  ['level = "x', 'Cannot read the query from ""x".'],
])('%s is refused', (filter, message) => {
  expect(() => holds(filter)).toThrow(LogQueryError);
  expect(() => holds(filter)).toThrow(message);
});

test('a condition or its opposite holds, never both, and each of two opposites excludes the other', () => {
  const field = fc.constantFrom('a', 'b', 'missing');
  const text = fc.string().filter((each) => !/["\\]/.test(each));
  const condition = fc.oneof(
    fc.tuple(field, text).map(([name, value]) => `${name} = "${value}"`),
    fc.tuple(field, text).map(([name, value]) => `${name} like "${value}"`),
    fc.tuple(field, fc.integer()).map(([name, value]) => `${name} >= ${value}`),
    field.map((name) => `ispresent(${name})`),
  );
  const message = fc
    .record({ a: fc.oneof(fc.string(), fc.integer()), b: fc.string() })
    .map((fields) => JSON.stringify(fields));
  fc.assert(
    fc.property(condition, condition, message, (one, other, line) => {
      expect(holds(`not (${one})`, line)).toBe(!holds(one, line));
      expect(holds(`${one} and ${other}`, line)).toBe(holds(one, line) && holds(other, line));
      expect(holds(`${one} or ${other}`, line)).toBe(holds(one, line) || holds(other, line));
    }),
  );
});

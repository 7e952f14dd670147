import { jsonPattern } from '../../../../local/cloud/log-insights/filter-pattern';

const LINE = JSON.stringify({ level: 'ERROR', n: 3, ok: true, off: false, none: null, list: [{ id: 'x.y' }] });

test.each([
  ['$.level = "ERROR"', true],
  ['$.level = ERROR', true],
  ['$.level = "ERR*"', true],
  ['$.level = "ERR"', false],
  ['$.level != "ERROR"', false],
  ['$.missing != "ERROR"', false],
  ['$.n = 3', true],
  ['$.n > 2 && $.n <= 3', true],
  ['$.n > 3 || $.list[0].id = "x.y"', true],
  ['($.n > 3 || $.n < 1) && $.level = "ERROR"', false],
  ['$.ok IS TRUE && $.off IS FALSE', true],
  ['$.none IS NULL && $.missing NOT EXISTS', true],
  ['$.list[0].id = "xzy"', false],
])('{ %s } is %s', (pattern, expected) => {
  expect(jsonPattern(pattern)(LINE)).toBe(expected);
});

test('a line that is no JSON has none of the fields', () => {
  expect(jsonPattern('$.level = "ERROR"')('level ERROR')).toBe(false);
});

test.each(['$.level', '$.level = ', 'level = "x"', '$.a = "x" $.b = "y"', '($.a = 1', '$.a ~ 1', ''])(
  '{%s} is refused',
  (pattern) => {
    expect(() => jsonPattern(pattern)).toThrow(`filterPattern "{${pattern}}" can't be read`);
  },
);

import fc from 'fast-check';
import { evaluate, evaluateMath, itemsOf, type MathInput } from '../../../../local/cloud/metric-math/evaluate';
import { parseExpression } from '../../../../local/cloud/metric-math/expression';
import { referencesOf } from '../../../../local/cloud/metric-math/references';
import { ofSeries, type Series } from '../../../../local/cloud/metric-math/values';

const series = new Map<string, Series>([
  ['m1', [1, undefined, 4, 4, 10]],
  ['m2', [2, 2, 2, undefined, 0]],
]);
const input: MathInput = {
  valueOf: (id) => {
    const found = series.get(id);
    return found === undefined ? undefined : ofSeries(found);
  },
  metricIds: ['m1', 'm2'],
  periodSeconds: 60,
  length: 5,
};
const withSearch: MathInput = {
  ...input,
  search: ({ text }) =>
    text === 'none'
      ? []
      : [
          { label: 'orders', series: [60, undefined, 120, 0, 6] },
          { label: 'payments', series: [1, 2, 3, 4, 5] },
        ],
};

const math = (expression: string) => evaluateMath(expression, input);

/** Series of an expression by their labels. */
function lists(expression: string) {
  return itemsOf(evaluate(parseExpression(expression), withSearch), 5).map(({ label, series: values }) => [
    label,
    ...values,
  ]);
}

test.each([
  ['m1 + m2 * 2', [5, undefined, 8, undefined, 10]],
  ['(m1 + m2) / 2', [1.5, undefined, 3, undefined, 5]],
  ['m1 / m2', [0.5, undefined, 2, undefined, undefined]],
  ['m1 > 3', [0, undefined, 1, 1, 1]],
  ['m1 > 3 AND m2 == 0 || m1 == 1', [1, undefined, 0, undefined, 1]],
  ['DIFF(m1)', [undefined, undefined, 3, 0, 6]],
  ['DIFF_TIME(m1)', [undefined, undefined, 120, 60, 60]],
  ['RATE(m1)', [undefined, undefined, 3 / 120, 0, 6 / 60]],
  ['FILL(m1, 0)', [1, 0, 4, 4, 10]],
  ['FILL(m1, m2)', [1, 2, 4, 4, 10]],
  ['FILL(m1, REPEAT)', [1, 1, 4, 4, 10]],
  ['FILL(m1, LINEAR)', [1, 2.5, 4, 4, 10]],
  ['IF(m1 >= 4, m2, 99)', [99, undefined, 2, undefined, 0]],
  ['IF(m1 >= 4, 1)', [undefined, undefined, 1, 1, 1]],
  ['SUM([m1, m2])', [3, 2, 6, 4, 10]],
  ['MAX(METRICS())', [2, 2, 4, 4, 10]],
  ['AVG(METRICS("m1"))', [1, undefined, 4, 4, 10]],
  ['STDDEV([m1, m2])', [0.5, 0, 1, 0, 5]],
  ['m1 - MIN(m1)', [0, undefined, 3, 3, 9]],
  ['m1 * DATAPOINT_COUNT(m1)', [4, undefined, 16, 16, 40]],
  ['RUNNING_SUM(m1)', [1, undefined, 5, 9, 19]],
  ['m1 / PERIOD(m1)', [1 / 60, undefined, 4 / 60, 4 / 60, 10 / 60]],
  ['m1 ^ 2 - 1', [0, undefined, 15, 15, 99]],
  ['ABS(m2 - m1)', [1, undefined, 2, undefined, 10]],
  ['LOG10(m2 * 50)', [2, 2, 2, undefined, undefined]],
  ['FILL(m1, 0) + TIME_SERIES(1)', [2, 1, 5, 5, 11]],
  ['SLICE(METRICS(), 1)', [2, 2, 2, undefined, 0]],
  ['FIRST(SORT(METRICS(), SUM, DESC))', [1, undefined, 4, 4, 10]],
])('%s', (expression, expected) => {
  expect(math(expression)).toEqual(expected);
});

test.each([
  [
    "SEARCH('all', 'Maximum', 60) / 60",
    [
      ['orders', 1, undefined, 2, 0, 0.1],
      ['payments', 1 / 60, 2 / 60, 3 / 60, 4 / 60, 5 / 60],
    ],
  ],
  ["SUM(SEARCH('all', 'Maximum', 60))", [[undefined, 61, 2, 123, 4, 11]]],
  ["SORT(SEARCH('all', 'Maximum', 60), MAX, ASC, 1)", [['payments', 1, 2, 3, 4, 5]]],
  [
    "FILL(SEARCH('all', 'Maximum', 60), 0)",
    [
      ['orders', 60, 0, 120, 0, 6],
      ['payments', 1, 2, 3, 4, 5],
    ],
  ],
  ["m1 + SLICE(SEARCH('all', 'Maximum', 60), 1, 2)", [['payments', 2, undefined, 7, 8, 15]]],
  ["SEARCH('none', 'Maximum', 60)", []],
  ["SUM(SEARCH('none', 'Maximum', 60))", [[undefined, ...Array(5).fill(undefined)]]],
  [
    '[m1, m2]',
    [
      [undefined, 1, undefined, 4, 4, 10],
      [undefined, 2, 2, 2, undefined, 0],
    ],
  ],
])('%s is a list of series', (expression, expected) => {
  expect(lists(expression)).toEqual(expected);
});

test.each([
  ['m3 + 1', 'No metric or expression has the id "m3".'],
  ['ANOMALY_DETECTION_BAND(m1)', 'ANOMALY_DETECTION_BAND() with 1 argument is not emulated.'],
  ['HOUR()', 'HOUR() needs an argument, or is not emulated.'],
  ['[m1, m2]', 'does not return a single time series'],
  ['METRICS() + METRICS()', 'a list of metrics on both sides'],
  ['FILL(m1, NEXT)', 'No metric or expression has the id "NEXT"'],
  ['SORT(METRICS(), AVG, m1)', 'Found no text where one is expected.'],
  ["SEARCH('x', 'Sum', 60)", 'SEARCH() is not allowed here'],
  ['m1 +', 'expected more, found the end'],
  ['m1 m2', '"m2" was not expected'],
  ['m1 ; 2', 'cannot read from'],
])('%s is refused', (expression, message) => {
  expect(() => math(expression)).toThrow(message);
});

test('what an expression is made from is known before it is evaluated', () => {
  const { ids, usesMetrics, searches } = referencesOf(
    parseExpression(`IF(m1 > e2, SUM(METRICS("m")), SEARCH('{A,B} MetricName="c"', 'Sum', 60) / m3)`),
  );
  expect([...ids]).toEqual(['m1', 'e2', 'm3']);
  expect(usesMetrics).toBe(true);
  expect(searches).toEqual([{ text: '{A,B} MetricName="c"', statistic: 'Sum', periodSeconds: 60 }]);
  expect(() => referencesOf(parseExpression("SEARCH('x')"))).toThrow('SEARCH is called as');
});

test('the sum of a difference is the last value less the first, whatever is missing between', () => {
  fc.assert(
    fc.property(
      fc.array(fc.option(fc.integer({ min: -1000, max: 1000 }), { nil: undefined }), { minLength: 1 }),
      (values) => {
        const known = values.filter((value) => value !== undefined);
        const context = { ...input, valueOf: () => ofSeries(values), length: values.length };
        const total = evaluateMath('SUM(DIFF(m1))', context)[0];
        expect(total).toBe(known.length < 2 ? undefined : (known.at(-1) ?? 0) - (known[0] ?? 0));
      },
    ),
  );
});

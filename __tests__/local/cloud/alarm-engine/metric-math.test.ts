import { evaluateMath } from '../../../../local/cloud/alarm-engine/metric-math';

const series = new Map<string, readonly (number | undefined)[]>([
  ['m1', [1, undefined, 4, 4, 10]],
  ['m2', [2, 2, 2, undefined, 0]],
]);

function math(expression: string) {
  return evaluateMath(expression, { series, metricIds: ['m1', 'm2'], periodSeconds: 60, length: 5 });
}

test.each([
  ['m1 + m2 * 2', [5, undefined, 8, undefined, 10]],
  ['(m1 + m2) / 2', [1.5, undefined, 3, undefined, 5]],
  ['m1 / m2', [0.5, undefined, 2, undefined, undefined]],
  ['m1 > 3', [0, undefined, 1, 1, 1]],
  ['m1 > 3 AND m2 == 0 || m1 == 1', [1, undefined, 0, undefined, 1]],
  ['DIFF(m1)', [undefined, undefined, 3, 0, 6]],
  ['RATE(m1)', [undefined, undefined, 3 / 120, 0, 6 / 60]],
  ['FILL(m1, 0)', [1, 0, 4, 4, 10]],
  ['FILL(m1, REPEAT)', [1, 1, 4, 4, 10]],
  ['IF(m1 >= 4, m2, 99)', [99, undefined, 2, undefined, 0]],
  ['IF(m1 >= 4, 1)', [undefined, undefined, 1, 1, 1]],
  ['SUM([m1, m2])', [3, 2, 6, 4, 10]],
  ['MAX(METRICS())', [2, 2, 4, 4, 10]],
  ['AVG(METRICS("m1"))', [1, undefined, 4, 4, 10]],
  ['m1 - MIN(m1)', [0, undefined, 3, 3, 9]],
  ['RUNNING_SUM(m1)', [1, undefined, 5, 9, 19]],
  ['m1 / PERIOD(m1)', [1 / 60, undefined, 4 / 60, 4 / 60, 10 / 60]],
  ['m1 ^ 2 - 1', [0, undefined, 15, 15, 99]],
  ['ABS(m2 - m1)', [1, undefined, 2, undefined, 10]],
  ['FILL(m1, 0) + TIME_SERIES(1)', [2, 1, 5, 5, 11]],
])('%s', (expression, expected) => {
  expect(math(expression)).toEqual(expected);
});

test.each([
  ['m3 + 1', 'No metric or earlier expression has the id "m3".'],
  ['ANOMALY_DETECTION_BAND(m1)', 'ANOMALY_DETECTION_BAND() with 1 arguments is not emulated.'],
  ['[m1, m2]', 'does not return a single time series'],
  ['m1 +', 'expected more, found the end'],
  ['m1 m2', '"m2" was not expected'],
  ['m1 ; 2', 'cannot read from'],
])('%s is refused', (expression, message) => {
  expect(() => math(expression)).toThrow(message);
});

import type { AlarmRuleset } from '../../../../local/cloud/alarm-engine/alarm';
import { decimal, longTime, stateReason } from '../../../../local/cloud/alarm-engine/state-reason';

const RULES: AlarmRuleset = {
  comparison: 'GreaterThanThreshold',
  threshold: 0,
  evaluationPeriods: 3,
  datapointsToAlarm: 2,
  missingData: 'notBreaching',
};
/** Minutes from 10:00, with values of which those above 0 breach. */
const points = (...values: readonly [minute: number, value: number][]) =>
  values.map(([minute, value]) => ({ value, at: new Date(Date.UTC(2026, 10, 24, 10, minute)), breaches: value > 0 }));

// The sentences are those of CloudWatch mails in public bug reports and guides.
test('breaching data points are listed, the newest first', () => {
  expect(stateReason(RULES, points([0, 1], [1, 0], [2, 3.25]), true)).toBe(
    'Threshold Crossed: 2 out of the last 3 datapoints [3.25 (24/11/26 10:02:00), 1.0 (24/11/26 10:00:00)] were greater ' +
      'than the threshold (0.0) (minimum 2 datapoints for OK -> ALARM transition).',
  );
});

test('back to OK the others are listed', () => {
  expect(stateReason(RULES, points([0, 1], [1, 0], [2, 0]), false)).toBe(
    'Threshold Crossed: 2 out of the last 3 datapoints [0.0 (24/11/26 10:02:00), 0.0 (24/11/26 10:01:00)] were not ' +
      'greater than the threshold (0.0) (minimum 2 datapoints for ALARM -> OK transition).',
  );
});

test('one data point is told of in the singular', () => {
  const rules = { ...RULES, evaluationPeriods: 1, datapointsToAlarm: 1, comparison: 'LessThanThreshold', threshold: 1 };
  expect(stateReason({ ...RULES, ...rules, comparison: 'LessThanThreshold' }, points([0, 1]), true)).toBe(
    'Threshold Crossed: 1 out of the last 1 datapoints [1.0 (24/11/26 10:00:00)] was less than the threshold (1.0) ' +
      '(minimum 1 datapoint for OK -> ALARM transition).',
  );
});

test.each([
  [
    'breaching',
    true,
    points(),
    'Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as [Breaching].',
  ],
  [
    'notBreaching',
    false,
    points([1, 4]),
    'Threshold Crossed: 1 datapoint was received for 3 periods and 2 missing datapoints were treated as [NonBreaching].',
  ],
  [
    'notBreaching',
    false,
    points([1, 0], [2, 0]),
    'Threshold Crossed: 2 datapoints [0.0 (24/11/26 10:02:00), 0.0 (24/11/26 10:01:00)] were not greater than the ' +
      'threshold (0.0) and 1 missing datapoint was treated as [NonBreaching].',
  ],
] as const)('missing data points that count as %s are told of', (missingData, isAlarm, used, sentence) => {
  expect(stateReason({ ...RULES, missingData }, used, isAlarm)).toBe(sentence);
});

test.each([
  [0, '0.0'],
  [5, '5.0'],
  [-1, '-1.0'],
  [95.25, '95.25'],
  [18_000_000, '1.8E7'],
  [20_000_000, '2.0E7'],
  [0.0005, '5.0E-4'],
])('%d is written %s', (value, text) => {
  expect(decimal(value)).toBe(text);
});

test('a time is written with its day', () => {
  expect(longTime(new Date('2026-11-04T09:05:07.890Z'))).toBe('Wednesday 04 November, 2026 09:05:07 UTC');
});

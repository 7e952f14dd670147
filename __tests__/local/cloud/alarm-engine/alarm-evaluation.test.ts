import type { AlarmRuleset } from '../../../../local/cloud/alarm-engine/alarm';
import { judge } from '../../../../local/cloud/alarm-engine/alarm-evaluation';

/** As in CloudWatch's documentation: 0 does not breach, X does, - is missing; oldest first. */
function points(text: string): (number | undefined)[] {
  return text.split(' ').map((point) => (point === '-' ? undefined : point === 'X' ? 10 : 0));
}

function state(text: string, datapointsToAlarm: number, missingData: AlarmRuleset['missingData']) {
  const rules = { comparison: 'GreaterThanThreshold', threshold: 5, evaluationPeriods: 3 } as const;
  return judge(points(text), [], { ...rules, datapointsToAlarm, missingData })?.state ?? 'as before';
}

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
describe('three of three, as documented', () => {
  test.each([
    ['0 - X - X', 'OK', 'OK', 'OK', 'OK'],
    ['- - - - 0', 'OK', 'OK', 'OK', 'OK'],
    ['- - - - -', 'INSUFFICIENT_DATA', 'as before', 'ALARM', 'OK'],
    ['0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['- - X - -', 'ALARM', 'as before', 'ALARM', 'OK'],
  ] as const)('%s: missing %s, ignore %s, breaching %s, notBreaching %s', (text, missing, ignore, breaching, not) => {
    expect(state(text, 3, 'missing')).toBe(missing);
    expect(state(text, 3, 'ignore')).toBe(ignore);
    expect(state(text, 3, 'breaching')).toBe(breaching);
    expect(state(text, 3, 'notBreaching')).toBe(not);
  });
});

describe('two of three, as documented', () => {
  test.each([
    ['0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
    ['- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
    ['- - - X -', 'ALARM', 'as before', 'ALARM', 'OK'],
  ] as const)('%s: missing %s, ignore %s, breaching %s, notBreaching %s', (text, missing, ignore, breaching, not) => {
    expect(state(text, 2, 'missing')).toBe(missing);
    expect(state(text, 2, 'ignore')).toBe(ignore);
    expect(state(text, 2, 'breaching')).toBe(breaching);
    expect(state(text, 2, 'notBreaching')).toBe(not);
  });
});

// What the runbook says of snapshot-age: real data points of the longer range come before missing ones.
test.each([
  ['0 0 0 -', 'OK'],
  ['0 0 - -', 'OK'],
  ['0 - - -', 'OK'],
  ['- - - -', 'ALARM'],
  ['0 0 X -', 'OK'],
  ['0 X - -', 'OK'],
  ['X - - -', 'ALARM'],
  ['0 X X -', 'ALARM'],
] as const)('two of two, silence taken for bad: %s is %s', (text, expected) => {
  const rules = {
    comparison: 'GreaterThanThreshold',
    threshold: 5,
    evaluationPeriods: 2,
    datapointsToAlarm: 2,
  } as const;
  expect(judge(points(text), [], { ...rules, missingData: 'breaching' })?.state).toBe(expected);
});

test('a first breaching data point alone is no reason to leave the state', () => {
  expect(state('- - - - X', 3, 'missing')).toBe('as before');
});

test.each([
  ['GreaterThanThreshold', 5, false],
  ['GreaterThanOrEqualToThreshold', 5, true],
  ['LessThanThreshold', 5, false],
  ['LessThanOrEqualToThreshold', 5, true],
  ['LessThanThreshold', 4, true],
] as const)('%s 5 with %d breaches: %s', (comparison, value, breaches) => {
  const rules = {
    comparison,
    threshold: 5,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    missingData: 'missing',
  } as const;
  expect(judge([value], [], rules)?.state).toBe(breaches ? 'ALARM' : 'OK');
});

test('the state comes with its reason, which tells the times of the data points', () => {
  const rules = { comparison: 'GreaterThanThreshold', threshold: 5, evaluationPeriods: 2 } as const;
  const begins = [new Date('2026-11-24T10:00:00Z'), new Date('2026-11-24T10:01:00Z')];
  expect(judge([7, undefined], begins, { ...rules, datapointsToAlarm: 2, missingData: 'breaching' })).toEqual({
    state: 'ALARM',
    reason:
      'Threshold Crossed: 1 datapoint [7.0 (24/11/26 10:00:00)] was greater than the threshold (5.0) ' +
      'and 1 missing datapoint was treated as [Breaching].',
  });
});

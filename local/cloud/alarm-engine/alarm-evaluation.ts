import type { AlarmRuleset, AlarmState } from './alarm';
import { counted, stateReason } from './state-reason';

export interface Judgement {
  readonly state: AlarmState;
  readonly reason: string;
}

/**
 * CloudWatch looks further back than N when data points are missing; how far is not documented. In the documentation's
 * tables it is five data points for N = 3.
 */
export const EXTRA_PERIODS = 2;

/**
 * The state of an alarm by its data points, oldest first, `undefined` where there is none; undefined when the alarm
 * keeps its state. `begins` are the times at which the data points' periods begin. Follows the rules and both tables of
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function judge(
  points: readonly (number | undefined)[],
  begins: readonly Date[],
  rules: AlarmRuleset,
): Judgement | undefined {
  const { evaluationPeriods: n, datapointsToAlarm: m, missingData } = rules;
  const isBreaching = COMPARE[rules.comparison];
  const known = points.flatMap((value, index) => {
    if (value === undefined) return [];
    const breaches = isBreaching(value, rules.threshold);
    return { value, at: begins[index] ?? new Date(0), age: points.length - index, breaches };
  });
  // Real data points come first: with N of them, missing ones do not matter.
  const used = known.slice(-n);
  const missing = n - used.length;
  const breaching = used.filter((point) => point.breaches);
  const decide = (isAlarm: boolean): Judgement => ({
    state: isAlarm ? 'ALARM' : 'OK',
    reason: stateReason(rules, used, isAlarm),
  });

  if (missing === 0) return decide(breaching.length >= m);
  if (missingData === 'breaching') return decide(breaching.length + missing >= m);
  if (missingData === 'notBreaching') return decide(breaching.length >= m);
  if (used.length === 0) {
    if (missingData === 'ignore') return undefined;
    const reason = `Insufficient Data: ${counted(points.length, 'datapoint')} ${points.length === 1 ? 'was' : 'were'} unknown.`;
    return { state: 'INSUFFICIENT_DATA', reason };
  }
  if (breaching.length >= m) return decide(true);
  if (breaching.length < used.length) return decide(false);
  // Nothing but breaching points, fewer than M: an alarm once the oldest of them is M periods old, unless missing data
  // is to be ignored.
  const oldestAge = Math.max(...breaching.map((point) => point.age));
  return missingData === 'missing' && oldestAge >= m ? decide(true) : undefined;
}

const COMPARE: Readonly<Record<AlarmRuleset['comparison'], (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

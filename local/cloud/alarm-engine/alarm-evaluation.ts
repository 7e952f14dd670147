import type { AlarmState, COMPARISONS, MISSING_DATA_TREATMENTS } from './alarm';

/** What decides an alarm's state. */
export interface AlarmRuleset {
  readonly comparison: (typeof COMPARISONS)[number];
  readonly threshold: number;
  /** N of "M out of N". */
  readonly evaluationPeriods: number;
  /** M of "M out of N". */
  readonly datapointsToAlarm: number;
  readonly missingData: (typeof MISSING_DATA_TREATMENTS)[number];
}

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
 * keeps its state. Follows the rules and both tables of
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function judge(points: readonly (number | undefined)[], rules: AlarmRuleset): Judgement | undefined {
  const { evaluationPeriods: n, datapointsToAlarm: m, missingData } = rules;
  const isBreaching = COMPARE[rules.comparison];
  const known = points.flatMap((value, index) =>
    value === undefined ? [] : [{ value, age: points.length - index, breaches: isBreaching(value, rules.threshold) }],
  );
  // Real data points come first: with N of them, missing ones do not matter.
  const used = known.slice(-n);
  const missing = n - used.length;
  const breaching = used.filter((point) => point.breaches);
  const decide = (isAlarm: boolean, filled: number): Judgement => ({
    state: isAlarm ? 'ALARM' : 'OK',
    reason: describe(rules, used, breaching.length + filled, isAlarm),
  });

  if (missing === 0) return decide(breaching.length >= m, 0);
  if (missingData === 'breaching') return decide(breaching.length + missing >= m, missing);
  if (missingData === 'notBreaching') return decide(breaching.length >= m, 0);
  if (used.length === 0) {
    if (missingData === 'ignore') return undefined;
    const reason = `Insufficient Data: ${points.length} datapoints were unknown.`;
    return { state: 'INSUFFICIENT_DATA', reason };
  }
  if (breaching.length >= m) return decide(true, 0);
  if (breaching.length < used.length) return decide(false, 0);
  // Nothing but breaching points, fewer than M: an alarm once the oldest of them is M periods old, unless missing data
  // is to be ignored.
  const oldestAge = Math.max(...breaching.map((point) => point.age));
  return missingData === 'missing' && oldestAge >= m ? decide(true, 0) : undefined;
}

const COMPARE: Readonly<Record<AlarmRuleset['comparison'], (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

function describe(
  rules: AlarmRuleset,
  used: readonly { readonly value: number }[],
  breaching: number,
  isAlarm: boolean,
): string {
  const values = used.map((point) => String(point.value)).join(', ') || 'none';
  const missing = rules.evaluationPeriods - used.length;
  return (
    `Threshold ${isAlarm ? 'Crossed' : 'Not Crossed'}: ${breaching} of the last ${rules.evaluationPeriods} datapoints ` +
    `breach (${rules.comparison} ${rules.threshold}, ${rules.datapointsToAlarm} needed). Values, oldest first: ${values}` +
    (missing > 0 ? `; ${missing} missing, treated as ${rules.missingData}.` : '.')
  );
}

import type { AlarmRuleset } from './alarm';

/** A data point that an alarm was judged by. */
export interface Datapoint {
  readonly value: number;
  /** Begin of its period. */
  readonly at: Date;
  readonly breaches: boolean;
}

/**
 * Reason of an alarm's state in CloudWatch's words (as in mails and DescribeAlarms): `Threshold Crossed: 1 out of the
 * last 1 datapoints [8.0 (24/11/26 14:23:00)] was greater than the threshold (5.0) (minimum 1 datapoint for OK -> ALARM
 * transition).`
 *
 * @param used the data points of the last evaluation periods, oldest first.
 */
export function stateReason(rules: AlarmRuleset, used: readonly Datapoint[], isAlarm: boolean): string {
  const { evaluationPeriods: n, datapointsToAlarm: m, missingData } = rules;
  const missing = n - used.length;
  const filled =
    missing > 0 && (missingData === 'breaching' || missingData === 'notBreaching')
      ? `${counted(missing, 'missing datapoint')} ${wasOrWere(missing)} treated as [${missingData === 'breaching' ? 'Breaching' : 'NonBreaching'}].`
      : undefined;
  // The newest first, and only the data points that justify the state.
  const telling = used.filter((point) => point.breaches === isAlarm).reverse();
  const list = `[${telling.map(({ value, at }) => `${decimal(value)} (${shortTime(at)})`).join(', ')}]`;
  const crossed = `${wasOrWere(telling.length)} ${isAlarm ? '' : 'not '}${WORDS[rules.comparison]} the threshold (${decimal(rules.threshold)})`;

  if (filled !== undefined && used.length === 0) {
    return `Threshold Crossed: no datapoints were received for ${counted(n, 'period')} and ${filled}`;
  }
  if (filled !== undefined && telling.length === 0) {
    const received = `${counted(used.length, 'datapoint')} ${wasOrWere(used.length)} received for ${counted(n, 'period')}`;
    return `Threshold Crossed: ${received} and ${filled}`;
  }
  if (filled !== undefined) {
    return `Threshold Crossed: ${counted(telling.length, 'datapoint')} ${list} ${crossed} and ${filled}`;
  }
  const [least, change] = isAlarm ? [m, 'OK -> ALARM'] : [n - m + 1, 'ALARM -> OK'];
  return (
    `Threshold Crossed: ${telling.length} out of the last ${n} datapoints ${list} ${crossed} ` +
    `(minimum ${counted(least, 'datapoint')} for ${change} transition).`
  );
}

const WORDS: Readonly<Record<AlarmRuleset['comparison'], string>> = {
  GreaterThanThreshold: 'greater than',
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};

export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function wasOrWere(count: number): string {
  return count === 1 ? 'was' : 'were';
}

/** As Java writes a double: `2.0`, `0.25`, `1.8E7`. */
export function decimal(value: number): string {
  if (value === 0) return '0.0';
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-3 && magnitude < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}

/** `24/11/26 14:23:00`, UTC. */
function shortTime(at: Date): string {
  const [year, month, day] = at.toISOString().slice(2, 10).split('-');
  return `${day}/${month}/${year} ${at.toISOString().slice(11, 19)}`;
}

/** `Tuesday 24 November, 2026 14:23:00 UTC`, as in the mails. */
export function longTime(at: Date): string {
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options }).format(at);
  const day = `${part({ weekday: 'long' })} ${part({ day: '2-digit' })} ${part({ month: 'long' })}`;
  return `${day}, ${at.getUTCFullYear()} ${at.toISOString().slice(11, 19)} UTC`;
}

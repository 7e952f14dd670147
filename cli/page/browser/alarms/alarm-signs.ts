import type { VerdictWord } from '../../../status/words';
import type { Alarm, AlarmState } from '../../api/alarms';

/** Verdict whose sign and colour stand for a state of an alarm. */
export const VERDICTS = { OK: 'safe', ALARM: 'unsafe', INSUFFICIENT_DATA: 'unknown' } as const satisfies Record<
  AlarmState,
  VerdictWord
>;

/** States as people read them. */
export const STATES = { OK: 'OK', ALARM: 'in ALARM', INSUFFICIENT_DATA: 'no data' } as const satisfies Record<
  AlarmState,
  string
>;

/** Sentence about all alarms, the gravest first. */
export function alarmsSummary(alarms: readonly Pick<Alarm, 'state' | 'isWired'>[]): string {
  const count = (state: AlarmState) => alarms.filter((alarm) => alarm.state === state).length;
  const [bad, open] = [count('ALARM'), count('INSUFFICIENT_DATA')];
  const silent = alarms.filter(({ isWired }) => !isWired).length;
  if (alarms.length === 0) return 'No alarm is deployed.';
  return [
    `${bad} of ${alarms.length} alarms ${bad === 1 ? 'is' : 'are'} in ALARM.`,
    ...(open === 0 ? [] : [`${open} ${open === 1 ? 'has' : 'have'} no data.`]),
    ...(silent === 0 ? [] : [`The actions of ${silent} are switched off.`]),
  ].join(' ');
}

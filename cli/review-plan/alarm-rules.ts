import { isEqual } from './json';
import type { ResourceChange } from './plan';
import { type Rule, refusal } from './rule';
import { isEmptied, turnsOff, watch } from './switches';

const ALARMS = ['aws_cloudwatch_metric_alarm', 'aws_cloudwatch_composite_alarm'] as const;

export function isAlarm({ type }: ResourceChange): boolean {
  return type === ALARMS[0] || type === ALARMS[1];
}

/** What would keep a person from being told. */
export const alarmRules: readonly Rule[] = [
  {
    types: ALARMS,
    find: (change, all) => {
      if (change.action !== 'destroy') return [];
      const name = watch(change, 'alarm_name');
      const comesAgain = all.some(
        (other) =>
          other !== change &&
          isAlarm(other) &&
          other.action !== 'destroy' &&
          isEqual(watch(other, 'alarm_name').now, name.old),
      );
      return comesAgain ? [] : [refusal('alarm-destroyed', [name])];
    },
  },
  {
    types: ALARMS,
    find: (change) => {
      if (change.action === 'destroy') return [];
      const emptied = [watch(change, 'alarm_actions'), watch(change, 'ok_actions')].filter(isEmptied);
      const enabled = watch(change, 'actions_enabled');
      const off = change.action !== 'create' && turnsOff(enabled) ? [enabled] : [];
      const found = [...emptied, ...off];
      return found.length > 0 ? [refusal('alarm-silenced', found)] : [];
    },
  },
];

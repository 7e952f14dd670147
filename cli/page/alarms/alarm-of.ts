import { ALARM_CATALOG } from '../../../config/alarm-catalog/alarm-catalog';
import type { DeployedAlarm } from '../../safety/gather/deployed-alarms';
import type { Alarm, AlarmState } from '../api/alarms';

/** Description as the stacks write it: what is wrong, the runbook page, and the command to begin with. */
const DESCRIPTION = /^(?<meaning>.*?)(?: What to do: (?<runbook>\S+))?(?:\nNext: (?<next>.+))?$/s;

const MAILED_BY_MANAGER: ReadonlySet<string> = new Set(
  Object.values(ALARM_CATALOG).flatMap((definitions) =>
    definitions.filter(({ isMailedByManager }) => isMailedByManager).map(({ id }) => id),
  ),
);

/**
 * Alarm for the page.
 *
 * @param prefix prefix of the names of the deployment's alarms.
 * @param all alarms of the deployment, among which are the composites that notify for it.
 */
export function alarmOf(
  { alarm, name, id, isComposite, isUrgent }: DeployedAlarm,
  prefix: string,
  all: readonly DeployedAlarm[],
): Alarm {
  const { AlarmDescription = '', StateValue, StateTransitionedTimestamp, StateReason } = alarm;
  const { meaning = AlarmDescription, runbook, next } = DESCRIPTION.exec(AlarmDescription)?.groups ?? {};
  return {
    ...{ name, id, isComposite, isUrgent, meaning },
    application: applicationIn(name, prefix),
    state: stateOf(StateValue) ?? 'INSUFFICIENT_DATA',
    since: StateTransitionedTimestamp?.toISOString() ?? null,
    reason: StateReason ?? null,
    runbook: runbook ?? null,
    nextCommand: next ?? null,
    notifies: alarm.AlarmActions ?? [],
    notifiedBy: all.filter((other) => notifiesFor(other.alarm, name)).map((other) => other.id),
    isMailedByManager: MAILED_BY_MANAGER.has(id),
    isWired: alarm.ActionsEnabled ?? true,
  };
}

/** True: a composite with actions that fires when the alarm does; its rule is as the stacks write it. */
function notifiesFor({ AlarmActions = [], ...other }: DeployedAlarm['alarm'], name: string): boolean {
  const rule = 'AlarmRule' in other ? (other.AlarmRule ?? '') : '';
  return AlarmActions.length > 0 && rule.includes(`ALARM("${name}")`);
}

/** Application in `PREFIXorders/snapshot-age`; `null` for `PREFIXmanager-errors`. */
function applicationIn(name: string, prefix: string): string | null {
  const subject = name.slice(prefix.length);
  const end = subject.lastIndexOf('/');
  return end < 0 ? null : subject.slice(0, end);
}

/** State by its name; undefined: CloudWatch has no such state. */
export function stateOf(text: string | undefined): AlarmState | undefined {
  return (['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const).find((state) => state === text);
}

/** Order of the page: what fires first, the urgent ones before the others, then by name. */
export function byUrgency(one: Alarm, other: Alarm): number {
  return rank(one) - rank(other) || one.name.localeCompare(other.name);
}

function rank({ state, isUrgent }: Alarm): number {
  return (state === 'ALARM' ? 0 : 2) + (isUrgent ? 0 : 1);
}

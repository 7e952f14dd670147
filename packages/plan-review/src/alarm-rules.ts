import { at, isEmpty, isEqual, isList, isObject, type Json } from './json';
import type { ResourceChange } from './plan';
import { look, type Rule, refusal, when } from './rule';
import { isEmptied, turnsOff, type Watched, watch } from './switches';

const ALARMS = ['aws_cloudwatch_metric_alarm', 'aws_cloudwatch_composite_alarm'] as const;

export function isAlarm({ type }: ResourceChange): boolean {
  return type === ALARMS[0] || type === ALARMS[1];
}

/** Rules on changes that would keep a person from being notified. */
export const alarmRules: readonly Rule[] = [
  {
    types: ALARMS,
    find: (change, all) => {
      if (change.action !== 'destroy') return [];
      return successorOf(change, all) ? [] : [refusal('alarm-destroyed', [watch(change, 'alarm_name')])];
    },
  },
  {
    types: ALARMS,
    find: (change, all) => {
      const seen = withSuccessor(change, all);
      if (seen === undefined) return [];
      const actions = watch(seen, 'alarm_actions');
      const over = watch(seen, 'ok_actions');
      const enabled = watch(seen, 'actions_enabled');
      const found = [
        ...(losesSome(seen, actions) ? [actions] : []),
        ...(isEmptied(over) ? [over] : []),
        ...(seen.action !== 'create' && turnsOff(enabled) ? [enabled] : []),
      ];
      if (found.length === 0) return [];
      const again = seen.address === change.address ? undefined : `It is created again as ${seen.address}.`;
      return [refusal('alarm-silenced', found, again)];
    },
  },
  {
    types: ALARMS,
    find: (change, all) => {
      const seen = withSuccessor(change, all);
      if (seen === undefined || seen.action === 'create') return [];
      const missing = watch(seen, 'treat_missing_data');
      const changed = WATCHES.filter((name) => isChanged(watch(seen, name)));
      return [
        ...when(turnsOff(missing, 'breaching'), look(SILENT)),
        ...when(changed.length > 0, look(watchesElse(changed.join(', ')))),
      ];
    },
  },
];

const SILENT = 'The alarm no longer treats missing data as breaching. It stays silent when its metric stops.';

function watchesElse(names: string): string {
  return `The alarm watches something else: ${names} changed. Does the alarm’s name still describe it?`;
}

/** Attributes that define what an alarm watches. Threshold and periods are tuned often and not included. */
const WATCHES = [
  'namespace',
  'metric_name',
  'dimensions',
  'metric_query',
  'comparison_operator',
  'alarm_rule',
] as const;

/** Alarm of the same name that this plan creates or changes at another address. */
function successorOf(change: ResourceChange, all: readonly ResourceChange[]): ResourceChange | undefined {
  const name = watch(change, 'alarm_name').old;
  return all.find(
    (other) =>
      other !== change && isAlarm(other) && other.action !== 'destroy' && isEqual(watch(other, 'alarm_name').now, name),
  );
}

/** Alarm before and after, also if the latter is at another address; undefined if it is only deleted. */
function withSuccessor(change: ResourceChange, all: readonly ResourceChange[]): ResourceChange | undefined {
  if (change.action === 'forget') return undefined;
  if (change.action !== 'destroy') return change;
  const successor = successorOf(change, all);
  if (successor === undefined) return undefined;
  return { ...successor, action: 'update', before: change.before, beforeSensitive: change.beforeSensitive };
}

/** True if an entry is removed and no new or unknown one replaces it. */
function losesSome(change: ResourceChange, { path, old, now }: Watched): boolean {
  const [before, after] = [entries(old), entries(now)];
  const unknown = at(change.unknown, path);
  if (unknown === true) return false;
  const gone = before.filter((entry) => !after.some((other) => isEqual(entry, other)));
  const come = after.filter((entry) => !before.some((other) => isEqual(entry, other)));
  return gone.length > come.length + (isList(unknown) ? unknown.filter((one) => one === true).length : 0);
}

function entries(value: Json | undefined): readonly Json[] {
  return isList(value) ? value.filter((entry) => !isEmpty(entry)) : [];
}

function isChanged({ old, now, isUnknown }: Watched): boolean {
  const [before, after] = [withoutDefaults(old), withoutDefaults(now)];
  return !isUnknown && !(isEmpty(before) && isEmpty(after)) && !isEqual(before, after);
}

/** Value without empty texts, zeros and lists: a state has them, the plan of a new alarm does not. */
function withoutDefaults(value: Json | undefined): Json {
  if (isList(value)) return value.map(withoutDefaults);
  if (!isObject(value)) return value === undefined || value === '' || value === 0 || value === false ? null : value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, inner]) => [name, withoutDefaults(inner)] as const)
      .filter(([, inner]) => !isEmpty(inner)),
  );
}

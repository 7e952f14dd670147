import type { CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { AlarmState } from '../api/dashboard';

/** Alarm as CloudWatch describes it. */
export type DescribedAlarm =
  | { readonly kind: 'metric'; readonly alarm: MetricAlarm }
  | { readonly kind: 'composite'; readonly alarm: CompositeAlarm };

/** Alarms that were looked at, by name; the others could not be read, for the reason. */
export interface DescribedAlarms {
  readonly byName: ReadonlyMap<string, DescribedAlarm>;
  /** Sentence about why none could be read. */
  readonly problem?: string;
}

/** Name and region of an alarm; undefined: the text is no ARN of an alarm. */
export function alarmOfArn(arn: string): { readonly name: string; readonly region: string } | undefined {
  const [, region, name] = /^arn:[^:]*:cloudwatch:([^:]*):[^:]*:alarm:(.+)$/.exec(arn) ?? [];
  return region === undefined || name === undefined ? undefined : { name, region };
}

/** State of an alarm that a widget names. */
export function stateOf(arn: string, region: string, { byName, problem }: DescribedAlarms): AlarmState {
  const found = alarmOfArn(arn);
  const unread = (reason: string) => ({ name: found?.name ?? arn, state: null, reason, since: null });
  if (found === undefined) return unread('This is no ARN of an alarm.');
  if (found.region !== region) return unread(`It is of the region ${found.region}; this page reads ${region}.`);
  const alarm = byName.get(found.name)?.alarm;
  if (alarm === undefined) return unread(problem ?? 'No alarm has this name: it was deleted, or never deployed.');
  const since = alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp;
  return {
    name: found.name,
    state: alarm.StateValue ?? null,
    reason: alarm.StateReason ?? '',
    since: since?.toISOString() ?? null,
  };
}

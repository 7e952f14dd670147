import { type Alarm, type AlarmState, isComposite } from './alarm';
import { regionName } from './region-name';

/** Place of an alarm. */
export interface AlarmPlace {
  readonly accountId: string;
  readonly region: string;
}

/** The message that CloudWatch publishes to the topics of an alarm, and that its mails are made of. */
export interface AlarmNotification {
  readonly subject: string;
  readonly message: object;
}

/** SNS takes at most 100 characters of subject. */
const LONGEST_SUBJECT = 100;

/**
 * @param children the alarms that a composite's rule names; of these the message lists the ones that are in ALARM.
 */
export function alarmNotification(
  alarm: Alarm,
  before: AlarmState,
  children: readonly Alarm[],
  { accountId, region }: AlarmPlace,
): AlarmNotification {
  return {
    subject: `${alarm.StateValue}: "${alarm.AlarmName}" in ${regionName(region)}`.slice(0, LONGEST_SUBJECT),
    message: {
      AlarmName: alarm.AlarmName,
      AlarmDescription: alarm.AlarmDescription ?? null,
      AWSAccountId: accountId,
      NewStateValue: alarm.StateValue,
      NewStateReason: alarm.StateReason,
      StateChangeTime: isoTime(alarm.StateTransitionedTimestamp),
      Region: regionName(region),
      AlarmArn: alarm.AlarmArn,
      OldStateValue: before,
      OKActions: alarm.OKActions,
      AlarmActions: alarm.AlarmActions,
      InsufficientDataActions: alarm.InsufficientDataActions,
      ...(isComposite(alarm)
        ? {
            AlarmRule: alarm.AlarmRule,
            TriggeringChildren: children
              .filter((child) => child.StateValue === 'ALARM')
              .map((child) => ({
                Arn: child.AlarmArn,
                State: { Value: child.StateValue, Timestamp: isoTime(child.StateTransitionedTimestamp) },
              })),
          }
        : {
            Trigger: {
              Namespace: alarm.Namespace,
              MetricName: alarm.MetricName,
              Dimensions: alarm.Dimensions.map(({ Name, Value }) => ({ name: Name, value: Value })),
              Metrics: alarm.Metrics,
              Statistic: alarm.Statistic ?? alarm.ExtendedStatistic,
              Unit: alarm.Unit,
              Period: alarm.Period,
              EvaluationPeriods: alarm.EvaluationPeriods,
              DatapointsToAlarm: alarm.DatapointsToAlarm,
              ComparisonOperator: alarm.ComparisonOperator,
              Threshold: alarm.Threshold,
              TreatMissingData: alarm.TreatMissingData ?? 'missing',
            },
          }),
    },
  };
}

/** `2026-11-24T14:24:12.345+0000`, as CloudWatch writes it. */
function isoTime(epochSeconds: number): string {
  return new Date(epochSeconds * 1_000).toISOString().replace('Z', '+0000');
}

import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { AlarmPlace } from './alarm-notification';
import type { Transition } from './alarm-store';

/**
 * The event that CloudWatch sends to the default bus when an alarm's state changes, as far as rules here look at it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
export function stateChangeEvent(
  { alarm, before, beforeSince }: Transition,
  { accountId, region }: AlarmPlace,
): PutEventsRequestEntry {
  const time = (epochSeconds: number) => new Date(epochSeconds * 1_000).toISOString().replace('Z', '+0000');
  return {
    Source: 'aws.cloudwatch',
    DetailType: 'CloudWatch Alarm State Change',
    Resources: [`arn:aws:cloudwatch:${region}:${accountId}:alarm:${alarm.AlarmName}`],
    Time: new Date(alarm.StateTransitionedTimestamp * 1_000),
    Detail: JSON.stringify({
      alarmName: alarm.AlarmName,
      configuration: { description: alarm.AlarmDescription },
      state: {
        value: alarm.StateValue,
        reason: alarm.StateReason,
        timestamp: time(alarm.StateTransitionedTimestamp),
      },
      previousState: { value: before, timestamp: time(beforeSince) },
    }),
  };
}

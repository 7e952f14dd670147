import type { AwsEvent } from '../aws-events';
import type { AlarmPlace } from './alarm-notification';
import type { Transition } from './alarm-store';

/**
 * The event that CloudWatch sends to the default bus when an alarm's state changes, as far as rules here look at it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
export function stateChangeEvent(
  { alarm, before, beforeSince }: Transition,
  { accountId, region }: AlarmPlace,
  id: string,
): AwsEvent {
  return {
    version: '0',
    id,
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account: accountId,
    time: `${iso(alarm.StateTransitionedTimestamp).slice(0, 19)}Z`,
    region,
    resources: [`arn:aws:cloudwatch:${region}:${accountId}:alarm:${alarm.AlarmName}`],
    detail: {
      alarmName: alarm.AlarmName,
      configuration: { description: alarm.AlarmDescription },
      state: {
        value: alarm.StateValue,
        reason: alarm.StateReason,
        timestamp: inDetail(alarm.StateTransitionedTimestamp),
      },
      previousState: { value: before, timestamp: inDetail(beforeSince) },
    },
  };
}

function iso(epochSeconds: number): string {
  return new Date(epochSeconds * 1_000).toISOString();
}

function inDetail(epochSeconds: number): string {
  return iso(epochSeconds).replace('Z', '+0000');
}

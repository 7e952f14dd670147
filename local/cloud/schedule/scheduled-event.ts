import type { AwsEvent } from '../aws-events';

/** Event that EventBridge sends for a tick of a scheduled rule. */
export function scheduledEvent(
  rule: { readonly arn: string; readonly accountId: string; readonly region: string },
  id: string,
  time: Date,
): AwsEvent {
  return {
    version: '0',
    id,
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: rule.accountId,
    time: `${time.toISOString().slice(0, 19)}Z`,
    region: rule.region,
    resources: [rule.arn],
    detail: {},
  };
}

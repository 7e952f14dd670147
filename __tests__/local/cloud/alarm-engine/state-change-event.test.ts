import { metricAlarmSettings } from '../../../../local/cloud/alarm-engine/alarm';
import { stateChangeEvent } from '../../../../local/cloud/alarm-engine/state-change-event';

test('an event names the alarm, its new state and the one before, each with its time', () => {
  const settings = metricAlarmSettings.parse({
    AlarmName: 'd/orders/cpu',
    Namespace: 'N',
    MetricName: 'M',
    Period: 60,
    Statistic: 'Maximum',
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
  });
  const alarm = {
    ...settings,
    AlarmArn: 'arn',
    AlarmConfigurationUpdatedTimestamp: 0,
    StateValue: 'OK' as const,
    StateReason: 'it is well',
    StateUpdatedTimestamp: 1_764_000_060,
    StateTransitionedTimestamp: 1_764_000_060,
  };
  const place = { accountId: '123456789012', region: 'eu-west-1' };
  expect(stateChangeEvent({ alarm, before: 'ALARM', beforeSince: 1_764_000_000 }, place, 'an-id')).toEqual({
    version: '0',
    id: 'an-id',
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account: '123456789012',
    time: '2025-11-24T16:01:00Z',
    region: 'eu-west-1',
    resources: ['arn:aws:cloudwatch:eu-west-1:123456789012:alarm:d/orders/cpu'],
    detail: {
      alarmName: 'd/orders/cpu',
      configuration: { description: undefined },
      state: { value: 'OK', reason: 'it is well', timestamp: '2025-11-24T16:01:00.000+0000' },
      previousState: { value: 'ALARM', timestamp: '2025-11-24T16:00:00.000+0000' },
    },
  });
});

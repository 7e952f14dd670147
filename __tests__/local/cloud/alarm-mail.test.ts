import type { Alarm } from '../../../local/cloud/alarm-engine/alarm';
import { alarmNotification } from '../../../local/cloud/alarm-engine/alarm-notification';
import { alarmMailText } from '../../../local/cloud/alarm-mail';

const PLACE = { accountId: '000000000000', region: 'eu-west-1' };
const TOPIC = 'arn:aws:sns:eu-west-1:000000000000:alerts';
const AT = Date.UTC(2026, 10, 24, 10, 4, 12) / 1_000;

const base = {
  AlarmName: 'kda/orders/downtime',
  AlarmDescription: 'It is down. What to do: docs/runbook.md#downtime',
  ActionsEnabled: true,
  OKActions: [TOPIC],
  AlarmActions: [TOPIC],
  InsufficientDataActions: [],
  AlarmArn: 'arn:aws:cloudwatch:eu-west-1:000000000000:alarm:kda/orders/downtime',
  AlarmConfigurationUpdatedTimestamp: AT,
  StateValue: 'ALARM',
  StateReason: 'because.',
  StateUpdatedTimestamp: AT,
  StateTransitionedTimestamp: AT,
} as const;
const onOneMetric: Alarm = {
  ...base,
  OKActions: [TOPIC],
  AlarmActions: [TOPIC],
  InsufficientDataActions: [],
  Namespace: 'AWS/KinesisAnalytics',
  MetricName: 'downtime',
  Dimensions: [{ Name: 'Application', Value: 'orders' }],
  Statistic: 'Maximum',
  Period: 60,
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  Threshold: 0,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'notBreaching',
};
const textOf = (alarm: Alarm, children: readonly Alarm[] = []) =>
  alarmMailText(JSON.stringify(alarmNotification(alarm, 'OK', children, PLACE).message));

test('the subject names state, alarm and region', () => {
  expect(alarmNotification(onOneMetric, 'OK', [], PLACE).subject).toBe('ALARM: "kda/orders/downtime" in EU (Ireland)');
});

test('the mail of an alarm on one metric is CloudWatch’s', () => {
  expect(textOf(onOneMetric)).toBe(
    `You are receiving this email because your Amazon CloudWatch Alarm "kda/orders/downtime" in the EU (Ireland) region has entered the ALARM state, because "because." at "Tuesday 24 November, 2026 10:04:12 UTC".

View this alarm in the AWS Management Console:
https://eu-west-1.console.aws.amazon.com/cloudwatch/deeplink.js?region=eu-west-1#alarmsV2:alarm/kda%2Forders%2Fdowntime

Alarm Details:
- Name:                       kda/orders/downtime
- Description:                It is down. What to do: docs/runbook.md#downtime
- State Change:               OK -> ALARM
- Reason for State Change:    because.
- Timestamp:                  Tuesday 24 November, 2026 10:04:12 UTC
- AWS Account:                000000000000
- Alarm Arn:                  arn:aws:cloudwatch:eu-west-1:000000000000:alarm:kda/orders/downtime

Threshold:
- The alarm is in the ALARM state when the metric is GreaterThanThreshold 0.0 for at least 2 of the last 3 period(s) of 60 seconds. 

Monitored Metric:
- MetricNamespace:                     AWS/KinesisAnalytics
- MetricName:                          downtime
- Dimensions:                          [Application = orders]
- Period:                              60 seconds
- Statistic:                           Maximum
- Unit:                                not specified
- TreatMissingData:                    notBreaching

State Change Actions:
- OK: [arn:aws:sns:eu-west-1:000000000000:alerts]
- ALARM: [arn:aws:sns:eu-west-1:000000000000:alerts]
- INSUFFICIENT_DATA: `,
  );
});

test('the mail of an alarm on metric math shows the expression that is judged, and its label', () => {
  const { Namespace, MetricName, Statistic, Period, ...rest } = onOneMetric;
  const text = textOf({
    ...rest,
    Dimensions: [],
    Metrics: [
      {
        Id: 'level',
        ReturnData: false,
        MetricStat: { Metric: { Namespace: 'N', MetricName: 'M', Dimensions: [] }, Period: 300, Stat: 'Maximum' },
      },
      { Id: 'increase', Expression: 'DIFF(level)', Label: 'restarts, increase', ReturnData: true },
    ],
  });
  expect(text).toContain('for at least 2 of the last 3 period(s) of 300 seconds');
  expect(text).toContain(`Monitored Metrics:
- MetricExpression:                    DIFF(level)
- MetricLabel:                         restarts, increase

State Change Actions:`);
});

test('the mail of a composite alarm shows its rule and which of its alarms fire', () => {
  const rule = 'ALARM("kda/orders/downtime") OR ALARM("kda/orders/cpu")';
  const fine: Alarm = { ...onOneMetric, AlarmName: 'kda/orders/cpu', StateValue: 'OK' };
  const text = textOf({ ...base, OKActions: [], AlarmActions: [TOPIC], InsufficientDataActions: [], AlarmRule: rule }, [
    onOneMetric,
    fine,
  ]);
  expect(text).toContain(
    'region has transitioned to ALARM state on Tuesday 24 November, 2026 10:04:12 UTC, because "because.".',
  );
  expect(text).toContain(`- State Change:               OK -> ALARM
- Alarm Rule:                 ${rule}
- Reason for State Change:    because.`);
  expect(text).toContain(`Triggering children (max. 10):
- arn:aws:cloudwatch:eu-west-1:000000000000:alarm:kda/orders/downtime   ALARM   Tuesday 24 November, 2026 10:04:12 UTC

State Change Actions:
- OK: 
- ALARM: [${TOPIC}]`);
});

test.each(['Snapshot taken.', '{"AlarmName": 1}', '{'])(
  'a message that is no alarm’s is left as it is: %s',
  (message) => {
    expect(alarmMailText(message)).toBeUndefined();
  },
);

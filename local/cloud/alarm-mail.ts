import { z } from 'zod';
import { readJson } from '../../packages/managed-flink/src/http/json-protocol';
import { decimal, longTime } from './alarm-engine/state-reason';

const actions = z.array(z.string());
const common = {
  AlarmName: z.string(),
  AlarmDescription: z.string().nullable(),
  AWSAccountId: z.string(),
  NewStateValue: z.string(),
  NewStateReason: z.string(),
  StateChangeTime: z.string(),
  Region: z.string(),
  AlarmArn: z.string(),
  OldStateValue: z.string(),
  OKActions: actions,
  AlarmActions: actions,
  InsufficientDataActions: actions,
};
const metricMessage = z.object({
  ...common,
  Trigger: z.object({
    Namespace: z.string().optional(),
    MetricName: z.string().optional(),
    Dimensions: z.array(z.object({ name: z.string(), value: z.string() })),
    Metrics: z
      .array(
        z.object({
          Expression: z.string().optional(),
          Label: z.string().optional(),
          ReturnData: z.boolean().optional(),
          Period: z.number().optional(),
          MetricStat: z.object({ Period: z.number() }).optional(),
        }),
      )
      .optional(),
    Statistic: z.string().optional(),
    Unit: z.string().optional(),
    Period: z.number().optional(),
    EvaluationPeriods: z.number(),
    DatapointsToAlarm: z.number().optional(),
    ComparisonOperator: z.string(),
    Threshold: z.number(),
    TreatMissingData: z.string(),
  }),
});
const compositeMessage = z.object({
  ...common,
  AlarmRule: z.string(),
  TriggeringChildren: z.array(
    z.object({ Arn: z.string(), State: z.object({ Value: z.string(), Timestamp: z.string() }) }),
  ),
});
type MetricMessage = z.infer<typeof metricMessage>;
type CompositeMessage = z.infer<typeof compositeMessage>;

/**
 * The text that e-mail subscribers of a topic get for an alarm, made of the JSON that others get; undefined when the
 * message is no alarm's. As CloudWatch's mails in public bug reports and guides look; how those of alarms on metric math
 * give the period is not known, so it stands under Threshold as in the others.
 */
export function alarmMailText(message: string): string | undefined {
  const json = readJson(message);
  const metric = metricMessage.safeParse(json);
  if (metric.success) return metricAlarmMail(metric.data);
  const composite = compositeMessage.safeParse(json);
  return composite.success ? compositeAlarmMail(composite.data) : undefined;
}

function metricAlarmMail(alarm: MetricMessage): string {
  const { Trigger: trigger } = alarm;
  const at = longTime(timeOf(alarm.StateChangeTime));
  const seconds =
    trigger.Period ??
    Math.max(...(trigger.Metrics ?? []).map(({ MetricStat, Period }) => MetricStat?.Period ?? Period ?? 0));
  const { EvaluationPeriods: n, DatapointsToAlarm: m = n } = trigger;
  return [
    `You are receiving this email because your Amazon CloudWatch Alarm "${alarm.AlarmName}" in the ${alarm.Region} region has entered the ${alarm.NewStateValue} state, because "${alarm.NewStateReason}" at "${at}".`,
    '',
    ...consoleLink(alarm),
    '',
    ...details(alarm, []),
    '',
    'Threshold:',
    `- The alarm is in the ALARM state when the metric is ${trigger.ComparisonOperator} ${decimal(trigger.Threshold)} for at least ${m} of the last ${n} period(s) of ${seconds} seconds. `,
    '',
    ...monitored(trigger),
    '',
    ...stateChangeActions(alarm),
  ].join('\n');
}

function compositeAlarmMail(alarm: CompositeMessage): string {
  const at = longTime(timeOf(alarm.StateChangeTime));
  return [
    `You are receiving this email because your Amazon CloudWatch Alarm "${alarm.AlarmName}" in the ${alarm.Region} region has transitioned to ${alarm.NewStateValue} state on ${at}, because "${alarm.NewStateReason}".`,
    '',
    ...consoleLink(alarm),
    '',
    ...details(alarm, [row('Alarm Rule', alarm.AlarmRule)]),
    '',
    'Triggering children (max. 10):',
    ...alarm.TriggeringChildren.slice(0, 10).map(
      ({ Arn, State }) => `- ${Arn}   ${State.Value}   ${longTime(timeOf(State.Timestamp))}`,
    ),
    '',
    ...stateChangeActions(alarm),
  ].join('\n');
}

function consoleLink({ AlarmArn, AlarmName }: MetricMessage | CompositeMessage): string[] {
  const region = AlarmArn.split(':')[3];
  return [
    'View this alarm in the AWS Management Console:',
    `https://${region}.console.aws.amazon.com/cloudwatch/deeplink.js?region=${region}#alarmsV2:alarm/${encodeURIComponent(AlarmName)}`,
  ];
}

function details(alarm: MetricMessage | CompositeMessage, rule: readonly string[]): string[] {
  return [
    'Alarm Details:',
    row('Name', alarm.AlarmName),
    row('Description', alarm.AlarmDescription ?? ''),
    row('State Change', `${alarm.OldStateValue} -> ${alarm.NewStateValue}`),
    ...rule,
    row('Reason for State Change', alarm.NewStateReason),
    row('Timestamp', longTime(timeOf(alarm.StateChangeTime))),
    row('AWS Account', alarm.AWSAccountId),
    row('Alarm Arn', alarm.AlarmArn),
  ];
}

function monitored(trigger: MetricMessage['Trigger']): string[] {
  if (trigger.Metrics !== undefined) {
    const returned = trigger.Metrics.filter(
      ({ Expression, ReturnData }) => Expression !== undefined && ReturnData !== false,
    );
    return [
      'Monitored Metrics:',
      ...returned.flatMap(({ Expression = '', Label }) => [
        row('MetricExpression', Expression, METRIC_COLUMN),
        ...(Label === undefined ? [] : [row('MetricLabel', Label, METRIC_COLUMN)]),
      ]),
    ];
  }
  return [
    'Monitored Metric:',
    row('MetricNamespace', trigger.Namespace ?? '', METRIC_COLUMN),
    row('MetricName', trigger.MetricName ?? '', METRIC_COLUMN),
    row('Dimensions', trigger.Dimensions.map(({ name, value }) => `[${name} = ${value}]`).join(', '), METRIC_COLUMN),
    row('Period', `${trigger.Period} seconds`, METRIC_COLUMN),
    row('Statistic', trigger.Statistic ?? '', METRIC_COLUMN),
    row('Unit', trigger.Unit ?? 'not specified', METRIC_COLUMN),
    row('TreatMissingData', trigger.TreatMissingData, METRIC_COLUMN),
  ];
}

function stateChangeActions(alarm: MetricMessage | CompositeMessage): string[] {
  const list = (arns: readonly string[]) => arns.map((arn) => `[${arn}]`).join(' ');
  return [
    'State Change Actions:',
    `- OK: ${list(alarm.OKActions)}`,
    `- ALARM: ${list(alarm.AlarmActions)}`,
    `- INSUFFICIENT_DATA: ${list(alarm.InsufficientDataActions)}`,
  ];
}

/** Column of the values. */
const DETAILS_COLUMN = 30;
const METRIC_COLUMN = 39;

function row(label: string, value: string, column = DETAILS_COLUMN): string {
  return `- ${label}:`.padEnd(column) + value;
}

/** `+0000` is not ISO 8601's extended form, which is all that Date promises to read. */
function timeOf(text: string): Date {
  return new Date(text.replace(/\+0000$/, 'Z'));
}

import { z } from 'zod';
import {
  dimensionShape,
  flagShape as flag,
  listShape as list,
  type MetricQuery,
  metricQuery,
  numberShape as number,
} from '../metric-data/metric-query';

export type { MetricQuery };

const common = {
  AlarmName: z.string().min(1).max(255),
  AlarmDescription: z.string().optional(),
  ActionsEnabled: flag.default(true),
  OKActions: list(z.string()).default([]),
  AlarmActions: list(z.string()).default([]),
  InsufficientDataActions: list(z.string()).default([]),
};

export const COMPARISONS = [
  'GreaterThanThreshold',
  'GreaterThanOrEqualToThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
] as const;

export const MISSING_DATA_TREATMENTS = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;

/** Settings that decide an alarm's state. */
export interface AlarmRuleset {
  readonly comparison: (typeof COMPARISONS)[number];
  readonly threshold: number;
  /** N of "M out of N". */
  readonly evaluationPeriods: number;
  /** M of "M out of N". */
  readonly datapointsToAlarm: number;
  readonly missingData: (typeof MISSING_DATA_TREATMENTS)[number];
}

export const metricAlarmSettings = z
  .object({
    ...common,
    Namespace: z.string().optional(),
    MetricName: z.string().optional(),
    Dimensions: list(dimensionShape).default([]),
    Statistic: z.enum(['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum']).optional(),
    ExtendedStatistic: z.string().optional(),
    Period: number.int().min(1).optional(),
    Unit: z.string().optional(),
    Metrics: list(metricQuery).optional(),
    EvaluationPeriods: number.int().min(1),
    DatapointsToAlarm: number.int().min(1).optional(),
    Threshold: number,
    // Anomaly detection has comparisons and a threshold metric of its own: not emulated, hence refused here.
    ComparisonOperator: z.enum(COMPARISONS),
    TreatMissingData: z.enum(MISSING_DATA_TREATMENTS).optional(),
    EvaluateLowSampleCountPercentile: z.string().optional(),
  })
  .refine((alarm) => (alarm.MetricName === undefined) !== (alarm.Metrics === undefined), {
    message: 'exactly one of MetricName and Metrics is needed',
  })
  .refine((alarm) => alarm.MetricName === undefined || (alarm.Namespace !== undefined && alarm.Period !== undefined), {
    message: 'MetricName needs Namespace and Period',
  })
  .refine((alarm) => (alarm.DatapointsToAlarm ?? 1) <= alarm.EvaluationPeriods, {
    message: 'DatapointsToAlarm must not be above EvaluationPeriods',
  });

export const compositeAlarmSettings = z.object({ ...common, AlarmRule: z.string().min(1).max(10_240) });

export const ALARM_STATES = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;
export type AlarmState = (typeof ALARM_STATES)[number];
export type MetricAlarmSettings = z.infer<typeof metricAlarmSettings>;
export type CompositeAlarmSettings = z.infer<typeof compositeAlarmSettings>;

/** Status of an alarm beside its settings. Times are epoch seconds, as in the JSON protocol. */
const alarmStatus = z.object({
  AlarmArn: z.string(),
  AlarmConfigurationUpdatedTimestamp: z.number(),
  StateValue: z.enum(ALARM_STATES),
  StateReason: z.string(),
  StateUpdatedTimestamp: z.number(),
  StateTransitionedTimestamp: z.number(),
});
export type AlarmStatus = z.infer<typeof alarmStatus>;

export type MetricAlarm = MetricAlarmSettings & AlarmStatus;
export type CompositeAlarm = CompositeAlarmSettings & AlarmStatus;
export type Alarm = MetricAlarm | CompositeAlarm;

/** An alarm as it is kept in a file. */
export const alarmRecord: z.ZodType<Alarm> = z.union([
  compositeAlarmSettings.and(alarmStatus),
  metricAlarmSettings.and(alarmStatus),
]);

export function isComposite(alarm: Alarm): alarm is CompositeAlarm {
  return 'AlarmRule' in alarm;
}

/** The metric queries of an alarm; an alarm on one metric is one query. */
export function queriesOf(alarm: MetricAlarmSettings): readonly MetricQuery[] {
  if (alarm.Metrics !== undefined) return alarm.Metrics;
  return [
    {
      Id: 'm1',
      MetricStat: {
        Metric: { Namespace: alarm.Namespace ?? '', MetricName: alarm.MetricName ?? '', Dimensions: alarm.Dimensions },
        Period: alarm.Period ?? 60,
        Stat: alarm.Statistic ?? alarm.ExtendedStatistic ?? 'Average',
      },
    },
  ];
}

/** The length of one of the alarm's data points. */
export function periodSecondsOf(alarm: MetricAlarmSettings): number {
  if (alarm.Period !== undefined) return alarm.Period;
  return Math.max(...queriesOf(alarm).map((query) => query.MetricStat?.Period ?? query.Period ?? 60));
}

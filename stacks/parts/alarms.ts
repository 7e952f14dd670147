import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import type { Settings } from '../../config/settings';
import { type Alarm, alarmsOf } from '../alarm-definitions';
import { alarmName, type Names } from '../names';
import type { Alerts } from './alerts';

export interface AlarmsProps {
  readonly settings: Settings;
  readonly names: Names;
  readonly alerts: Alerts;
}

/** Every alarm of the deployment; each tells the topic when it fires and when it is over. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, { settings, names, alerts }: AlarmsProps) {
    super(scope, id);
    for (const alarm of alarmsOf(settings, names)) {
      new CloudwatchMetricAlarm(this, `${alarm.subject}/${alarm.id}`.replaceAll('/', '_'), {
        alarmName: alarmName(settings, alarm.id, alarm.subject),
        alarmDescription: `${alarm.meaning} What to do: ${settings.alarms.runbookUrl}#${alarm.id}`,
        ...measure(alarm),
        comparisonOperator: 'GreaterThanThreshold',
        threshold: alarm.above,
        evaluationPeriods: alarm.periods.of,
        datapointsToAlarm: alarm.periods.breaching,
        treatMissingData: alarm.noData,
        alarmActions: [alerts.topic.arn],
        okActions: [alerts.topic.arn],
      });
    }
  }
}

function measure({ metric, of, subject, periodSeconds }: Alarm): Partial<CloudwatchMetricAlarmConfig> {
  const what = {
    namespace: metric.namespace,
    metricName: metric.name,
    dimensions: { [metric.dimension]: subject },
    period: periodSeconds,
  };
  if (of === 'value') return { ...what, statistic: metric.statistic };
  return {
    metricQuery: [
      { id: 'level', metric: { ...what, stat: metric.statistic } },
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
      { id: 'increase', expression: 'DIFF(level)', label: `${metric.name}, increase`, returnData: true },
    ],
  };
}

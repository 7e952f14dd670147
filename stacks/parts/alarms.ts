import { CloudwatchCompositeAlarm } from '@cdktf/provider-aws/lib/cloudwatch-composite-alarm';
import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import {
  type Alarm,
  type CompositeAlarm,
  type DeploymentAlarms,
  namesOfNotifying,
} from '../../config/model/deployment-alarms';
import type { Names } from '../../config/model/names';
import type { Settings } from '../../config/schema/settings';
import type { Account } from '../shared/deployment-stack';
import type { Alerts } from './alerts';

export interface AlarmsProps {
  readonly settings: Settings['alarms'];
  readonly definitions: DeploymentAlarms;
  readonly alerts: Alerts;
}

/**
 * Lifecycle of metric alarms: CloudWatch does not delete an alarm that a composite still names, so the composite has to
 * change first.
 */
const AFTER_COMPOSITES = { createBeforeDestroy: true } as const;

/**
 * Alarms of the deployment. Those that notify people have the topic among their alarm actions; AlarmEnds mails their
 * ends. A pager gets both from the alarm itself: it finds the incident that an OK ends by the alarm's name, if there is
 * one.
 */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, { settings, definitions, alerts }: AlarmsProps) {
    super(scope, id);
    // Read once: each reference costs cdktf a stack trace, and fifty applications have 1,500 references.
    const topic = alerts.topic.arn;
    const made = new Map<string, ITerraformDependable>();
    const common = ({ id, name, meaning, next, notifies }: Alarm | CompositeAlarm) => {
      const pagers = notifies.includes('pager') ? settings.pagerTopicArns : [];
      const topics = [...(notifies.includes('people') ? [topic] : []), ...pagers];
      return {
        alarmName: name,
        alarmDescription: `${meaning} What to do: ${settings.runbookUrl}#${id}\nNext: ${next}`,
        alarmActions: topics.length > 0 ? topics : undefined,
        okActions: pagers.length > 0 ? [...pagers] : undefined,
        lifecycle: AFTER_COMPOSITES,
      };
    };
    for (const alarm of definitions.alarms) {
      const resource = new CloudwatchMetricAlarm(this, constructId(alarm), {
        ...common(alarm),
        ...measure(alarm),
        comparisonOperator: alarm.fires === 'above' ? 'GreaterThanThreshold' : 'LessThanThreshold',
        threshold: alarm.threshold,
        evaluationPeriods: alarm.periods.of,
        datapointsToAlarm: alarm.periods.breaching,
        treatMissingData: alarm.noData,
      });
      made.set(alarm.name, resource);
    }
    for (const composite of definitions.composites) {
      const resource = new CloudwatchCompositeAlarm(this, constructId(composite), {
        ...common(composite),
        alarmRule: composite.rule,
        // The rule has plain names, so that a plan shows them; Terraform needs to know that these alarms come first.
        dependsOn: composite.named.flatMap((name) => made.get(name) ?? []),
      });
      made.set(composite.name, resource);
    }
  }
}

function constructId({ subject, id }: Alarm | CompositeAlarm): string {
  return [...(subject === undefined ? [] : [subject]), id].join('_').replaceAll('/', '_');
}

function measure({ measure, subject, periodSeconds }: Alarm): Partial<CloudwatchMetricAlarmConfig> {
  const metrics = Object.entries(measure.metrics).map(([id, { namespace, name, dimension, statistic }]) => ({
    id,
    statistic,
    metric: { namespace, metricName: name, dimensions: { [dimension]: subject }, period: periodSeconds },
  }));
  const [only] = metrics;
  if (measure.expression === undefined && only) return { ...only.metric, statistic: only.statistic };
  return {
    metricQuery: [
      ...metrics.map(({ id, statistic, metric }) => ({ id, metric: { ...metric, stat: statistic } })),
      { id: 'result', expression: measure.expression, label: measure.label, returnData: true },
    ],
  };
}

export interface AlarmEndsProps {
  readonly account: Account;
  readonly names: Names;
  /** Name of the deployment, the prefix of its alarms' names. */
  readonly deployment: string;
  readonly alarms: DeploymentAlarms;
  readonly alerts: Alerts;
}

/**
 * Rule that mails the end of an alarm. An alarm's own OK action would also run at its creation, when its state goes
 * from INSUFFICIENT_DATA to OK (PutMetricAlarm, PutCompositeAlarm): a first deployment would mail every alarm. Starts
 * are mailed by the alarms' own actions.
 */
export class AlarmEnds extends Construct {
  constructor(scope: Construct, id: string, { account, names, deployment, alarms, alerts }: AlarmEndsProps) {
    super(scope, id);
    const prefix = `arn:${account.partition}:cloudwatch:${account.region}:${account.id}:alarm:${deployment}/`;
    const rule = new CloudwatchEventRule(this, 'rule', {
      name: names.alarmEndsRule,
      description: 'Mails the end of each alarm that was mailed.',
      eventPattern: JSON.stringify({
        source: ['aws.cloudwatch'],
        'detail-type': ['CloudWatch Alarm State Change'],
        resources: [{ prefix }],
        detail: { alarmName: namesOfNotifying(alarms), state: { value: ['OK'] }, previousState: { value: ['ALARM'] } },
      }),
    });
    new CloudwatchEventTarget(this, 'target', {
      rule: rule.name,
      targetId: 'topic',
      arn: alerts.topic.arn,
      inputTransformer: {
        inputPaths: { name: '$.detail.alarmName', since: '$.detail.previousState.timestamp', at: '$.time' },
        inputTemplate: '"OK: <name> is over. It fired at <since> and ended at <at>. Next: kda status"',
      },
    });
  }
}

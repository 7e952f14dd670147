import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { Construct } from 'constructs';
import { namesOfNotifying } from '../../config/model/alarm-ends';
import type { DeploymentAlarms } from '../../config/model/deployment-alarms';
import type { Names } from '../../config/model/names';
import type { Account } from '../shared/aws';
import type { Alerts } from './alerts';

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
        detail: {
          alarmName: namesOfNotifying(alarms),
          state: { value: ['OK'] },
          previousState: { value: ['ALARM'] },
        },
      }),
    });
    new CloudwatchEventTarget(this, 'target', {
      rule: rule.name,
      targetId: 'topic',
      arn: alerts.topic.arn,
      inputTransformer: {
        inputPaths: { name: '$.detail.alarmName', since: '$.detail.previousState.timestamp', at: '$.time' },
        inputTemplate: '"OK: <name> is over. It fired at <since> and ended at <at>."',
      },
    });
  }
}

import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { Construct } from 'constructs';
import type { Names } from '../../config/model/names';
import type { Settings } from '../../config/schema/settings';
import { EVENT_INPUT } from '../../lambda-src/contract';
import type { Account } from '../shared/deployment-stack';
import { MessageQueue } from './message-queue';
import type { SnapshotManager } from './snapshot-manager';

export interface ScheduleProps {
  readonly account: Account;
  readonly names: Names;
  readonly settings: Settings['snapshots'];
  readonly manager: SnapshotManager;
  /** ARN of the queue's key. */
  readonly queuesKeyArn: string | undefined;
  /** ARNs of rules that also leave undelivered events in the queue, as a pattern; none without drills. */
  readonly otherRules: string | undefined;
}

/** Maximum delivery attempts of EventBridge. It backs off between attempts, so the age below ends them earlier. */
const DELIVERY_ATTEMPTS = 185;

/** Rule that runs the manager, and the queue of events that could not be delivered to it. */
export class Schedule extends Construct {
  readonly rule: CloudwatchEventRule;
  readonly undeliveredEvents: MessageQueue;

  constructor(scope: Construct, id: string, props: ScheduleProps) {
    super(scope, id);
    const { account, names, settings, manager, queuesKeyArn, otherRules } = props;
    const minutes = settings.scheduleMinutes;
    this.rule = new CloudwatchEventRule(this, 'rule', {
      name: names.scheduleRule,
      description:
        'Runs the snapshot manager. To pause, set snapshots.scheduleEnabled to false and deploy: disabled by hand it fires manager-silent.',
      scheduleExpression: `rate(${minutes} ${minutes === 1 ? 'minute' : 'minutes'})`,
      state: settings.scheduleEnabled ? 'ENABLED' : 'DISABLED',
    });
    this.undeliveredEvents = new MessageQueue(this, 'undelivered-events', {
      account,
      name: names.undeliveredEventsQueue,
      keyArn: queuesKeyArn,
      sender: {
        sid: 'ThisRuleSends',
        principal: { service: 'events.amazonaws.com' },
        conditions: { ArnEquals: { 'aws:SourceArn': this.rule.arn } },
      },
      otherSender:
        otherRules === undefined
          ? undefined
          : {
              sid: 'DrillRulesSend',
              principal: { service: 'events.amazonaws.com' },
              conditions: { ArnLike: { 'aws:SourceArn': otherRules } },
            },
    });
    const permission = new LambdaPermission(this, 'permission', {
      statementId: 'ThisRuleInvokes',
      action: 'lambda:InvokeFunction',
      functionName: manager.lambda.functionName,
      principal: 'events.amazonaws.com',
      sourceArn: this.rule.arn,
    });
    new CloudwatchEventTarget(this, 'target', {
      rule: this.rule.name,
      targetId: 'snapshot-manager',
      arn: manager.lambda.arn,
      // The event's own id and time distinguish a retry from a new event.
      inputTransformer: { inputPaths: { ...EVENT_INPUT.paths }, inputTemplate: EVENT_INPUT.template },
      retryPolicy: {
        // Once the next event is due, this one is no longer needed.
        maximumEventAgeInSeconds: minutes * 60,
        maximumRetryAttempts: DELIVERY_ATTEMPTS,
      },
      deadLetterConfig: { arn: this.undeliveredEvents.queue.arn },
      dependsOn: [permission],
    });
  }
}

import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { Construct } from 'constructs';
import type { Names } from '../../config/model/names';
import { type ScheduleRule, scheduleRules } from '../../config/model/schedule-rules';
import type { Settings } from '../../config/schema/settings';
import { EVENT_INPUT, eventTemplate } from '../../lambda-src/contract';
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

/** Longest age of an event in EventBridge: a day. */
const LONGEST_EVENT_AGE_SECONDS = 86_400;

/** Rules that run the manager, one for each distinct schedule, and the queue of events that could not be delivered. */
export class Schedule extends Construct {
  /** The first one is that of the deployment's own schedule. */
  readonly rules: readonly CloudwatchEventRule[];
  readonly undeliveredEvents: MessageQueue;

  constructor(scope: Construct, id: string, props: ScheduleProps) {
    super(scope, id);
    const { account, names, settings, manager, queuesKeyArn, otherRules } = props;
    const rules = scheduleRules(names, settings).map((schedule) => ({
      ...schedule,
      rule: this.ruleOf(schedule, settings),
    }));
    this.rules = rules.map(({ rule }) => rule);
    this.undeliveredEvents = new MessageQueue(this, 'undelivered-events', {
      account,
      name: names.undeliveredEventsQueue,
      keyArn: queuesKeyArn,
      sender: {
        sid: 'ThisRuleSends',
        principal: { service: 'events.amazonaws.com' },
        conditions: { ArnEquals: { 'aws:SourceArn': onlyOne(this.rules.map(({ arn }) => arn)) } },
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
    for (const schedule of rules) this.startManager(schedule, manager);
  }

  private ruleOf({ id, name, expression }: ScheduleRule, { scheduleEnabled }: ScheduleProps['settings']) {
    return new CloudwatchEventRule(this, `rule${id}`, {
      name,
      description:
        'Runs the snapshot manager. To pause, set snapshots.scheduleEnabled to false and deploy: disabled by hand it fires manager-silent.',
      scheduleExpression: expression,
      state: scheduleEnabled ? 'ENABLED' : 'DISABLED',
    });
  }

  private startManager(
    schedule: ScheduleRule & { readonly rule: CloudwatchEventRule },
    manager: SnapshotManager,
  ): void {
    const { id, rule, statementId, expression, longestMinutes } = schedule;
    const permission = new LambdaPermission(this, `permission${id}`, {
      statementId,
      action: 'lambda:InvokeFunction',
      functionName: manager.lambda.functionName,
      principal: 'events.amazonaws.com',
      sourceArn: rule.arn,
    });
    new CloudwatchEventTarget(this, `target${id}`, {
      rule: rule.name,
      targetId: 'snapshot-manager',
      arn: manager.lambda.arn,
      // The event's own id and time distinguish a retry from a new event.
      inputTransformer: { inputPaths: { ...EVENT_INPUT.paths }, inputTemplate: eventTemplate(expression) },
      retryPolicy: {
        // Once the next event is due, this one is no longer needed.
        maximumEventAgeInSeconds: Math.min(LONGEST_EVENT_AGE_SECONDS, longestMinutes * 60),
        maximumRetryAttempts: DELIVERY_ATTEMPTS,
      },
      deadLetterConfig: { arn: this.undeliveredEvents.queue.arn },
      dependsOn: [permission],
    });
  }
}

/** One ARN as a text, as a policy with a single one has always had it. */
function onlyOne(arns: readonly string[]): string | string[] {
  const [first = '', ...others] = arns;
  return others.length === 0 ? first : [first, ...others];
}

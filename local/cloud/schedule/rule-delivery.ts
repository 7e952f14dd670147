import { setTimeout as sleep } from 'node:timers/promises';
import { ListTargetsByRuleCommand, type Target } from '@aws-sdk/client-eventbridge';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { messageOf } from '../../../packages/managed-flink/src/errors';
import type { AwsEvent } from '../aws-events';
import type { EmulatorClients } from '../emulator-clients';
import { type MessageAttribute, sendToQueue, textAttribute } from '../send-to-queue';
import { functionTarget } from './function-target';
import type { Handover } from './handover';
import type { ScheduledRule } from './rule-keeper';
import { type StateMachineTargetOptions, stateMachineTarget } from './state-machine-target';
import { targetInput } from './target-input';

export interface RuleDeliveryOptions extends StateMachineTargetOptions {
  readonly clients: EmulatorClients;
  /** Invokes through the gateway, where asynchronous invocations are handled. */
  readonly lambda: LambdaClient;
  readonly report: (line: string) => void;
}

/** EventBridge's defaults: a day, 185 attempts. */
const DEFAULT_EVENT_AGE_SECONDS = 86_400;
const DEFAULT_RETRIES = 185;
const LONGEST_WAIT_MS = 60_000;

/**
 * Delivery of scheduled events as EventBridge does it: Lambda functions are invoked asynchronously, if their resource
 * policy lets this rule, and executions of state machines are started, if the target's role may; an event that cannot be
 * handed over is retried under the target's retry policy, then put into the target's dead-letter queue. A function or an
 * execution that *fails* has got its event. Other target types are reported and not served.
 */
export class RuleDelivery {
  private readonly stopped = new AbortController();

  constructor(private readonly options: RuleDeliveryOptions) {}

  /** Delivers to every target of the rule; failures end in the target's dead-letter queue or in a reported line. */
  async deliver(rule: ScheduledRule, event: AwsEvent): Promise<void> {
    const { clients, report } = this.options;
    try {
      const { Targets = [] } = await clients.eventBridge.send(new ListTargetsByRuleCommand({ Rule: rule.name }));
      await this.count(rule, 'TriggeredRules');
      await Promise.all(Targets.map((target) => this.deliverTo(target, rule, event)));
    } catch (error) {
      if (!this.stopped.signal.aborted) report(`Rule ${rule.name}: event ${event.id}: ${messageOf(error)}`);
    }
  }

  /** Gives up all waiting retries. */
  stop(): void {
    this.stopped.abort();
  }

  private async count(rule: ScheduledRule, name: string): Promise<void> {
    const metric = { name, value: 1, unit: 'Count', dimensions: { RuleName: rule.name } } as const;
    await this.options.clients.metrics.put('AWS/Events', [metric]);
  }

  private async deliverTo(target: Target, rule: ScheduledRule, event: AwsEvent): Promise<void> {
    const { Arn: targetArn, Input, InputPath, InputTransformer, RetryPolicy } = target;
    const handOver = this.handoverTo(target, rule, event);
    if (handOver === undefined) {
      const { report } = this.options;
      const served = 'Lambda functions and state machines only';
      report(`Rule ${rule.name}: target ${targetArn} is not served; the local cloud fires ${served}.`);
      return;
    }
    const payload = targetInput({ Input, InputPath, InputTransformer }, event, rule, new Date());
    const retries = RetryPolicy?.MaximumRetryAttempts ?? DEFAULT_RETRIES;
    const ageMs = (RetryPolicy?.MaximumEventAgeInSeconds ?? DEFAULT_EVENT_AGE_SECONDS) * 1_000;
    const startedAt = Date.now();
    for (let retry = 0; ; retry++) {
      const refusal = await handOver(payload);
      if (refusal === undefined) return this.count(rule, 'Invocations');
      await this.count(rule, 'FailedInvocations');
      const waitMs = Math.min(1_000 * 2 ** retry, LONGEST_WAIT_MS);
      const isTooOld = Date.now() + waitMs - startedAt > ageMs;
      if (refusal.isFinal || retry >= retries || isTooOld) {
        const condition = isTooOld ? 'MaximumEventAgeInSeconds' : 'MaximumRetryAttempts';
        return this.giveUp(target, rule, event, {
          ERROR_CODE: textAttribute(refusal.code),
          ERROR_MESSAGE: textAttribute(refusal.message),
          RETRY_ATTEMPTS: { DataType: 'Number', StringValue: String(retry) },
          ...(refusal.isFinal ? {} : { EXHAUSTED_RETRY_CONDITION: textAttribute(condition) }),
        });
      }
      await sleep(waitMs, undefined, { signal: this.stopped.signal });
    }
  }

  /** Way to the target; none for a type that is not served. */
  private handoverTo(target: Target, rule: ScheduledRule, event: AwsEvent): Handover | undefined {
    const { Arn: arn = '', RoleArn: roleArn } = target;
    if (arn.includes(':lambda:')) return functionTarget(this.options.lambda, arn, rule.arn);
    if (arn.includes(':stateMachine:')) return stateMachineTarget(this.options, { arn, roleArn }, rule.arn, event);
    return undefined;
  }

  /** Puts an undelivered event into the target's dead-letter queue, if it has one, and reports it. */
  private async giveUp(
    { Arn: targetArn = '', DeadLetterConfig }: Target,
    rule: ScheduledRule,
    event: AwsEvent,
    reason: Readonly<Record<'ERROR_CODE' | 'ERROR_MESSAGE' | 'RETRY_ATTEMPTS', MessageAttribute>>,
  ): Promise<void> {
    const queueArn = DeadLetterConfig?.Arn;
    if (queueArn !== undefined) {
      const attributes = { RULE_ARN: textAttribute(rule.arn), TARGET_ARN: textAttribute(targetArn), ...reason };
      await sendToQueue(this.options.clients.sqs, queueArn, JSON.stringify(event), attributes);
      await this.count(rule, 'InvocationsSentToDlq');
    }
    const why = `${reason.ERROR_CODE.StringValue}: ${reason.ERROR_MESSAGE.StringValue}`;
    this.options.report(
      `Rule ${rule.name}: event ${event.id} was not delivered to ${targetArn} (${why}); ` +
        (queueArn === undefined
          ? 'the target has no dead-letter queue: it is lost.'
          : 'it is in the dead-letter queue.'),
    );
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { ListTargetsByRuleCommand, type Target } from '@aws-sdk/client-eventbridge';
import { GetPolicyCommand, InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { EmulatorClients } from '../emulator-clients';
import { putMetrics } from '../put-metrics';
import { allowsInvocation } from './function-policy';
import type { ScheduledRule } from './rule-keeper';
import type { ScheduledEvent } from './scheduled-event';
import { targetInput } from './target-input';

/** Hands the events of scheduled rules to their targets. */
export interface RuleDelivery {
  /** Delivers to every target of the rule; failures end in the target's dead-letter queue or in a reported line. */
  deliver(rule: ScheduledRule, event: ScheduledEvent): Promise<void>;
  /** Gives up all waiting retries. */
  stop(): void;
}

export interface RuleDeliveryOptions {
  readonly clients: EmulatorClients;
  /** Invokes through the gateway, where asynchronous invocations are handled. */
  readonly lambda: LambdaClient;
  readonly report: (line: string) => void;
}

/** EventBridge's defaults: a day, 185 attempts. */
const DEFAULT_EVENT_AGE_SECONDS = 86_400;
const DEFAULT_RETRIES = 185;
const LONGEST_WAIT_MS = 60_000;

/** Reason why an event could not be delivered. */
interface Refusal {
  readonly code: string;
  readonly message: string;
  /** A missing function or permission does not heal by itself: EventBridge does not retry these. */
  readonly isFinal: boolean;
}

/**
 * Delivery as EventBridge does it: Lambda functions are invoked asynchronously, if their resource policy lets this rule;
 * what cannot be handed over is retried under the target's retry policy, then put into the target's dead-letter queue.
 * That a function *fails* is not an undelivered event. Other target types are reported and not served.
 */
export function ruleDelivery({ clients, lambda, report }: RuleDeliveryOptions): RuleDelivery {
  const stop = new AbortController();

  const count = async (rule: ScheduledRule, ...metricNames: string[]): Promise<void> => {
    const dimensions = { RuleName: rule.name };
    await putMetrics(
      clients.cloudWatch,
      'AWS/Events',
      metricNames.map((name) => ({ name, value: 1, unit: 'Count' as const, dimensions })),
    );
  };

  const deliverTo = async (rule: ScheduledRule, event: ScheduledEvent, target: Target): Promise<void> => {
    const { Arn: targetArn } = target;
    if (targetArn === undefined || !targetArn.includes(':lambda:')) {
      report(`Rule ${rule.name}: target ${targetArn} is not served; the local cloud fires Lambda functions only.`);
      return;
    }
    const input = { Input: target.Input, InputPath: target.InputPath, InputTransformer: target.InputTransformer };
    const payload = targetInput(input, event, rule, new Date());
    const retries = target.RetryPolicy?.MaximumRetryAttempts ?? DEFAULT_RETRIES;
    const ageMs = (target.RetryPolicy?.MaximumEventAgeInSeconds ?? DEFAULT_EVENT_AGE_SECONDS) * 1_000;
    const startedAt = Date.now();
    for (let retry = 0; ; retry++) {
      const refusal = await invoke(lambda, targetArn, rule.arn, payload);
      if (refusal === undefined) return count(rule, 'Invocations');
      await count(rule, 'FailedInvocations');
      const waitMs = Math.min(1_000 * 2 ** retry, LONGEST_WAIT_MS);
      const isTooOld = Date.now() + waitMs - startedAt > ageMs;
      if (refusal.isFinal || retry >= retries || isTooOld) {
        const condition = refusal.isFinal ? undefined : isTooOld ? 'MaximumEventAgeInSeconds' : 'MaximumRetryAttempts';
        const isKept = await sendToQueue(target, rule, event, refusal, retry, condition);
        if (isKept) await count(rule, 'InvocationsSentToDlq');
        report(
          `Rule ${rule.name}: event ${event.id} was not delivered to ${targetArn} (${refusal.code}: ${refusal.message}); ` +
            (isKept ? 'it is in the dead-letter queue.' : 'the target has no dead-letter queue: it is lost.'),
        );
        return;
      }
      await sleep(waitMs, undefined, { signal: stop.signal });
    }
  };

  const sendToQueue = async (
    target: Target,
    rule: ScheduledRule,
    event: ScheduledEvent,
    refusal: Refusal,
    retries: number,
    condition: string | undefined,
  ): Promise<boolean> => {
    const queueArn = target.DeadLetterConfig?.Arn;
    if (queueArn === undefined) return false;
    const attribute = (value: string) => ({ DataType: 'String', StringValue: value });
    const { QueueUrl } = await clients.sqs.send(new GetQueueUrlCommand({ QueueName: queueArn.split(':').at(-1) }));
    await clients.sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: JSON.stringify(event),
        MessageAttributes: {
          RULE_ARN: attribute(rule.arn),
          TARGET_ARN: attribute(target.Arn ?? ''),
          ERROR_CODE: attribute(refusal.code),
          ERROR_MESSAGE: attribute(refusal.message),
          RETRY_ATTEMPTS: { DataType: 'Number', StringValue: String(retries) },
          ...(condition === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: attribute(condition) }),
        },
      }),
    );
    return true;
  };

  return {
    deliver: async (rule, event) => {
      try {
        const { Targets } = await clients.eventBridge.send(new ListTargetsByRuleCommand({ Rule: rule.name }));
        await count(rule, 'TriggeredRules');
        await Promise.all((Targets ?? []).map((target) => deliverTo(rule, event, target)));
      } catch (error) {
        if (stop.signal.aborted) return;
        report(`Rule ${rule.name}: event ${event.id}: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
    stop: () => stop.abort(),
  };
}

async function invoke(
  lambda: LambdaClient,
  functionArn: string,
  ruleArn: string,
  payload: string,
): Promise<Refusal | undefined> {
  try {
    if (!(await mayInvoke(lambda, functionArn, ruleArn))) {
      const message = `The resource policy of ${functionArn} does not let events.amazonaws.com invoke it for ${ruleArn}.`;
      return { code: 'NO_PERMISSIONS', message, isFinal: true };
    }
    await lambda.send(
      new InvokeCommand({ FunctionName: functionArn, InvocationType: 'Event', Payload: Buffer.from(payload) }),
    );
    return undefined;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const status = statusOf(error);
    // 429 is a throttle; without any status the call never arrived.
    const isFinal = status !== undefined && status >= 400 && status < 500 && status !== 429;
    return { code: error.name, message: error.message, isFinal };
  }
}

async function mayInvoke(lambda: LambdaClient, functionArn: string, ruleArn: string): Promise<boolean> {
  try {
    const { Policy } = await lambda.send(new GetPolicyCommand({ FunctionName: functionArn }));
    return allowsInvocation(Policy ?? '{}', ruleArn);
  } catch (error) {
    // No policy at all, or no function: the invocation itself then tells which.
    if (error instanceof Error && statusOf(error) === 404) return error.message.includes('Function not found');
    throw error;
  }
}

function statusOf(error: Error): number | undefined {
  if (!('$metadata' in error)) return undefined;
  const metadata = error.$metadata;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}

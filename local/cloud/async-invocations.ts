import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  InvokeCommand,
  ResourceNotFoundException,
  TooManyRequestsException,
} from '@aws-sdk/client-lambda';
import { PublishCommand } from '@aws-sdk/client-sns';
import { messageOf } from '../../packages/managed-flink/src/errors';
import { type Answer, type Call, type CallHead, invokedFunction } from './aws-call';
import type { EmulatorClients } from './emulator-clients';
import type { Interceptor } from './gateway';
import { type MessageAttribute, sendToQueue, textAttribute } from './send-to-queue';

export interface AsyncInvocationsOptions {
  readonly clients: EmulatorClients;
  /** Lambda waits one, then two minutes before its retries; here this many times shorter, like the schedule. */
  readonly speedUp: () => number;
  readonly report: (line: string) => void;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const RETRY_WAITS_MS = [60_000, 120_000] as const;
const DEFAULT_RETRIES = 2;
const DEFAULT_EVENT_AGE_SECONDS = 21_600;
const FIRST_THROTTLE_WAIT_MS = 1_000;
const LONGEST_THROTTLE_WAIT_MS = 300_000;

interface FunctionSettings {
  readonly name: string;
  readonly arn: string;
  readonly retries: number;
  readonly eventAgeMs: number;
  readonly onSuccess: string | undefined;
  readonly onFailure: string | undefined;
  readonly deadLetterArn: string | undefined;
}

interface Attempt {
  readonly functionError: string | undefined;
  readonly response: string;
}

/** An event in Lambda's queue. */
interface QueuedEvent {
  readonly requestId: string;
  readonly target: FunctionSettings;
  readonly payload: Buffer;
}

/** How an event left the queue. */
interface Outcome {
  readonly condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded';
  readonly attempts: number;
  readonly last: Attempt;
}

/**
 * Asynchronous invocations as Lambda handles them: its queue, retries, event age and destinations.
 *
 * The emulator's own retry too, but leave no trace in the function's `Errors` metric (read in its source), so an alarm
 * on it could never be seen firing. Here every attempt is a synchronous one, which is counted. The emulator also counts
 * a throttled invocation among the errors, which Lambda does not: what the reserved concurrency has no room for is
 * refused, and counted, here.
 * Differences from AWS: attempts of one event have different request ids; the queue is lost when the local cloud ends.
 */
export class AsyncInvocations implements Interceptor {
  private readonly stopped = new AbortController();
  private readonly runningByArn = new Map<string, number>();

  constructor(private readonly options: AsyncInvocationsOptions) {}

  wants({ service, operation, headers }: CallHead): boolean {
    return service === 'lambda' && operation === 'Invoke' && headers['x-amz-invocation-type'] === 'Event';
  }

  async answer(call: Call, forward: () => Promise<Answer>): Promise<Answer> {
    const target = await readSettings(this.options.clients, invokedFunction(call.path) ?? '');
    // There is no such function: the emulator's own answer explains it.
    if (target === undefined) return forward();
    const event = { requestId: randomUUID(), target, payload: call.body };
    this.work(event).catch((error: unknown) => {
      if (this.stopped.signal.aborted) return;
      this.options.report(`Lambda ${target.arn}, event ${event.requestId}: ${messageOf(error)}`);
    });
    return { status: 202, headers: { 'x-amzn-requestid': event.requestId }, body: Buffer.alloc(0) };
  }

  /** Gives up the events that are waiting. */
  stop(): void {
    this.stopped.abort();
  }

  /** Attempts an event until it succeeds, has no retries left, or is too old. */
  private async work(event: QueuedEvent): Promise<void> {
    const { retries, eventAgeMs } = event.target;
    const { signal } = this.stopped;
    const startedAt = Date.now();
    let throttleWaitMs = FIRST_THROTTLE_WAIT_MS;
    let attempts = 0;
    let last: Attempt = { functionError: undefined, response: '' };
    for (;;) {
      let waitMs: number;
      const ended = await this.attempt(event);
      if (ended === undefined) {
        // Back into the queue: a throttled invocation is no attempt.
        waitMs = throttleWaitMs;
        throttleWaitMs = Math.min(throttleWaitMs * 2, LONGEST_THROTTLE_WAIT_MS);
      } else {
        last = ended;
        attempts += 1;
        if (last.functionError === undefined) return this.deliver(event, { condition: 'Success', attempts, last });
        if (attempts > retries) return this.deliver(event, { condition: 'RetriesExhausted', attempts, last });
        waitMs = RETRY_WAITS_MS[attempts - 1] ?? RETRY_WAITS_MS[1];
      }
      const ageMs = (Date.now() - startedAt) * this.options.speedUp() + waitMs;
      if (ageMs > eventAgeMs) return this.deliver(event, { condition: 'EventAgeExceeded', attempts, last });
      await sleep(waitMs / this.options.speedUp(), undefined, { signal });
    }
  }

  /** Undefined when the function has no concurrency left. */
  private async attempt({ target: { name, arn }, payload }: QueuedEvent): Promise<Attempt | undefined> {
    const { lambda, metrics } = this.options.clients;
    const { ReservedConcurrentExecutions: room = Number.POSITIVE_INFINITY } = await lambda.send(
      new GetFunctionConcurrencyCommand({ FunctionName: name }),
    );
    const others = this.runningByArn.get(arn) ?? 0;
    if (others >= room) {
      const dimensions = { FunctionName: name };
      await metrics.put('AWS/Lambda', [{ name: 'Throttles', value: 1, unit: 'Count', dimensions }]);
      return undefined;
    }
    this.runningByArn.set(arn, others + 1);
    try {
      const result = await lambda.send(
        new InvokeCommand({ FunctionName: arn, InvocationType: 'RequestResponse', Payload: payload }),
        { abortSignal: this.stopped.signal },
      );
      return { functionError: result.FunctionError, response: Buffer.from(result.Payload ?? []).toString('utf8') };
    } catch (error) {
      // The concurrency is used by synchronous invocations, which do not pass here.
      if (error instanceof TooManyRequestsException) return undefined;
      throw error;
    } finally {
      this.runningByArn.set(arn, (this.runningByArn.get(arn) ?? 1) - 1);
    }
  }

  /** Sends the outcome to the function's destination and, after a failure, the event to its dead-letter queue. */
  private async deliver(event: QueuedEvent, outcome: Outcome): Promise<void> {
    const { clients, report } = this.options;
    const { arn, onSuccess, onFailure, deadLetterArn } = event.target;
    const { condition, attempts, last } = outcome;
    const destination = condition === 'Success' ? onSuccess : onFailure;
    if (destination !== undefined) await sendTo(clients, destination, JSON.stringify(invocationRecord(event, outcome)));
    if (condition === 'Success') return;
    if (deadLetterArn !== undefined) {
      await sendTo(clients, deadLetterArn, event.payload.toString('utf8'), {
        RequestID: textAttribute(event.requestId),
        ErrorCode: textAttribute('200'),
        ErrorMessage: textAttribute(last.response.slice(0, 1_024)),
      });
    }
    report(`Lambda ${arn.split(':').at(-1)}: gave up after ${attempts} attempts (${condition}): ${last.response}`);
  }
}

/** Undefined when there is no such function. */
async function readSettings({ lambda }: EmulatorClients, FunctionName: string): Promise<FunctionSettings | undefined> {
  const configuration = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName })).catch(unlessNotFound);
  if (configuration?.FunctionArn === undefined || configuration.FunctionName === undefined) return undefined;
  const invoke = await lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName })).catch(unlessNotFound);
  return {
    name: configuration.FunctionName,
    arn: configuration.FunctionArn,
    retries: invoke?.MaximumRetryAttempts ?? DEFAULT_RETRIES,
    eventAgeMs: (invoke?.MaximumEventAgeInSeconds ?? DEFAULT_EVENT_AGE_SECONDS) * 1_000,
    onSuccess: invoke?.DestinationConfig?.OnSuccess?.Destination,
    onFailure: invoke?.DestinationConfig?.OnFailure?.Destination,
    deadLetterArn: configuration.DeadLetterConfig?.TargetArn,
  };
}

function unlessNotFound(error: unknown): undefined {
  if (!(error instanceof ResourceNotFoundException)) throw error;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
function invocationRecord({ requestId, target, payload }: QueuedEvent, outcome: Outcome): object {
  const { condition, attempts, last } = outcome;
  return {
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId,
      functionArn: `${target.arn}:$LATEST`,
      condition,
      approximateInvokeCount: attempts,
    },
    requestPayload: jsonOrText(payload.toString('utf8')),
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: last.functionError },
    responsePayload: jsonOrText(last.response),
  };
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function sendTo(
  { sqs, sns }: EmulatorClients,
  arn: string,
  message: string,
  attributes: Readonly<Record<string, MessageAttribute>> = {},
): Promise<void> {
  if (arn.includes(':sqs:')) {
    await sendToQueue(sqs, arn, message, attributes);
  } else if (arn.includes(':sns:')) {
    await sns.send(new PublishCommand({ TopicArn: arn, Message: message, MessageAttributes: attributes }));
  } else {
    throw new Error(`Destination ${arn} is not served; the local cloud delivers to SQS queues and SNS topics only.`);
  }
}

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
import { GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { invokedFunction } from './aws-call';
import type { EmulatorClients } from './emulator-clients';
import type { Interceptor } from './gateway';
import { putMetrics } from './put-metrics';

/** Handles asynchronous invocations as Lambda does: its queue, retries, event age and destinations. */
export interface AsyncInvocations extends Interceptor {
  /** Invocations that are running or waiting for their next attempt. */
  pending(): number;
  /** Gives up what is waiting. */
  stop(): void;
}

export interface AsyncInvocationsOptions {
  readonly clients: EmulatorClients;
  /** Lambda waits one, then two minutes before its retries: so many times shorter here, like the schedule. */
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

type Condition = 'Success' | 'RetriesExhausted' | 'EventAgeExceeded';

/**
 * The emulator's own asynchronous invocations retry too, but leave no trace in the function's `Errors` metric (read in
 * its source), so an alarm on it could never be seen firing. Here every attempt is a synchronous one, which is counted.
 * The same with throttles: the emulator counts a refused invocation among the errors as well, which Lambda does not, so
 * what the reserved concurrency has no room for is refused, and counted, here.
 * Differences from AWS: attempts of one event have different request ids; the queue is lost when the local cloud ends.
 */
export function asyncInvocations({ clients, speedUp, report }: AsyncInvocationsOptions): AsyncInvocations {
  const stop = new AbortController();
  let pending = 0;
  const running = new Map<string, number>();

  /** Undefined: there is no room for it now. */
  const attempt = async ({ name, arn }: FunctionSettings, payload: Buffer): Promise<Attempt | undefined> => {
    const { ReservedConcurrentExecutions: room = Number.POSITIVE_INFINITY } = await clients.lambda.send(
      new GetFunctionConcurrencyCommand({ FunctionName: name }),
    );
    const others = running.get(arn) ?? 0;
    if (others >= room) {
      const dimensions = { FunctionName: name };
      await putMetrics(clients.cloudWatch, 'AWS/Lambda', [{ name: 'Throttles', value: 1, unit: 'Count', dimensions }]);
      return undefined;
    }
    running.set(arn, others + 1);
    try {
      const result = await clients.lambda.send(
        new InvokeCommand({ FunctionName: arn, InvocationType: 'RequestResponse', Payload: payload }),
        { abortSignal: stop.signal },
      );
      return { functionError: result.FunctionError, response: Buffer.from(result.Payload ?? []).toString('utf8') };
    } catch (error) {
      // Used up by synchronous invocations, which do not pass here.
      if (error instanceof TooManyRequestsException) return undefined;
      throw error;
    } finally {
      running.set(arn, (running.get(arn) ?? 1) - 1);
    }
  };

  const work = async (requestId: string, settings: FunctionSettings, payload: Buffer): Promise<void> => {
    const startedAt = Date.now();
    let throttleWaitMs = FIRST_THROTTLE_WAIT_MS;
    let attempts = 0;
    let last: Attempt = { functionError: undefined, response: '' };
    const deliver = (condition: Condition) => sendOn(requestId, settings, payload, condition, attempts, last);
    for (;;) {
      let waitMs: number;
      const ended = await attempt(settings, payload);
      if (ended === undefined) {
        // No free concurrency: back into the queue, which is no attempt.
        waitMs = throttleWaitMs;
        throttleWaitMs = Math.min(throttleWaitMs * 2, LONGEST_THROTTLE_WAIT_MS);
      } else {
        last = ended;
        attempts += 1;
        if (last.functionError === undefined) return await deliver('Success');
        if (attempts > settings.retries) return await deliver('RetriesExhausted');
        waitMs = RETRY_WAITS_MS[attempts - 1] ?? RETRY_WAITS_MS[1];
      }
      const ageMs = (Date.now() - startedAt) * speedUp() + waitMs;
      if (ageMs > settings.eventAgeMs) return await deliver('EventAgeExceeded');
      await sleep(waitMs / speedUp(), undefined, { signal: stop.signal });
    }
  };

  const sendOn = async (
    requestId: string,
    settings: FunctionSettings,
    payload: Buffer,
    condition: Condition,
    attempts: number,
    last: Attempt,
  ): Promise<void> => {
    const destination = condition === 'Success' ? settings.onSuccess : settings.onFailure;
    if (destination !== undefined) {
      const record = invocationRecord(requestId, settings.arn, payload, condition, attempts, last);
      await sendTo(clients, destination, JSON.stringify(record), {});
    }
    if (condition !== 'Success' && settings.deadLetterArn !== undefined) {
      const attributes = { RequestID: requestId, ErrorCode: '200', ErrorMessage: last.response.slice(0, 1_024) };
      await sendTo(clients, settings.deadLetterArn, payload.toString('utf8'), attributes);
    }
    if (condition !== 'Success') {
      report(
        `Lambda ${settings.arn.split(':').at(-1)}: gave up after ${attempts} attempts (${condition}): ${last.response}`,
      );
    }
  };

  return {
    wants: (head) =>
      head.service === 'lambda' && head.operation === 'Invoke' && head.headers['x-amz-invocation-type'] === 'Event',
    answer: async (call, forward) => {
      const settings = await readSettings(clients, invokedFunction(call.path) ?? '');
      // The emulator's own answer says best what is wrong with the name.
      if (settings === undefined) return forward();
      const requestId = randomUUID();
      pending += 1;
      work(requestId, settings, call.body)
        .catch((error: unknown) => {
          if (stop.signal.aborted) return;
          report(
            `Lambda ${settings.arn}, event ${requestId}: ${error instanceof Error ? error.message : String(error)}`,
          );
        })
        .finally(() => {
          pending -= 1;
        });
      return { status: 202, headers: { 'x-amzn-requestid': requestId }, body: Buffer.alloc(0) };
    },
    pending: () => pending,
    stop: () => stop.abort(),
  };
}

async function readSettings(clients: EmulatorClients, functionName: string): Promise<FunctionSettings | undefined> {
  try {
    const configuration = await clients.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: functionName }),
    );
    if (configuration.FunctionArn === undefined || configuration.FunctionName === undefined) return undefined;
    const invoke = await readInvokeConfig(clients, functionName);
    return {
      name: configuration.FunctionName,
      arn: configuration.FunctionArn,
      retries: invoke?.MaximumRetryAttempts ?? DEFAULT_RETRIES,
      eventAgeMs: (invoke?.MaximumEventAgeInSeconds ?? DEFAULT_EVENT_AGE_SECONDS) * 1_000,
      onSuccess: invoke?.DestinationConfig?.OnSuccess?.Destination,
      onFailure: invoke?.DestinationConfig?.OnFailure?.Destination,
      deadLetterArn: configuration.DeadLetterConfig?.TargetArn,
    };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

async function readInvokeConfig(clients: EmulatorClients, functionName: string) {
  try {
    return await clients.lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: functionName }));
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
function invocationRecord(
  requestId: string,
  functionArn: string,
  payload: Buffer,
  condition: Condition,
  attempts: number,
  last: Attempt,
): object {
  return {
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId,
      functionArn: `${functionArn}:$LATEST`,
      condition,
      approximateInvokeCount: attempts,
    },
    requestPayload: jsonOrText(payload.toString('utf8')),
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      ...(last.functionError === undefined ? {} : { functionError: last.functionError }),
    },
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
  clients: EmulatorClients,
  arn: string,
  message: string,
  attributes: Readonly<Record<string, string>>,
): Promise<void> {
  const MessageAttributes = Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
  );
  const name = arn.split(':').at(-1);
  if (arn.includes(':sqs:')) {
    const { QueueUrl } = await clients.sqs.send(new GetQueueUrlCommand({ QueueName: name }));
    await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: message, MessageAttributes }));
  } else if (arn.includes(':sns:')) {
    await clients.sns.send(new PublishCommand({ TopicArn: arn, Message: message, MessageAttributes }));
  } else {
    throw new Error(`Destination ${arn} is not served; the local cloud delivers to SQS queues and SNS topics only.`);
  }
}

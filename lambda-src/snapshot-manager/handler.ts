import type { Context } from 'aws-lambda';
import type { Refusal } from '../contract';
import { CallTime } from './aws/call-time';
import { awsPorts } from './aws/ports';
import { answerEvent } from './dispatch';
import { readSettings } from './domain/settings';
import type { Answer } from './requests/bounded-answer';
import type { RunContext } from './run/run-context';
import { SentEvents } from './run/sent-events';

/** Settings of this instance. A missing or wrong variable fails the cold start and is named. */
const settings = readSettings(process.env);
const callTime = new CallTime({ now: () => new Date() });
const ports = awsPorts(settings, callTime);
const sentEvents = new SentEvents();

/**
 * Lambda handler: takes a snapshot of every application of the deployment for a scheduled event, or fulfils a request
 * on demand.
 *
 * @returns counts of the scheduled run, the result of the request, or the reason of its refusal.
 * @throws MalformedEventError for a scheduled event that cannot be read, RunFailedError when an application failed:
 * both after they were recorded, so that Lambda's error metric, its retries and its failure queue see them.
 */
export async function handler(
  event: unknown,
  invocation: Pick<Context, 'getRemainingTimeInMillis' | 'awsRequestId'>,
): Promise<Answer | Refusal> {
  const now = ports.clock.now();
  const deadline = new Date(now.getTime() + invocation.getRemainingTimeInMillis());
  callTime.endAt(deadline);
  const context: RunContext = { settings, ports, deadline, invocationId: invocation.awsRequestId, sentEvents };
  return answerEvent(event, context);
}

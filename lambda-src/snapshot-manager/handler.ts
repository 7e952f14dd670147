import type { Context } from 'aws-lambda';
import { awsPorts } from './aws/ports';
import { describeError } from './log';
import { recordMalformedEvent } from './malformed-event';
import { type Answer, fulfil } from './on-demand';
import { parseRequest, type Request } from './request';
import type { RunContext } from './run';
import { readSettings } from './settings';

/** A missing or wrong variable fails the cold start, by name. */
const settings = readSettings(process.env);
const ports = awsPorts(settings);

/**
 * The Lambda: a snapshot of every application of the deployment for one event of the schedule, or what is asked for on
 * demand.
 *
 * @returns the records of all applications, or what was asked for.
 * @throws MalformedEventError for an event that cannot be read, RequestRefusedError for a request that cannot be
 * fulfilled, RunFailedError when an application failed: all after they were recorded, so that Lambda's error metric,
 * its retries and its failure queue see them.
 */
export async function handler(
  event: unknown,
  invocation: Pick<Context, 'getRemainingTimeInMillis' | 'awsRequestId'>,
): Promise<Answer> {
  const now = ports.clock.now();
  const deadline = new Date(now.getTime() + invocation.getRemainingTimeInMillis());
  const context: RunContext = { settings, ports, deadline, invocationId: invocation.awsRequestId };
  let request: Request;
  try {
    request = parseRequest(event, now);
  } catch (error) {
    await recordMalformedEvent(describeError(error), invocation.awsRequestId, context);
    throw error;
  }
  return fulfil(request, context);
}

import type { Context } from 'aws-lambda';
import { awsPorts } from './aws/ports';
import { parseEvent, type RunEvent } from './event';
import { snapshotAll } from './fleet';
import { describeError } from './log';
import { recordMalformedEvent } from './malformed-event';
import type { RunRecord } from './record';
import { readSettings } from './settings';

/** A missing or wrong variable fails the cold start, by name. */
const settings = readSettings(process.env);
const ports = awsPorts(settings);

/**
 * The Lambda: a snapshot of every application of the deployment for one event of the schedule.
 *
 * @returns the records of all applications.
 * @throws MalformedEventError for an event that cannot be read, RunFailedError when an application failed: both after
 * they were recorded, so that Lambda's error metric, its retries and its failure queue see them.
 */
export async function handler(
  event: unknown,
  context: Pick<Context, 'getRemainingTimeInMillis' | 'awsRequestId'>,
): Promise<readonly RunRecord[]> {
  const deadline = new Date(ports.clock.now().getTime() + context.getRemainingTimeInMillis());
  let runEvent: RunEvent;
  try {
    runEvent = parseEvent(event);
  } catch (error) {
    await recordMalformedEvent(describeError(error), context.awsRequestId, { settings, ports, deadline });
    throw error;
  }
  return snapshotAll(runEvent, { settings, ports, deadline });
}

import { headline, REASONS, type Reason } from '../domain/reasons';
import type { RunRecord } from '../domain/record';
import type { RunEvent } from '../domain/request';
import { jsonLog, type Log } from '../log';
import { AuditSession } from './audit-session';
import type { RunContext } from './run-context';

/** Key of records that concern no application; AWS allows no application of this name. */
export const NO_APPLICATION = '*';

/**
 * Writes a record under `*`. A table that does not answer is logged and changes nothing.
 *
 * @returns the record's message.
 */
export async function recordWithoutApplication(
  reason: Reason,
  detail: string,
  event: RunEvent,
  { ports: { clock, audit, writeLine }, deadline }: RunContext,
): Promise<string> {
  const now = clock.now();
  const log = jsonLog(writeLine, () => clock.now(), { application: NO_APPLICATION, eventId: event.id });
  const session = new AuditSession(audit, log);
  const record: RunRecord = {
    application: NO_APPLICATION,
    runId: (await session.find(NO_APPLICATION, event)).runId,
    eventId: event.id,
    eventTime: event.time,
    startedAt: now,
    endedAt: now,
    deadlineAt: deadline,
    state: REASONS[reason].outcome,
    reason,
    deleted: [],
    failedToDelete: [],
    kept: [],
  };
  const message = headline(record, detail);
  await session.complete({ ...record, message });
  return message;
}

/**
 * Event for an invocation without id or time of its own: Lambda's request id, which its retries repeat, and the time of
 * the first attempt, so that all attempts write the same row. If the table of these times does not answer, the present
 * time.
 */
export async function eventOfInvocation(
  { ports: { clock, requestTimes }, invocationId }: RunContext,
  log: Log,
): Promise<RunEvent> {
  const now = clock.now();
  try {
    const time = await requestTimes.firstTime({ application: NO_APPLICATION, id: invocationId }, now);
    return { id: invocationId, time };
  } catch (error) {
    log('request-time.error', { error });
    return { id: invocationId, time: now };
  }
}

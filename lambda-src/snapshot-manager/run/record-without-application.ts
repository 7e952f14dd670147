import { NO_APPLICATION } from '../../contract';
import type { Reason } from '../domain/reasons';
import { headline, REASONS } from '../domain/reasons';
import type { RunRecord } from '../domain/record';
import type { RunEvent } from '../domain/request';
import { jsonLog, type Log, type LogEvent } from '../log';
import { AuditSession } from './audit-session';
import { sendEvents } from './outbox';
import type { RunContext } from './run-context';

/** Reasons of these records, with the event of the log line that each writes. */
const LOGGED_AS = {
  'discovery-failed': 'fleet.error',
  'malformed-event': 'event.malformed',
  'request-refused': 'request.refused',
  'unknown-schedule': 'event.unknown-schedule',
} as const satisfies Partial<Record<Reason, LogEvent>>;

/**
 * Logs what concerns no single application, and records it under `*`. A table that does not answer is logged and
 * changes nothing.
 *
 * @param known event of the run; without it the invocation itself is the event.
 * @returns the record's message.
 */
export async function recordWithoutApplication(
  reason: keyof typeof LOGGED_AS,
  detail: string,
  context: RunContext,
  known?: RunEvent,
): Promise<string> {
  const { clock, audit, writeLine } = context.ports;
  const ids = { application: NO_APPLICATION, eventId: known?.id ?? context.invocationId };
  const log = jsonLog(writeLine, () => clock.now(), ids);
  log(LOGGED_AS[reason], { detail });
  const event = known ?? (await eventOfInvocation(context, log));
  const now = clock.now();
  const session = new AuditSession(audit, log);
  const record: RunRecord = {
    application: NO_APPLICATION,
    runId: (await session.find(NO_APPLICATION, event)).runId,
    eventId: event.id,
    eventTime: event.time,
    schedule: event.schedule,
    startedAt: now,
    endedAt: now,
    deadlineAt: context.deadline,
    state: REASONS[reason].outcome,
    reason,
    deleted: [],
    failedToDelete: [],
    kept: [],
  };
  const message = headline(record, detail);
  const isRecorded = await session.complete({ ...record, message });
  // A refused request failed no run: its sender has the answer, and nobody is to be paged for it.
  if (isRecorded && reason !== 'request-refused') await sendEvents([{ ...record, message }], context);
  return message;
}

/**
 * Event for an invocation without id or time of its own: Lambda's request id, which its retries repeat, and the time of
 * the first attempt, so that all attempts write the same row. If the table of these times does not answer, the present
 * time.
 */
async function eventOfInvocation(
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

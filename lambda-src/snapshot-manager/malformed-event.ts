import { AuditSession } from './audit-session';
import { jsonLog } from './log';
import { headline } from './messages';
import { REASONS } from './outcomes';
import type { RunRecord } from './record';
import type { RunContext } from './run-context';
import { runIdCandidates } from './run-id';

/** What concerns no application is recorded under this name; AWS allows no application to be called so. */
export const NO_APPLICATION = '*';

/**
 * Leaves a record of an event that could not be read. It has no id and no time of its own: Lambda's request id, which
 * a retry repeats, and the clock stand in for them. A table that does not answer is logged; the caller fails anyway.
 */
export async function recordMalformedEvent(detail: string, requestId: string, context: RunContext): Promise<void> {
  const { clock, audit, writeLine } = context.ports;
  const now = clock.now();
  const log = jsonLog(writeLine, () => clock.now(), { application: NO_APPLICATION, eventId: requestId });
  log('event.malformed', { detail });
  const reason = 'malformed-event';
  const record: RunRecord = {
    application: NO_APPLICATION,
    runId: runIdCandidates({ id: requestId, time: now })[0] ?? now.getTime(),
    eventId: requestId,
    eventTime: now,
    startedAt: now,
    endedAt: now,
    deadlineAt: context.deadline,
    state: REASONS[reason].outcome,
    reason,
    deleted: [],
    failedToDelete: [],
    kept: [],
  };
  await new AuditSession(audit, log).complete({ ...record, message: headline(record, detail) });
}

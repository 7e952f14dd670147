import { AuditSession } from './audit-session';
import type { RunEvent } from './event';
import { jsonLog } from './log';
import { NO_APPLICATION } from './malformed-event';
import { headline } from './messages';
import { REASONS } from './outcomes';
import type { RunRecord } from './record';
import type { RunContext } from './run-context';
import { runIdCandidates } from './run-id';

/**
 * Leaves a record that not every application could be found, beside those of the applications that were.
 *
 * @returns what happened, as the record says it.
 */
export async function recordDiscoveryFailure(
  troubles: readonly string[],
  event: RunEvent,
  { ports: { clock, audit, writeLine }, deadline }: RunContext,
): Promise<string> {
  const now = clock.now();
  const log = jsonLog(writeLine, () => clock.now(), { application: NO_APPLICATION, eventId: event.id });
  log('fleet.error', { troubles });
  const reason = 'discovery-failed';
  const record: RunRecord = {
    application: NO_APPLICATION,
    runId: runIdCandidates(event)[0] ?? now.getTime(),
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
  // The first says it all when the list failed; a thousand tags that failed would fill the row.
  const message = headline(record, troubles.slice(0, 10).join(' '));
  await new AuditSession(audit, log).complete({ ...record, message });
  return message;
}

import { AuditSession } from './audit-session';
import { jsonLog } from './log';
import { NO_APPLICATION } from './malformed-event';
import { headline } from './messages';
import { nearNames } from './near-names';
import { REASONS } from './outcomes';
import type { RunRecord } from './record';
import { RequestRefusedError } from './request-refused-error';
import type { RunContext } from './run-context';
import { runIdCandidates } from './run-id';

/** @throws RequestRefusedError naming the applications that the deployment does not manage, and those it does. */
export function requireManaged(applications: readonly string[], managed: readonly string[]): void {
  const unknown = applications.filter((application) => !managed.includes(application));
  if (unknown.length === 0) return;
  throw new RequestRefusedError(
    `This deployment does not manage ${unknown.join(', ')}. It manages ${managed.join(', ')}. Correct the name, or add it under snapshots.applications.`,
  );
}

/** @throws RequestRefusedError with the names most like the one that does not exist. */
export function refuseUnknownSnapshot(application: string, snapshotName: string, existing: readonly string[]): never {
  const near = nearNames(snapshotName, existing);
  throw new RequestRefusedError(
    `Application ${application} has no snapshot ${snapshotName}. ${near.length > 0 ? `Most like it: ${near.join(', ')}.` : 'It has none at all.'}`,
  );
}

/** Leaves a record of a refused request under `*`: what was asked for may concern no application of the deployment. */
export async function recordRefusal(detail: string, context: RunContext): Promise<void> {
  const { clock, audit, writeLine } = context.ports;
  const now = clock.now();
  const event = { id: context.invocationId, time: now };
  const log = jsonLog(writeLine, () => clock.now(), { application: NO_APPLICATION, eventId: event.id });
  log('request.refused', { detail });
  const reason = 'request-refused';
  const record: RunRecord = {
    ...{ application: NO_APPLICATION, runId: runIdCandidates(event)[0] ?? now.getTime(), eventId: event.id },
    ...{ eventTime: now, startedAt: now, endedAt: now, deadlineAt: context.deadline },
    ...{ state: REASONS[reason].outcome, reason, deleted: [], failedToDelete: [], kept: [] },
  };
  await new AuditSession(audit, log).complete({ ...record, message: headline(record, detail) });
}

import { headline, REASONS, type Reason } from '../domain/reasons';
import { isFinal, type RunRecord } from '../domain/record';
import type { RunEvent } from '../domain/request';
import type { SnapshotFacts } from '../domain/snapshot';
import { jsonLog, type Log } from '../log';
import { AuditSession } from '../run/audit-session';
import { sendEvents } from '../run/outbox';
import type { RunContext } from '../run/run-context';

/** Action that was performed, for its record. */
interface Done {
  readonly reason: Reason;
  readonly because: string | undefined;
  readonly snapshot?: SnapshotFacts;
  /** Names that were marked as suspect, or trusted again. */
  readonly marked?: readonly string[];
  readonly detail: string;
}

/**
 * Performs an action and records it once per invocation: a retry gets the first result.
 *
 * @throws Error when it was done but the audit table did not accept the record.
 */
export async function onceRecorded(
  application: string,
  context: RunContext,
  doIt: (log: Log) => Promise<Done>,
): Promise<RunRecord> {
  const { clock, audit, requestTimes, writeLine } = context.ports;
  const id = context.invocationId;
  const log = jsonLog(writeLine, () => clock.now(), { application, eventId: id });
  const startedAt = clock.now();
  const event: RunEvent = { id, time: await requestTimes.firstTime({ application, id }, startedAt) };
  const session = new AuditSession(audit, log);
  const { runId, record: found } = await session.find(application, event);
  if (found && isFinal(found)) {
    await sendEvents([found], context);
    return found;
  }

  const { reason, because, snapshot, marked, detail } = await doIt(log);
  const record: RunRecord = {
    application,
    runId,
    eventId: id,
    eventTime: event.time,
    requestReason: because,
    startedAt,
    endedAt: clock.now(),
    deadlineAt: context.deadline,
    state: REASONS[reason].outcome,
    reason,
    snapshot,
    deleted: [],
    failedToDelete: [],
    kept: [],
    marked,
  };
  const message = headline(record, detail);
  if (!(await session.complete({ ...record, message }))) {
    throw new Error(`${message} This was done, but the audit table did not accept its record.`);
  }
  await sendEvents([{ ...record, message }], context);
  return { ...record, message };
}

/**
 * Creation time of the application; `undefined` when the service does not answer: then the holds of an earlier
 * application of the same name apply, too.
 */
export async function creationOf(application: string, { ports }: RunContext): Promise<Date | undefined> {
  return ports.api.describeApplication(application).then(
    ({ createdAt }) => createdAt,
    () => undefined,
  );
}

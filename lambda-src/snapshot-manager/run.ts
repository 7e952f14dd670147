import { areDeletionsOpen, deletionsOf } from './domain/deletions';
import { isFinal, isOfARun, type RunRecord } from './domain/record';
import type { RunEvent } from './domain/request';
import { snapshotName } from './domain/snapshot-name';
import { describeError } from './log';
import { type Lease, RESERVE_AT_THE_END_MS } from './ports';
import type { EventRow } from './run/audit-session';
import { closeRun, type RunResult } from './run/close-run';
import { LockedError, type LockSession, leaseDetail, takeLock } from './run/lock';
import type { ApplicationContext, Ending, OpenRun, RunInProgress } from './run/run-in-progress';
import { takeSnapshot } from './run/take-snapshot';

/**
 * Runs one event for one application: takes a snapshot, or records why not. The record is written first, then the
 * metrics. The caller mails the news, those of several applications together.
 *
 * @throws Error only when another invocation is working on the same event, or on the application while an earlier
 * attempt of this event has left its record open.
 */
export async function snapshotApplication(
  application: string,
  event: RunEvent,
  context: ApplicationContext,
): Promise<RunResult> {
  const { audit, log } = context;
  const lock = await takeLock(application, event, context, log);
  // Read after the lock was taken: before, another delivery of the same event may have been changing the row.
  const row = await audit.find(application, event);
  if (row.record && isFinal(row.record)) {
    log('run.repeated', { runId: row.runId, outcome: row.record.state, reason: row.record.reason });
    if (!('heldBy' in lock)) await lock.giveBack();
    return { record: row.record, isRecorded: true };
  }
  const run = openRun(application, event, row, context);
  if ('heldBy' in lock) return closeRun(run, inFlight(run, lock.heldBy));
  try {
    return await closeRun(run, await take(run, lock));
  } finally {
    await lock.giveBack();
  }
}

/** Opens the run: its record as it begins, with what an earlier attempt of the event left. */
function openRun(
  application: string,
  event: RunEvent,
  { runId, record: found }: EventRow,
  context: ApplicationContext,
): OpenRun {
  const { settings, ports, deadline, audit } = context;
  const isOnDemand = event.requestReason !== undefined;
  const name = snapshotName(settings.snapshotNamePrefix, event.time, isOnDemand ? event.id : undefined);
  const started: RunRecord = {
    application,
    runId,
    eventId: event.id,
    eventTime: event.time,
    requestReason: event.requestReason,
    schedule: isOnDemand ? undefined : (event.schedule ?? settings.schedule),
    startedAt: ports.clock.now(),
    deadlineAt: deadline,
    state: 'started',
    snapshot: { name },
    // Includes the deletions of an earlier attempt, because this record replaces its row.
    deleted: found?.deleted ?? [],
    deletionReasons: found?.deletionReasons,
    deleting: found?.deleting,
    failedToDelete: [],
    kept: [],
    // The earlier result and what was mailed about it stay in the row in case this attempt dies.
    reason: found?.reason,
    conditionSince: found?.conditionSince,
    told: found?.told,
    toldNotices: found?.toldNotices,
    openRuns: audit.openRuns ?? found?.openRuns,
    // Open deletions belong to the application for which they were intended.
    applicationCreatedAt: found && areDeletionsOpen(found) ? found.applicationCreatedAt : undefined,
  };
  const isOfThisEvent = ({ eventId, eventTime }: RunRecord) =>
    eventId === event.id && eventTime.getTime() === event.time.getTime();
  return {
    context,
    event,
    started,
    found,
    earlierAttempt: context.recent.find(isOfThisEvent),
    recent: context.recent.filter((earlier) => !isOfThisEvent(earlier) && isOfARun(earlier)),
    findings: { settled: [], newOutcomes: [], deletions: deletionsOf(started) },
  };
}

/**
 * Ending of a run whose application is locked by another one.
 *
 * @throws LockedError when this event's record must not change now.
 */
function inFlight({ context: { log }, event, started, found }: OpenRun, heldBy: Lease): Ending {
  log('lock.held', { runId: started.runId, heldBy: heldBy.eventId });
  if (found || heldBy.eventId === event.id) throw new LockedError(started.application, event, heldBy);
  return { reason: 'run-in-flight', detail: leaseDetail(heldBy) };
}

/**
 * Writes the row of the run and takes the snapshot.
 *
 * @throws Error when another invocation has finished the event meanwhile.
 */
async function take({ context, event, started, found, recent, findings }: OpenRun, lock: LockSession): Promise<Ending> {
  const { settings, ports, deadline, audit, log, stages } = context;
  const { application, runId, startedAt } = started;
  const name = started.snapshot?.name ?? '';
  if (!(await audit.start(started))) {
    throw new Error(`Run ${runId} of ${application} was finished by another invocation of the same event.`);
  }
  log('run.started', { runId, snapshot: name });
  const run: RunInProgress = {
    application,
    snapshotName: name,
    startedAt,
    event,
    earlierAttempt: found,
    deadline,
    callsUntil: new Date(deadline.getTime() - RESERVE_AT_THE_END_MS),
    settings,
    api: ports.api,
    clock: ports.clock,
    audit,
    holds: ports.holds,
    marks: ports.marks,
    lock,
    log,
    recent,
    stages,
    mayBeDrilled: context.mayBeDrilled,
    seenDrill: context.seenDrill,
    recordIntention: (deletions) =>
      audit.update({ ...started, applicationCreatedAt: findings.application?.createdAt, ...deletions }),
  };
  return takeSnapshot(run, findings).catch((error: unknown): Ending => {
    log('run.error', { error, stack: error instanceof Error ? error.stack : undefined });
    return { reason: 'unexpected-error', detail: describeError(error) };
  });
}

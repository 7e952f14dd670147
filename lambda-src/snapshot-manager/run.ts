import { areDeletionsOpen, type Deletions, forgottenDeletions } from './domain/deletions';
import type { Situation } from './domain/messages';
import { embeddedMetrics, type MetricValues } from './domain/metrics';
import { decideNotification, pastRuns, unreportedDeaths } from './domain/notification-policy';
import { headline, REASONS } from './domain/reasons';
import { isFinal, isOfARun, ofThisApplication, pastOf, type RunRecord } from './domain/record';
import type { RunEvent } from './domain/request';
import { newestReady } from './domain/retention/retention';
import { metricsOfRun, withKnownAge } from './domain/run-metrics';
import { snapshotName } from './domain/snapshot-name';
import { unknownStatuses } from './domain/unknown-statuses';
import { describeError, type Log } from './log';
import type { AuditSession } from './run/audit-session';
import { LockedError, leaseDetail, takeLock } from './run/lock';
import type { RunContext } from './run/run-context';
import type { Ending, Findings, RunInProgress, RunStages } from './run/run-in-progress';
import { takeSnapshot } from './run/take-snapshot';
import type { News } from './run/tell';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Context for one application, with the application's own settings. */
export interface ApplicationContext extends RunContext {
  readonly audit: AuditSession;
  readonly log: Log;
  /** Newest records of the application, newest first. */
  readonly recent: readonly RunRecord[];
  readonly stages: RunStages;
  /** True for an application that the settings name: it has alarms of its own. */
  readonly isNamed: boolean;
}

export interface RunResult {
  readonly record: RunRecord;
  /** False: the record is not in the table, and the invocation must fail so that its retry writes it. */
  readonly isRecorded: boolean;
  /** Error of the table in that case. */
  readonly trouble?: string;
  /** Measured and written metrics; missing when the event already had its result. */
  readonly metrics?: MetricValues;
  /** News to mail; missing if there is none. */
  readonly news?: News;
}

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
  const { settings, ports, deadline, audit, log, stages } = context;
  const { api, clock, holds, writeLine } = ports;

  const lock = await takeLock(application, event, context, log);
  // Read once the lock is ours: until then another delivery of the same event may have been at work on its row.
  const { runId, record: found } = await audit.find(application, event);
  if (found && isFinal(found)) {
    log('run.repeated', { runId, outcome: found.state, reason: found.reason });
    if (!('heldBy' in lock)) await lock.giveBack();
    return { record: found, isRecorded: true };
  }
  const startedAt = clock.now();
  const isOnDemand = event.requestReason !== undefined;
  const name = snapshotName(settings.snapshotNamePrefix, event.time, isOnDemand ? event.id : undefined);
  const started: RunRecord = {
    application,
    runId,
    eventId: event.id,
    eventTime: event.time,
    requestReason: event.requestReason,
    startedAt,
    deadlineAt: deadline,
    state: 'started',
    snapshot: { name },
    // An earlier attempt's deletions are this run's: its row is about to be replaced.
    deleted: found?.deleted ?? [],
    deletionReasons: found?.deletionReasons,
    deleting: found?.deleting,
    failedToDelete: [],
    kept: [],
    // What it ended with, and what was mailed about it, is known to other runs should this attempt die.
    reason: found?.reason,
    conditionSince: found?.conditionSince,
    told: found?.told,
    toldNotices: found?.toldNotices,
    openRuns: audit.openRuns ?? found?.openRuns,
    // Deletions that are open are those of the application for which they were meant.
    applicationCreatedAt: found && areDeletionsOpen(found) ? found.applicationCreatedAt : undefined,
  };

  const findings: Findings = { settled: [], deletions: deletionsOf(started) };
  const isOfThisEvent = ({ eventId, eventTime }: RunRecord) =>
    eventId === event.id && eventTime.getTime() === event.time.getTime();
  const recent = context.recent.filter((earlier) => !isOfThisEvent(earlier) && isOfARun(earlier));
  if ('heldBy' in lock) {
    log('lock.held', { runId, heldBy: lock.heldBy.eventId });
    if (found || lock.heldBy.eventId === event.id) throw new LockedError(application, event, lock.heldBy);
    return finish({ reason: 'run-in-flight', detail: leaseDetail(lock.heldBy) });
  }
  try {
    if (!(await audit.start(started))) {
      throw new Error(`Run ${runId} of ${application} was finished by another invocation of the same event.`);
    }
    log('run.started', { runId, snapshot: name });
    const run: RunInProgress = {
      ...{ application, snapshotName: name, startedAt, deadline, settings, api, clock, audit, holds, lock, log },
      ...{ recent, stages, event, earlierAttempt: found },
      recordIntention: (deletions) =>
        audit.update({ ...started, applicationCreatedAt: findings.application?.createdAt, ...deletions }),
    };
    const ending = await takeSnapshot(run, findings).catch((error: unknown): Ending => {
      log('run.error', { error, stack: error instanceof Error ? error.stack : undefined });
      return { reason: 'unexpected-error', detail: describeError(error) };
    });
    return await finish(ending);
  } finally {
    await lock.giveBack();
  }

  async function finish(ending: Ending): Promise<RunResult> {
    const row = (await audit.findUnlessFound(application, event)) ?? { runId, record: found };
    const before = row.record;
    // An attempt that could not read the row at its start deleted nothing.
    if (before && before !== found) {
      const forgotten = forgottenDeletions(before, pastOf(before), findings.application?.createdAt);
      findings.deletions = forgotten?.deletions ?? deletionsOf(before);
      findings.forgotten = forgotten?.detail;
    }
    const ended = recordOf({ ...started, runId: row.runId }, ending, findings, clock.now(), before);
    const history = ofThisApplication(recent, findings.application?.createdAt);
    const earlier = before ? [before, ...history] : history;
    // Without the history it is not known what was told.
    const past = audit.answers ? pastRuns(earlier, clock.now()) : undefined;
    const statuses = past ? unknownStatuses(findings.plan, earlier) : undefined;
    const notices = statuses?.notices ?? [];
    const deaths = past ? unreportedDeaths([...findings.settled, ...history], clock.now()) : [];
    const { mail, since, toldBefore, toldAfter } = decideNotification({
      policy: settings.notifications.policy,
      reminderMs: settings.notifications.reminderHours * HOUR_MS,
      passingStatusMs: settings.passingStatusMinutes * MINUTE_MS,
      now: clock.now(),
      eventTime: event.time,
      result: ended,
      past,
      isRetry: past?.[0] !== undefined && past[0] === before,
      unreportedDeaths: deaths.length,
      hasNotice: notices.length > 0,
      isStopAlarmed: context.isNamed && settings.notifications.stopsByAlarm,
    });
    const mails = past
      ? { conditionSince: since, told: toldBefore, toldNotices: statuses?.toldBefore }
      : toldByEarlierAttempt(context.recent.find(isOfThisEvent));
    const record: RunRecord = { ...ended, ...mails };
    const isRecorded = await audit.complete(record);
    log('run.ended', {
      runId: record.runId,
      outcome: record.state,
      reason: record.reason,
      snapshot: record.snapshot?.name,
      snapshotDurationMs: record.snapshot?.durationMs,
      runMs: clock.now().getTime() - startedAt.getTime(),
    });

    const situation: Situation = {
      ...situationOf(findings, clock.now()),
      settled: [...findings.settled, ...deaths.filter((death) => !findings.settled.includes(death))],
      notices,
      notRecorded: isRecorded ? undefined : (audit.trouble ?? ''),
    };
    // Those of an earlier attempt were counted by it.
    const measured = { ...record, deleted: record.deleted.slice(before?.deleted.length) };
    const now = clock.now();
    const figures = metricsOfRun(measured, situation, settings, { isRecorded, before, history });
    const metrics = withKnownAge(figures, recent, now, settings);
    writeLine(embeddedMetrics(application, clock.now(), metrics));
    const isAlone = settings.notifications.policy === 'always';
    // What is not recorded would be news again in each run: only who wants a mail of every run gets one.
    if (mail === undefined || !(isRecorded || isAlone)) {
      return { record, isRecorded, trouble: audit.trouble, metrics };
    }
    const isNew = toldAfter !== toldBefore || notices.length > 0;
    const known = isNew ? { told: toldAfter, toldNotices: statuses?.toldAfter } : undefined;
    const news: News = { kind: mail, record, situation, isAlone, known, deaths, audit };
    return { record, isRecorded, trouble: audit.trouble, metrics, news };
  }
}

/**
 * Report of an earlier attempt, from the newest rows: the attempt's own row could not be read, and is replaced. Only a
 * row with the start of its condition counts for later mails.
 */
function toldByEarlierAttempt(
  attempt: RunRecord | undefined,
): Pick<RunRecord, 'conditionSince' | 'told' | 'toldNotices'> {
  const { told, toldNotices, eventTime } = attempt ?? {};
  return { conditionSince: told && eventTime, told, toldNotices };
}

/**
 * Record of the run so far.
 *
 * @param found row of an earlier attempt of the event.
 */
function recordOf(
  started: RunRecord,
  ending: Ending,
  findings: Findings,
  endedAt: Date,
  found: RunRecord | undefined,
): RunRecord {
  // Of a call that was sent nobody knows for certain that it had no effect: a later run looks for the name.
  const doubtful = findings.mayHaveBegun ? (found?.snapshot ?? started.snapshot) : found?.snapshot;
  const isDoubtful = ending.snapshot === undefined && doubtful !== undefined;
  const record: RunRecord = {
    ...started,
    endedAt,
    state: REASONS[ending.reason].outcome,
    reason: ending.reason,
    applicationStatus: findings.application?.status,
    applicationCreatedAt: findings.application?.createdAt ?? ofOpenDeletions(findings, found),
    snapshot: ending.snapshot ?? doubtful,
    ...findings.deletions,
    kept: keptOfOurs(findings),
    newestReadyAt: newestReady(findings.snapshots ?? [])?.createdAt,
  };
  const details = [detailOf(ending, findings), isDoubtful ? DOUBT : undefined, findings.forgotten].filter(
    (text) => text !== undefined,
  );
  return { ...record, message: headline(record, details.length > 0 ? details.join(' ') : undefined) };
}

/** Creation time of the application for which an earlier attempt's open deletions were meant. */
function ofOpenDeletions({ deletions }: Findings, found: RunRecord | undefined): Date | undefined {
  return areDeletionsOpen(deletions) ? found?.applicationCreatedAt : undefined;
}

const DOUBT = 'A snapshot may have been started: later runs look for it by the name in this record.';

function deletionsOf({ deleted, deletionReasons, deleting, failedToDelete }: RunRecord): Deletions {
  return { deleted, deletionReasons, deleting, failedToDelete };
}

/** Detail of the record; a problem of the cleanup at the start is added if no cleanup at the end reports. */
function detailOf({ reason, detail }: Ending, { troubleAtStart }: Findings): string | undefined {
  if (!troubleAtStart || REASONS[reason].outcome === 'taken') return detail;
  return [detail, `Surplus snapshots: ${troubleAtStart.detail}`].filter((text) => text !== undefined).join(' ');
}

/** Entries for this manager's kept snapshots. Those of others are left out: a thousand of them would fill the row. */
function keptOfOurs({ plan }: Findings): readonly string[] {
  const ours = plan?.kept.filter(({ reasons }) => !reasons.includes('foreign')) ?? [];
  return ours.map(({ snapshot, reasons }) => `${snapshot.name}: ${reasons.join(', ')}`);
}

function situationOf({ application, snapshots, settled }: Findings, now: Date): Situation {
  return { now, application, snapshots, newestReady: newestReady(snapshots ?? []), settled };
}

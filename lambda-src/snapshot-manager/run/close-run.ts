import { areDeletionsOpen, deletionsOf, forgottenDeletions } from '../domain/deletions';
import { NO_MARKS, trustedOnes } from '../domain/marks';
import type { Situation } from '../domain/messages';
import { embeddedDrillMetrics, embeddedMetrics, type MetricValues } from '../domain/metrics';
import { decideNotification, type MailKind, pastRuns, unreportedDeaths } from '../domain/notification-policy';
import { headline, REASONS } from '../domain/reasons';
import { ofThisApplication, pastOf, type RunRecord } from '../domain/record';
import { metricsOfRun, withKnownAge } from '../domain/run-metrics';
import { newestReady, type Snapshot } from '../domain/snapshot';
import { type UnknownStatuses, unknownStatuses } from '../domain/unknown-statuses';
import { provenAgeSeconds } from './proofs-of-run';
import type { ApplicationContext, Ending, Findings, OpenRun } from './run-in-progress';
import type { News } from './tell';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

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
  /** Records of earlier runs whose end this run found out. */
  readonly newOutcomes?: readonly RunRecord[];
}

/** Closes the run: writes its record, then its metrics, and returns the news for people. */
export async function closeRun(run: OpenRun, ending: Ending): Promise<RunResult> {
  const { context, event, started, found, findings, recent } = run;
  const { audit, log, settings } = context;
  const { clock, writeLine } = context.ports;
  const row = (await audit.findUnlessFound(started.application, event)) ?? { runId: started.runId, record: found };
  const before = row.record;
  if (before && before !== found) takeOverDeletions(findings, before);
  const ended = recordOf({ ...started, runId: row.runId }, ending, findings, clock.now(), before);
  const history = ofThisApplication(recent, findings.application?.createdAt);
  const report = reportOf(run, ended, before, history);
  const record: RunRecord = { ...ended, ...report.toldBefore };
  const isRecorded = await audit.complete(record);
  log('run.ended', {
    runId: record.runId,
    outcome: record.state,
    reason: record.reason,
    snapshot: record.snapshot?.name,
    snapshotDurationMs: record.snapshot?.durationMs,
    runMs: clock.now().getTime() - started.startedAt.getTime(),
  });

  const situation: Situation = {
    ...situationOf(findings, clock.now()),
    settled: [...findings.settled, ...report.deaths.filter((death) => !findings.settled.includes(death))],
    notices: report.statuses?.notices ?? [],
    notRecorded: isRecorded ? undefined : (audit.trouble ?? ''),
  };
  // An earlier attempt has counted its own deletions.
  const measured = { ...record, deleted: record.deleted.slice(before?.deleted.length) };
  const figures = metricsOfRun(measured, situation, settings, { isRecorded, before, history });
  const metrics = withKnownAge(figures, recent, clock.now(), settings);
  writeLine(embeddedMetrics(record.application, clock.now(), metrics));
  const provenAge = provenAgeSeconds(findings, settings, clock);
  if (provenAge !== undefined) writeLine(embeddedDrillMetrics(record.application, clock.now(), { provenAge }));
  const news = newsOf(report, record, situation, context, isRecorded);
  return { record, isRecorded, trouble: audit.trouble, metrics, news, newOutcomes: findings.newOutcomes };
}

/** Takes over the deletions of an earlier attempt whose row could not be read at the start: this one deleted nothing. */
function takeOverDeletions(findings: Findings, before: RunRecord): void {
  const forgotten = forgottenDeletions(before, pastOf(before), findings.application?.createdAt);
  findings.deletions = forgotten?.deletions ?? deletionsOf(before);
  findings.forgotten = forgotten?.detail;
}

/** Decision about a mail, and what it is about. */
interface Report {
  /** Reason of the mail; missing: no mail is sent. */
  readonly mail: MailKind | undefined;
  /** Reports in the record if the mail of this run is not sent. */
  readonly toldBefore: Pick<RunRecord, 'conditionSince' | 'told' | 'toldNotices'>;
  /** Reports once that mail was sent; `undefined`: nothing new. */
  readonly toldAfter: Pick<RunRecord, 'told' | 'toldNotices'> | undefined;
  /** `undefined` without the history. */
  readonly statuses: UnknownStatuses | undefined;
  /** Number of runs that died and were never reported. */
  readonly deaths: readonly RunRecord[];
}

/**
 * @param before what an earlier attempt of the event left.
 * @param history records of earlier runs of the present application.
 */
function reportOf(
  { context: { audit, settings, isNamed, ports }, event, earlierAttempt, findings }: OpenRun,
  ended: RunRecord,
  before: RunRecord | undefined,
  history: readonly RunRecord[],
): Report {
  const now = ports.clock.now();
  const earlier = before ? [before, ...history] : history;
  // Without the history it is unknown what was reported.
  const statuses = audit.answers ? unknownStatuses(findings.plan, earlier) : undefined;
  const hasNotice = statuses !== undefined && statuses.notices.length > 0;
  const past = audit.answers ? pastRuns(earlier, now) : undefined;
  const deaths = past ? unreportedDeaths([...findings.settled, ...history], now) : [];
  const decision = decideNotification({
    policy: settings.notifications.policy,
    reminderMs: settings.notifications.reminderHours * HOUR_MS,
    passingStatusMs: settings.passingStatusMinutes * MINUTE_MS,
    now,
    eventTime: event.time,
    result: ended,
    past,
    stoppedSince: findings.drill?.unfinished?.stoppedAt,
    toldStoppedAt: findings.drill?.leftStoppedAt,
    isToldByDrill: findings.drill?.tellsStop,
    mayBeDrill: findings.drill?.isUnknown,
    isRetry: past?.[0] !== undefined && past[0] === before,
    unreportedDeaths: deaths.length,
    hasNotice,
    isStopAlarmed: isNamed && settings.notifications.stopsByAlarm,
  });
  const toldBefore = past
    ? { conditionSince: decision.since, told: decision.toldBefore, toldNotices: statuses?.toldBefore }
    : toldByEarlierAttempt(earlierAttempt);
  const isNew = decision.toldAfter !== decision.toldBefore || hasNotice;
  const toldAfter = isNew ? { told: decision.toldAfter, toldNotices: statuses?.toldAfter } : undefined;
  return { mail: decision.mail, toldBefore, toldAfter, statuses, deaths };
}

function newsOf(
  { mail, toldAfter, deaths }: Report,
  record: RunRecord,
  situation: Situation,
  { settings, audit }: ApplicationContext,
  isRecorded: boolean,
): News | undefined {
  const isAlone = settings.notifications.policy === 'always';
  // An unrecorded result would be mailed by every run, so only the policy `always` mails it.
  if (mail === undefined || !(isRecorded || isAlone)) return undefined;
  return { kind: mail, record, situation, isAlone, known: toldAfter, deaths, audit };
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
  // A create call that was sent may have had an effect, so the name is recorded for a later run to look for.
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
    newestReadyAt: newestTrusted(findings)?.createdAt,
    snapshotsInService: findings.snapshots?.length,
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

/** Newest READY snapshot that is not suspect. Marks that could not be read count as none, or no age would be known. */
function newestTrusted({ application, snapshots = [], marks = NO_MARKS }: Findings): Snapshot | undefined {
  return newestReady(trustedOnes(snapshots, marks, application?.createdAt));
}

function situationOf(findings: Findings, now: Date): Situation {
  const { application, snapshots, settled, drill } = findings;
  const trusted = newestTrusted(findings);
  const newest = newestReady(snapshots ?? []);
  const newerSuspect = newest === trusted ? undefined : newest;
  return {
    now,
    application,
    snapshots,
    newestReady: trusted,
    newerSuspect,
    drillSince: drill?.underWay?.since,
    settled,
  };
}

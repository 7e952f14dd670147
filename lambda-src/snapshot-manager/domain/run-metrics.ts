import { statusFacts } from './application-status';
import type { Situation } from './messages';
import type { MetricValues } from './metrics';
import type { RunState } from './reasons';
import type { RunRecord } from './record';
import { daysUntilFull, meanIntervalMs } from './retention/quota-forecast';
import type { RetentionPolicy } from './retention/retention-policy';
import type { QuietHours } from './schedule/quiet-hours';
import { countedMsBetween } from './schedule/quiet-time';

/** Settings that the figures are measured against. */
export interface MetricLimits {
  readonly snapshotQuota: number;
  readonly passingStatusMinutes: number;
  /** Hours that the age of the newest snapshot leaves out. */
  readonly quietHours?: QuietHours | undefined;
}

/** Settings that the growth of the snapshots follows. */
export interface GrowthSettings {
  readonly retention: RetentionPolicy;
  readonly snapshotNamePrefix: string;
  readonly adoptsReferenceSnapshots: boolean;
  /** Expression of its schedule, such as `rate(10 minutes)`. */
  readonly schedule: string;
}

/** Facts besides the result that decide whether it is counted. */
export interface Counting {
  /** False: the record is not in the table, and a retry of the event ends with a result of its own. */
  readonly isRecorded: boolean;
  /** Row of an earlier attempt of the event. */
  readonly before: RunRecord | undefined;
  /** Records of earlier runs of the application, as they were when the run began. */
  readonly history: readonly RunRecord[];
}

/**
 * Figures that a run measured. Those of an unreadable application are missing: a zero would claim that it was read.
 * Results are counted once per event, not per attempt, and a snapshot once, even if two events of one second share it.
 */
export function metricsOfRun(
  record: RunRecord,
  situation: Situation,
  limits: MetricLimits & GrowthSettings,
  { isRecorded, before, history }: Counting,
): MetricValues {
  const isNew = before?.state !== record.state;
  const counted = (state: RunState): number => (record.state === state && isNew && isRecorded ? 1 : 0);
  // A run that died counted nothing, so the run that finds its snapshot counts it.
  const taken = namesOfTaken([...situation.settled, ...(counted('taken') === 1 ? [record] : [])]);
  for (const name of namesOfTaken(history)) taken.delete(name);
  return {
    snapshotsTaken: taken.size,
    // Counted even if not recorded: rather once per attempt than never.
    snapshotsFailed: record.state === 'failed' && isNew ? 1 : 0,
    snapshotsLate: counted('late'),
    snapshotsSkipped: counted('skipped'),
    // If the record was not written, the row still has them as intended: the retry finds them gone and counts them.
    snapshotsDeleted: isRecorded ? record.deleted.length : 0,
    snapshotDuration: record.snapshot?.durationMs,
    ...applicationMetrics(record, situation, limits),
    ...snapshotMetrics(record, situation, limits),
    snapshotQuotaUse: quotaUse(situation.snapshots?.length, limits),
    quotaFullInDays: fullInDays(record.application, situation, limits),
  };
}

function namesOfTaken(records: readonly RunRecord[]): Set<string> {
  return new Set(records.flatMap(({ state, snapshot }) => (state === 'taken' && snapshot ? [snapshot.name] : [])));
}

/**
 * Figures from the record of an event that already had its result: the application's state at that time. Counted
 * results are not counted again, and a missing age is left out.
 */
export function metricsOfRecord(record: RunRecord, now: Date, limits: MetricLimits): MetricValues {
  const { applicationStatus, newestReadyAt, snapshot } = record;
  if (applicationStatus === undefined) return {};
  if (record.reason === 'drill-under-way') {
    return {
      applicationRunning: 1,
      newestSnapshotAge: newestReadyAt && secondsBetween(newestReadyAt, record.eventTime),
    };
  }
  return {
    applicationRunning: isRunning(applicationStatus, record, now, limits) ? 1 : 0,
    newestSnapshotAge: ageAtRisk(applicationStatus, newestReadyAt, record, now, limits),
    snapshotQuotaUse: quotaUse(record.snapshotsInService, limits),
    snapshotDuration: snapshot?.durationMs,
  };
}

/**
 * Adds an age where the application could not be read: that of the newest snapshot which an earlier run saw. Without it
 * an application that can't be read any more would never be overdue.
 *
 * @param recent earlier records of the application, newest first.
 */
export function withKnownAge(
  metrics: MetricValues,
  recent: readonly RunRecord[],
  now: Date,
  limits: MetricLimits,
): MetricValues {
  if (metrics.newestSnapshotAge !== undefined) return metrics;
  for (const earlier of recent) {
    const { newestSnapshotAge } = metricsOfRecord(earlier, now, limits);
    if (newestSnapshotAge !== undefined) return { ...metrics, newestSnapshotAge };
  }
  return metrics;
}

/** True while the application is RUNNING, or in a transient status that has not lasted too long. */
function isRunning(
  status: string,
  { conditionSince, eventTime }: RunRecord,
  now: Date,
  { passingStatusMinutes }: MetricLimits,
): boolean {
  const { kind } = statusFacts(status);
  if (kind !== 'passing') return kind === 'running';
  return now.getTime() - (conditionSince ?? eventTime).getTime() < passingStatusMinutes * 60_000;
}

/**
 * Seconds of processing that a failure would lose, as far as the objective counts them: they stop growing when the
 * application no longer processes, and in quiet hours. After these they grow on from where they stood, so that a first
 * run that fails is not overdue at once.
 */
function ageAtRisk(
  status: string,
  since: Date | undefined,
  { conditionSince, eventTime }: RunRecord,
  now: Date,
  { quietHours }: MetricLimits,
): number | undefined {
  const { kind } = statusFacts(status);
  if (kind === 'stopped') return 0;
  const until = kind === 'running' ? now : (conditionSince ?? eventTime);
  return since && Math.round(countedMsBetween(quietHours, since, until) / 1000);
}

function secondsBetween(since: Date, until: Date): number {
  return Math.max(0, Math.round((until.getTime() - since.getTime()) / 1000));
}

function applicationMetrics(
  record: RunRecord,
  { application, now, drillSince }: Situation,
  limits: MetricLimits,
): MetricValues {
  if (drillSince) return { applicationRunning: 1 };
  return application ? { applicationRunning: isRunning(application.status, record, now, limits) ? 1 : 0 } : {};
}

/**
 * Use of the quota. FAILED, CREATING and DELETING snapshots count as well, because the service counts all that it
 * lists.
 */
function quotaUse(snapshots: number | undefined, { snapshotQuota }: MetricLimits): number | undefined {
  return snapshots === undefined ? undefined : Math.round((snapshots / snapshotQuota) * 1000) / 10;
}

function fullInDays(
  application: string,
  { snapshots, now }: Situation,
  settings: MetricLimits & GrowthSettings,
): number | undefined {
  const { snapshotQuota: quota, retention: policy, schedule, adoptsReferenceSnapshots } = settings;
  const ownership = { ownPrefix: settings.snapshotNamePrefix, adoptsReferenceSnapshots };
  const everyMs = meanIntervalMs(schedule, now);
  return snapshots && daysUntilFull(snapshots, { application, ...ownership, policy, quota, everyMs, now });
}

function snapshotMetrics(
  record: RunRecord,
  { application, snapshots, newestReady, now, drillSince }: Situation,
  limits: MetricLimits,
): MetricValues {
  if (!application || !snapshots) return {};
  const snapshotCount = snapshots.filter((snapshot) => snapshot.status === 'READY').length;
  // Without any restore point all data since the application's creation would be lost.
  const safeSince = newestReady?.createdAt ?? application.createdAt;
  if (drillSince) return { snapshotCount, newestSnapshotAge: safeSince && secondsBetween(safeSince, drillSince) };
  return { snapshotCount, newestSnapshotAge: ageAtRisk(application.status, safeSince, record, now, limits) };
}

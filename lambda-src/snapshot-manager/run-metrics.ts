import type { Situation } from './messages';
import type { MetricValues } from './metrics';
import type { RunRecord } from './record';

/**
 * What a run measured. Figures of an application that could not be read are left out: a zero would claim that it was
 * read, and the alarm on silence must see nothing.
 */
export function metricsOfRun(record: RunRecord, situation: Situation, snapshotQuota: number): MetricValues {
  return {
    snapshotsTaken: record.state === 'taken' ? 1 : 0,
    snapshotsFailed: record.state === 'failed' ? 1 : 0,
    snapshotsLate: record.state === 'late' ? 1 : 0,
    snapshotsSkipped: record.state === 'skipped' ? 1 : 0,
    snapshotsDeleted: record.deleted.length,
    snapshotDuration: record.snapshot?.durationMs,
    ...applicationMetrics(situation),
    ...snapshotMetrics(situation),
    ...quotaMetrics(situation, snapshotQuota),
  };
}

function applicationMetrics({ application }: Situation): MetricValues {
  return application ? { applicationRunning: application.status === 'RUNNING' ? 1 : 0 } : {};
}

/** FAILED ones and those in CREATING or DELETING count as well: the service counts what it lists. */
function quotaMetrics({ snapshots }: Situation, snapshotQuota: number): MetricValues {
  return snapshots ? { snapshotQuotaUse: Math.round((snapshots.length / snapshotQuota) * 1000) / 10 } : {};
}

function snapshotMetrics({ application, snapshots, newestReady, now }: Situation): MetricValues {
  if (!application || !snapshots) return {};
  const snapshotCount = snapshots.filter((snapshot) => snapshot.status === 'READY').length;
  if (application.status !== 'RUNNING') return { snapshotCount, newestSnapshotAge: 0 };
  // Without any restore point everything since the application was made would be lost.
  const safeSince = newestReady?.createdAt ?? application.createdAt;
  if (!safeSince) return { snapshotCount };
  return { snapshotCount, newestSnapshotAge: Math.max(0, Math.round((now.getTime() - safeSince.getTime()) / 1000)) };
}

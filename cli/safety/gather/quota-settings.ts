import { meanIntervalMs, type QuotaFacts } from '../../../lambda-src/snapshot-manager/domain/retention/quota-forecast';
import { parseRetentionPolicy } from '../../../lambda-src/snapshot-manager/domain/retention/retention-policy';
import type { Deployment } from '../../deployment';

/**
 * Settings that the growth of an application's snapshots follows.
 *
 * @param entry that applies; without it the settings of the deployment do.
 * @param status of the application: only a running one gets snapshots of the schedule.
 */
export function quotaSettings(
  deployment: Deployment,
  application: string,
  entry: Deployment['applications'][number] | undefined,
  status: string | undefined,
  now: Date,
): Omit<QuotaFacts, 'now'> {
  const ofAll = parseRetentionPolicy(deployment.retention);
  return {
    application,
    ownPrefix: deployment.snapshotNamePrefix,
    adoptsReferenceSnapshots: deployment.adoptsReferenceSnapshots,
    policy: entry?.retention === undefined ? ofAll : parseRetentionPolicy(entry.retention, ofAll),
    quota: deployment.snapshotQuota,
    everyMs:
      deployment.isScheduled && status !== 'READY'
        ? meanIntervalMs(entry?.schedule ?? deployment.schedule, now)
        : undefined,
  };
}

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { fitsName } from '../../config/checks/selection-checks';
import { DynamoAuditLog } from '../../lambda-src/snapshot-manager/aws/audit-table';
import { ofThisApplication, type RunRecord } from '../../lambda-src/snapshot-manager/domain/record';
import { snapshotLimitMs } from '../../lambda-src/snapshot-manager/domain/snapshot-limit';
import { usualDurationMs } from '../../lambda-src/snapshot-manager/run/wait';
import { lookingIn } from '../answer-time';
import type { Deployment } from '../deployment';

/** Most milliseconds for a snapshot: as long as a drill may last, whatever earlier ones took. */
const MOST_MS = 4 * 3_600_000;

/** Reads the newest runs of an application. */
export type ReadRuns = (application: string) => Promise<readonly RunRecord[]>;

/**
 * Milliseconds after which a snapshot of an application counts as not taken, as in a drill: twice what it usually takes,
 * at least 15 minutes and at most four hours. What it takes the settings say, and the runs of the manager have measured:
 * the longer one counts. Without tables and settings the least limit must do.
 *
 * @param deployment undefined: none is known.
 */
export async function snapshotTimeMs(
  application: string,
  createdAt: Date | undefined,
  deployment: Deployment | undefined,
  readRuns: ReadRuns | undefined,
): Promise<number> {
  const entry = deployment?.applications.find((each) => each.tag === undefined && fitsName(each, application));
  const bySettings = (entry ?? deployment)?.usualSnapshotSeconds ?? 0;
  // A table that does not answer must not keep anybody from a restore.
  const runs = (await readRuns?.(application).catch(() => undefined)) ?? [];
  const measured = (usualDurationMs(ofThisApplication(runs, createdAt)) ?? 0) / 1000;
  return Math.min(MOST_MS, snapshotLimitMs(Math.max(bySettings, measured)));
}

/** Reader of the runs in the audit table of a deployment. */
export function runsInAudit(region: string, { auditTable, auditRetentionDays }: Deployment): ReadRuns {
  return (application) => {
    const audit = new DynamoAuditLog(new DynamoDBClient(lookingIn(region)), auditTable, auditRetentionDays);
    return audit.findRecent(application);
  };
}

import type { AuditItem } from '../../../lambda-src/snapshot-manager/aws/audit-item';
import { auditRow } from '../../audit-rows';
import { pastRow } from '../../safety/gather/read-past';
import type { TimelineRow } from './facts';

/** Converts an item of the audit; an odd row is one that says little, and hides no other. */
export function timelineRow(item: AuditItem): TimelineRow {
  const { runId, snapshotCreatedAt, snapshotStatus } = auditRow(item);
  const { message: _, ...past } = pastRow(item);
  return { ...past, runId, snapshotCreatedAt, snapshotStatus };
}

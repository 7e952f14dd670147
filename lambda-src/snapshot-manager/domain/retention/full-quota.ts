import { durationText } from '../duration';
import type { KeepReason, RetentionPlan } from './retention';
import { COUNT_RULES, RETENTION_CAP, RETENTION_SPANS, type RetentionPolicy } from './retention-policy';

/**
 * Share of the quota that the manager's own snapshots should fill at most; the rest is for those of the service and of
 * people.
 */
const SHARE_OF_OURS = 0.8;

/**
 * Advice for an application at its quota when the retention makes no room: it keeps too many, or the snapshots are not
 * this manager's. Empty when the retention deletes some, so that the next run has room.
 */
export function fullQuotaAdvice({ kept, dropped }: RetentionPlan, policy: RetentionPolicy): string {
  if (dropped.length > 0) return '';
  const others = kept.filter(({ reasons }) => reasons.some(isOfOthers)).length;
  const ours = kept.length - others;
  const cap = Math.floor(SHARE_OF_OURS * kept.length) - others;
  if (policy.deleteSurplus === false) {
    return 'snapshots.retention.deleteSurplus is false, so this manager deletes nothing. Delete snapshots by hand, or set it to true.';
  }
  if (ours > 0 && cap >= RETENTION_CAP.least && cap < ours) {
    return `The retention (${policyText(policy)}) keeps all ${ours} snapshots of this manager, so it never makes room. Set snapshots.retention.keepAtMost to ${cap} or less.`;
  }
  return policy.serviceSnapshots
    ? `${others} of the ${kept.length} snapshots were taken by people, or by the service and its rule keeps them. Lower snapshots.retention.serviceSnapshots, delete some of them, or request a higher quota.`
    : `${others} of the ${kept.length} snapshots were taken by people or by the service, and no retention deletes them. Delete some of them, or request a higher quota.`;
}

/** True for a reason that only snapshots of people or of the service have. */
function isOfOthers(reason: KeepReason): boolean {
  return reason === 'foreign' || reason === 'newest-ready-of-the-service' || reason.startsWith('service ');
}

function policyText(policy: RetentionPolicy): string {
  const rules = [
    ...COUNT_RULES.flatMap((rule) => (policy[rule] === undefined ? [] : [`${rule} ${policy[rule]}`])),
    ...RETENTION_SPANS.flatMap((rule) => {
      const span = policy[rule];
      return span === undefined ? [] : [`${rule} ${durationText(span)}`];
    }),
  ];
  return rules.join(', ');
}

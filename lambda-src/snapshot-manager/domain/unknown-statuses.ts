import type { RetentionPlan } from './retention/retention';
import { isKnownStatus } from './snapshot';

/** Reports about this manager's snapshots in a status that this version does not know. */
export interface UnknownStatuses {
  /** Sentences about those not yet reported. */
  readonly notices: readonly string[];
  /** `name STATUS` of each one reported before. */
  readonly toldBefore: readonly string[] | undefined;
  /** `name STATUS` of each one reported once the notices were sent. */
  readonly toldAfter: readonly string[] | undefined;
}

/** Maximum notices in a mail: a new status may affect all thousand snapshots at once, and SNS accepts 256 KB. */
const MOST_NOTICES = 20;

/**
 * Reports each snapshot and status once. The records of reports count, not those of runs, whose mail may not have been
 * sent.
 *
 * @param plan `undefined` when the run did not get that far: the earlier reports are then carried on.
 * @param earlier records of the application's earlier runs.
 */
export function unknownStatuses(
  plan: RetentionPlan | undefined,
  earlier: readonly { readonly toldNotices?: readonly string[] }[],
): UnknownStatuses {
  const told = new Set(earlier.flatMap(({ toldNotices }) => toldNotices ?? []));
  if (!plan) return { notices: [], toldBefore: unlessEmpty([...told]), toldAfter: unlessEmpty([...told]) };
  const odd = plan.kept
    .filter(({ snapshot, reasons }) => !reasons.includes('foreign') && !isKnownStatus(snapshot.status))
    .map(({ snapshot: { name, status } }) => ({ name, status, entry: `${name} ${status}` }));
  return {
    notices: noticesOf(odd.filter(({ entry }) => !told.has(entry))),
    toldBefore: unlessEmpty(odd.map(({ entry }) => entry).filter((entry) => told.has(entry))),
    toldAfter: unlessEmpty(odd.map(({ entry }) => entry)),
  };
}

function noticesOf(odd: readonly { readonly name: string; readonly status: string }[]): readonly string[] {
  const named = odd
    .slice(0, MOST_NOTICES)
    .map(
      ({ name, status }) =>
        `Snapshot ${name} has the status ${status}, which this version of the snapshot manager does not know. It is kept.`,
    );
  const more = odd.length - named.length;
  return more > 0 ? [...named, `${more} more snapshots are in a status that this version does not know.`] : named;
}

function unlessEmpty(entries: readonly string[]): readonly string[] | undefined {
  return entries.length > 0 ? entries : undefined;
}

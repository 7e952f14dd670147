import type { RetentionPlan } from '../retention';
import { isKnownStatus } from '../snapshot-status';

/**
 * Sentences about the snapshots of ours that are in a status which this version does not know, and which no earlier
 * record names with it: people are told of each once.
 *
 * @param earlier the lists of kept snapshots in earlier records.
 */
export function unknownStatusNotices(
  plan: RetentionPlan | undefined,
  earlier: readonly { readonly kept: readonly string[] }[],
): readonly string[] {
  const odd = plan?.kept.filter(({ snapshot, reasons }) => {
    const isOurs = !reasons.includes('foreign');
    return isOurs && !isKnownStatus(snapshot.status);
  });
  const known = new Set(earlier.flatMap(({ kept }) => kept.flatMap(namesAndStatus)));
  return (odd ?? [])
    .map(({ snapshot }) => snapshot)
    .filter(({ name, status }) => !known.has(`${name} ${status}`))
    .map(
      ({ name, status }) =>
        `Snapshot ${name} has the status ${status}, which this version of the snapshot manager does not know. It is kept.`,
    );
}

/** An entry of `kept` is `name: reason, reason`. */
function namesAndStatus(entry: string): readonly string[] {
  const [, name, status] = /^([^:]+): .*\bunknown-status ([^,]+)/.exec(entry) ?? [];
  return name === undefined ? [] : [`${name} ${status}`];
}

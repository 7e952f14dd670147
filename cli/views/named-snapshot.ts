import { suspectsInForce } from '../../lambda-src/snapshot-manager/domain/marks';
import type { Snapshot } from '../../lambda-src/snapshot-manager/domain/snapshot';
import { type Choice, findSnapshot, onlyOneWith } from '../recovery/snapshot-reference';
import type { ApplicationFacts } from './application-facts';

/** References that name a snapshot by what it is, not by its name. */
const BY_WHAT_IT_IS = /^(latest$|proven$|@)/;

/**
 * Snapshot that a person names, in any status: it is looked at, not restored.
 *
 * @throws SnapshotReferenceError for a name that fits none or several; the message has the nearest.
 */
export function namedSnapshot(
  { application, snapshots, marks, state, restores, now }: ApplicationFacts,
  reference: string,
): Snapshot {
  const suspects = new Set(suspectsInForce(marks, state.createdAt).map(({ snapshotName }) => snapshotName));
  const proven = restores?.flatMap(({ verdict, restoredFrom }) =>
    verdict === 'proven' && restoredFrom ? restoredFrom : [],
  );
  const choice: Choice = { application, snapshots, suspects, proven };
  const whole = snapshots.find(({ name }) => name === reference);
  if (whole) return whole;
  return BY_WHAT_IT_IS.test(reference) ? findSnapshot(choice, reference, now) : onlyOneWith(choice, reference);
}

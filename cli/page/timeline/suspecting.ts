import { suspectOf } from '../../../lambda-src/snapshot-manager/domain/marks';
import type { Snapshot } from '../../../lambda-src/snapshot-manager/domain/snapshot';
import type { TimelineFacts } from './facts';

/** Function that tells whether a snapshot is suspect by the marks of its application; without marks none is. */
export function suspecting({
  marks,
  createdAt,
}: Pick<TimelineFacts, 'marks' | 'createdAt'>): (snapshot: Pick<Snapshot, 'name' | 'createdAt'>) => boolean {
  if (marks === undefined || marks.suspects.length === 0) return () => false;
  const marked = new Set(marks.suspects.map(({ snapshotName }) => snapshotName));
  // The whole question only of those that have a mark: it goes through all marks.
  return (snapshot) => marked.has(snapshot.name) && suspectOf(snapshot, marks, createdAt) !== undefined;
}

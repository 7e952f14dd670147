import { type Marks, NO_MARKS } from '../../lambda-src/snapshot-manager/domain/marks';
import type { Snapshot } from '../../lambda-src/snapshot-manager/domain/snapshot';
import { isPlannedFor } from './recovery';
import { rememberedSuspects } from './remembered-suspects';
import type { RecoveryWorld } from './world';

/**
 * Marks of the table as they are now, or what the journal of this machine remembers. They are read each time: a drill, or
 * somebody else, may mark a snapshot while a question is open.
 *
 * @throws Error when the table does not answer.
 */
export async function marksOf(
  { tables, journal, api }: Pick<RecoveryWorld, 'tables' | 'journal' | 'api'>,
  application: string,
  snapshots: readonly Snapshot[],
): Promise<Marks> {
  if (tables) return tables.protect.marks.marksOf(application);
  const remembered = (await journal.read(application))?.recovery;
  if (!remembered) return NO_MARKS;
  // The folder is that of a region: it may be the application of another account.
  const { createdAt } = await api.describeApplication(application);
  return isPlannedFor(remembered.plan, createdAt) ? rememberedSuspects(remembered, snapshots) : NO_MARKS;
}

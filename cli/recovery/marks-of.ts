import type { Marks } from '../../lambda-src/snapshot-manager/domain/marks';
import type { Snapshot } from '../../lambda-src/snapshot-manager/domain/snapshot';
import { isPlannedFor } from './recovery';
import { rememberedSuspects } from './remembered-suspects';
import type { RecoveryWorld } from './world';

/** Marks of the table, or what the journal of this machine remembers. */
export async function marksOf(
  { tables, marks, journal, api }: RecoveryWorld,
  application: string,
  snapshots: readonly Snapshot[],
): Promise<Marks> {
  if (tables) return marks;
  const remembered = (await journal.read(application))?.recovery;
  if (!remembered) return marks;
  // The folder is that of a region: it may be the application of another account.
  const { createdAt } = await api.describeApplication(application);
  return isPlannedFor(remembered.plan, createdAt) ? rememberedSuspects(remembered, snapshots) : marks;
}

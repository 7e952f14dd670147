import { suspectsOf } from '../domain/drill/broken-states';
import type { Drill } from '../domain/drill/drill';
import { suspectOf } from '../domain/marks';
import type { Ports } from '../ports';

/** Marks the snapshots that the drill found broken; a mark that is there stays, with the words of whoever made it. */
export async function markSuspects(drill: Drill, { marks, clock }: Pick<Ports, 'marks' | 'clock'>): Promise<void> {
  const suspects = suspectsOf(drill, clock.now());
  if (suspects.length === 0) return;
  const { application, applicationCreatedAt } = drill.plan;
  const known = await marks.marksOf(application);
  for (const suspect of suspects) {
    const snapshot = { name: suspect.snapshotName, createdAt: suspect.snapshotCreatedAt };
    if (!suspectOf(snapshot, known, applicationCreatedAt)) await marks.suspect(suspect);
  }
}

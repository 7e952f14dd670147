import type { Marks } from '../../lambda-src/snapshot-manager/domain/marks';
import type { Snapshot } from '../../lambda-src/snapshot-manager/domain/snapshot';
import type { Recovery } from './recovery';

/**
 * Suspects that the journal of the last restore or start remembers where there is no table for marks: those of its plan,
 * and every snapshot between target and start. Without it the next `--latest` would bring the bad state back.
 */
export function rememberedSuspects(recovery: Recovery | undefined, snapshots: readonly Snapshot[]): Marks {
  if (!recovery) return { suspects: [], freezes: [] };
  const {
    application,
    target,
    isGoingBack,
    suspects,
    who,
    why,
    plannedAt,
    fresh,
    evidence,
    suspectBefore = [],
  } = recovery.plan;
  const startedAt = recovery.steps.find(({ step }) => step === 'start')?.begunAt ?? plannedAt;
  const isBetween = ({ name, createdAt }: Snapshot) =>
    isGoingBack && target && createdAt && createdAt > target.createdAt && createdAt < startedAt && name !== fresh;
  return {
    suspects: snapshots
      .filter((snapshot) => [...suspects, ...suspectBefore, evidence].includes(snapshot.name) || isBetween(snapshot))
      .map(({ name }) => ({ application, snapshotName: name, who, why, markedAt: plannedAt })),
    freezes: [],
  };
}

import {
  latestEndOfFreeze,
  type Suspect,
  suspectNamesAmong,
  suspectOf,
} from '../../lambda-src/snapshot-manager/domain/marks';
import type { Holds, RunLocks, SnapshotApi, SnapshotMarks } from '../../lambda-src/snapshot-manager/ports';
import { localTime } from '../times';
import type { StepEnd } from './perform';
import type { Recovery } from './recovery';
import { newerThan } from './steps';

const HOUR_MS = 3_600_000;
/** Hours that a freeze lasts if nobody comes back to this restore. */
const FREEZE_HOURS = 24;
/** Days that the target stays on hold: long enough to find out whether it was the right one. */
const HOLD_DAYS = 7;
/** Time between two looks at deletions that were announced. */
const POLL_MS = 1000;

/** Error when the target is gone, or is suspect since the plan: nothing was stopped. */
export class TargetLostError extends Error {
  override readonly name = 'TargetLostError';
}

export interface ProtectPorts {
  readonly marks: SnapshotMarks;
  readonly holds: Holds;
  readonly locks: Pick<RunLocks, 'announcedDeletions'>;
  readonly api: Pick<SnapshotApi, 'listSnapshots' | 'describeSnapshot'>;
  readonly clock: { readonly now: () => Date; readonly sleep: (ms: number) => Promise<void> };
  /** Limits that a freeze must not exceed: the snapshots of the schedule would fill the quota. */
  readonly limits: { readonly snapshotQuota: number; readonly schedule: string };
}

/** Person under whose name a recovery protects: a person's own freezes and holds end with nobody's restore. */
export function holder({ plan }: Recovery): string {
  return `${plan.kind} ${plan.id}`;
}

/** Freezes all deletions of the application for a day at most, or until the quota would be nearly full. */
export async function freeze(recovery: Recovery, { marks, api, limits }: ProtectPorts): Promise<StepEnd> {
  const { application, plannedAt, why } = recovery.plan;
  const used = (await api.listSnapshots(application)).length;
  const latest = latestEndOfFreeze(plannedAt, { ...limits, used });
  const until = new Date(Math.min(plannedAt.getTime() + FREEZE_HOURS * HOUR_MS, latest.getTime()));
  if (until <= plannedAt) {
    return { said: `No freeze: ${used} of ${limits.snapshotQuota} snapshots are taken.`, isLeftOut: true };
  }
  await marks.freeze({ application, who: holder(recovery), why, since: plannedAt, until });
  return { said: `No snapshot of ${application} is deleted until ${localTime(until)}, or until this is over.` };
}

/**
 * Puts the target on hold, and makes sure that no run is about to delete it: a manager announces deletions before it
 * reads holds, so one of both sees the other.
 *
 * @throws TargetLostError when it is no longer there, or somebody marked it as suspect since the plan.
 */
export async function holdTarget(recovery: Recovery, ports: ProtectPorts, beat: () => Promise<void>): Promise<StepEnd> {
  const { application, target, plannedAt, why } = recovery.plan;
  if (!target) return { said: 'It starts with empty state: nothing is put on hold.' };
  // From now: somebody may continue a plan of long ago.
  const until = new Date(ports.clock.now().getTime() + HOLD_DAYS * 24 * HOUR_MS);
  const hold = { application, snapshotName: target.name, who: holder(recovery), why, heldAt: plannedAt, until };
  await ports.holds.hold(hold);
  while ((await ports.locks.announcedDeletions(application, ports.clock.now())).includes(target.name)) {
    await beat();
    await ports.clock.sleep(POLL_MS);
  }
  await refuseLostTarget(recovery, ports.api);
  await refuseSuspectTarget(recovery, ports.marks);
  return { said: `${target.name} is on hold until ${localTime(until)}.` };
}

/**
 * Looks whether the target can still be started from, which may be long after the plan.
 *
 * @throws TargetLostError when it can't.
 */
export async function refuseLostTarget(
  { plan: { application, target } }: Pick<Recovery, 'plan'>,
  api: Pick<SnapshotApi, 'describeSnapshot'>,
): Promise<void> {
  if (!target) return;
  const found = await api.describeSnapshot(application, target.name);
  if (found?.status === 'READY') return;
  throw new TargetLostError(
    `Snapshot ${target.name} of ${application} is ${found?.status ?? 'gone'}, expected READY. Nothing was stopped. End this with kda restore --give-up ${application}, and choose another one: kda restore ${application} --snapshot NAME.`,
  );
}

/** Mark that somebody, or a drill, put on the target since the plan; `undefined` without one. */
export async function markSincePlan(
  { application, applicationCreatedAt, target, suspectBefore }: Recovery['plan'],
  marks: Pick<SnapshotMarks, 'marksOf'>,
): Promise<Suspect | undefined> {
  // A plan of an earlier version does not tell which ones were suspect before.
  if (!target || !suspectBefore || suspectBefore.includes(target.name)) return undefined;
  return suspectOf(target, await marks.marksOf(application), applicationCreatedAt);
}

async function refuseSuspectTarget({ plan }: Recovery, marks: SnapshotMarks): Promise<void> {
  const mark = await markSincePlan(plan, marks);
  if (!mark) return;
  const { application } = plan;
  throw new TargetLostError(
    `Snapshot ${mark.snapshotName} of ${application} is suspect since the plan, by ${mark.who} (${mark.why}). Nothing was stopped. End this with kda restore --give-up ${application}, and choose another one: kda restore ${application} --latest. If it is good all the same: kda trust ${application} ${mark.snapshotName}, then kda restore --continue ${application}.`,
  );
}

/** Marks the snapshot of the bad state before it is taken: no start may take it for the newest good one. */
export async function markEvidence({ plan }: Pick<Recovery, 'plan'>, ports: ProtectPorts): Promise<void> {
  const { application, evidence, who, why } = plan;
  if (evidence === undefined) return;
  await ports.marks.suspect({ application, snapshotName: evidence, who, why, markedAt: ports.clock.now() });
}

/** Marks all snapshots newer than the target, but for the one that was taken after the start. */
export async function markNewer(
  recovery: Recovery,
  ports: ProtectPorts,
  beat: () => Promise<void> = async () => {},
): Promise<StepEnd> {
  const { application, applicationCreatedAt, target, fresh, why, who } = recovery.plan;
  const snapshots = await ports.api.listSnapshots(application);
  const before = suspectNamesAmong(snapshots, await ports.marks.marksOf(application), applicationCreatedAt);
  const atTarget = snapshots.find(({ name }) => name === target?.name);
  const names = newerThan(atTarget, snapshots, before).filter((name) => name !== fresh);
  for (const snapshotName of names) {
    await beat();
    const snapshotCreatedAt = snapshots.find(({ name }) => name === snapshotName)?.createdAt;
    const mark = { application, snapshotName, who, why, markedAt: ports.clock.now() };
    await ports.marks.suspect(snapshotCreatedAt ? { ...mark, snapshotCreatedAt } : mark);
  }
  return { said: names.length === 0 ? 'No newer snapshot is left to suspect.' : `Suspect now: ${names.join(', ')}.` };
}

/**
 * Ends the freeze of this recovery; those of people stay. A start that failed keeps it: whoever goes back further needs
 * the older snapshots.
 */
export async function thaw(recovery: Recovery, { marks, clock }: ProtectPorts): Promise<StepEnd> {
  const { application } = recovery.plan;
  if (recovery.outcome === 'not-proven') {
    const command = `kda thaw ${application} --holder "${holder(recovery)}"`;
    return { said: `Deletions stay frozen for now: ${command} ends that.`, isLeftOut: true };
  }
  const { freezes } = await marks.marksOf(application);
  for (const freeze of freezes) if (freeze.who === holder(recovery)) await marks.thaw(freeze);
  const others = freezes.filter(({ who, until }) => who !== holder(recovery) && until > clock.now());
  return {
    said:
      others.length > 0
        ? `This freeze ended; that of ${others.map(({ who }) => who).join(', ')} lasts.`
        : `Surplus snapshots of ${application} are deleted again.`,
  };
}

import { isOfThisApplication } from './application-state';
import { isFuture, type Snapshot } from './snapshot';

/** Ways in which a snapshot is proven. */
export const PROVERS = ['drill', 'restore', 'start', 'rollback'] as const;
export type Prover = (typeof PROVERS)[number];

/** Proof that an application worked again from a snapshot. */
export interface Proof {
  readonly application: string;
  readonly snapshotName: string;
  /** Creation time of the snapshot; a later one of the same name is not proven. */
  readonly snapshotCreatedAt?: Date;
  readonly provenAt: Date;
  /** Time from the stop until the application was proven to work. */
  readonly restoreSeconds?: number;
  readonly by: Prover;
  readonly who: string;
}

/** Marks, of which only the proofs matter here. */
interface Proofs {
  readonly proofs?: readonly Proof[];
}

/**
 * Proofs that apply, the newest first: those of an earlier application of the same name are left out.
 *
 * @param applicationCreatedAt if unknown, none is left out.
 */
export function proofsInForce({ proofs = [] }: Proofs, applicationCreatedAt?: Date): readonly Proof[] {
  return proofs
    .filter(({ provenAt }) => isOfThisApplication({ at: provenAt }, applicationCreatedAt))
    .toSorted((a, b) => b.provenAt.getTime() - a.provenAt.getTime());
}

/** True if it is this snapshot that was proven, and not an earlier one of the same name. */
export function proves(proof: Proof, { name, createdAt }: Pick<Snapshot, 'name' | 'createdAt'>): boolean {
  if (proof.snapshotName !== name) return false;
  if (createdAt === undefined) return true;
  if (proof.snapshotCreatedAt === undefined) return createdAt <= proof.provenAt;
  return proof.snapshotCreatedAt.getTime() === createdAt.getTime();
}

/** Newest proof of this snapshot; `undefined` for one that was never proven. */
export function proofOf(
  snapshot: Pick<Snapshot, 'name' | 'createdAt'>,
  marks: Proofs,
  applicationCreatedAt?: Date,
): Proof | undefined {
  return proofsInForce(marks, applicationCreatedAt).find((proof) => proves(proof, snapshot));
}

/**
 * Snapshot of the newest proof that can be restored: READY, and not suspect. The proof of a suspect one shows that its
 * state can be read, not that it is right.
 */
export function lastProven(
  snapshots: readonly Snapshot[],
  marks: Proofs,
  { now, isSuspect }: { readonly now: Date; readonly isSuspect: (snapshot: Snapshot) => boolean },
): Snapshot | undefined {
  const good = snapshots.filter(
    (snapshot) => snapshot.status === 'READY' && !isFuture(snapshot, now) && !isSuspect(snapshot),
  );
  for (const proof of proofsInForce(marks)) {
    const found = good.find((snapshot) => proves(proof, snapshot));
    if (found) return found;
  }
  return undefined;
}

/** Time from which the age of the last proof counts: that proof, else the time at which a run first saw the objective. */
export function provenSince(
  marks: Proofs & { readonly objectiveSince?: Date },
  applicationCreatedAt?: Date,
): Date | undefined {
  const [newest] = proofsInForce(marks, applicationCreatedAt);
  if (newest) return newest.provenAt;
  const { objectiveSince: at } = marks;
  return at && isOfThisApplication({ at }, applicationCreatedAt) ? at : undefined;
}

/** Proofs whose snapshot is gone and that say nothing more: the newest one still dates the last proof. */
export function outlivedProofs(
  snapshots: readonly Pick<Snapshot, 'name' | 'createdAt'>[],
  { proofs = [] }: Proofs,
  applicationCreatedAt?: Date,
): readonly Proof[] {
  const [newest] = proofsInForce({ proofs }, applicationCreatedAt);
  return proofs.filter((proof) => proof !== newest && !snapshots.some((snapshot) => proves(proof, snapshot)));
}

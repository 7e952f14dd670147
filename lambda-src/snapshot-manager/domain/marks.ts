import { isOfThisApplication } from './application-state';
import { type Proof, proofsInForce } from './proofs';
import { timeOfRun } from './schedule/due';
import type { Snapshot } from './snapshot';

/** Mark of a person, or of a drill, on a snapshot whose state may be bad: it is passed over until somebody trusts it again. */
export interface Suspect {
  readonly application: string;
  readonly snapshotName: string;
  /** Creation time of the snapshot; a later one of the same name is not suspect. If unknown, every one is. */
  readonly snapshotCreatedAt?: Date;
  readonly who: string;
  readonly why: string;
  readonly markedAt: Date;
}

/** Freeze of a person on an application: none of its snapshots is deleted until it ends or is thawed. */
export interface Freeze {
  readonly application: string;
  readonly who: string;
  readonly why: string;
  readonly since: Date;
  /** End of the freeze; every freeze has one, or the snapshots that it keeps would fill the quota. */
  readonly until: Date;
}

/** Marks of one application as they are stored: also expired freezes, and marks of an earlier application. */
export interface Marks {
  readonly suspects: readonly Suspect[];
  /** Freezes, at most one of each person: the freeze of one does not end with that of another. */
  readonly freezes: readonly Freeze[];
  /** Proofs, at most one of each snapshot; missing: none. */
  readonly proofs?: readonly Proof[];
  /** Time at which a run first saw that a proof is due; missing: none did. */
  readonly objectiveSince?: Date;
}

export const NO_MARKS: Marks = { suspects: [], freezes: [] };

/** Share of the quota that a freeze may fill: the rest is for snapshots of the service and of people. */
const QUOTA_SHARE_OF_A_FREEZE = 0.95;

/** End of a freeze whose application's schedule fires too rarely to fill the quota. */
const FOREVER_MS = 366 * 86_400_000;

/**
 * Latest time at which a freeze must end, so that the snapshots of the schedule do not fill the quota before. Runs in
 * quiet hours count as snapshots: a request by a person takes one there.
 *
 * @param used snapshots of the application in the service, in any status.
 * @param schedule expression of the application's schedule.
 * @returns `now` or an earlier time if the quota is full enough already.
 */
export function latestEndOfFreeze(
  now: Date,
  limits: { readonly used: number; readonly snapshotQuota: number; readonly schedule: string },
): Date {
  const room = Math.floor(QUOTA_SHARE_OF_A_FREEZE * limits.snapshotQuota) - limits.used;
  return timeOfRun(limits.schedule, room, now) ?? new Date(now.getTime() + FOREVER_MS);
}

/**
 * Suspects that apply: marked since the application was created.
 *
 * @param applicationCreatedAt marks of an earlier application of the same name are left out; if unknown, none is.
 */
export function suspectsInForce({ suspects }: Marks, applicationCreatedAt?: Date): readonly Suspect[] {
  return suspects.filter(({ markedAt }) => isOfThisApplication({ at: markedAt }, applicationCreatedAt));
}

/** Marks that apply now: suspects, freezes and proofs in force, the freeze that ends last and the newest proof first. */
export function marksInForce(marks: Marks, now: Date, applicationCreatedAt?: Date): Marks {
  const proofs = proofsInForce(marks, applicationCreatedAt);
  return {
    suspects: suspectsInForce(marks, applicationCreatedAt),
    freezes: freezesInForce(marks, now, applicationCreatedAt),
    ...(proofs.length === 0 ? {} : { proofs }),
  };
}

/** Mark that makes this snapshot suspect; `undefined` for a trusted one. */
export function suspectOf(
  { name, createdAt }: Pick<Snapshot, 'name' | 'createdAt'>,
  marks: Marks,
  applicationCreatedAt?: Date,
): Suspect | undefined {
  return suspectsInForce(marks, applicationCreatedAt).find(
    ({ snapshotName, snapshotCreatedAt }) =>
      snapshotName === name &&
      (!snapshotCreatedAt || !createdAt || snapshotCreatedAt.getTime() === createdAt.getTime()),
  );
}

/** Names of those snapshots of a list that are suspect: one that took the name of a suspect one is not. */
export function suspectNamesAmong(
  snapshots: readonly Pick<Snapshot, 'name' | 'createdAt'>[],
  marks: Marks,
  applicationCreatedAt?: Date,
): ReadonlySet<string> {
  const suspects = snapshots.filter((snapshot) => suspectOf(snapshot, marks, applicationCreatedAt) !== undefined);
  return new Set(suspects.map(({ name }) => name));
}

/** Snapshots that are not suspect, in the same order. */
export function trustedOnes<T extends Pick<Snapshot, 'name' | 'createdAt'>>(
  snapshots: readonly T[],
  marks: Marks,
  applicationCreatedAt?: Date,
): readonly T[] {
  return snapshots.filter((snapshot) => suspectOf(snapshot, marks, applicationCreatedAt) === undefined);
}

/** Freezes that apply: not ended, and placed since the application was created; the one that ends last comes first. */
export function freezesInForce({ freezes }: Marks, now: Date, applicationCreatedAt?: Date): readonly Freeze[] {
  return freezes
    .filter(({ until, since }) => until > now && isOfThisApplication({ at: since }, applicationCreatedAt))
    .toSorted((a, b) => b.until.getTime() - a.until.getTime());
}

/** Freeze that ends last of those that apply: until then nothing is deleted. `undefined` when none applies. */
export function freezeInForce(marks: Marks, now: Date, applicationCreatedAt?: Date): Freeze | undefined {
  return freezesInForce(marks, now, applicationCreatedAt)[0];
}

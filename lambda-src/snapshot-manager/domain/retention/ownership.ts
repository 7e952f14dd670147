import type { Snapshot } from '../snapshot';
import { isOwnName } from '../snapshot-name';

/** Rule for the snapshots that this manager may delete. */
export interface Ownership {
  /** Prefix of the names that it gives. */
  readonly ownPrefix: string;
  /** True: those of the reference system count as its own. Default: they do not. */
  readonly adoptsReferenceSnapshots?: boolean;
}

/** Name of a reference system's snapshot: `custom_` and the time of its run in epoch milliseconds. */
const REFERENCE_NAME = /^custom_(\d{13})$/;

/**
 * Maximum difference between the time in a reference system's name and the snapshot's creation: it creates the snapshot
 * right after naming it, within its function's 300 s. Other names were given by somebody else.
 */
const REFERENCE_TOLERANCE_MS = 300_000;

/**
 * True for snapshots that this manager may delete: those whose whole name it gave and, if the deployment chose so,
 * those of the reference system. All others never, whatever their prefix.
 */
export function isOurs(snapshot: Pick<Snapshot, 'name' | 'createdAt'>, ownership: Ownership): boolean {
  if (isOwnName(snapshot.name, ownership.ownPrefix)) return true;
  return ownership.adoptsReferenceSnapshots === true && isOfTheReference(snapshot);
}

/** True for snapshots that the reference system took, by the whole name and the time in it. */
export function isOfTheReference({ name, createdAt }: Pick<Snapshot, 'name' | 'createdAt'>): boolean {
  const namedAtMs = REFERENCE_NAME.exec(name)?.[1];
  if (namedAtMs === undefined || createdAt === undefined) return false;
  return Math.abs(createdAt.getTime() - Number(namedAtMs)) <= REFERENCE_TOLERANCE_MS;
}

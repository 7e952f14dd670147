import type { Snapshot } from '../snapshot';
import { isOwnName } from '../snapshot-name';

/** Whose snapshots this manager may delete. */
export interface Ownership {
  /** What the names that it gives begin with. */
  readonly ownPrefix: string;
  /** True: those of the reference system count as its own. None: they do not. */
  readonly adoptsReferenceSnapshots?: boolean;
}

/** The reference system names a snapshot `custom_` and the time of its run in epoch milliseconds. */
const REFERENCE_NAME = /^custom_(\d{13})$/;

/**
 * It asks for the snapshot right after it made the name, within the 300 s that its function has. A name whose time is
 * not that of the snapshot's creation was made up by somebody else.
 */
const REFERENCE_TOLERANCE_MS = 300_000;

/**
 * True for snapshots that are this manager's to delete: those whose whole name it gave, and, where the deployment chose
 * so, those of the reference system. Everybody else's are never, whatever they begin with.
 */
export function isOurs(snapshot: Pick<Snapshot, 'name' | 'createdAt'>, ownership: Ownership): boolean {
  if (isOwnName(snapshot.name, ownership.ownPrefix)) return true;
  return ownership.adoptsReferenceSnapshots === true && isOfTheReference(snapshot);
}

/** True for snapshots that the reference system took: by the whole name, and by the time in it. */
export function isOfTheReference({ name, createdAt }: Pick<Snapshot, 'name' | 'createdAt'>): boolean {
  const namedAtMs = REFERENCE_NAME.exec(name)?.[1];
  if (namedAtMs === undefined || createdAt === undefined) return false;
  return Math.abs(createdAt.getTime() - Number(namedAtMs)) <= REFERENCE_TOLERANCE_MS;
}

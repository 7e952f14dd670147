import { isOfThisApplication, type Past } from './application-state';
import { enumerate } from './texts';

/** Deletions in a record. */
export interface Deletions {
  /** Names of the snapshots whose deletion the service accepted. */
  readonly deleted: readonly string[];
  /** `name: reason, reason` for each of `deleted`; missing if nothing was deleted. */
  readonly deletionReasons?: readonly string[];
  /**
   * `name: reason, reason` for each intended deletion whose result is unknown. Written before the first deletion, so
   * that a later run can find out what a run that died has deleted.
   */
  readonly deleting?: readonly string[];
  readonly failedToDelete: readonly string[];
}

interface Listed {
  readonly name: string;
  readonly status: string;
}

/** Entry of a record for a snapshot to delete: `name: reason, reason`. */
export function deletionEntry({
  snapshot,
  reasons,
}: {
  readonly snapshot: { readonly name: string };
  readonly reasons: readonly string[];
}): string {
  return `${snapshot.name}: ${reasons.join(', ')}`;
}

/** Deletions in a record, without the rest of it. */
export function deletionsOf({ deleted, deletionReasons, deleting, failedToDelete }: Deletions): Deletions {
  return { deleted, deletionReasons, deleting, failedToDelete };
}

/** True while the result of some deletion is unknown. */
export function areDeletionsOpen({ deleting }: Deletions): boolean {
  return deleting !== undefined && deleting.length > 0;
}

/**
 * Settles the record's deletions with a new list of snapshots: intended ones that are gone were deleted, the others
 * were not.
 *
 * @param snapshots all of the application, listed after the run that intended the deletions had ended.
 */
export function settleDeletions(open: Deletions, snapshots: readonly Listed[]): Deletions {
  if (!areDeletionsOpen(open)) return open;
  const there = new Set(snapshots.filter(({ status }) => status !== 'DELETING').map(({ name }) => name));
  const recorded = new Set(open.deleted);
  const gone = (open.deleting ?? []).filter((entry) => !there.has(nameOf(entry)) && !recorded.has(nameOf(entry)));
  const names = gone.map(nameOf);
  return {
    deleted: [...open.deleted, ...names],
    deletionReasons: gone.length > 0 ? [...(open.deletionReasons ?? []), ...gone] : open.deletionReasons,
    deleting: undefined,
    failedToDelete: open.failedToDelete.filter((name) => !names.includes(name)),
  };
}

/**
 * Adds the result of one cleanup to the record's deletions. Uncertain ones stay open until they are known to be gone:
 * then they were deleted, by a call whose answer was lost.
 *
 * @param gone names that the cleanup found gone when it requested their deletion.
 */
export function withDeletions(before: Deletions, now: Deletions, gone: readonly string[] = []): Deletions {
  const open = before.deleting ?? [];
  const found = open.filter((entry) => gone.includes(nameOf(entry)));
  const deleted = [...before.deleted, ...found.map(nameOf), ...now.deleted];
  const reasons = [...(before.deletionReasons ?? []), ...found, ...(now.deletionReasons ?? [])];
  const isDeleted = new Set(deleted);
  const deleting = withEntries(open, now.deleting ?? []).filter((entry) => !isDeleted.has(nameOf(entry)));
  const failed = new Set([...before.failedToDelete, ...now.failedToDelete]);
  return {
    deleted,
    deletionReasons: reasons.length > 0 ? reasons : undefined,
    deleting: deleting.length > 0 ? deleting : undefined,
    failedToDelete: [...failed].filter((name) => !isDeleted.has(name)),
  };
}

/** Merges two lists of entries, each snapshot once: its reasons may differ between two cleanups of a run. */
export function withEntries(before: readonly string[], now: readonly string[]): readonly string[] {
  const names = new Set(now.map(nameOf));
  return [...before.filter((entry) => !names.has(nameOf(entry))), ...now];
}

/** Snapshot name of an entry; names have no colon. */
export function nameOf(entry: string): string {
  return entry.split(': ', 1)[0] ?? entry;
}

/** Deletions of a record once nothing is open any more. */
export interface Forgotten {
  readonly deletions: Deletions;
  /** Sentence that names the deletions whose result will never be known. */
  readonly detail: string;
}

/**
 * Closes a record's open deletions that were meant for an earlier application of the same name. Its snapshots were
 * deleted with it, so the present list proves nothing.
 *
 * @param createdAt creation time of the present application.
 * @returns undefined when they belong to the present application, or none is open.
 */
export function forgottenDeletions(open: Deletions, past: Past, createdAt: Date | undefined): Forgotten | undefined {
  if (!areDeletionsOpen(open) || isOfThisApplication(past, createdAt)) return undefined;
  const names = (open.deleting ?? []).map(nameOf);
  return {
    deletions: {
      deleted: open.deleted,
      deletionReasons: open.deletionReasons,
      deleting: undefined,
      failedToDelete: open.failedToDelete,
    },
    detail: `The application was recreated before the result of these deletions was known: ${enumerate(names)}.`,
  };
}

import { isOfThisApplication, type Past } from './application-state';
import { areDeletionsOpen, type Deletions, nameOf } from './deletions';
import { enumerate } from './messages';

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

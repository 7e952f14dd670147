import { isOfThisApplication, type Past } from './application-identity';
import { areDeletionsOpen, type Deletions, nameOf } from './deletions';
import { enumerate } from './messages';

/** Deletions of which nothing is open any more. */
export interface Forgotten {
  readonly deletions: Deletions;
  /** A sentence that names those whose end nobody will ever know. */
  readonly detail: string;
}

/**
 * What is left of a record's open deletions when they were meant for an earlier application of the same name. Its
 * snapshots went with it: that the list of the present one does not show them says nothing of a deletion.
 *
 * @param createdAt when the present application was made.
 * @returns undefined when they are those of the present application, or none is open.
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
    detail: `The application was made anew before it was known whether these were deleted: ${enumerate(names)}.`,
  };
}

import { describeError } from '../../lambda-src/snapshot-manager/log';
import { ManagerError, ManagerMissingError, marksAnswer } from '../manager';
import { marksUnlessOlder } from '../marks-answer';

/** Names of suspect snapshots, and why they are unknown if they are. */
export interface SuspectNames {
  readonly names: ReadonlySet<string>;
  /** Whole sentence; missing when the names are known. */
  readonly problem?: string;
}

/**
 * Names of the application's suspect snapshots. A manager that is missing, older than marks, or does not manage the
 * application has none; a deployment does not fail because they can't be read.
 *
 * @param ask sends the request for its marks to the manager.
 */
export async function suspectSnapshots(application: string, ask: () => Promise<unknown>): Promise<SuspectNames> {
  try {
    const answer = await marksUnlessOlder(ask);
    const marks = answer === undefined ? [] : marksAnswer.parse(answer);
    const suspects = marks.filter((each) => each.application === application).flatMap((each) => each.suspects);
    return { names: new Set(suspects.map(({ snapshotName }) => snapshotName)) };
  } catch (error) {
    const hasNone = error instanceof ManagerMissingError || (error instanceof ManagerError && error.isRefusal);
    if (hasNone) return { names: new Set() };
    const problem = `Which snapshots of ${application} are suspect could not be read, so none is passed over: ${describeError(error)}`;
    return { names: new Set(), problem };
  }
}

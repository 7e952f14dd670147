import { nearNames } from '../../lambda-src/snapshot-manager/domain/near-names';
import type { AuditRow } from '../audit-rows';

/** Words for what happened, as scripts may rely on them. */
export const HISTORY_WORDS = [
  ...(['taken', 'skipped', 'late', 'failed', 'abandoned'] as const),
  ...(['restored', 'started', 'stopped', 'rolled-back', 'deployed'] as const),
  ...(['held', 'released', 'frozen', 'thawed', 'suspect', 'trusted', 'drilled'] as const),
] as const;
export type HistoryWord = (typeof HISTORY_WORDS)[number];

/** Word for a run that has not ended. */
export const RUNNING = 'running';

/** Longest time that Lambda gives a run, with its retries. */
export const LONGEST_RUN_MS = 20 * 60_000;

/** Word for a row. One that another version wrote keeps its own. */
export function wordOf(
  { writtenBy, outcome, time }: Pick<AuditRow, 'writtenBy' | 'outcome' | 'time'>,
  now: Date,
): string {
  if (writtenBy !== 'manager' || outcome !== 'started') return outcome;
  // The manager's row before the end of its run; nobody ends one that died until the next run settles it.
  return now.getTime() - time.getTime() > LONGEST_RUN_MS ? 'abandoned' : RUNNING;
}

/** Error for a word that `--outcome` does not know; the message has the nearest and all others. */
export class UnknownWordError extends Error {
  override readonly name = 'UnknownWordError';
}

/**
 * Reads the words of `--outcome`, each given alone or separated by commas.
 *
 * @throws UnknownWordError for any other word.
 */
export function readWords(given: readonly string[]): readonly HistoryWord[] {
  return given
    .flatMap((text) => text.split(','))
    .map((text) => {
      const word = HISTORY_WORDS.find((each) => each === text.trim());
      if (word) return word;
      const [nearest] = nearNames(text.trim(), HISTORY_WORDS);
      throw new UnknownWordError(
        `--outcome is "${text.trim()}". Nearest: ${nearest}. Allowed: ${HISTORY_WORDS.join(', ')}.`,
      );
    });
}

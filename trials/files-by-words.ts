import { UsageError } from '../tools/command';

/**
 * Files of which each begins with one of the words, in a folder or in their name, in their own order: `retention` is
 * retention.ts, retention-policy.ts and retention-rules.ts, `domain/` all of that folder. A word with `.ts` at its end is
 * one file.
 *
 * @param noun of the files, for the refusal.
 * @throws UsageError for a word that fits none.
 */
export function filesByWords(words: readonly string[], files: readonly string[], noun: string): string[] {
  const begins = (file: string, word: string) => `/${file}`.includes(`/${word}`);
  const unfit = words.find((word) => !files.some((file) => begins(file, word)));
  if (unfit !== undefined) throw new UsageError(`No ${noun} begins with "${unfit}".`);
  return files.filter((file) => words.some((word) => begins(file, word)));
}

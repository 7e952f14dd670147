import { UsageError } from '../../tools/command';

/** The code whose mutations are judged. */
export const MUTATED_FOLDER = 'lambda-src';
const ADAPTERS = 'lambda-src/snapshot-manager/aws/';

/** System tests that drive the adapters in this process, over the real SDK and against the local APIs. */
const ADAPTER_TESTS = [
  '__tests__/lambda-src/aws/application-directory.system.test.ts',
  '__tests__/lambda-src/simulated-engine.system.test.ts',
];

/**
 * Files of which each begins with one of the words, in the folder or in their name: `retention` is retention.ts,
 * retention-policy.ts and retention-rules.ts, `domain/` all of that folder. A word with `.ts` at its end is one file.
 *
 * @throws UsageError for a word that fits none.
 */
export function mutatedFiles(words: readonly string[], files: readonly string[]): string[] {
  if (words.length === 0) return files.filter((file) => !file.startsWith(ADAPTERS));
  const chosen = new Set<string>();
  for (const word of words) {
    const fitting = files.filter((file) => file === word || `/${file}`.includes(`/${word}`));
    if (fitting.length === 0) throw new UsageError(`No file below ${MUTATED_FOLDER} begins with "${word}".`);
    for (const file of fitting) chosen.add(file);
  }
  return [...chosen].sort();
}

/** Tests that judge mutations of these files besides the unit tests. */
export function systemTestsFor(files: readonly string[]): readonly string[] {
  return files.some((file) => file.startsWith(ADAPTERS)) ? ADAPTER_TESTS : [];
}

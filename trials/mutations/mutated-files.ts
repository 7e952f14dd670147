import { filesByWords } from '../files-by-words';

/** The code whose mutations are judged. */
export const MUTATED_FOLDER = 'lambda-src';
const ADAPTERS = 'lambda-src/snapshot-manager/aws/';

/** System tests that drive the adapters in this process, over the real SDK and against the local APIs. */
const ADAPTER_TESTS = [
  '__tests__/lambda-src/aws/application-directory.system.test.ts',
  '__tests__/lambda-src/simulated-engine.system.test.ts',
];

/**
 * Files that `filesByWords` finds; without a word every one but the adapters.
 *
 * @throws UsageError for a word that fits none.
 */
export function mutatedFiles(words: readonly string[], files: readonly string[]): string[] {
  if (words.length === 0) return files.filter((file) => !file.startsWith(ADAPTERS));
  return filesByWords(words, files, `file below ${MUTATED_FOLDER}`).sort();
}

/** Tests that judge mutations of these files besides the unit tests. */
export function systemTestsFor(files: readonly string[]): readonly string[] {
  return files.some((file) => file.startsWith(ADAPTERS)) ? ADAPTER_TESTS : [];
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../tools/command';

const FOLDERS = ['__tests__', 'packages'];

/**
 * Test files that have properties, by their names from the project's folder.
 *
 * @param words beginnings of files' or folders' names; without one: all.
 * @throws UsageError for a word that fits none.
 */
export function propertyTests(project: string, words: readonly string[] = []): readonly string[] {
  const all = FOLDERS.flatMap((folder) =>
    readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  )
    .filter((file) => /\.test\.tsx?$/.test(file) && !file.includes('node_modules'))
    .filter((file) => readFileSync(join(project, file), 'utf8').includes("from 'fast-check'"))
    .toSorted();
  if (words.length === 0) return all;
  const chosen = words.flatMap((word) => {
    const fitting = all.filter((file) => `/${file}`.includes(`/${word}`));
    if (fitting.length === 0) throw new UsageError(`No test file with properties begins with "${word}".`);
    return fitting;
  });
  return [...new Set(chosen)];
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesByWords } from '../files-by-words';

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
  return words.length === 0 ? all : filesByWords(words, all, 'test file with properties');
}

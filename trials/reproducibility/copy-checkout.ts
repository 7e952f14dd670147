import { copyFileSync, existsSync, mkdirSync, symlinkSync, utimesSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { answerOf } from '../../tools/processes/answer-of';

export interface CopyOptions {
  /** The copy's node_modules is a link to the original's; false: it gets none. */
  readonly linkModules: boolean;
  /** Time of every copied file, as a checkout at that moment would give it; undefined: the present. */
  readonly fileTime?: Date;
  /** Last name first: some file systems list a folder in the order in which its files were made. */
  readonly reversed?: boolean;
}

/**
 * A second checkout: copies into `folder` what a clone of the project would hold if it were committed as it lies there,
 * that is the tracked files with the edits that were not committed, and the new ones that git would not ignore. What was
 * built is left out, so that the copy has to build it itself.
 *
 * @returns the copied files, relative to the project.
 * @throws Error when the project is not a git repository: nothing says then which files belong to it.
 */
export function copyCheckout(project: string, folder: string, options: CopyOptions): string[] {
  const files = filesOfCheckout(project);
  const { fileTime } = options;
  for (const file of options.reversed ? files.toReversed() : files) {
    const copy = join(folder, file);
    mkdirSync(dirname(copy), { recursive: true });
    copyFileSync(join(project, file), copy);
    if (fileTime) utimesSync(copy, fileTime, fileTime);
  }
  if (options.linkModules) symlinkSync(resolve(project, 'node_modules'), join(folder, 'node_modules'), 'dir');
  return files;
}

/** Tracked and new files, by name; a tracked one that was deleted is none. */
function filesOfCheckout(project: string): string[] {
  const listed = answerOf('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: project });
  if (listed === undefined) {
    throw new Error(
      `${resolve(project)} can't be copied: git does not list its files. Run this in a git clone of the project, with git on PATH.`,
    );
  }
  const names = listed.stdout.split('\0').filter((name) => name !== '');
  return [...new Set(names)].filter((name) => existsSync(join(project, name))).sort();
}

import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../../tools/command';
import type { GivenState } from './rehearse';

/** True if a word names a folder, and no snapshot: it is one, or is written as one. */
export function isFolder(given: string): boolean {
  return /[/\\]/.test(given) || (existsSync(given) && statSync(given).isDirectory());
}

/**
 * Savepoint in a folder.
 *
 * @throws UsageError when it is not there, or has no `_metadata`.
 */
export function savepointFolder(option: string, given: string): GivenState {
  const folder = resolve(given);
  if (!existsSync(folder))
    throw new UsageError(`${option} ${given} does not exist, expected the folder of a savepoint.`);
  if (!existsSync(resolve(folder, '_metadata'))) {
    throw new UsageError(
      `${option} ${given} has no _metadata, so it is no complete savepoint. Name the folder that holds it.`,
    );
  }
  return { kind: 'folder', given, folder };
}

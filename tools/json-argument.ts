import { existsSync, readFileSync } from 'node:fs';
import { UsageError } from './command';

/**
 * JSON in a file that an option names.
 *
 * @param expected such as `the document of kda pre-deploy --json`.
 * @throws UsageError when the file is not there, or is no JSON.
 */
export function readJsonArgument(option: string, file: string, expected: string): unknown {
  if (!existsSync(file)) throw new UsageError(`${option} ${file} does not exist, expected ${expected}.`);
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${option} ${file} can't be read as JSON (${because}), expected ${expected}.`);
  }
}

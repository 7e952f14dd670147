import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../tools/command';
import { PROJECT } from './checkout';

/** File that `kda local` and `kda demo --keep` write for shells. */
const FILE = join(PROJECT, '.local', 'cloud', 'environment.sh');

/**
 * Makes this process work on the local cloud of the checkout, as sourcing its file does: no AWS variable of the person's
 * own stays.
 *
 * @throws UsageError when no local cloud was started.
 */
export function useLocalCloud(environment: NodeJS.ProcessEnv = process.env, file = FILE): void {
  const exported = exportedIn(read(file));
  for (const name of Object.keys(environment)) if (name.startsWith('AWS_')) delete environment[name];
  Object.assign(environment, exported);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`No local cloud was started here: ${file} is missing. Start one with kda local.`);
  }
}

/** Variables in lines such as `export NAME='value'`; a quote inside a value is written `'\''`. */
function exportedIn(text: string): Record<string, string> {
  const lines = [...text.matchAll(/^export (\w+)='(.*)'$/gm)];
  return Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value.replaceAll("'\\''", "'")]));
}

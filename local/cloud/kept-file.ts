import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Content kept in `path`; empty if there is none.
 *
 * @throws Error when the file is not a JSON object: somebody changed it.
 */
export async function readKeptFile(path: string): Promise<Readonly<Record<string, unknown>>> {
  if (!existsSync(path)) return {};
  try {
    const content: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof content === 'object' && content !== null) return { ...content };
    throw new Error('expected a JSON object');
  } catch (cause) {
    throw new Error(`${path} cannot be read. Delete it to start the local cloud without it.`, { cause });
  }
}

let writes = 0;

/** Replaces the file in one step: whoever is killed in the middle leaves the old one. */
export async function writeKeptFile(path: string, content: object): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  writes += 1;
  const temporary = `${path}.${process.pid}.${writes}`;
  await writeFile(temporary, JSON.stringify(content, undefined, 1));
  await rename(temporary, path);
}

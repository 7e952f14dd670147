import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { processBehind } from './gateway';

/** A folder holds the state of one local cloud; this one is in use. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';

  constructor(
    readonly folder: string,
    readonly endpoint: string,
    readonly pid: number,
  ) {
    super(
      `A local cloud already runs on ${folder}: process ${pid}, endpoint ${endpoint}. End it (Ctrl-C), or choose another folder.`,
    );
  }
}

export interface FolderLock {
  /** Gives the folder free. Safe to call twice. */
  release(): Promise<void>;
}

interface Owner {
  readonly pid: number;
  readonly endpoint: string;
}

/**
 * Takes `folder` for the local cloud that this process runs on `endpoint`. A lock left behind by a process that was
 * killed is recognised and replaced: its endpoint no longer answers with its process id (an id alone may since belong to
 * another program).
 */
export async function lockFolder(folder: string, endpoint: string): Promise<FolderLock> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'local-cloud.lock');
  const content = JSON.stringify({ pid: process.pid, endpoint });
  // Twice: the second time after a stale lock was removed. A lock that is back by then is a living rival's.
  for (const attempt of [1, 2]) {
    try {
      await writeFile(path, content, { flag: 'wx' });
      let released = false;
      return {
        release: async () => {
          if (released) return;
          released = true;
          await rm(path, { force: true });
        },
      };
    } catch (error) {
      if (!existsSync(path)) throw error;
      const owner = await readOwner(path);
      const isAlive = owner !== undefined && (await processBehind(owner.endpoint)) === owner.pid;
      if (owner !== undefined && (isAlive || attempt === 2))
        throw new FolderInUseError(folder, owner.endpoint, owner.pid);
      await rm(path, { force: true });
    }
  }
  throw new Error(`${path} is being written by another process; try again.`);
}

/** Undefined when the file is gone or half written: then nobody can be found behind it. */
async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    const content: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof content !== 'object' || content === null || !('pid' in content) || !('endpoint' in content))
      return undefined;
    const { pid, endpoint } = content;
    return typeof pid === 'number' && typeof endpoint === 'string' ? { pid, endpoint } : undefined;
  } catch {
    return undefined;
  }
}

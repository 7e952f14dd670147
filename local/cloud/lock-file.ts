import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Lock, takeLock } from '../../tools/take-lock';
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

export type FolderLock = Lock;

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
  return takeLock({
    file: join(folder, 'local-cloud.lock'),
    content: JSON.stringify({ pid: process.pid, endpoint }),
    refuseIfInUse: async (text) => {
      const owner = ownerOf(text);
      if (owner === undefined || (await processBehind(owner.endpoint)) !== owner.pid) return;
      throw new FolderInUseError(folder, owner.endpoint, owner.pid);
    },
  });
}

/** Undefined when the text is no lock: then nobody can be found behind it. */
function ownerOf(text: string): Owner | undefined {
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content !== 'object' || content === null || !('pid' in content) || !('endpoint' in content))
      return undefined;
    const { pid, endpoint } = content;
    return typeof pid === 'number' && typeof endpoint === 'string' ? { pid, endpoint } : undefined;
  } catch {
    return undefined;
  }
}

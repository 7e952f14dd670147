import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from '../../../tools/processes/is-alive';
import { type Lock, takeLock } from '../../../tools/take-lock';
import { startOfProcess } from './process-start';

/** Name of the lock in the data folder. */
export const LOCK_FILE = 'managed-flink.lock';

/** A data folder holds the state of one server; this one is in use by another. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';

  constructor(
    readonly folder: string,
    readonly pid: number,
  ) {
    super(
      `${folder} is in use by process ${pid}${pid === process.pid ? ', which is this one' : ''}: two servers on one folder would run each job twice. End that process, or choose another folder with --data DIR`,
    );
  }
}

export type FolderLock = Lock;

interface Owner {
  readonly pid: number;
  /** Start time of that process as the system shows it, because its id may since belong to another program. */
  readonly startedAt?: string;
}

/**
 * Takes `folder` for this process. The lock of a process that has ended is taken over.
 * Error: FolderInUseError.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  await mkdir(folder, { recursive: true });
  return takeLock({
    file: join(folder, LOCK_FILE),
    content: JSON.stringify({ pid: process.pid, startedAt: await startOfProcess(process.pid) }),
    refuseIfInUse: async (text) => {
      const owner = ownerOf(text);
      if (owner && (await isRunning(owner))) throw new FolderInUseError(folder, owner.pid);
    },
  });
}

async function isRunning({ pid, startedAt }: Owner): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const started = await startOfProcess(pid);
  // Without a start time, the process id alone decides.
  return startedAt === undefined || started === undefined || started === startedAt;
}

/** Undefined when the text is no lock: then nobody can be found behind it. */
function ownerOf(text: string): Owner | undefined {
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content !== 'object' || content === null || !('pid' in content)) return undefined;
    const startedAt = 'startedAt' in content ? content.startedAt : undefined;
    if (typeof content.pid !== 'number' || !Number.isInteger(content.pid) || content.pid < 1) return undefined;
    return { pid: content.pid, startedAt: typeof startedAt === 'string' ? startedAt : undefined };
  } catch {
    return undefined;
  }
}

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readJson } from '../../packages/managed-flink/src/http/json-protocol';
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
      `A local cloud already runs on ${folder}: process ${pid}, endpoint ${endpoint}. Use that one, or end it first (Ctrl-C in its terminal): a checkout has one at a time.`,
    );
  }
}

const ownerSchema = z.object({ pid: z.number(), endpoint: z.string() });

/**
 * Takes `folder` for the local cloud that this process runs on `endpoint`. A lock left behind by a process that was
 * killed is recognised and replaced: its endpoint no longer answers with its process id (an id alone may since belong to
 * another program).
 */
export async function lockFolder(folder: string, endpoint: string): Promise<Lock> {
  await mkdir(folder, { recursive: true });
  return takeLock({
    file: join(folder, 'local-cloud.lock'),
    content: JSON.stringify({ pid: process.pid, endpoint }),
    refuseIfInUse: async (text) => {
      // A text that is no lock has nobody behind it.
      const owner = ownerSchema.safeParse(readJson(text)).data;
      if (owner === undefined || (await processBehind(owner.endpoint)) !== owner.pid) return;
      throw new FolderInUseError(folder, owner.endpoint, owner.pid);
    },
  });
}

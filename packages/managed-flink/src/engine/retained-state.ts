import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clusterFolders } from '../flink-cluster/flink-config';

/**
 * State from which a job can be restored when its JVM or this server has ended: the snapshot taken when the server
 * ended, the last checkpoint, or the start's own source. Stored below the home of the job's cluster.
 */
export class RetainedState {
  readonly #checkpoints: string;
  readonly #startedFrom: string;
  /** Folder for the snapshot that is taken when the server ends. */
  readonly farewell: string;

  constructor(home: string) {
    this.#checkpoints = clusterFolders(home).checkpoints;
    this.#startedFrom = join(home, 'started-from');
    this.farewell = join(home, 'farewell');
  }

  /** A new life of the job begins: what is left of the one before must never be taken for its state. */
  async begin(restoreFrom: string | undefined): Promise<void> {
    await rm(this.#checkpoints, { recursive: true, force: true });
    await rm(this.farewell, { recursive: true, force: true });
    await mkdir(join(this.#startedFrom, '..'), { recursive: true });
    await writeFile(this.#startedFrom, restoreFrom ?? '');
  }

  /** Path of the newest state; undefined: empty state. */
  async newest(): Promise<string | undefined> {
    const checkpoints = await foldersIn(this.#checkpoints);
    const kept = [...(await Promise.all(checkpoints.map(foldersIn))).flat(), ...(await foldersIn(this.farewell))];
    let newest: { path: string; writtenMs: number } | undefined;
    for (const path of kept) {
      const writtenMs = await timeOf(join(path, '_metadata')); // written last: with it, the checkpoint is complete
      if (writtenMs !== undefined && writtenMs > (newest?.writtenMs ?? 0)) newest = { path, writtenMs };
    }
    return newest?.path ?? ((await readIfThere(this.#startedFrom)) || undefined);
  }
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(emptyIfMissing);
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name));
}

async function timeOf(file: string): Promise<number | undefined> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
}

async function readIfThere(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}

function emptyIfMissing(error: unknown): [] {
  if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return [];
  throw error;
}

import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { StateFiles } from './application-store';
import { messageOf } from './errors';
import { type Application, applicationState } from './model/application';

/** A write that failed is tried again after this time, and with the next change of the application. */
const RETRY_MS = 1000;

const ENDING = '.application.json';

type Wanted = Application | 'removed';

/**
 * One file an application in `directory`, written to the side and renamed, so that none is ever half there. Each change
 * is written at once; those that come while a file is being written share the next write of it.
 * Error: a file that cannot be read, with its path.
 */
export async function openStateFiles(directory: string, log: (line: string) => void): Promise<StateFiles> {
  await mkdir(directory, { recursive: true });
  const loaded = await loadAll(directory);

  /** States waiting for a write. */
  const waiting = new Map<string, Wanted>();
  /** The last write of each file that is under way or waits for its turn. */
  const writes = new Map<string, Promise<void>>();
  /** States whose write failed, to be retried. */
  const failed = new Map<string, Wanted>();
  const retries = new Set<NodeJS.Timeout>();

  return {
    load: () => loaded,
    save: (application) => change(application.name, application),
    remove: (name) => change(name, 'removed'),
    written: (name) => writes.get(name) ?? Promise.resolve(),
    async flush() {
      for (const retry of retries) clearTimeout(retry);
      retries.clear();
      for (const [name, wanted] of failed) change(name, wanted);
      while (writes.size > 0) await Promise.allSettled([...writes.values()]);
    },
  };

  function change(name: string, wanted: Wanted): void {
    const isQueued = waiting.has(name);
    waiting.set(name, wanted);
    failed.delete(name);
    if (isQueued) return;
    const before = writes.get(name) ?? Promise.resolve();
    const write = before.catch(() => undefined).then(() => writeNewest(name));
    writes.set(name, write);
    void write
      .catch((error: unknown) => log(`State of ${name} is not saved: ${messageOf(error)}`))
      .finally(() => {
        if (writes.get(name) === write) writes.delete(name);
      });
  }

  async function writeNewest(name: string): Promise<void> {
    const wanted = waiting.get(name);
    waiting.delete(name);
    if (wanted === undefined) return;
    try {
      await writeOne(join(directory, name + ENDING), wanted);
    } catch (error) {
      if (!waiting.has(name)) retryLater(name, wanted);
      throw error;
    }
  }

  function retryLater(name: string, wanted: Wanted): void {
    failed.set(name, wanted);
    const retry = setTimeout(() => {
      retries.delete(retry);
      if (failed.get(name) === wanted) change(name, wanted);
    }, RETRY_MS);
    retry.unref();
    retries.add(retry);
  }
}

async function writeOne(file: string, to: Wanted): Promise<void> {
  if (to === 'removed') {
    await rm(file, { force: true });
    return;
  }
  await writeFile(`${file}.new`, JSON.stringify(to));
  await rename(`${file}.new`, file);
}

async function loadAll(directory: string): Promise<Application[]> {
  const files = (await readdir(directory)).filter((file) => basename(file).endsWith(ENDING));
  return Promise.all(files.map((file) => loadOne(join(directory, file))));
}

async function loadOne(file: string): Promise<Application> {
  try {
    return applicationState.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    throw new Error(`${file} cannot be read as the state of an application. Delete it to go on without it`, {
      cause: error,
    });
  }
}

import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { StateFiles } from './application-store';
import { type Application, applicationState } from './model/application';

/** Changes within this time are written together. */
const WRITE_DELAY_MS = 100;

const ENDING = '.application.json';

/**
 * One file an application in `directory`, written to the side and renamed, so that none is ever half there.
 * Error: a file that cannot be read, with its path.
 */
export async function openStateFiles(directory: string, log: (line: string) => void): Promise<StateFiles> {
  await mkdir(directory, { recursive: true });
  const loaded = await loadAll(directory);
  const fileOf = (name: string) => join(directory, name + ENDING);

  const waiting = new Map<string, Application | 'removed'>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  return {
    load: () => loaded,
    save: (application) => change(application.name, application),
    remove: (name) => change(name, 'removed'),
    async flush() {
      writeWaiting();
      await writing;
    },
  };

  function change(name: string, to: Application | 'removed'): void {
    waiting.set(name, to);
    timer ??= setTimeout(writeWaiting, WRITE_DELAY_MS);
  }

  function writeWaiting(): void {
    clearTimeout(timer);
    timer = undefined;
    const changes = [...waiting];
    waiting.clear();
    writing = writing.then(async () => {
      for (const [name, to] of changes) {
        await writeOne(fileOf(name), to).catch((error: unknown) =>
          log(`State of ${name} is not saved: ${String(error)}`),
        );
      }
    });
  }
}

async function writeOne(file: string, to: Application | 'removed'): Promise<void> {
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

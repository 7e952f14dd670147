import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Lock {
  /** Releases the lock. Safe to call twice. */
  release(): Promise<void>;
}

export interface LockOptions {
  /** File of the lock: its creator is the owner. */
  readonly file: string;
  readonly content: string;
  /**
   * Called with the text of an existing lock.
   *
   * @throws when it is in use; otherwise it was left behind.
   */
  readonly refuseIfInUse: (text: string) => Promise<void>;
}

/** Milliseconds to wait for a guard, which is held for a few milliseconds only. */
const GUARD_TIMEOUT_MS = 10_000;
const PAUSE_MS = 5;

let files = 0;

/**
 * Takes a lock for this process; one that was left behind is replaced. Of many concurrent attempts one succeeds: an
 * abandoned lock may only be removed under a guard, after a second look, because it may have a new owner by then.
 *
 * @throws the error of `refuseIfInUse`, and an Error when a guard was left behind: then a file has to be deleted by
 * hand.
 */
export async function takeLock({ file, content, refuseIfInUse }: LockOptions): Promise<Lock> {
  const own = `${file}.${process.pid}.${++files}`;
  await writeFile(own, content);
  try {
    // `link` fails where a file is, and none is ever half written.
    const until = Date.now() + GUARD_TIMEOUT_MS;
    while (!(await linked(own, file))) {
      const judged = await textOf(file);
      if (judged === undefined) continue; // given free in between
      await refuseIfInUse(judged);
      if (!(await removedUnderGuard(file, own, judged))) {
        if (Date.now() > until) throw new Error(`${guardOf(file)} was left behind by a process that died. Delete it.`);
        await sleep(PAUSE_MS);
      }
    }
  } finally {
    await rm(own, { force: true });
  }
  let released = false;
  return {
    async release() {
      if (released) return;
      released = true;
      await rm(file, { force: true });
    },
  };
}

/** Removes an abandoned lock under the guard; false while another process has the guard. */
async function removedUnderGuard(file: string, own: string, judged: string): Promise<boolean> {
  if (!(await linked(own, guardOf(file)))) return false;
  try {
    if ((await textOf(file)) === judged) await rm(file, { force: true });
    return true;
  } finally {
    await rm(guardOf(file), { force: true });
  }
}

const guardOf = (file: string) => `${file}.guard`;

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Text of a file; undefined if it does not exist. */
async function textOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

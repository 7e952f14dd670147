import { copyFileSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { residentBytes } from '../../local/cloud/process-memory';
import { run } from '../../tools/processes/run';
import { timesOf } from './sample';

const LOOK_MS = 250;

export interface RehearsalTimes {
  readonly tookMs: readonly number[];
  /** Most memory of the command and all that it starts, at one moment; pages that they share count for each. */
  readonly mostBytes: number;
}

/**
 * `kda rehearse` of two builds as it is installed: the old code runs until it has state, the new one restores it.
 *
 * @param jar build that is also the new one, under another name: the time does not depend on the difference.
 * @throws Error when the verdict is another than compatible.
 */
export async function rehearsalTimes(
  bundle: string,
  jar: string,
  folder: string,
  runs: number,
  signal: AbortSignal,
): Promise<RehearsalTimes> {
  const [to, properties] = [join(folder, 'new.jar'), join(folder, 'properties.json')];
  copyFileSync(jar, to);
  const group = { generateUsersTimer: '0', pauseBetweenUserGeneration: '20' };
  writeFileSync(properties, JSON.stringify({ FlinkApplicationProperties: group }));
  const rehearse = () =>
    run(process.execPath, [bundle, 'rehearse', '--from', jar, '--to', to, '--properties', properties, '--quiet'], {
      cwd: folder,
      environment: { ...process.env, XDG_STATE_HOME: folder },
      signal,
    });
  const memory = new MostMemory(process.pid);
  try {
    // The first one fills the caches of the disk: what is promised is a warm one.
    await rehearse();
    return { tookMs: await timesOf(runs, rehearse), mostBytes: memory.mostBytes };
  } finally {
    await memory.end();
  }
}

/** Most memory of all descendants of a process; needs /proc. */
class MostMemory {
  mostBytes = 0;
  private readonly ending = new AbortController();
  private readonly looking: Promise<void>;

  constructor(private readonly parent: number) {
    this.looking = this.look();
  }

  async end(): Promise<void> {
    this.ending.abort();
    await this.looking;
  }

  private async look(): Promise<void> {
    while (!this.ending.signal.aborted) {
      const sizes = await Promise.all((await descendants(this.parent)).map(residentBytes));
      this.mostBytes = Math.max(
        this.mostBytes,
        sizes.reduce<number>((sum, size = 0) => sum + size, 0),
      );
      await sleep(LOOK_MS);
    }
  }
}

async function descendants(of: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    const stat = /^\d+$/.test(name) ? await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '') : '';
    const parent = /\) \S (\d+)/.exec(stat)?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const isBelow = (pid: number | undefined): boolean => pid !== undefined && (pid === of || isBelow(parents.get(pid)));
  return [...parents.keys()].filter((pid) => pid !== of && isBelow(parents.get(pid)));
}

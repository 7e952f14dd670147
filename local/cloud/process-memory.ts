import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Memory of a process that is in RAM, in bytes; undefined when there is no such process. */
export async function residentBytes(pid: number): Promise<number | undefined> {
  try {
    return kibibytes(/^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    // No /proc (macOS), or no such process: `ps` shows which.
    return run('ps', ['-o', 'rss=', '-p', String(pid)]).then(
      ({ stdout }) => kibibytes(stdout.trim()),
      () => undefined,
    );
  }
}

function kibibytes(text: string | undefined): number | undefined {
  return text === undefined || !/^\d+$/.test(text) ? undefined : Number(text) * 1024;
}

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface RunOptions {
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Called with each line of stdout and stderr as it comes. */
  readonly onLine?: (line: string) => void;
  /** Signal that ends the command and everything it started. */
  readonly signal?: AbortSignal;
}

export class CommandFailedError extends Error {
  override readonly name = 'CommandFailedError';

  constructor(
    command: string,
    readonly exitCode: number | null,
    readonly lines: readonly string[],
  ) {
    super(
      `${command} ended with ${exitCode === null ? 'a signal' : `exit code ${exitCode}`}. Its output:\n${telling(lines).join('\n')}`,
    );
  }
}

/**
 * Lines from the first that names an error, because the last ones are often unrelated; without such a line the last
 * ones.
 */
function telling(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => /\bError:/.test(line));
  const chosen = first >= 0 ? lines.slice(first, first + 25) : lines.slice(-25);
  // A bundle is one line of half a megabyte, and Node shows the line that threw.
  return chosen.map((line) => (line.length > 500 ? `${line.slice(0, 500)} …` : line));
}

/**
 * Milliseconds that a command may take to end by itself before it is killed; Terraform writes its state in this time.
 */
const GRACE_MS = 3000;

/**
 * Runs a command to its end, in a process group of its own, so that an abort also reaches what it started (cdktf starts
 * Terraform, which starts the provider).
 *
 * @returns its stdout and stderr together, line by line.
 * @throws CommandFailedError for any exit code but 0; the signal's reason when it was aborted.
 */
export async function run(binary: string, args: readonly string[], options: RunOptions): Promise<string[]> {
  options.signal?.throwIfAborted();
  const child = spawn(binary, args, {
    cwd: options.cwd,
    env: options.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      options.onLine?.(line);
    });
  }
  const signalGroup = (signal: NodeJS.Signals) => {
    try {
      if (child.pid) process.kill(-child.pid, signal);
    } catch {
      // the group is gone already
    }
  };
  let killer: NodeJS.Timeout | undefined;
  const abort = () => {
    signalGroup('SIGTERM');
    killer = setTimeout(() => signalGroup('SIGKILL'), GRACE_MS);
  };
  const kill = () => signalGroup('SIGKILL');
  options.signal?.addEventListener('abort', abort, { once: true });
  process.once('exit', kill);
  try {
    const code = await new Promise<number | null>((done, fail) => {
      child.once('error', fail);
      child.once('close', done);
    });
    options.signal?.throwIfAborted();
    if (code !== 0) throw new CommandFailedError([binary, ...args].join(' '), code, lines);
    return lines;
  } finally {
    clearTimeout(killer);
    options.signal?.removeEventListener('abort', abort);
    process.removeListener('exit', kill);
  }
}

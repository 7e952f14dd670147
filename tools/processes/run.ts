import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { signalGroup } from './signal-group';

export interface RunOptions {
  /** Default: that of this process. */
  readonly cwd?: string;
  /** Default: that of this process. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Called with each line of stdout and stderr as it comes. */
  readonly onLine?: (line: string) => void;
  /** Signal that ends the command and everything it started. */
  readonly signal?: AbortSignal;
  /** Signal that asks the command alone to end by itself, with SIGINT. With it the command is never killed. */
  readonly interrupt?: AbortSignal;
  /** `false`: it stays in the terminal's process group, where Ctrl-C reaches it. Default: a group of its own. */
  readonly hasOwnGroup?: boolean;
}

export class CommandFailedError extends Error {
  override readonly name = 'CommandFailedError';
  /** How it ended, in words. */
  readonly end: string;

  constructor(
    command: string,
    readonly exitCode: number | null,
    readonly lines: readonly string[],
  ) {
    const end = exitCode === null ? 'a signal' : `exit code ${exitCode}`;
    super(`${command} ended with ${end}. Its output:\n${telling(lines).join('\n')}`);
    this.end = end;
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
 * Runs a command to its end: the one runner of the project, beside `answerOf` for a short question. It has a process
 * group of its own, so that an abort also reaches what it started (cdktf starts Terraform, which starts the provider).
 *
 * @returns its stdout and stderr together, line by line.
 * @throws CommandFailedError for any exit code but 0; the signal's reason when it was aborted.
 */
export async function run(binary: string, args: readonly string[], options: RunOptions = {}): Promise<string[]> {
  const { hasOwnGroup = true } = options;
  options.signal?.throwIfAborted();
  const child = spawn(binary, args, {
    cwd: options.cwd,
    env: options.environment ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: hasOwnGroup,
    shell: process.platform === 'win32' && binary.endsWith('.cmd'),
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      options.onLine?.(line);
    });
  }
  const end = (signal: NodeJS.Signals) => (hasOwnGroup ? signalGroup(child, signal) : child.kill(signal));
  let killer: NodeJS.Timeout | undefined;
  const abort = () => {
    end('SIGTERM');
    killer = setTimeout(() => end('SIGKILL'), GRACE_MS);
  };
  const interrupt = () => child.kill('SIGINT');
  options.interrupt?.addEventListener('abort', interrupt, { once: true });
  const kill = options.interrupt ? interrupt : () => end('SIGKILL');
  options.signal?.addEventListener('abort', abort, { once: true });
  process.once('exit', kill);
  try {
    const code = await new Promise<number | null>((done, fail) => {
      child.once('error', (cause) => fail(new Error(`Could not run ${binary}: ${cause.message}`, { cause })));
      child.once('close', done);
    });
    options.signal?.throwIfAborted();
    if (code !== 0) throw new CommandFailedError([binary, ...args].join(' '), code, lines);
    return lines;
  } finally {
    clearTimeout(killer);
    options.signal?.removeEventListener('abort', abort);
    options.interrupt?.removeEventListener('abort', interrupt);
    process.removeListener('exit', kill);
  }
}

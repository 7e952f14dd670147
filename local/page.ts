import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const KDA = join(__dirname, '../bin/kda.js');
/** A first start builds the program. */
const START_TIMEOUT_MS = 60_000;
const END_TIMEOUT_MS = 5_000;

/** The page of a local cloud, in a process of its own. */
export interface Page {
  /** Address for a browser; undefined when it did not start. */
  readonly url: string | undefined;
  /** Sentence that says why it did not start. */
  readonly problem: string | undefined;
  /** Ends it. Safe to call twice. */
  close(): Promise<void>;
}

export interface PageOptions {
  /** Environment in which `kda` works on the local cloud. */
  readonly environment: NodeJS.ProcessEnv;
  /** Gets a line when the page ends although nobody asked for it. */
  readonly report: (line: string) => void;
  /** Program and its first arguments. Default: `kda page`. */
  readonly command?: readonly [string, ...string[]];
}

/**
 * Starts `kda page` and resolves when it has printed its address. A page that does not start is a sentence: the local
 * cloud is good without it. The page also ends when this process dies, since its stdin ends then.
 */
export async function startPage({ environment, report, command }: PageOptions): Promise<Page> {
  const [program, ...args] = command ?? [process.execPath, KDA, 'page'];
  const child = spawn(program, [...args, '--end-with-stdin'], { env: environment, stdio: 'pipe' });
  const said: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
  // What a child that is gone does not read is no failure of ours.
  child.stdin.on('error', () => undefined);
  let isClosing = false;
  const ended = new Promise<string>((resolve) => {
    child.once('error', ({ message }) => resolve(message));
    child.once('close', (code) => resolve(said.findLast((line) => line.trim() !== '') ?? `exit code ${code}`));
  });
  const firstLine = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).once('line', resolve);
  });
  const close = async () => {
    isClosing = true;
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.stdin.end();
    const killer = setTimeout(() => child.kill('SIGKILL'), END_TIMEOUT_MS);
    await once(child, 'close');
    clearTimeout(killer);
  };
  const first = await firstOf(firstLine, ended);
  if (first.url === undefined) {
    await close();
    return { url: undefined, problem: `The page did not start: ${first.problem}`, close };
  }
  void ended.then((why) => {
    if (!isClosing) report(`The page has ended: ${why} Start it again with kda page --local.`);
  });
  return { url: first.url, problem: undefined, close };
}

async function firstOf(
  line: Promise<string>,
  ended: Promise<string>,
): Promise<{ readonly url: string; readonly problem?: undefined } | { readonly url?: undefined; problem: string }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<{ problem: string }>((resolve) => {
    const problem = `it printed no address within ${START_TIMEOUT_MS / 1000} s. Try kda page --local in another terminal.`;
    timer = setTimeout(() => resolve({ problem }), START_TIMEOUT_MS);
  });
  try {
    return await Promise.race([
      line.then((url) =>
        /^https?:\/\//.test(url) ? { url } : { problem: `it printed "${url}" instead of an address.` },
      ),
      ended.then((problem) => ({ problem })),
      late,
    ]);
  } finally {
    clearTimeout(timer);
  }
}

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandFailedError, run } from './processes/run';

/** Virtual environment: the interpreter that finds what was installed into it. */
export interface PythonEnvironment {
  readonly python: string;
}

export interface PythonPackage {
  /** Name for people, with the version. */
  readonly name: string;
  /** File of the requirements, each pinned by hash. */
  readonly requirements: string;
  /** Approximate duration of the first installation, in words. */
  readonly takes: string;
}

/**
 * Installs a Python program and its dependencies, each pinned by hash, into a virtual environment of its own below
 * `folder`; one with exactly these requirements is reused. Only wheels: nothing is compiled. Concurrent calls are safe.
 *
 * @throws Error with pip's last words when Python (3.10 or newer) or its `venv` module is missing, or the package index
 * cannot be reached.
 */
export async function ensurePythonEnvironment(
  { name, requirements, takes }: PythonPackage,
  folder: string,
  report: (line: string) => void,
  python = 'python3',
): Promise<PythonEnvironment> {
  const hash = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex');
  const environment = join(folder, `venv-${hash.slice(0, 12)}`);
  const installed = { python: join(environment, 'bin', 'python') };
  if (existsSync(installed.python)) return installed;

  const startedAt = Date.now();
  report(`Installing ${name} from PyPI into its own virtual environment (once; ${takes}) …`);
  await mkdir(folder, { recursive: true });
  // Made aside and moved into its place when whole: an interrupted installation is never mistaken for one.
  const draft = join(folder, `installing-${process.pid}`);
  const log = join(folder, `install-${process.pid}.log`);
  await rm(draft, { recursive: true, force: true });
  await writeFile(log, '');
  try {
    await step(name, log, python, ['-m', 'venv', draft]);
    await step(name, log, join(draft, 'bin', 'python'), [
      '-m',
      'pip',
      'install',
      '--disable-pip-version-check',
      '--no-input',
      '--no-deps',
      '--require-hashes',
      '--only-binary',
      ':all:',
      '--requirement',
      requirements,
    ]);
    await moveInto(draft, environment);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  await rm(log, { force: true });
  report(`${name} installed in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`);
  return installed;
}

async function step(name: string, log: string, command: string, args: readonly string[]): Promise<void> {
  const lines: string[] = [];
  try {
    await run(command, args, { hasOwnGroup: false, onLine: (line) => lines.push(line) });
  } catch (error) {
    if (!(error instanceof CommandFailedError)) throw error;
    throw new Error(
      `Installing ${name}: "${command} ${args.slice(0, 3).join(' ')} …" ended with ${error.end}:\n  ${lines.slice(-5).join('\n  ')}\n` +
        `The whole output is in ${log}. Required: Python 3.10 or newer with its venv module, and access to the Python package index.`,
    );
  } finally {
    await appendFile(log, lines.map((line) => `${line}\n`).join(''));
  }
}

async function moveInto(draft: string, environment: string): Promise<void> {
  try {
    await rename(draft, environment);
  } catch (error) {
    // Another process was faster: its installation holds the same bytes.
    if (!existsSync(environment)) throw error;
  }
}

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runToEnd } from './run-to-end';

/** Where MiniStack is installed: the interpreter of its own virtual environment. */
export interface MiniStackInstallation {
  readonly python: string;
}

const REQUIREMENTS = join(__dirname, 'ministack', 'requirements.txt');

/**
 * Installs MiniStack and its dependencies, each pinned by hash, into a virtual environment of its own below `folder`;
 * one that already holds exactly these requirements is used as it is. Nothing is compiled: wheels only.
 *
 * Fails with pip's own last words when Python (3.10 or newer) or its `venv` module is missing, or the package index
 * cannot be reached.
 */
export async function ensureMiniStack(
  folder: string,
  report: (line: string) => void,
  python = 'python3',
): Promise<MiniStackInstallation> {
  const environment = join(folder, 'venv');
  const installation = { python: join(environment, 'bin', 'python') };
  const marker = join(environment, 'installed-requirements.sha256');
  const requirements = createHash('sha256')
    .update(await readFile(REQUIREMENTS))
    .digest('hex');
  if (existsSync(installation.python) && (await readText(marker)) === requirements) return installation;

  const startedAt = Date.now();
  report('Installing MiniStack 1.5.33 from PyPI into its own virtual environment (once; some seconds) …');
  // A half-made environment of an interrupted run has no marker: it is remade, never repaired.
  await rm(environment, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const log = join(folder, 'install.log');
  await writeFile(log, '');
  await step(log, python, ['-m', 'venv', environment]);
  await step(log, installation.python, [
    ...['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '--no-deps'],
    ...['--require-hashes', '--only-binary', ':all:', '--requirement', REQUIREMENTS],
  ]);
  await writeFile(marker, requirements);
  report(`MiniStack installed in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`);
  return installation;
}

async function step(log: string, command: string, args: readonly string[]): Promise<void> {
  const { exitCode, output } = await runToEnd(command, args);
  await appendFile(log, output);
  if (exitCode === 0) return;
  const lastWords = output.trim().split('\n').slice(-5).join('\n  ');
  throw new Error(
    `Installing MiniStack: "${command} ${args.slice(0, 3).join(' ')} …" ended with exit code ${exitCode}:\n  ${lastWords}\n` +
      `The whole output is in ${log}. Needed are Python 3.10 or newer with its venv module, and the Python package index.`,
  );
}

async function readText(path: string): Promise<string | undefined> {
  return existsSync(path) ? readFile(path, 'utf8') : undefined;
}

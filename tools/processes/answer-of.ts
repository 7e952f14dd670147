import { spawnSync } from 'node:child_process';

export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
}

/** Output of a short-lived program such as `java -version`; undefined when it can't be run, or fails. */
export function answerOf(
  binary: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly environment?: NodeJS.ProcessEnv } = {},
): Answer | undefined {
  const { status, stdout, stderr } = spawnSync(binary, args, {
    cwd: options.cwd,
    env: options.environment ?? process.env,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return status === 0 ? { stdout, stderr } : undefined;
}

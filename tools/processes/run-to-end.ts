import { spawn } from 'node:child_process';

/** Runs a command to its end; its output is stdout and stderr in the order in which they came. */
export function runToEnd(
  command: string,
  args: readonly string[],
): Promise<{ readonly exitCode: number; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on('error', (cause) => reject(new Error(`Could not run ${command}: ${cause.message}`, { cause })));
    // A child ended by a signal has no exit code; shells report such an end as 128 and more.
    child.on('close', (code) => resolve({ exitCode: code ?? 128, output }));
  });
}

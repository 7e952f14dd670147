import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { onEndSignal } from '../end-signals';

/**
 * Runs a program in place of this one: with its input and output, and the signals that it gets.
 *
 * @returns the exit code, 128 and the signal's number if a signal ended it.
 */
export async function handOver(binary: string, args: readonly string[], cwd: string): Promise<number> {
  const child = spawn(binary, args, { cwd, stdio: 'inherit' });
  // Ctrl-C of a terminal reaches both. The child decides when it ends.
  const endListening = onEndSignal((signal) => child.kill(signal));
  try {
    return await new Promise<number>((done, fail) => {
      child.once('error', (cause) => fail(new Error(`Could not run ${binary}: ${cause.message}`, { cause })));
      child.once('exit', (code, signal) => done(code ?? 128 + (signal ? constants.signals[signal] : 0)));
    });
  } finally {
    endListening();
  }
}

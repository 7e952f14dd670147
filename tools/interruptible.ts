import { onEndSignal } from './end-signals';
import { errorText } from './error-text';

const EXIT_CODE_AFTER_SIGNAL = 130;

/**
 * Milliseconds in which two signals are one Ctrl-C: it arrives from the terminal and through npm. A later one means
 * that the person does not want to wait.
 */
const SAME_CTRL_C_MS = 1000;

/**
 * Runs a program that must leave nothing behind: Ctrl-C, SIGTERM and a closed terminal abort the signal it is given,
 * and its own `finally` blocks end what it started. The exit code is 130 then, 1 after an error, which is printed, and
 * otherwise that of the process.
 */
export function runInterruptible(work: (signal: AbortSignal) => Promise<void>): void {
  const abort = new AbortController();
  let interrupted = false;
  let interruptedAt = 0;
  onEndSignal((name) => {
    if (interrupted && Date.now() - interruptedAt > SAME_CTRL_C_MS) process.exit(EXIT_CODE_AFTER_SIGNAL);
    if (interrupted) return;
    interrupted = true;
    interruptedAt = Date.now();
    console.error(`\n${name}: ending everything that was started (press again to leave at once) ...`);
    abort.abort(new Interrupted(name));
  });
  work(abort.signal).then(
    () => process.exit(interrupted ? EXIT_CODE_AFTER_SIGNAL : process.exitCode),
    (error: unknown) => {
      // Set apart from the progress above it.
      const text = errorText(error);
      if (!interrupted) console.error(typeof text === 'string' ? `\n${text}` : text);
      process.exit(interrupted ? EXIT_CODE_AFTER_SIGNAL : 1);
    },
  );
}

class Interrupted extends Error {
  override readonly name = 'AbortError';
}

/** Resolves when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });
}

/** A second Ctrl-C does not wait for the tidy end. */
const EXIT_CODE_AFTER_SIGNAL = 130;

/**
 * Runs a program that must leave nothing behind: Ctrl-C, SIGTERM and a closed terminal abort the signal it is given,
 * and its own `finally` blocks end what it started. The exit code is 130 then, 1 after an error, which is printed.
 *
 * @param describe turns an error into what a person reads; a bug keeps its stack trace.
 */
export function runInterruptible(
  work: (signal: AbortSignal) => Promise<void>,
  describe: (error: unknown) => unknown,
): void {
  const abort = new AbortController();
  let interrupted = false;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (interrupted) process.exit(EXIT_CODE_AFTER_SIGNAL);
      interrupted = true;
      console.error(`\n${name}: ending everything that was started (once more to leave at once) ...`);
      abort.abort(new Interrupted(name));
    });
  }
  work(abort.signal).then(
    () => process.exit(interrupted ? EXIT_CODE_AFTER_SIGNAL : 0),
    (error: unknown) => {
      if (!interrupted) console.error(describe(error));
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

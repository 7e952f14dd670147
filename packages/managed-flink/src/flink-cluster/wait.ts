import { setTimeout as sleep } from 'node:timers/promises';
import { FlinkTimeoutError } from './flink-errors';

/** Short at first, since most answers come within 50 ms; Flink refreshes its job details every 100 ms. */
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 250;

export interface WaitOptions {
  readonly timeoutMs: number;
  /** Gives up waiting (what was asked of Flink goes on); the wait then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Result of a look without success: a word on the present state, for the error message. */
export class NotYet {
  constructor(readonly seen: string) {}
}

/**
 * Looks again and again until there is a result.
 *
 * @throws FlinkTimeoutError after `timeoutMs`, and whatever `look` throws.
 */
export async function waitFor<T>(
  what: string,
  { timeoutMs, signal }: WaitOptions,
  look: () => Promise<T | NotYet>,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)) {
    signal?.throwIfAborted();
    const result = await look();
    if (!(result instanceof NotYet)) return result;
    if (performance.now() + pauseMs > deadline) throw new FlinkTimeoutError(what, timeoutMs, result.seen);
    // Only the signal can end this early; the check on top then rejects with its reason.
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}

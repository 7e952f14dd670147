import { setTimeout as sleep } from 'node:timers/promises';

export interface WaitOptions {
  readonly timeoutMs: number;
  readonly pollMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Asks again and again until there is an answer.
 *
 * @throws Error naming what was waited for, when the time is over; the signal's reason when aborted.
 */
export async function waitUntil<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  { timeoutMs, pollMs = 250, signal }: WaitOptions,
): Promise<T> {
  const startedAt = Date.now();
  for (;;) {
    signal?.throwIfAborted();
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() - startedAt > timeoutMs) {
      throw new Error(`Timed out: waited ${Math.round(timeoutMs / 1000)} s for ${what}.`);
    }
    await sleep(pollMs, undefined, { signal });
  }
}

/** Work that is done again and again until it is stopped. */
export interface RepeatingTask {
  /** Ends it; resolves when a round that is under way has ended. Safe to call twice. */
  stop(): Promise<void>;
}

import { messageOf } from '../../packages/managed-flink/src/errors';

/**
 * Does `work` every `intervalMs`, counted from the end of one round to the start of the next, so that rounds never
 * overlap. A failing round is reported once for each different message, not at every round: while a service starts or
 * ends, the same failure comes many times.
 */
export function repeat(
  what: string,
  intervalMs: number,
  work: () => Promise<void>,
  report: (line: string) => void,
): RepeatingTask {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let lastFailure: string | undefined;
  let round: Promise<void> = Promise.resolve();

  const next = (): void => {
    round = work()
      .then(() => {
        lastFailure = undefined;
      })
      .catch((error: unknown) => {
        const message = messageOf(error);
        if (!stopped && message !== lastFailure) report(`${what}: ${message}`);
        lastFailure = message;
      })
      .finally(() => {
        if (!stopped) timer = setTimeout(next, intervalMs);
      });
  };
  timer = setTimeout(next, intervalMs);
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}

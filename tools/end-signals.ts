/** Signals that ask a program to end: Ctrl-C, kill, and a closed terminal. */
const END_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
export type EndSignal = (typeof END_SIGNALS)[number];

/**
 * Calls `listener` at each of these signals, which then do not end the process.
 *
 * @returns what ends the listening.
 */
export function onEndSignal(listener: (signal: EndSignal) => void): () => void {
  for (const signal of END_SIGNALS) process.on(signal, listener);
  return () => {
    for (const signal of END_SIGNALS) process.off(signal, listener);
  };
}

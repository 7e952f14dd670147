/**
 * Milliseconds kept at the end for recording, notifying and answering; calls to a slow table are retried within them.
 */
export const RESERVE_AT_THE_END_MS = 15_000;

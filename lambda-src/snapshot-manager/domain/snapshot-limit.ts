/** Least milliseconds for a snapshot: large state takes minutes (AWS). */
const LEAST_MS = 15 * 60_000;

/**
 * Milliseconds after which a snapshot counts as not taken: one of large state takes longer than the least limit, so twice
 * what it usually takes.
 */
export function snapshotLimitMs(usualSeconds: number): number {
  return Math.max(LEAST_MS, 2 * usualSeconds * 1000);
}

import type { RunRecord } from './record';

/** What the order of a run depends on. */
export interface Urgency {
  /** The newest records of the application, newest first. */
  readonly recent: readonly RunRecord[];
  /** How old its newest READY snapshot may become. */
  readonly settings: { readonly snapshotAgeMinutes: number };
}

const MINUTE_MS = 60_000;

/**
 * By when the application's objective will be missed, as far as its records tell: the oldest newest READY snapshot
 * comes first, those with a tighter objective before others. What was never recorded is the most urgent.
 */
export function byUrgency(a: Urgency, b: Urgency): number {
  return dueMs(a) - dueMs(b);
}

function dueMs({ recent, settings }: Urgency): number {
  const newestReadyAt = recent.find((record) => record.newestReadyAt)?.newestReadyAt;
  return (newestReadyAt?.getTime() ?? 0) + settings.snapshotAgeMinutes * MINUTE_MS;
}

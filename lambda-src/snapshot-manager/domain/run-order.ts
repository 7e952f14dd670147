import type { RunRecord } from './record';

/** Facts that decide the order of a run. */
export interface Urgency {
  /** Newest records of the application, newest first. */
  readonly recent: readonly RunRecord[];
  /** Settings of the application: the maximum age in minutes of its newest READY snapshot. */
  readonly settings: { readonly snapshotAgeMinutes: number };
}

const MINUTE_MS = 60_000;

/**
 * Orders applications by the time at which their objective will be missed, as far as their records show. Applications
 * that were never recorded come first.
 */
export function byUrgency(a: Urgency, b: Urgency): number {
  return dueMs(a) - dueMs(b);
}

function dueMs({ recent, settings }: Urgency): number {
  const newestReadyAt = recent.find((record) => record.newestReadyAt)?.newestReadyAt;
  return (newestReadyAt?.getTime() ?? 0) + settings.snapshotAgeMinutes * MINUTE_MS;
}

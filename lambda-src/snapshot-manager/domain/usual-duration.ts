import type { RunRecord } from './record';

/** Number of newest records that count: state grows, so older durations say little. */
const COUNTED = 5;

/**
 * Usual duration of an application's snapshots in milliseconds, from its own records, newest first: the median, so that
 * one slow snapshot changes nothing. Undefined when no record has a watched duration.
 */
export function usualDurationMs(recent: readonly RunRecord[]): number | undefined {
  const durations = recent
    .flatMap(({ state, snapshot }) => (state === 'taken' && snapshot?.durationMs ? [middleOf(snapshot)] : []))
    .slice(0, COUNTED)
    .sort((a, b) => a - b);
  return durations[Math.floor(durations.length / 2)];
}

/** Middle between the last look that saw it CREATING and the first that did not. */
function middleOf({
  durationMs = 0,
  durationAtLeastMs = durationMs,
}: {
  durationMs?: number;
  durationAtLeastMs?: number;
}) {
  return (durationAtLeastMs + durationMs) / 2;
}

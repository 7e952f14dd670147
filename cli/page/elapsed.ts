/**
 * Milliseconds since a moment. A clock that was set back makes all that was read before old, rather than new until the
 * clock has caught up.
 */
export function elapsedMs(since: number, now: number): number {
  return now < since ? Number.POSITIVE_INFINITY : now - since;
}

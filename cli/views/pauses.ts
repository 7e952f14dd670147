/** Time in which no snapshot is missed: quiet hours, or a drill. In epoch milliseconds. */
export interface Pause {
  readonly from: number;
  readonly to: number;
}

/** Pauses in order, those that overlap or meet as one. */
export function joinedPauses(pauses: readonly Pause[]): readonly Pause[] {
  const joined: { from: number; to: number }[] = [];
  for (const { from, to } of pauses.toSorted((one, other) => one.from - other.from)) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else if (from < to) joined.push({ from, to });
  }
  return joined;
}

/**
 * Milliseconds between two moments without those in pauses.
 *
 * @param pauses as `joinedPauses` has them.
 */
export function msOutsideOf(pauses: readonly Pause[], from: number, to: number): number {
  const paused = pauses.reduce((sum, pause) => {
    return sum + Math.max(0, Math.min(pause.to, to) - Math.max(pause.from, from));
  }, 0);
  return to - from - paused;
}

/**
 * Moment at which so many milliseconds outside of pauses have passed.
 *
 * @param pauses as `joinedPauses` has them.
 */
export function afterMsOutsideOf(pauses: readonly Pause[], from: number, ms: number): number {
  let end = from + ms;
  for (const pause of pauses) {
    if (pause.to <= from) continue;
    if (pause.from >= end) break;
    end += pause.to - Math.max(pause.from, from);
  }
  return end;
}

/** Parts of a span that lie in no pause, each with what else the span has. */
export function partsOutsideOf<Span extends Pause>(pauses: readonly Pause[], span: Span): readonly Span[] {
  const parts: Span[] = [];
  let { from } = span;
  for (const pause of pauses) {
    if (pause.to <= from || pause.from >= span.to) continue;
    if (pause.from > from) parts.push({ ...span, from, to: pause.from });
    from = pause.to;
  }
  if (from < span.to) parts.push({ ...span, from });
  return parts;
}

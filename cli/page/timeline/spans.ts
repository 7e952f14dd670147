import { statusFacts } from '../../../lambda-src/snapshot-manager/domain/application-status';
import { freezesInForce } from '../../../lambda-src/snapshot-manager/domain/marks';
import { gapsOf, isCovering } from '../../views/history-gaps';
import { afterMsOutsideOf, type Pause, partsOutsideOf } from '../../views/pauses';
import { pausesOf } from '../../views/row-pauses';
import type { TimelineFacts, TimelineRow } from './facts';

/** Time in epoch milliseconds. `undefined`: it began before the line does, or has not ended. */
export interface Span {
  readonly from: number | undefined;
  readonly to: number | undefined;
}

export interface GapSpan extends Span {
  readonly outcomes: Readonly<Record<string, number>>;
}

export interface FreezeSpan extends Span {
  readonly who?: string;
  readonly why?: string;
}

const MINUTE_MS = 60_000;

/** Beginning of a line, and the times since an objective before it in which nothing is missed. */
export interface GapBounds {
  readonly from: Date;
  readonly pauses: readonly Pause[];
}

/** Bounds of the gaps of a line. */
export function gapBoundsOf(facts: TimelineFacts, rows: readonly TimelineRow[], from: Date): GapBounds {
  return { from, pauses: pausesOf(facts, rows, earlierBy(facts, from)) };
}

/** One objective earlier, so that a gap which began before the line counts from its beginning. */
function earlierBy({ objectiveMinutes }: TimelineFacts, from: Date): Date {
  return new Date(from.getTime() - objectiveMinutes * MINUTE_MS);
}

/** Gaps of `kda history` since the beginning of a line. */
export function gapSpans(
  facts: TimelineFacts,
  rows: readonly TimelineRow[],
  { from, pauses }: GapBounds,
): readonly GapSpan[] {
  const { now, objectiveMinutes, isScheduled } = facts;
  if (!isScheduled) return [];
  const isBeginning = facts.isWhole && rows.every(({ time }) => time >= from);
  return gapsOf(rows, { from, to: now, now, objectiveMinutes, isBeginning, pauses }).map((gap) => ({
    from: !isBeginning && gap.from.getTime() === from.getTime() ? undefined : gap.from.getTime(),
    to: gap.to.getTime() === now.getTime() ? undefined : gap.to.getTime(),
    outcomes: gap.outcomes,
  }));
}

/**
 * Times in which the newest good snapshot was older than the objective: gaps from the objective on, in which a snapshot
 * that is suspect now counts for nothing. Pauses are left out, and do not count.
 *
 * @param isSuspect true for the row of a suspect snapshot.
 */
export function exceededSpans(
  facts: TimelineFacts,
  rows: readonly TimelineRow[],
  { from, pauses, isSuspect }: GapBounds & { readonly isSuspect: (row: TimelineRow) => boolean },
): readonly Span[] {
  const earlier = earlierBy(facts, from);
  const good = rows.map((row) => (isSuspect(row) ? { ...row, outcome: 'suspect' } : row));
  return gapSpans(facts, good, { from: earlier, pauses }).flatMap((gap) => {
    const since = afterMsOutsideOf(pauses, gap.from ?? earlier.getTime(), facts.objectiveMinutes * MINUTE_MS);
    return withoutPauses(pauses, facts.now, { from: since <= from.getTime() ? undefined : since, to: gap.to });
  });
}

/** Parts of a span outside of pauses; the first keeps an open begin, and one that reaches now an open end. */
function withoutPauses(pauses: readonly Pause[], now: Date, { from, to }: Span): readonly Span[] {
  const whole = { from: from ?? Number.NEGATIVE_INFINITY, to: to ?? now.getTime() };
  return partsOutsideOf(pauses, whole).map((part) => ({
    from: part.from === Number.NEGATIVE_INFINITY ? undefined : part.from,
    to: to === undefined && part.to === now.getTime() ? undefined : part.to,
  }));
}

/** True when nothing of the application was before a time: it, or its audit, began later. */
export function beginsWithin({ isWhole, createdAt }: TimelineFacts, rows: readonly TimelineRow[], from: Date): boolean {
  const isNew = isWhole || (createdAt !== undefined && createdAt >= from);
  return isNew && rows.every(({ time }) => time >= from);
}

/** Time before the first good snapshot of an application that began within the line. */
export function unknownSpans(
  facts: TimelineFacts,
  rows: readonly TimelineRow[],
  { from, isSuspect }: { readonly from: Date; readonly isSuspect: (row: TimelineRow) => boolean },
): readonly Span[] {
  if (!facts.isScheduled || !beginsWithin(facts, rows, from)) return [];
  const first = rows.find((row) => isCovering(row, facts.now) && !isSuspect(row));
  return [{ from: undefined, to: first?.time.getTime() }];
}

/** Times in which nothing was deleted: the marks that are kept, and those that are over by their rows. */
export function freezeSpans(facts: TimelineFacts, rows: readonly TimelineRow[]): readonly FreezeSpan[] {
  const { now, marks, createdAt } = facts;
  const inForce = marks ? freezesInForce(marks, now, createdAt) : [];
  const present = inForce.map(({ since, who, why }) => ({ from: since.getTime(), to: undefined, who, why }));
  const over: FreezeSpan[] = [];
  let since: number | undefined;
  for (const { outcome, time } of rows) {
    if (outcome === 'frozen') since ??= time.getTime();
    if (outcome !== 'thawed') continue;
    if (since !== undefined) over.push({ from: since, to: time.getTime() });
    since = undefined;
  }
  return [...over, ...present];
}

/**
 * Times in which the application was not seen running, as its runs saw it and people's actions say. An action with a
 * recovery time says how long it took, and what it found: one that found it running ends what was before.
 */
export function notRunningSpans(rows: readonly TimelineRow[]): readonly Span[] {
  const spans: Span[] = [];
  let since: number | undefined;
  let isFirst = true;
  for (const row of rows) {
    const { time, outcome, writtenBy, applicationStatus, rtoSeconds, endedAt } = row;
    const at = time.getTime();
    // A drill stops it and starts it; how long, its own row says.
    if (row.reason === 'drill-under-way') continue;
    if (writtenBy === 'kda' || outcome === 'drilled') {
      const wasFoundRunning = applicationStatus !== undefined && statusFacts(applicationStatus).kind === 'running';
      if (writtenBy === 'kda' && wasFoundRunning && since !== undefined) {
        spans.push(spanOf(since, at));
        since = undefined;
      }
      if (outcome === 'stopped') since ??= at;
      if (rtoSeconds !== undefined) {
        const end = (endedAt ?? time).getTime();
        spans.push(spanOf(Math.min(since ?? end, end - rtoSeconds * 1000), end));
        since = undefined;
      }
      continue;
    }
    if (applicationStatus === undefined) continue;
    const { kind } = statusFacts(applicationStatus);
    if (kind === 'stopped') since ??= isFirst ? Number.NEGATIVE_INFINITY : at;
    if (kind === 'running' && since !== undefined) {
      spans.push(spanOf(since, at));
      since = undefined;
    }
    isFirst = false;
  }
  return since === undefined ? spans : [...spans, spanOf(since, undefined)];
}

function spanOf(since: number, to: number | undefined): Span {
  return { from: since === Number.NEGATIVE_INFINITY ? undefined : since, to };
}

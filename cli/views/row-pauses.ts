import { OUTCOMES_OF_ACTIONS } from '../../lambda-src/contract';
import { type QuietHours, quietPeriods } from '../../lambda-src/snapshot-manager/domain/schedule/quiet-hours';
import { joinedPauses, type Pause } from './pauses';

/** Quiet hours that are over, go on, or come. */
export interface QuietSpan extends Pause {
  readonly why: string;
}

/** Row as far as pauses need it. */
interface PauseRow {
  readonly writtenBy: string;
  readonly time: Date;
  readonly endedAt?: Date | undefined;
  readonly outcome: string;
  readonly reason?: string | undefined;
}

/** Settings and time that pauses depend on. */
interface PauseFacts {
  readonly now: Date;
  readonly isScheduled: boolean;
  readonly quietHours?: QuietHours | undefined;
}

const DAY_MS = 86_400_000;
/** Longest quiet hours: those of seven days that follow each other, and one day for the time zone. */
const LONGEST_MS = 8 * DAY_MS;

/** Quiet hours that reach into a span, in order. */
export function quietSpans(
  { quietHours, isScheduled }: Omit<PauseFacts, 'now'>,
  from: Date,
  to: Date,
): readonly QuietSpan[] {
  if (quietHours === undefined || !isScheduled) return [];
  const periods = quietPeriods(quietHours, new Date(from.getTime() - LONGEST_MS), new Date(to.getTime() + DAY_MS));
  return periods
    .filter(({ begin, end }) => end > from && begin < to)
    .map(({ begin, end }) => ({ from: begin.getTime(), to: end.getTime(), why: quietHours.why }));
}

/**
 * Times in which no snapshot is missed: quiet hours and drills.
 *
 * @param rows oldest first.
 */
export function pausesOf(facts: PauseFacts, rows: readonly PauseRow[], from: Date): readonly Pause[] {
  const quiet = quietSpans(facts, from, facts.now);
  return joinedPauses([...quiet, ...drillSpans(rows, facts.now)]);
}

/** Moment of a row in epoch milliseconds: its time, of a drill its end. A restore is shown at its begin. */
export function momentOf({ outcome, writtenBy, time, endedAt }: PauseRow): number {
  const isDrill = outcome === 'drilled' && writtenBy === 'manager';
  return Math.max(time.getTime(), isDrill && endedAt ? endedAt.getTime() : time.getTime());
}

/** True for a run of the manager: what a person does to a snapshot during a drill does not end it. */
function isRun({ writtenBy, outcome }: PauseRow): boolean {
  return writtenBy === 'manager' && !OUTCOMES_OF_ACTIONS.some((action) => action === outcome);
}

/** Drills by their rows, and one under way by the runs that made room for it. */
function drillSpans(rows: readonly PauseRow[], now: Date): readonly Pause[] {
  const spans: Pause[] = [];
  let since: number | undefined;
  for (const row of rows) {
    const at = row.time.getTime();
    if (Number.isNaN(at)) continue;
    if (row.reason === 'drill-under-way') since ??= at;
    else if (row.outcome === 'drilled') spans.push({ from: at, to: momentOf(row) });
    else if (since !== undefined && isRun(row)) {
      spans.push({ from: since, to: at });
      since = undefined;
    }
  }
  return since === undefined ? spans : [...spans, { from: since, to: now.getTime() }];
}

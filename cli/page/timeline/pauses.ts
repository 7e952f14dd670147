import { quietPeriods } from '../../../lambda-src/snapshot-manager/domain/schedule/quiet-hours';
import { joinedPauses, type Pause } from '../../views/pauses';
import { momentOf } from './drilled';
import type { TimelineFacts, TimelineRow } from './facts';

/** Quiet hours that are over, go on, or come. */
export interface QuietSpan extends Pause {
  readonly why: string;
}

const DAY_MS = 86_400_000;
/** Longest quiet hours: those of seven days that follow each other, and one day for the time zone. */
const LONGEST_MS = 8 * DAY_MS;

/** Quiet hours that reach into a span, in order. */
export function quietSpans({ quietHours, isScheduled }: TimelineFacts, from: Date, to: Date): readonly QuietSpan[] {
  if (quietHours === undefined || !isScheduled) return [];
  const periods = quietPeriods(quietHours, new Date(from.getTime() - LONGEST_MS), new Date(to.getTime() + DAY_MS));
  return periods
    .filter(({ begin, end }) => end > from && begin < to)
    .map(({ begin, end }) => ({ from: begin.getTime(), to: end.getTime(), why: quietHours.why }));
}

/** Times in which no snapshot is missed: quiet hours and drills. */
export function pausesOf(facts: TimelineFacts, rows: readonly TimelineRow[], from: Date): readonly Pause[] {
  const quiet = quietSpans(facts, from, facts.now);
  return joinedPauses([...quiet, ...drillSpans(rows, facts.now)]);
}

/** Drills by their rows, and one under way by the runs that made room for it. */
function drillSpans(rows: readonly TimelineRow[], now: Date): readonly Pause[] {
  const spans: Pause[] = [];
  let since: number | undefined;
  for (const row of rows) {
    const at = row.time.getTime();
    if (row.reason === 'drill-under-way') since ??= at;
    else if (row.outcome === 'drilled') spans.push({ from: at, to: momentOf(row) });
    else if (since !== undefined && row.writtenBy === 'manager') {
      spans.push({ from: since, to: at });
      since = undefined;
    }
  }
  return since === undefined ? spans : [...spans, { from: since, to: now.getTime() }];
}

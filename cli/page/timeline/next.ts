import { nextWindow, windowAt } from '../../../lambda-src/snapshot-manager/domain/drill/drill-window';
import { parseSchedule } from '../../../lambda-src/snapshot-manager/domain/schedule/schedule-expression';
import type { Pause } from '../../views/pauses';
import type { TimelineFacts, TimelineRow } from './facts';
import { quietSpans } from './pauses';

/** What comes next, in epoch milliseconds. */
export interface Next {
  /** Times at which a snapshot is due: none in quiet hours. */
  readonly due: readonly number[];
  /** Window of a drill that is open or comes next. */
  readonly drill: Pause | undefined;
}

/** Due times that are given at least, if the schedule has so many, and at most. */
const LEAST_DUE = 3;
const MOST_DUE = 60;
/** Events that are looked at: a schedule of a minute has as many in two weeks. */
const MOST_EVENTS = 20_000;
const DAY_MS = 86_400_000;
/** Quiet hours that may lie before the third due time. */
const LOOKED_AT_MS = 31 * DAY_MS;

/**
 * Next due times and drill of an application.
 *
 * @param aheadMs length of time of which all due times are wanted.
 */
export function nextOf(facts: TimelineFacts, rows: readonly TimelineRow[], aheadMs: number): Next {
  return { due: facts.isScheduled ? dueOf(facts, rows, aheadMs) : [], drill: drillOf(facts) };
}

function dueOf(facts: TimelineFacts, rows: readonly TimelineRow[], aheadMs: number): readonly number[] {
  const { now, schedule: expression } = facts;
  const schedule = parseSchedule(expression);
  const until = now.getTime() + aheadMs;
  const quiet = quietSpans(facts, now, new Date(now.getTime() + LOOKED_AT_MS));
  const due: number[] = [];
  let next = firstDue(expression, rows, now);
  for (let event = 0; next !== undefined && event < MOST_EVENTS && due.length < MOST_DUE; event += 1) {
    const at = next.getTime();
    if (due.length >= LEAST_DUE && at > until) break;
    if (!quiet.some(({ from, to }) => from <= at && at < to)) due.push(at);
    next = schedule.next(next);
  }
  return due;
}

/** First event after now. Only EventBridge knows since when a rate counts: without a run it is not known. */
function firstDue(expression: string, rows: readonly TimelineRow[], now: Date): Date | undefined {
  const schedule = parseSchedule(expression);
  if (!expression.startsWith('rate(')) return schedule.next(now);
  const last = rows.findLast(({ writtenBy, isOnDemand, outcome }) => {
    return writtenBy === 'manager' && !isOnDemand && outcome !== 'drilled';
  })?.time;
  const first = last && schedule.next(last);
  if (first === undefined || last === undefined || first > now) return first;
  const everyMs = first.getTime() - last.getTime();
  const passed = Math.floor((now.getTime() - last.getTime()) / everyMs);
  return new Date(last.getTime() + (passed + 1) * everyMs);
}

function drillOf({ drill, now }: TimelineFacts): Pause | undefined {
  if (drill === undefined) return undefined;
  const { from, until } = windowAt(drill, now) ?? nextWindow(drill, now);
  return { from: from.getTime(), to: until.getTime() };
}

import { nextWindow, windowAt } from '../../../lambda-src/snapshot-manager/domain/drill/drill-window';
import { nextDue } from '../../../lambda-src/snapshot-manager/domain/schedule/due';
import { parseSchedule } from '../../../lambda-src/snapshot-manager/domain/schedule/schedule-expression';
import { lastScheduledEvent } from '../../safety/past';
import type { Pause } from '../../views/pauses';
import { quietSpans } from '../../views/row-pauses';
import type { TimelineFacts, TimelineRow } from './facts';

/** Events to come, in epoch milliseconds. */
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
  let next = nextDue(expression, lastScheduledEvent(rows), now);
  for (let event = 0; next !== undefined && event < MOST_EVENTS && due.length < MOST_DUE; event += 1) {
    const at = next.getTime();
    if (due.length >= LEAST_DUE && at > until) break;
    if (!quiet.some(({ from, to }) => from <= at && at < to)) due.push(at);
    next = schedule.next(next);
  }
  return due;
}

function drillOf({ drill, now }: TimelineFacts): Pause | undefined {
  if (drill === undefined) return undefined;
  const { from, until } = windowAt(drill, now) ?? nextWindow(drill, now);
  return { from: from.getTime(), to: until.getTime() };
}

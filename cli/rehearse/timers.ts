import type { MappedOperator, SavedTimers } from './mapping';
import { label, watchedText } from './operator-words';
import type { TriedState } from './tried-state';

/** Timers of kept operators that are lost for sure: with those of a dropped operator goes its state. */
export function lostTimers({ fate, timers }: MappedOperator): SavedTimers[] {
  return fate === 'kept' ? timers.filter((each) => each.count !== null && isLost(each)) : [];
}

function isLost({ fate }: SavedTimers): boolean {
  return fate === 'dropped' || fate === 'ignored';
}

/** `the 12 timers of event time (user-timers) of "totals" (1.3 kB)`. */
export function timersOf(operator: MappedOperator): string {
  return `the ${lostTimers(operator).map(words).join(' and the ')} of ${label(operator)}`;
}

/** The same, with what becomes of them. */
export function whatBecomesOfTimers(operator: MappedOperator): string {
  const isDropped = lostTimers(operator).some(({ fate }) => fate === 'dropped');
  const because = isDropped
    ? 'the new code asks for no such timers, and Flink never fires them'
    : 'the new code does nothing when they fire (it has no onTimer(), or windows of the other time)';
  return `${timersOf(operator)}: ${because}`;
}

function words({ service, time, count }: SavedTimers): string {
  return `${count ?? 'uncounted'} ${count === 1 ? 'timer' : 'timers'} of ${time} time (${service})`;
}

/** Doubts about timers, where the state was restored. */
export function timerWarnings(
  operators: readonly MappedOperator[],
  { operators: tried, seconds }: TriedState,
): string[] {
  return operators
    .filter(({ fate }) => fate === 'kept')
    .flatMap((operator) => {
      const now = tried.find((each) => each.operator.id === operator.id);
      const uncounted = operator.timers.filter((each) => each.count === null && isLost(each));
      const late = operator.timers.filter(
        ({ service, time, count, fate }) =>
          time === 'event' &&
          fate === 'kept' &&
          count !== null &&
          now?.timers.some((each) => each.service === service && !each.hasWatermark),
      );
      return [
        ...(uncounted.length === 0
          ? []
          : [
              `The timers of ${label(operator)} could not be counted. If it has some of ${namesOf(uncounted)}, they are lost: the new code asks for none, or does nothing when they fire.`,
            ]),
        // Without records, another warning says so.
        ...(late.length === 0 || !now?.records
          ? []
          : [
              `The ${late.map(words).join(' and the ')} of ${label(operator)} wait for a watermark, and none came ${watchedText({ seconds, records: now.records })}. If the new code makes none, they never fire.`,
            ]),
      ];
    });
}

function namesOf(timers: readonly SavedTimers[]): string {
  return timers.map(({ service, time }) => `${time} time (${service})`).join(' or ');
}

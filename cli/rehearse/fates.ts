import type { MappedOperator, SavedTimers } from './mapping';
import type { FindName } from './name-finder';
import type { TriedOperator, TriedState } from './tried-state';

/**
 * Adds what became of the single states. Code may ask for a keyed state with a record of its own, so one whose name
 * stands in the code is not dropped for sure, and without any record none is. Operator state is asked for at the start.
 */
export function withFatesOfStates(
  operators: readonly MappedOperator[],
  { operators: tried, seconds }: TriedState,
  findName: FindName,
): MappedOperator[] {
  return operators.map((each) => {
    const found = tried.find(({ operator }) => operator.id === each.id);
    if (!found?.missing) return each;
    const { missing, keyed, records } = found;
    const isOpen = (name: string) => keyed && (records === 0 || findName(name) !== undefined);
    return {
      ...each,
      droppedStates: missing.filter((name) => !isOpen(name)),
      notAskedStates: missing.filter(isOpen),
      watched: { seconds, records },
      timers: each.timers.map((timers) => ({ ...timers, fate: fateOf(timers, found) })),
    };
  });
}

/** Flink's own operators ask for their timers when they are opened, so it needs no record. */
function fateOf({ service, time }: SavedTimers, { timers }: TriedOperator): SavedTimers['fate'] {
  const now = timers.find((each) => each.service === service);
  if (!now) return 'dropped';
  return now[time] ? 'kept' : 'ignored';
}

export function kept(operator: MappedOperator): MappedOperator {
  return { ...operator, fate: 'kept' };
}

export function open(operator: MappedOperator): MappedOperator {
  return { ...operator, fate: 'not-known' };
}

export function dropped(operator: MappedOperator): MappedOperator {
  return { ...operator, fate: 'dropped' };
}

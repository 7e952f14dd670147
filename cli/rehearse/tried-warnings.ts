import { label } from './operator-words';
import type { TriedState } from './tried-state';

/** Doubts that are left where the state was restored, and its values were read. */
export function triedWarnings({ operators: tried, seconds }: TriedState): string[] {
  const idle = tried.filter(({ keyed, records }) => keyed && records === 0).map(({ operator }) => label(operator));
  const empty = tried
    .filter(({ keyed, operator }) => keyed && operator.states.length === 0 && operator.timers.length === 0)
    .map(({ operator }) => label(operator));
  return [
    ...(idle.length === 0
      ? []
      : [`No record was processed with the restored state of ${idle.join(', ')}: none came in ${seconds} s.`]),
    // A state that only rare records ask for is not in a savepoint that was taken after seconds.
    ...(empty.length === 0
      ? []
      : [
          `The savepoint has no state by name of ${empty.join(', ')}, so nothing of it was tried. If your application has some there, name a savepoint that has it with --state.`,
        ]),
    ...tried.flatMap(({ partlyRead }) => partlyRead).map((part) => `Only ${part} were read, there are more.`),
  ];
}

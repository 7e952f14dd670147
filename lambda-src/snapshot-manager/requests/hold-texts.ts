import type { Hold } from '../domain/hold';

/** Each hold with its person and its end, as in `by ada until released, by bob until 2026-12-24T00:00:00.000Z`. */
export function describeHolds(holds: readonly Hold[]): string {
  return holds.map(({ who, until }) => `by ${who} until ${until?.toISOString() ?? 'released'}`).join(', ');
}

/** The snapshots with the people who hold each, as in `demo.1 (ada, bob), demo.2 (ada)`. */
export function holdersOf(holds: readonly Hold[]): string {
  const names = [...new Set(holds.map(({ snapshotName }) => snapshotName))];
  return names
    .map((name) => {
      const people = holds.filter((hold) => hold.snapshotName === name).map(({ who }) => who);
      return `${name} (${people.join(', ')})`;
    })
    .join(', ');
}

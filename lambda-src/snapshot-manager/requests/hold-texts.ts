import type { Hold } from '../domain/hold';

/** Text of holds with their persons and ends: `by ada until released, by bob until 2026-12-24T00:00:00.000Z`. */
export function describeHolds(holds: readonly Hold[]): string {
  return holds.map(({ who, until }) => `by ${who} until ${until?.toISOString() ?? 'released'}`).join(', ');
}

/** Text of snapshots with their holders: `demo.1 (ada, bob), demo.2 (ada)`. */
export function holdersOf(holds: readonly Hold[]): string {
  const names = [...new Set(holds.map(({ snapshotName }) => snapshotName))];
  return names
    .map((name) => {
      const people = holds.filter((hold) => hold.snapshotName === name).map(({ who }) => who);
      return `${name} (${people.join(', ')})`;
    })
    .join(', ');
}

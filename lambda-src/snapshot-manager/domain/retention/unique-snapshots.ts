import type { Snapshot } from '../snapshot';

/**
 * Snapshots with each name once. The service may list one on two pages when the list changes meanwhile; the entry read
 * last is the newest, and stays.
 */
export function uniqueByName(snapshots: readonly Snapshot[]): readonly Snapshot[] {
  return [...new Map(snapshots.map((snapshot) => [snapshot.name, snapshot])).values()];
}

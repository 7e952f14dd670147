import type { Snapshot } from '../snapshot';

/**
 * The snapshots with each name once. The service may show one on two pages when the list changes while it is read; the
 * entry that was read last is the newest, and stays.
 */
export function uniqueByName(snapshots: readonly Snapshot[]): readonly Snapshot[] {
  return [...new Map(snapshots.map((snapshot) => [snapshot.name, snapshot])).values()];
}

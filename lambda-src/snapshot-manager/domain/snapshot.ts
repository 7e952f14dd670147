/** A snapshot as the service lists it. */
export interface Snapshot {
  readonly name: string;
  readonly status: SnapshotStatus;
  /**
   * Creation time exactly as the service returned it, because a deletion must repeat it. Optional in the service's
   * model.
   */
  readonly createdAt: Date | undefined;
  readonly applicationVersion: number;
  readonly runtimeEnvironment: string | undefined;
}

/** Facts about a snapshot in the record of its run. */
export interface SnapshotFacts {
  readonly name: string;
  readonly status?: SnapshotStatus;
  readonly createdAt?: Date;
  readonly applicationVersion?: number;
  readonly runtimeEnvironment?: string;
  /** Time from the create call to the first answer that was not CREATING. */
  readonly durationMs?: number;
  /**
   * Bounds of the duration, because the API returns no end time. For a watched end, the last look that saw it CREATING
   * is the lower one.
   */
  readonly durationAtLeastMs?: number;
  readonly durationAtMostMs?: number;
  readonly lastSeenCreatingAt?: Date;
}

/** Facts that a snapshot from the API adds to a record. */
export function snapshotFacts(snapshot: Snapshot): SnapshotFacts {
  return {
    name: snapshot.name,
    status: snapshot.status,
    createdAt: snapshot.createdAt,
    applicationVersion: snapshot.applicationVersion,
    runtimeEnvironment: snapshot.runtimeEnvironment,
  };
}

/**
 * Bounds of the duration of a snapshot whose end nobody watched: it was CREATING when last seen, and had ended now. The
 * API returns a start time and no end time.
 */
export function withBounds(facts: SnapshotFacts, startedAt: Date, seenAt: Date): SnapshotFacts {
  const begunMs = (facts.createdAt ?? startedAt).getTime();
  return {
    ...facts,
    // Not below 0: the clocks of the service and of Lambda may differ by more than a short snapshot takes.
    durationAtLeastMs: Math.max(0, (facts.lastSeenCreatingAt?.getTime() ?? begunMs) - begunMs),
    durationAtMostMs: Math.max(0, seenAt.getTime() - begunMs),
  };
}

/**
 * Snapshots with each name once. The service may list one on two pages when the list changes meanwhile; the entry read
 * last is the newest, and stays.
 */
export function uniqueByName(snapshots: readonly Snapshot[]): readonly Snapshot[] {
  return [...new Map(snapshots.map((snapshot) => [snapshot.name, snapshot])).values()];
}

/** Snapshot statuses that the rules know, as the service names them. */
export const KNOWN_SNAPSHOT_STATUSES = ['CREATING', 'READY', 'DELETING', 'FAILED'] as const;

/** Status of a snapshot as the service names it; may be unknown to this version. */
export type SnapshotStatus = (typeof KNOWN_SNAPSHOT_STATUSES)[number] | (string & {});

/** False for a status of a newer service: nothing can be concluded from it, and nothing may be done to the snapshot. */
export function isKnownStatus(status: SnapshotStatus): boolean {
  return KNOWN_SNAPSHOT_STATUSES.some((known) => known === status);
}

/** Maximum time that the service's clock may run ahead of Lambda's before a snapshot counts as one of the future. */
const CLOCK_TOLERANCE_MS = 60_000;

/** Newest READY snapshot, whoever took it: the one that "latest" restores. */
export function newestReady(snapshots: readonly Snapshot[]): Snapshot | undefined {
  return snapshots.filter((snapshot) => snapshot.status === 'READY').toSorted(byAgeNewestFirst)[0];
}

/** True for a snapshot with a future time: its clock is wrong, so nothing can be concluded from it. */
export function isFuture(snapshot: Snapshot, now: Date): boolean {
  return snapshot.createdAt !== undefined && snapshot.createdAt.getTime() > now.getTime() + CLOCK_TOLERANCE_MS;
}

/** Orders by age, then by name, so that the same list gives the same plan whatever order the service returned. */
export function byAgeNewestFirst(a: Snapshot, b: Snapshot): number {
  const difference = (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0);
  return difference || (a.name < b.name ? 1 : -1);
}

/** Snapshot that holds state somebody could go back to: READY, and not suspect. */
export interface GoodSnapshot {
  readonly name: string;
  readonly createdAt: Date;
  /** True: it has been deleted since. */
  readonly isGone: boolean;
}

/** Time without a good snapshot around a run. */
export interface Gap {
  readonly before: GoodSnapshot | undefined;
  readonly after: GoodSnapshot | undefined;
  /** From the one before to the one after, or to now; undefined without one before. */
  readonly seconds: number | undefined;
}

/** Gap between the good snapshots around a time. One of that very time ends it. */
export function gapAround(at: Date, snapshots: readonly GoodSnapshot[], now: Date): Gap {
  const sorted = snapshots.toSorted((one, other) => one.createdAt.getTime() - other.createdAt.getTime());
  const before = sorted.findLast(({ createdAt }) => createdAt < at);
  const after = sorted.find(({ createdAt }) => createdAt >= at);
  const end = after?.createdAt ?? now;
  const seconds = before && Math.round((end.getTime() - before.createdAt.getTime()) / 1000);
  return { before, after, seconds };
}

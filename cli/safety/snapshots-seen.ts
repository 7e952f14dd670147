import { type Marks, NO_MARKS, suspectOf } from '../../lambda-src/snapshot-manager/domain/marks';
import { daysUntilFull, type QuotaFacts } from '../../lambda-src/snapshot-manager/domain/retention/quota-forecast';
import { isNamedByTheService } from '../../lambda-src/snapshot-manager/domain/service-snapshot';
import { byAgeNewestFirst, isFuture, type Snapshot } from '../../lambda-src/snapshot-manager/domain/snapshot';

/** Snapshots of an application in figures: a list of a thousand need not stay in memory. */
export interface SnapshotsSeen {
  /** All in the service, in any status: they count against the quota. */
  readonly total: number;
  readonly ready: number;
  /** Newest READY one that is not suspect. */
  readonly newestGood: { readonly name: string; readonly createdAt: Date } | undefined;
  /** Creation time of the oldest READY one that is not suspect: a restore can go back to it. */
  readonly oldestGoodAt: Date | undefined;
  /** Names of those that are suspect, newest first. */
  readonly suspects: readonly string[];
  /** READY ones dated after now: their time is wrong, so nothing follows from it. */
  readonly ofTheFuture: number;
  /** Those that the service took, by their names. Only where the settings are known, as the next two. */
  readonly ofTheService?: number;
  /** True: a rule of the retention deletes those of the service. */
  readonly hasServiceRule?: boolean;
  /** Days until the quota is full; `FORECAST_DAYS`: not within them. */
  readonly fullInDays?: number;
}

/**
 * Looks at a whole list of snapshots.
 *
 * @param applicationCreatedAt marks of an earlier application of the same name are left out.
 */
export function snapshotsSeen(
  snapshots: readonly Snapshot[],
  {
    marks = NO_MARKS,
    now,
    applicationCreatedAt,
    settings,
  }: { marks?: Marks; now: Date; applicationCreatedAt?: Date | undefined; settings?: Omit<QuotaFacts, 'now'> },
): SnapshotsSeen {
  const newestFirst = snapshots.toSorted(byAgeNewestFirst);
  const suspects = new Set(
    marks.suspects.length === 0
      ? []
      : newestFirst.filter((snapshot) => suspectOf(snapshot, marks, applicationCreatedAt) !== undefined),
  );
  const ready = newestFirst.filter(({ status }) => status === 'READY');
  const good = ready.filter(
    (snapshot) => snapshot.createdAt !== undefined && !isFuture(snapshot, now) && !suspects.has(snapshot),
  );
  const [newest] = good;
  return {
    total: snapshots.length,
    ready: ready.length,
    newestGood: newest?.createdAt && { name: newest.name, createdAt: newest.createdAt },
    oldestGoodAt: good.at(-1)?.createdAt,
    suspects: [...suspects].map(({ name }) => name),
    ofTheFuture: ready.filter((snapshot) => isFuture(snapshot, now)).length,
    ...(settings && {
      ofTheService: snapshots.filter((snapshot) => isNamedByTheService(snapshot, settings.application)).length,
      hasServiceRule: Boolean(settings.policy.serviceSnapshots),
      fullInDays: daysUntilFull(snapshots, { ...settings, now }),
    }),
  };
}

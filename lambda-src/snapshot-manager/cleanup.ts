import type { Log } from './log';
import { type Clock, type Snapshot, type SnapshotApi, SnapshotApiError, type SnapshotApiErrorKind } from './ports';
import type { RetentionPlan } from './retention';

export interface CleanupResult {
  /** Names whose deletion the service accepted. */
  readonly deleted: readonly string[];
  /** Names that were already gone: nothing was asked for. */
  readonly gone: readonly string[];
  readonly failed: readonly string[];
  /** Why it stopped before the end of the plan. */
  readonly stoppedBy: string | undefined;
}

/** The application is being changed for some seconds at a time: so often, and so long in between, it is asked again. */
const ATTEMPTS_WHILE_BEING_CHANGED = 3;
const PAUSE_WHILE_BEING_CHANGED_MS = 2_000;

/**
 * Deletes what the plan dropped, oldest first, one after another. It stops at the first failure and at `until`; what is
 * left stays surplus, so the next run plans it again, and nothing newer is ever deleted in its place.
 */
export async function deleteDropped(
  application: string,
  plan: RetentionPlan,
  until: Date,
  { api, clock, log }: { readonly api: SnapshotApi; readonly clock: Clock; readonly log: Log },
): Promise<CleanupResult> {
  const deleted: string[] = [];
  const gone: string[] = [];
  for (const { snapshot, reasons } of plan.dropped.toReversed()) {
    if (clock.now() >= until) return { deleted, gone, failed: [], stoppedBy: 'the time of the run was nearly up' };
    try {
      const result = await deleteSnapshot(application, snapshot, { api, clock });
      (result === 'deleted' ? deleted : gone).push(snapshot.name);
      log('snapshot.deleted', { snapshot: snapshot.name, reasons, result });
    } catch (error) {
      log('snapshot.delete-error', { snapshot: snapshot.name, error });
      const stoppedBy = error instanceof Error ? error.message : String(error);
      return { deleted, gone, failed: [snapshot.name], stoppedBy };
    }
  }
  return { deleted, gone, failed: [], stoppedBy: undefined };
}

async function deleteSnapshot(
  application: string,
  snapshot: Snapshot,
  { api, clock }: { readonly api: SnapshotApi; readonly clock: Clock },
): Promise<'deleted' | 'gone'> {
  const { name, createdAt } = snapshot;
  if (!createdAt) throw new Error(`Snapshot ${name} of ${application} has no creation time, so it cannot be deleted.`);
  for (let attempt = 1; ; attempt += 1) {
    try {
      await api.deleteSnapshot(application, name, createdAt);
      return 'deleted';
    } catch (error) {
      if (await isGone(application, name, api)) return saysGone(error) ? 'gone' : 'deleted';
      const isBeingChanged = error instanceof SnapshotApiError && error.kind === 'being-changed';
      if (!isBeingChanged || attempt === ATTEMPTS_WHILE_BEING_CHANGED) throw error;
      await clock.sleep(PAUSE_WHILE_BEING_CHANGED_MS);
    }
  }
}

/** What a snapshot is answered with that was missing, or being deleted, before; after any other error it was this deletion. */
const GONE_BEFORE: readonly SnapshotApiErrorKind[] = ['not-found', 'invalid', 'busy'];

function saysGone(error: unknown): boolean {
  return error instanceof SnapshotApiError && GONE_BEFORE.includes(error.kind);
}

/**
 * Settles a failed deletion by looking: the service tells a missing snapshot in two ways, and an answer may be lost
 * after the deletion took effect. When looking fails too, the first error counts.
 */
async function isGone(application: string, name: string, api: SnapshotApi): Promise<boolean> {
  try {
    const snapshot = await api.describeSnapshot(application, name);
    return snapshot === undefined || snapshot.status === 'DELETING';
  } catch {
    return false;
  }
}

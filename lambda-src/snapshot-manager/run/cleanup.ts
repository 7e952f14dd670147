import { type ApplicationState, changeSince } from '../domain/application-state';
import { type Deletions, deletionEntry } from '../domain/deletions';
import type { Dropped } from '../domain/retention/retention';
import type { Snapshot } from '../domain/snapshot';
import type { Log } from '../log';
import { type Clock, type SnapshotApi, SnapshotApiError } from '../ports';
import { textOf } from './run-in-progress';

export interface Cleanup {
  readonly application: string;
  /** Snapshots that the policy drops, in the order of their deletion. */
  readonly surplus: readonly Dropped[];
  /** Application as the run first saw it. */
  readonly firstSeen: ApplicationState;
  /** Time after which no call continues. */
  readonly until: Date;
  readonly api: SnapshotApi;
  readonly clock: Clock;
  readonly log: Log;
}

export interface CleanupResult {
  readonly deletions: Deletions;
  /** Names that were already gone, so that no deletion was requested. */
  readonly gone: readonly string[];
  /** Reason why surplus snapshots remain. */
  readonly trouble?: CleanupTrouble;
}

export interface CleanupTrouble {
  /** Kind of problem. `application-changed`: somebody is working on the application; nothing is wrong. */
  readonly kind: 'application-changed' | 'incomplete';
  /** One or more whole sentences. */
  readonly detail: string;
  /** Application as it is now, if it changed. */
  readonly application?: ApplicationState;
}

/**
 * Deletes are rejected while the application is being updated (a few seconds): number of attempts and pause between
 * them.
 */
const ATTEMPTS_WHILE_BEING_CHANGED = 3;
const PAUSE_WHILE_BEING_CHANGED_MS = 2_000;

/** Deletions, or time, after which the application is described again: a restore may begin at any moment. */
const DELETIONS_PER_LOOK = 5;
const LOOK_IS_FRESH_MS = 2_000;

/** Least time to begin a call: one attempt, connection included, may take 5.5 s. */
const LEAST_TIME_FOR_A_CALL_MS = 6_000;

const TIME_IS_UP = 'the time of the run was nearly up.';

/**
 * Failed deletions in a row that end a cleanup: a service that does not answer would fail a thousand. The next run
 * begins with others.
 */
const FAILURES_IN_A_ROW = 3;

/**
 * Deletes the surplus, one snapshot after another. It describes the application directly before the first deletion,
 * every few deletions and after each failure, and stops once the application is not RUNNING, was recreated, or restores
 * from something else than before. A snapshot that cannot be deleted does not delay the others.
 */
export async function deleteDropped(cleanup: Cleanup): Promise<CleanupResult> {
  const { surplus, log } = cleanup;
  const deleted: Dropped[] = [];
  const gone: string[] = [];
  const failed: Failure[] = [];
  const look = new ApplicationLook(cleanup);
  let failuresInARow = 0;
  let stop: CleanupTrouble | undefined;

  for (const dropped of surplus) {
    stop = hasTime(cleanup) ? await look.beforeDeletion() : incomplete(TIME_IS_UP);
    // Describing the application may have taken long.
    if (!stop && !hasTime(cleanup)) stop = incomplete(TIME_IS_UP);
    if (stop) break;
    const { snapshot, reasons } = dropped;
    try {
      const result = await deleteSnapshot(snapshot, cleanup);
      if (result === 'deleted') deleted.push(dropped);
      else gone.push(snapshot.name);
      failuresInARow = 0;
      log('snapshot.deleted', { snapshot: snapshot.name, reasons, result });
    } catch (error) {
      log('snapshot.delete-error', { snapshot: snapshot.name, error });
      failed.push({ dropped, error });
      failuresInARow += 1;
      look.isDue = true;
      if (failuresInARow === FAILURES_IN_A_ROW) {
        stop = incomplete(`${FAILURES_IN_A_ROW} deletions in a row failed.`);
        break;
      }
    }
  }
  return {
    deletions: {
      deleted: deleted.map(({ snapshot }) => snapshot.name),
      deletionReasons: deleted.length > 0 ? deleted.map(deletionEntry) : undefined,
      deleting: openEntries(failed),
      failedToDelete: failed.map(({ dropped }) => dropped.snapshot.name),
    },
    gone,
    trouble: troubleOf(failed, surplus.length, stop),
  };
}

interface Failure {
  readonly dropped: Dropped;
  readonly error: unknown;
}

function openEntries(failed: readonly Failure[]): readonly string[] | undefined {
  const uncertain = failed.filter(({ error }) => mayHaveTakenEffect(error));
  return uncertain.length > 0 ? uncertain.map(({ dropped }) => deletionEntry(dropped)) : undefined;
}

function troubleOf(failed: readonly Failure[], count: number, stop?: CleanupTrouble): CleanupTrouble | undefined {
  const [first] = failed;
  if (!first || stop?.kind === 'application-changed') return stop;
  const failures = `${failed.length} of ${count} could not be deleted. The first error: ${textOf(first.error)}`;
  return { kind: 'incomplete', detail: stop ? `${failures} ${stop.detail}` : failures };
}

function incomplete(why: string): CleanupTrouble {
  return { kind: 'incomplete', detail: `The cleanup stopped: ${why}` };
}

function hasTime({ clock, until }: Cleanup, neededMs = LEAST_TIME_FOR_A_CALL_MS): boolean {
  return clock.now().getTime() + neededMs <= until.getTime();
}

/** Describes the application again when the last description is too old. */
class ApplicationLook {
  isDue = true;
  private sinceMs = 0;
  private deletions = 0;

  constructor(private readonly cleanup: Cleanup) {}

  /** Reason why nothing more may be deleted; `undefined` if deletions may go on. */
  async beforeDeletion(): Promise<CleanupTrouble | undefined> {
    const { api, application, clock, firstSeen, until, log } = this.cleanup;
    const nowMs = clock.now().getTime();
    if (!this.isDue && this.deletions < DELETIONS_PER_LOOK && nowMs - this.sinceMs < LOOK_IS_FRESH_MS) {
      this.deletions += 1;
      return undefined;
    }
    try {
      const now = await api.describeApplication(application, until);
      this.isDue = false;
      // The time of the request, not of the answer: the answer may be as old as that.
      this.sinceMs = nowMs;
      this.deletions = 1;
      const change = changeSince(firstSeen, now);
      if (change === undefined) return undefined;
      log('cleanup.paused', { change });
      return { kind: 'application-changed', detail: change, application: now };
    } catch (error) {
      log('cleanup.look-error', { error });
      return incomplete(`the application could not be described. ${textOf(error)}`);
    }
  }
}

async function deleteSnapshot(snapshot: Snapshot, cleanup: Cleanup): Promise<'deleted' | 'gone'> {
  const { application, until, api, clock } = cleanup;
  const { name, createdAt } = snapshot;
  if (!createdAt) {
    const why = `Snapshot ${name} of ${application} has no creation time, so it cannot be deleted.`;
    throw new SnapshotApiError('refused', why);
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      await api.deleteSnapshot(application, name, createdAt, until);
      return 'deleted';
    } catch (error) {
      if (await isGone(name, cleanup)) return mayHaveTakenEffect(error) ? 'deleted' : 'gone';
      const isBeingChanged = error instanceof SnapshotApiError && error.kind === 'being-changed';
      const hasTimeForAnother = hasTime(cleanup, PAUSE_WHILE_BEING_CHANGED_MS + LEAST_TIME_FOR_A_CALL_MS);
      if (!isBeingChanged || attempt === ATTEMPTS_WHILE_BEING_CHANGED || !hasTimeForAnother) throw error;
      await clock.sleep(PAUSE_WHILE_BEING_CHANGED_MS);
      // Whoever changes the application may be about to restore from this snapshot.
      if (!(await isUnchanged(cleanup))) throw error;
    }
  }
}

/**
 * True for a deletion without an answer. After a refusal, a snapshot that is gone was certainly deleted by somebody
 * else.
 */
function mayHaveTakenEffect(error: unknown): boolean {
  return !(error instanceof SnapshotApiError) || error.kind === 'other';
}

/** True if the application is the same as at first; false also while that is unknown. */
async function isUnchanged({ application, firstSeen, api, until }: Cleanup): Promise<boolean> {
  try {
    return changeSince(firstSeen, await api.describeApplication(application, until)) === undefined;
  } catch {
    return false;
  }
}

/**
 * Settles a failed deletion by describing the snapshot: the service reports a missing snapshot in two ways, and an
 * answer may be lost after the deletion took effect. The first error counts if describing fails too, or if the
 * application was recreated or deleted: its snapshots went with it, which proves no deletion.
 */
async function isGone(name: string, { application, firstSeen, api, until }: Cleanup): Promise<boolean> {
  try {
    const snapshot = await api.describeSnapshot(application, name, until);
    if (snapshot && snapshot.status !== 'DELETING') return false;
    const { createdAt } = await api.describeApplication(application, until);
    return createdAt?.getTime() === firstSeen.createdAt?.getTime();
  } catch {
    return false;
  }
}

import type { RunEvent } from '../domain/request';
import { describeError, type Log } from '../log';
import type { Lease } from '../ports';
import type { RunContext } from './run-context';

/** Lock of an application during a run, which decides what the run may do. */
export interface LockSession {
  /**
   * False when it is unknown whether another run is active. A snapshot may then be taken, because one in flight is in
   * the list, but nothing may be deleted: whoever places a hold reads the lock to learn what is about to be deleted.
   */
  readonly isOurs: boolean;
  /** Announces the deletions; false when they are not allowed. */
  announceDeletions(names: readonly string[]): Promise<boolean>;
  /** Error of the table when the lock could not be taken or updated. */
  trouble(): string | undefined;
  giveBack(): Promise<void>;
}

/** Error when another run has the lock and this event's record must not change: the retry of the event continues. */
export class LockedError extends Error {
  override readonly name = 'LockedError';

  constructor(application: string, event: RunEvent, heldBy: Lease) {
    super(
      `The run for application ${application} and event ${event.id} cannot continue now. ${leaseDetail(heldBy)} Lambda retries it; nothing was changed.`,
    );
  }
}

/** Takes the lock of an application until the end of this invocation, or returns the lease that blocks it. */
export async function takeLock(
  application: string,
  event: RunEvent,
  { ports: { locks, clock }, deadline, invocationId }: RunContext,
  log: Log,
): Promise<LockSession | { readonly heldBy: Lease }> {
  const lease: Lease = { owner: `${event.id} ${invocationId}`, eventId: event.id, until: deadline };
  let isOurs = true;
  let trouble: string | undefined;
  try {
    const heldBy = await locks.take(application, lease, clock.now());
    if (heldBy) return { heldBy };
  } catch (error) {
    isOurs = false;
    trouble = describeError(error);
    log('lock.error', { call: 'take', error });
  }
  return {
    isOurs,
    trouble: () => trouble,
    async announceDeletions(names) {
      try {
        return isOurs && (await locks.announceDeletions(application, lease, names));
      } catch (error) {
        trouble = describeError(error);
        log('lock.error', { call: 'announce', error });
        return false;
      }
    },
    async giveBack() {
      try {
        // Also if taking it failed: perhaps only the answer was lost.
        await locks.giveBack(application, lease);
      } catch (error) {
        // The lease expires by itself; until then runs for the application are skipped.
        log('lock.error', { call: 'give-back', error });
      }
    },
  };
}

/** Sentence that names the run of a lease. */
export function leaseDetail({ eventId, until }: Lease): string {
  return `The lock belongs to the run for event ${eventId}, which ends at ${until.toISOString()} at the latest.`;
}

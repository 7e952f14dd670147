import type { RunEvent } from '../domain/event';
import { describeError, type Log } from '../log';
import type { Lease } from '../ports';
import type { RunContext } from './run-context';

/** What may be done about the application in this run. */
export interface LockSession {
  /**
   * False when it is unknown whether another run is at work. A snapshot may be taken then, since one in flight shows in
   * the list, but nothing may be deleted: who places a hold looks at the lock to learn what is about to go.
   */
  readonly isOurs: boolean;
  /** Says what is about to be deleted; false when it may not be. */
  announceDeletions(names: readonly string[]): Promise<boolean>;
  /** What the table answered when the lock could not be taken or told of. */
  trouble(): string | undefined;
  giveBack(): Promise<void>;
}

/** Another run has the lock, and this event's record must stay as it is: the retry of the event goes on. */
export class LockedError extends Error {
  override readonly name = 'LockedError';

  constructor(application: string, event: RunEvent, heldBy: Lease) {
    super(
      `The run for application ${application} and event ${event.id} cannot go on now. ${leaseDetail(heldBy)} Lambda tries again; nothing was changed.`,
    );
  }
}

/** Takes the lock of an application until the end of this invocation, or tells whose lease is in the way. */
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
        // Also when taking it seemed to fail: only the answer may have been lost.
        await locks.giveBack(application, lease);
      } catch (error) {
        // The lease ends by itself; until then runs for the application are skipped.
        log('lock.error', { call: 'give-back', error });
      }
    },
  };
}

/** Whose run it is, for a message. */
export function leaseDetail({ eventId, until }: Lease): string {
  return `It is the run for event ${eventId}, which ends at ${until.toISOString()} at the latest.`;
}

import type { Log } from './log';
import type { ApplicationState, Clock, Snapshot, SnapshotApi } from './ports';

/** What the waiting ended with. */
export type WaitResult =
  | { readonly kind: 'settled'; readonly snapshot: Snapshot; readonly seenAt: Date; readonly lastSeenCreatingAt?: Date }
  | { readonly kind: 'late'; readonly snapshot: Snapshot | undefined; readonly lastSeenCreatingAt?: Date }
  | { readonly kind: 'application-stopped'; readonly application: ApplicationState; readonly snapshot?: Snapshot }
  | { readonly kind: 'gone' }
  | { readonly kind: 'unobservable'; readonly error: unknown };

export interface Waiting {
  readonly application: string;
  readonly snapshotName: string;
  /** When the create call was sent: the delays grow with the time since then. */
  readonly since: Date;
  /** The waiting ends here, whatever is seen. */
  readonly until: Date;
  /** How long snapshots of this application usually take, if that is known. */
  readonly usualMs: number | undefined;
  readonly api: Pick<SnapshotApi, 'describeApplication' | 'describeSnapshot'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** A stopping application is noticed this often; the runs of most snapshots are over before the first look. */
const APPLICATION_CHECK_MS = 15_000;
/** So many failing or empty answers in a row end the waiting: each has been retried by the SDK already. */
const MAX_BLIND_POLLS = 5;

/**
 * Asks for the snapshot until it is no longer CREATING. Without experience the delays grow with the time already
 * waited: at most 22 questions for a snapshot of 60 seconds, and an end that is noticed within 18 % of the time plus
 * 0.3 s. With it the first question that counts comes shortly before the usual end.
 */
export async function waitForSnapshot(waiting: Waiting): Promise<WaitResult> {
  const { application, snapshotName, since, until, usualMs, api, clock, log } = waiting;
  let lastSeen: { readonly snapshot: Snapshot; readonly at: Date } | undefined;
  let blindPolls = 0;
  let applicationSeenAt = clock.now();

  for (;;) {
    const now = clock.now();
    const remainingMs = until.getTime() - now.getTime();
    if (remainingMs <= 0) return { kind: 'late', snapshot: lastSeen?.snapshot, lastSeenCreatingAt: lastSeen?.at };
    await clock.sleep(Math.min(pollDelayMs(now.getTime() - since.getTime(), usualMs), remainingMs));

    try {
      const askedAt = clock.now();
      const snapshot = await api.describeSnapshot(application, snapshotName);
      log('snapshot.polled', { snapshot: snapshotName, status: snapshot?.status ?? 'absent' });
      if (snapshot === undefined) {
        // Directly after the create call the service may not show it yet.
        blindPolls += 1;
        if (blindPolls >= MAX_BLIND_POLLS) return { kind: 'gone' };
        continue;
      }
      blindPolls = 0;
      if (snapshot.status !== 'CREATING') {
        return settle(waiting, snapshot, lastSeen?.at);
      }
      // The question's time, not the answer's: the snapshot was CREATING then for certain.
      lastSeen = { snapshot, at: askedAt };
    } catch (error) {
      log('snapshot.poll-error', { snapshot: snapshotName, error });
      blindPolls += 1;
      if (blindPolls >= MAX_BLIND_POLLS) return { kind: 'unobservable', error };
      continue;
    }

    if (clock.now().getTime() - applicationSeenAt.getTime() >= APPLICATION_CHECK_MS) {
      applicationSeenAt = clock.now();
      const state = await lookAtApplication(waiting);
      if (state && state.status !== 'RUNNING') {
        return { kind: 'application-stopped', application: state, snapshot: lastSeen.snapshot };
      }
    }
  }
}

/** Usual durations from which on there is a look at half time: the application may have stopped, or be faster today. */
const EARLY_LOOK_FROM_MS = 15_000;
const SHORTEST_DELAY_MS = 100;

/** How long to wait before the next question, after so long a wait. */
export function pollDelayMs(elapsedMs: number, usualMs: number | undefined): number {
  const elapsed = Math.max(0, elapsedMs);
  if (usualMs === undefined) return 300 + Math.round(0.18 * elapsed);
  const early = usualMs >= EARLY_LOOK_FROM_MS ? 0.5 * usualMs : 0;
  // A little before the usual end, since one of two snapshots is faster than usual.
  const next = [early, 0.95 * usualMs].find((lookAt) => lookAt - elapsed >= SHORTEST_DELAY_MS);
  return Math.round(next === undefined ? 300 + 0.08 * elapsed : next - elapsed);
}

/** A snapshot that FAILED because its application stopped is the application's doing, not a fault of the snapshot. */
async function settle(waiting: Waiting, snapshot: Snapshot, lastSeenCreatingAt: Date | undefined): Promise<WaitResult> {
  const seenAt = waiting.clock.now();
  if (snapshot.status === 'FAILED') {
    const state = await lookAtApplication(waiting);
    if (state && state.status !== 'RUNNING') return { kind: 'application-stopped', application: state, snapshot };
  }
  return { kind: 'settled', snapshot, seenAt, lastSeenCreatingAt };
}

/** `undefined` when it cannot be told: a question beside the waiting must not end it. */
async function lookAtApplication({ api, application, log }: Waiting): Promise<ApplicationState | undefined> {
  try {
    return await api.describeApplication(application);
  } catch (error) {
    log('snapshot.poll-error', { application, error });
    return undefined;
  }
}

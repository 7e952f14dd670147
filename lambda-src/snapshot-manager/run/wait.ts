import type { ApplicationState } from '../domain/application-state';
import { isStopped } from '../domain/application-status';
import type { RunRecord } from '../domain/record';
import { isKnownStatus, type Snapshot } from '../domain/snapshot';
import type { Log } from '../log';
import type { Clock, SnapshotApi } from '../ports';

/** Result of the waiting. */
export type WaitResult =
  | { readonly kind: 'settled'; readonly snapshot: Snapshot; readonly seenAt: Date; readonly lastSeenCreatingAt?: Date }
  | { readonly kind: 'late'; readonly snapshot: Snapshot | undefined; readonly lastSeenCreatingAt?: Date }
  | { readonly kind: 'application-stopped'; readonly application: ApplicationState; readonly snapshot?: Snapshot }
  | { readonly kind: 'gone' }
  | { readonly kind: 'unobservable'; readonly error: unknown };

export interface Waiting {
  readonly application: string;
  readonly snapshotName: string;
  /** Time of the create call: the delays grow with the time since then. */
  readonly since: Date;
  /** End of the waiting in any case. */
  readonly until: Date;
  /** Usual duration of this application's snapshots in milliseconds, if known. */
  readonly usualMs: number | undefined;
  readonly api: Pick<SnapshotApi, 'describeApplication' | 'describeSnapshot'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Interval of checks for a stopping application; most snapshots end before the first. */
const APPLICATION_CHECK_MS = 15_000;
/**
 * Time without any answer after which errors and absence end the waiting. Reads lag behind writes: seconds without an
 * answer are normal, whatever the number of questions.
 */
const BLIND_FOR_MS = 60_000;

/**
 * Polls the snapshot until it is READY, FAILED or DELETING; CREATING and unknown statuses may still become READY.
 * Without experience the delays grow with the time already waited: at most 22 questions for a snapshot of 60 seconds,
 * and an end that is noticed within 18 % of the time plus 0.3 s. With experience the first question that counts comes
 * shortly before the usual end.
 */
export async function waitForSnapshot(waiting: Waiting): Promise<WaitResult> {
  const { since, until, usualMs, clock } = waiting;
  let lastSeen: Snapshot | undefined;
  let lastSeenCreatingAt: Date | undefined;
  let blindSince: Date | undefined;
  let firstError: unknown;
  let applicationSeenAt = clock.now();

  for (;;) {
    const now = clock.now();
    const remainingMs = until.getTime() - now.getTime();
    // The snapshot was never seen, so "late" is not certain. The error says what is wrong.
    if (remainingMs <= 0 && lastSeen === undefined && firstError !== undefined) {
      return { kind: 'unobservable', error: firstError };
    }
    if (remainingMs <= 0) return { kind: 'late', snapshot: lastSeen, lastSeenCreatingAt };
    const delayMs = pollDelayMs(now.getTime() - since.getTime(), usualMs);
    const blindMs = blindSince === undefined ? undefined : now.getTime() - blindSince.getTime();
    // Without an answer it asks as often as after a new create call: a lag ends soon, half the usual time may be minutes.
    const nextMs = blindMs === undefined ? delayMs : Math.min(delayMs, pollDelayMs(blindMs, undefined));
    await clock.sleep(Math.min(nextMs, remainingMs));

    const askedAt = clock.now();
    const answer = await askForSnapshot(waiting);
    // Keep the first error: the last call may only say that the time of the run is over.
    firstError = 'error' in answer ? (firstError ?? answer.error) : undefined;
    if ('error' in answer || answer.snapshot === undefined) {
      blindSince ??= askedAt;
      if (clock.now().getTime() - blindSince.getTime() >= BLIND_FOR_MS) {
        return 'error' in answer ? { kind: 'unobservable', error: answer.error } : { kind: 'gone' };
      }
    } else {
      const { snapshot } = answer;
      blindSince = undefined;
      if (isSettled(snapshot)) return settle(waiting, snapshot, lastSeenCreatingAt);
      // The time of the request, not of the answer: the snapshot was certainly CREATING then.
      if (snapshot.status === 'CREATING') lastSeenCreatingAt = askedAt;
      lastSeen = snapshot;
    }

    if (clock.now().getTime() - applicationSeenAt.getTime() >= APPLICATION_CHECK_MS) {
      applicationSeenAt = clock.now();
      const state = await lookAtApplication(waiting);
      if (state && isStopped(state.status)) {
        return { kind: 'application-stopped', application: state, snapshot: lastSeen };
      }
    }
  }
}

type Answer = { readonly snapshot: Snapshot | undefined } | { readonly error: unknown };

async function askForSnapshot({ api, application, snapshotName, log }: Waiting): Promise<Answer> {
  try {
    const snapshot = await api.describeSnapshot(application, snapshotName);
    log('snapshot.polled', { snapshot: snapshotName, status: snapshot?.status ?? 'absent' });
    return { snapshot };
  } catch (error) {
    log('snapshot.poll-error', { snapshot: snapshotName, error });
    return { error };
  }
}

function isSettled({ status }: Snapshot): boolean {
  return status !== 'CREATING' && isKnownStatus(status);
}

/** Usual duration from which there is a look at half time: the application may have stopped, or be faster today. */
const EARLY_LOOK_FROM_MS = 15_000;
const SHORTEST_DELAY_MS = 100;

/** Milliseconds to wait before the next question, after `elapsedMs` of waiting. */
export function pollDelayMs(elapsedMs: number, usualMs: number | undefined): number {
  const elapsed = Math.max(0, elapsedMs);
  if (usualMs === undefined) return 300 + Math.round(0.18 * elapsed);
  const early = usualMs >= EARLY_LOOK_FROM_MS ? 0.5 * usualMs : 0;
  // Slightly before the usual end, since half of the snapshots are faster than usual.
  const next = [early, 0.95 * usualMs].find((lookAt) => lookAt - elapsed >= SHORTEST_DELAY_MS);
  return Math.round(next === undefined ? 300 + 0.08 * elapsed : next - elapsed);
}

/** Result for a snapshot that ended. If it FAILED because the application stopped, the application is the cause. */
async function settle(waiting: Waiting, snapshot: Snapshot, lastSeenCreatingAt: Date | undefined): Promise<WaitResult> {
  const seenAt = waiting.clock.now();
  if (snapshot.status === 'FAILED') {
    const state = await lookAtApplication(waiting);
    if (state && state.status !== 'RUNNING') return { kind: 'application-stopped', application: state, snapshot };
  }
  return { kind: 'settled', snapshot, seenAt, lastSeenCreatingAt };
}

/** State of the application; `undefined` if the service does not answer, which must not end the waiting. */
async function lookAtApplication({ api, application, log }: Waiting): Promise<ApplicationState | undefined> {
  try {
    return await api.describeApplication(application);
  } catch (error) {
    log('snapshot.poll-error', { application, error });
    return undefined;
  }
}

/** Number of newest records that count: state grows, so older durations say little. */
const COUNTED = 5;

/**
 * Usual duration of an application's snapshots in milliseconds, from its own records, newest first: the median, so that
 * one slow snapshot changes nothing. Undefined when no record has a watched duration.
 */
export function usualDurationMs(recent: readonly RunRecord[]): number | undefined {
  const durations = recent
    .flatMap(({ state, snapshot }) => (state === 'taken' && snapshot?.durationMs ? [middleOf(snapshot)] : []))
    .slice(0, COUNTED)
    .sort((a, b) => a - b);
  return durations[Math.floor(durations.length / 2)];
}

/** Middle between the last look that saw it CREATING and the first that did not. */
function middleOf({
  durationMs = 0,
  durationAtLeastMs = durationMs,
}: {
  durationMs?: number;
  durationAtLeastMs?: number;
}) {
  return (durationAtLeastMs + durationMs) / 2;
}

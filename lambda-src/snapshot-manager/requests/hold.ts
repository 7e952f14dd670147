import type { ReleaseRequest } from '../../contract';
import { type Hold, holdsInForce } from '../domain/hold';
import type { RunRecord } from '../domain/record';
import { type Request, RequestRefusedError } from '../domain/request';
import { type Snapshot, snapshotFacts } from '../domain/snapshot';
import { stopAfter } from '../domain/texts';
import type { RunContext } from '../run/run-context';
import type { SelectedApplication } from '../run/select-applications';
import { creationOf, onceRecorded } from './once-recorded';
import { refuseUnknownSnapshot } from './refusal';
import { waitForDeletions } from './wait-for-deletions';

type HoldRequest = Extract<Request, { action: 'hold' }>;

/**
 * Puts a snapshot on hold. When this returns, no run deletes it until the hold ends: the hold is written first, then
 * the announcement of the active run is read, which announces first and then reads the holds. If the deletion was
 * announced, it waits to see whether the hold was in time.
 *
 * @throws RequestRefusedError when the snapshot does not exist or cannot be kept.
 */
export async function holdSnapshot(request: HoldRequest, context: RunContext): Promise<RunRecord> {
  const { application, snapshot: snapshotName, who, why, until } = request;
  const { holds, clock } = context.ports;
  return onceRecorded(application, context, async (log) => {
    await keepableSnapshot(application, snapshotName, context);
    const hold: Hold = { application, snapshotName, who, why, heldAt: clock.now(), until };
    await holds.hold(hold);
    await untilNothingIsAnnounced(application, snapshotName, context);
    const snapshot = await keepableSnapshot(application, snapshotName, context).catch(async (error: unknown) => {
      // The snapshot is gone, so a hold on it would only mislead.
      if (error instanceof RequestRefusedError) await holds.release(hold, who, clock.now());
      throw error;
    });
    log('hold.placed', { snapshot: snapshotName, who, until: until?.toISOString() });
    const end = until ? `until ${until.toISOString()}` : 'until it is released';
    // Only for the message: if the other holds can't be read, this hold still applies.
    const others = await holdsOn(application, snapshotName, context).then(
      (all) => all.inForce.filter((other) => other.who !== who),
      () => [],
    );
    const beside = others.length === 0 ? '' : `${stopAfter(why)} Also on hold: ${describeHolds(others)}.`;
    return {
      reason: 'hold-placed',
      because: why,
      snapshot: snapshotFacts(snapshot),
      detail: `It is kept ${end}, requested by ${who}: ${why}${beside}`,
    };
  });
}

/** Maximum attempts to end a hold while the same person keeps renewing it. */
const MOST_ATTEMPTS = 3;

/**
 * Releases one person's hold on a snapshot: by default that of the person who asks. A hold that was already released is
 * no error: the first answer may have been lost.
 *
 * @throws RequestRefusedError when that person has no hold; the message lists the existing holds.
 */
export async function releaseSnapshot(request: ReleaseRequest, context: RunContext): Promise<RunRecord> {
  const { application, snapshot: snapshotName, who, holder = who, why } = request;
  const { holds, clock } = context.ports;
  return onceRecorded(application, context, async (log) => {
    let { inForce, released } = await holdsOn(application, snapshotName, context);
    let ended = released.find((hold) => hold.who === holder);
    for (let attempt = 1; inForce.some((hold) => hold.who === holder); attempt += 1) {
      if (attempt > MOST_ATTEMPTS) {
        throw new Error(`Snapshot ${snapshotName} of application ${application} was put on hold again by ${holder}.`);
      }
      const at = clock.now();
      for (const hold of inForce.filter((each) => each.who === holder)) {
        await holds.release(hold, who, at);
        ended = { ...hold, until: at, releasedBy: who };
      }
      ({ inForce, released } = await holdsOn(application, snapshotName, context));
    }
    if (!ended) return refuseRelease(request, holder, inForce, context);
    log('hold.released', { snapshot: snapshotName, who, holder });
    return {
      reason: 'hold-released',
      because: why,
      snapshot: { name: snapshotName },
      detail: releaseDetail(ended, inForce, why),
    };
  });
}

function releaseDetail({ who, releasedBy = who, until }: Hold, left: readonly Hold[], why: string | undefined): string {
  const whose = releasedBy === who ? `${who} ended it` : `${releasedBy} released the hold of ${who}`;
  const when = until ? ` at ${until.toISOString()}` : '';
  const stays = left.length === 0 ? 'No hold is left on it.' : `It stays on hold: ${describeHolds(left)}.`;
  return `${whose}${when}${why === undefined ? '.' : `: ${why}`} ${stays}`;
}

async function refuseRelease(
  { application, snapshot, who }: ReleaseRequest,
  holder: string,
  inForce: readonly Hold[],
  context: RunContext,
): Promise<never> {
  const isHeld = `Snapshot ${snapshot} of application ${application} is not on hold`;
  if (inForce.length > 0) {
    throw new RequestRefusedError(
      `${isHeld} by ${holder}. It is on hold ${describeHolds(inForce)}. To release another person’s hold, name the person, as in ${JSON.stringify({ who, holder: inForce[0]?.who })} (kda release: --holder).`,
    );
  }
  const others = await heldNow(application, context);
  throw new RequestRefusedError(`${isHeld}. On hold: ${holdersOf(others) || 'none'}.`);
}

/** Holds in force of the applications, those of all people. */
export async function holdsNow(
  applications: readonly SelectedApplication[],
  context: RunContext,
): Promise<readonly Hold[]> {
  const holds: Hold[] = [];
  for (const { name } of applications) holds.push(...(await heldNow(name, context)));
  return holds;
}

async function heldNow(application: string, context: RunContext): Promise<readonly Hold[]> {
  const all = await context.ports.holds.list(application);
  if (all.length === 0) return all;
  return holdsInForce(all, context.ports.clock.now(), await creationOf(application, context));
}

interface HoldsOnSnapshot {
  readonly inForce: readonly Hold[];
  readonly released: readonly Hold[];
}

/** Holds on one snapshot of the present application. */
async function holdsOn(application: string, snapshotName: string, context: RunContext): Promise<HoldsOnSnapshot> {
  const createdAt = await creationOf(application, context);
  const all = (await context.ports.holds.list(application)).filter((hold) => hold.snapshotName === snapshotName);
  const inForce = holdsInForce(all, context.ports.clock.now(), createdAt);
  return { inForce, released: all.filter((hold) => hold.releasedBy !== undefined && !inForce.includes(hold)) };
}

/**
 * Snapshot that can be kept.
 *
 * @throws RequestRefusedError when it does not exist, is being deleted, or FAILED and holds no state.
 */
async function keepableSnapshot(application: string, name: string, { ports }: RunContext): Promise<Snapshot> {
  const snapshot = await ports.api.describeSnapshot(application, name);
  if (!snapshot) {
    const existing = await ports.api.listSnapshots(application);
    return refuseUnknownSnapshot(
      application,
      name,
      existing.map((other) => other.name),
    );
  }
  if (snapshot.status === 'DELETING' || snapshot.status === 'FAILED') {
    throw new RequestRefusedError(
      `Snapshot ${name} of application ${application} is ${snapshot.status}: it contains no state to keep. Hold one that is READY or CREATING.`,
    );
  }
  return snapshot;
}

/**
 * Waits until no run announces the deletion of the snapshot.
 *
 * @throws RequestRefusedError when the time is up first; the hold stays.
 */
async function untilNothingIsAnnounced(application: string, name: string, context: RunContext): Promise<void> {
  const left = await waitForDeletions(application, context, (names) => names.includes(name));
  if (left.length === 0) return;
  throw new RequestRefusedError(
    `A run for application ${application} was about to delete snapshot ${name} when the hold was requested, and has not ended yet. The hold is placed, but may be too late: ask again in some minutes.`,
  );
}

/** Text of holds with their persons and ends: `by ada until released, by bob until 2026-12-24T00:00:00.000Z`. */
export function describeHolds(holds: readonly Hold[]): string {
  return holds.map(({ who, until }) => `by ${who} until ${until?.toISOString() ?? 'released'}`).join(', ');
}

/** Text of snapshots with their holders: `demo.1 (ada, bob), demo.2 (ada)`. */
export function holdersOf(holds: readonly Hold[]): string {
  const names = [...new Set(holds.map(({ snapshotName }) => snapshotName))];
  return names
    .map((name) => {
      const people = holds.filter((hold) => hold.snapshotName === name).map(({ who }) => who);
      return `${name} (${people.join(', ')})`;
    })
    .join(', ');
}

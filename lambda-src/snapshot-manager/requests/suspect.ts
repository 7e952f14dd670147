import type { SuspectRequest, TrustRequest } from '../../contract';
import { type Suspect, suspectOf, suspectsInForce } from '../domain/marks';
import type { RunRecord } from '../domain/record';
import { RequestRefusedError } from '../domain/request';
import type { Snapshot } from '../domain/snapshot';
import { enumerate } from '../domain/texts';
import type { RunContext } from '../run/run-context';
import { creationOf, onceRecorded } from './once-recorded';
import { refuseUnknownSnapshot } from './refusal';

/** Age of a mark from which its missing snapshot is gone, and not only missing in a list that lags behind. */
const LISTS_LAG_MS = 3_600_000;

/**
 * Marks snapshots as suspect, all or none. One that is already suspect keeps its first mark, so that asking again does
 * not keep it longer.
 *
 * @throws RequestRefusedError when one does not exist, or has no state.
 */
export async function markSuspect(request: SuspectRequest, context: RunContext): Promise<RunRecord> {
  const { application, snapshots: names, who, why } = request;
  const { api, clock, locks, marks } = context.ports;
  return onceRecorded(application, context, async (log) => {
    const listed = await api.listSnapshots(application);
    const chosen = names.map((name) => markableSnapshot(application, name, listed));
    const [all, createdAt] = [await marks.marksOf(application), await creationOf(application, context)];
    const isNew = (snapshot: Snapshot) => suspectOf(snapshot, all, createdAt) === undefined;
    const markedAt = clock.now();
    for (const { name, createdAt: snapshotCreatedAt } of chosen.filter(isNew)) {
      await marks.suspect({ application, snapshotName: name, snapshotCreatedAt, who, why, markedAt });
    }
    await removeMarksOfGone(all.suspects, listed, context);
    log('snapshots.suspect', { snapshots: names, who });
    // What a run announced before, it decided without these marks.
    const going = await locks.announcedDeletions(application, clock.now());
    const meanwhile = going.length === 0 ? '' : ` A run that began before is deleting: ${enumerate(going)}.`;
    const before = chosen.filter((snapshot) => !isNew(snapshot)).map(({ name }) => name);
    const already = before.length === 0 ? '' : ` Already suspect before: ${enumerate(before)}.`;
    return {
      reason: 'marked-suspect',
      because: why,
      marked: names,
      detail: `Marked by ${who}: ${why}${already}${meanwhile}`,
    };
  });
}

/**
 * Snapshot that can be marked.
 *
 * @throws RequestRefusedError when it does not exist, is being deleted, or FAILED and holds no state.
 */
function markableSnapshot(application: string, name: string, listed: readonly Snapshot[]): Snapshot {
  const snapshot = listed.find((each) => each.name === name);
  if (!snapshot) return refuseUnknownSnapshot(application, name, namesOf(listed));
  if (snapshot.status === 'DELETING' || snapshot.status === 'FAILED') {
    throw new RequestRefusedError(
      `Snapshot ${name} of application ${application} is ${snapshot.status}: nobody can restore it, so it needs no mark. Nothing was marked; leave it out.`,
    );
  }
  return snapshot;
}

/** Removes marks whose snapshots are gone: marks have no time to live, because one must never end before its snapshot. */
async function removeMarksOfGone(
  suspects: readonly Suspect[],
  listed: readonly Snapshot[],
  { ports: { clock, marks } }: RunContext,
): Promise<void> {
  const there = new Set(namesOf(listed));
  const before = clock.now().getTime() - LISTS_LAG_MS;
  const gone = suspects.filter(({ snapshotName, markedAt }) => !there.has(snapshotName) && markedAt.getTime() < before);
  for (const suspect of gone) await marks.trust(suspect);
}

/** Attempts to remove a mark while somebody keeps placing it again. */
const MOST_ATTEMPTS = 3;

/**
 * Trusts snapshots again. One that is not suspect is no error: the first answer may have been lost.
 *
 * @throws RequestRefusedError when one neither exists nor is suspect; nothing is changed then.
 */
export async function trustSnapshots(request: TrustRequest, context: RunContext): Promise<RunRecord> {
  const { application, snapshots: names, who, why } = request;
  const { api, marks } = context.ports;
  return onceRecorded(application, context, async (log) => {
    const createdAt = await creationOf(application, context);
    const suspectNow = async () =>
      suspectsInForce(await marks.marksOf(application), createdAt).filter(({ snapshotName }) =>
        names.includes(snapshotName),
      );
    const found = await suspectNow();
    const trusted = names.filter((name) => found.every(({ snapshotName }) => snapshotName !== name));
    if (trusted.length > 0) {
      const existing = namesOf(await api.listSnapshots(application));
      const unknown = trusted.find((name) => !existing.includes(name));
      if (unknown !== undefined) return refuseUnknownSnapshot(application, unknown, existing);
    }
    let left = found;
    for (let attempt = 1; left.length > 0; attempt += 1) {
      if (attempt > MOST_ATTEMPTS) {
        throw new Error(`Somebody marks ${left[0]?.snapshotName} of application ${application} again and again.`);
      }
      for (const suspect of left) await marks.trust(suspect);
      left = await suspectNow();
    }
    log('snapshots.trusted', { snapshots: names, who });
    const already = trusted.length === 0 ? '' : ` Not suspect before: ${enumerate(trusted)}.`;
    const because = why === undefined ? '.' : `: ${why}`;
    return { reason: 'marked-trusted', because: why, marked: names, detail: `Trusted by ${who}${because}${already}` };
  });
}

function namesOf(snapshots: readonly Snapshot[]): readonly string[] {
  return snapshots.map(({ name }) => name);
}

import { nearNames } from '../../lambda-src/snapshot-manager/domain/near-names';
import { byAgeNewestFirst, type Snapshot } from '../../lambda-src/snapshot-manager/domain/snapshot';
import { localTime } from '../times';
import { readTime } from './time-input';

/** Error for a snapshot that can't be restored from, or that the words do not name. */
export class SnapshotReferenceError extends Error {
  override readonly name = 'SnapshotReferenceError';
}

/** Snapshots of an application as a person may name them. */
export interface Choice {
  readonly application: string;
  readonly snapshots: readonly Snapshot[];
  /** Names that are marked as suspect. */
  readonly suspects: ReadonlySet<string>;
  /** Names of those from which a restore was proven, the newest proof first; missing where nobody knows. */
  readonly proven?: readonly string[] | undefined;
}

/** READY snapshots with a time, newest first, without the suspects. */
export function trustedSnapshots({ snapshots, suspects }: Choice): readonly Snapshot[] {
  return snapshots
    .filter(({ status, createdAt, name }) => status === 'READY' && createdAt && !suspects.has(name))
    .toSorted(byAgeNewestFirst);
}

/**
 * Newest READY snapshot that is not suspect.
 *
 * @throws SnapshotReferenceError when there is none: nothing starts empty unless that was said.
 */
export function latestTrusted(choice: Choice): Snapshot {
  const [latest] = trustedSnapshots(choice);
  if (latest) return latest;
  const ready = choice.snapshots.filter(({ status }) => status === 'READY').length;
  const because = ready > 0 ? `its ${ready} READY snapshots are all suspect` : 'it has no READY snapshot';
  const otherwise =
    ready > 0 ? 'Name one with --snapshot, or end its mark with kda trust.' : 'With --none it starts empty.';
  throw new SnapshotReferenceError(
    `Application ${choice.application} has nothing to start from: ${because}. ${otherwise}`,
  );
}

/**
 * Newest READY snapshot, not suspect, that was begun at or before a time: no input after that time is in it.
 *
 * @throws SnapshotReferenceError when all are newer; the message names the oldest one.
 */
export function newestBefore(choice: Choice, time: Date): Snapshot {
  const trusted = trustedSnapshots(choice);
  const found = trusted.find(({ createdAt }) => createdAt && createdAt <= time);
  if (found) return found;
  const oldest = trusted.at(-1);
  throw new SnapshotReferenceError(
    oldest?.createdAt
      ? `Application ${choice.application} has no snapshot of ${localTime(time)} or before. The oldest one is ${oldest.name} of ${localTime(oldest.createdAt)}.`
      : `Application ${choice.application} has no READY snapshot that is not suspect.`,
  );
}

/**
 * Snapshot of the newest proof that is there, READY and not suspect.
 *
 * @throws SnapshotReferenceError when there is none, or nobody knows; the message says which.
 */
export function newestProven(choice: Choice): Snapshot {
  const { application, proven } = choice;
  const instead = 'Name a snapshot, or take latest.';
  if (proven === undefined) {
    throw new SnapshotReferenceError(
      `Nobody knows which snapshot of application ${application} is proven: the audit table could not be read. ${instead}`,
    );
  }
  const trusted = trustedSnapshots(choice);
  const found = proven.flatMap((name) => trusted.find((snapshot) => snapshot.name === name) ?? []);
  if (found[0]) return found[0];
  throw new SnapshotReferenceError(
    proven.length === 0
      ? `No restore of application ${application} has been proven, so no snapshot of it is. ${instead}`
      : `No proven snapshot of application ${application} is left that is READY and not suspect; ${proven[0]} was the last one. ${instead}`,
  );
}

/**
 * Snapshot that a person names: whole, by a part that only one name has, by `@14:00` or `@-2h` (the newest at or before
 * that time), as `latest`, or as `proven`.
 *
 * @throws SnapshotReferenceError for a name that fits none or several, or a snapshot that is not READY.
 * @throws TimeInputError for a time after `@` that can't be read.
 */
export function findSnapshot(choice: Choice, reference: string, now: Date): Snapshot {
  if (reference === 'latest') return latestTrusted(choice);
  if (reference === 'proven') return newestProven(choice);
  if (reference.startsWith('@')) return newestBefore(choice, readTime(reference.slice(1), now));
  const whole = choice.snapshots.find(({ name }) => name === reference);
  const found = whole ?? onlyOneWith(choice, reference);
  if (found.status === 'READY') return found;
  throw new SnapshotReferenceError(
    `Snapshot ${found.name} of application ${choice.application} is ${found.status}, expected READY: nothing can be restored from it.`,
  );
}

/**
 * Snapshot whose name alone has a part, in any status.
 *
 * @throws SnapshotReferenceError when none or several have it.
 */
export function onlyOneWith({ application, snapshots }: Choice, part: string): Snapshot {
  const fitting = snapshots.filter(({ name }) => name.includes(part)).toSorted(byAgeNewestFirst);
  const [only] = fitting;
  if (only && fitting.length === 1) return only;
  if (fitting.length > 1) {
    const shown = fitting.slice(0, 5).map(({ name }) => name);
    const more = fitting.length > shown.length ? ` and ${fitting.length - shown.length} more` : '';
    throw new SnapshotReferenceError(
      `"${part}" fits ${fitting.length} snapshots of application ${application}: ${shown.join(', ')}${more}. Type more of the name.`,
    );
  }
  const near = nearNames(
    part,
    snapshots.map(({ name }) => name),
  );
  throw new SnapshotReferenceError(
    `Application ${application} has no snapshot ${part}. ${near.length > 0 ? `Most similar: ${near.join(', ')}. Correct the name.` : 'It has none at all.'}`,
  );
}

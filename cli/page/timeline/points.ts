import { OUTCOMES_OF_ACTIONS } from '../../../lambda-src/contract';
import { heldNames } from '../../../lambda-src/snapshot-manager/domain/hold';
import { proofsInForce, proves } from '../../../lambda-src/snapshot-manager/domain/proofs';
import { isFuture, type Snapshot, uniqueByName } from '../../../lambda-src/snapshot-manager/domain/snapshot';
import { RUNNING, wordOf } from '../../views/history-words';
import { type Maker, madeBy } from '../../views/made-by';
import { momentOf } from '../../views/row-pauses';
import { TIMELINE_FLAGS as FLAGS } from '../api/timeline';
import { isOfTheSchedule } from './drilled';
import type { TimelineFacts, TimelineRow } from './facts';
import { suspecting } from './suspecting';

/** Something that happened at one moment: the end of a run, an action, a mark, or a snapshot without any of these. */
export interface Point {
  /** Epoch milliseconds: creation of its snapshot, else moment of its row. */
  readonly at: number;
  /** Word of `kda history`. */
  readonly word: string;
  readonly origin: Maker;
  /** Sum of `TIMELINE_FLAGS`. */
  readonly flags: number;
  /** Row of the audit; missing: the service alone knows it. */
  readonly runId?: number;
  /** Snapshot that is, or was, there because of it. */
  readonly snapshotName?: string | undefined;
}

/** Words of runs that may have a snapshot. */
const MAY_HAVE_ONE: readonly string[] = ['taken', 'late', 'failed', 'abandoned', RUNNING];
/** Words of what people do to snapshots. */
const MARKS: ReadonlySet<string> = new Set(OUTCOMES_OF_ACTIONS);

/**
 * Points of an application since a time, oldest first. A run and the snapshot that it took are one point.
 *
 * @param rows those that count.
 */
export function pointsOf(facts: TimelineFacts, rows: readonly TimelineRow[], from: Date): readonly Point[] {
  const flagsOf = flagging(facts, rows);
  const listed = new Map(uniqueByName(facts.snapshots ?? []).map((snapshot) => [snapshot.name, snapshot]));
  const points = rows.map((row) => pointOfRow(row, facts, listed, flagsOf));
  for (const snapshot of listed.values()) points.push(...pointOfSnapshot(snapshot, facts, flagsOf));
  return points
    .filter(({ at }) => at >= from.getTime())
    .toSorted((one, other) => one.at - other.at || (one.word < other.word ? -1 : 1));
}

type FlagsOf = (snapshot: Pick<Snapshot, 'name' | 'createdAt'>) => number;

/** @param listed snapshots that no row has claimed; the row's own is taken out. */
function pointOfRow(row: TimelineRow, facts: TimelineFacts, listed: Map<string, Snapshot>, flagsOf: FlagsOf): Point {
  const word = wordOf(row, facts.now);
  const { runId, writtenBy, snapshotName } = row;
  const itself = { at: momentOf(row), word, runId };
  if (word === 'drilled') return pointOfDrill(row, itself);
  if (writtenBy === 'kda' || MARKS.has(word)) return { ...itself, origin: 'person', flags: 0 };
  const origin = originOf(row, facts.application);
  if (word === 'skipped') return { ...itself, origin, flags: FLAG_OF_REASON.get(row.reason ?? '') ?? 0 };
  if (snapshotName === undefined || !MAY_HAVE_ONE.includes(word)) return { ...itself, origin, flags: 0 };
  const found = listed.get(snapshotName);
  const isThere = found !== undefined && isSameOne(row, found);
  if (isThere) listed.delete(snapshotName);
  const createdAt = (isThere ? found.createdAt : undefined) ?? row.snapshotCreatedAt;
  const wasReady = word === 'taken' || row.snapshotStatus === 'READY';
  const presence = isThere ? presenceOf(found) : wasReady ? presenceOfUnlisted(row, facts) : 0;
  const hasOne = wasReady || isThere;
  return {
    at: hasOne ? (createdAt?.getTime() ?? itself.at) : itself.at,
    word,
    runId,
    origin,
    flags: hasOne ? presence + flagsOf({ name: snapshotName, createdAt }) : 0,
    snapshotName,
  };
}

/** Flags of runs that took no snapshot because none was wanted, by their reasons. */
const FLAG_OF_REASON: ReadonlyMap<string, number> = new Map([
  ['quiet-hours', FLAGS.quiet],
  ['drill-under-way', FLAGS.drill],
]);

function pointOfDrill(row: TimelineRow, itself: Pick<Point, 'at' | 'word' | 'runId'>): Point {
  const { verdict, writtenBy } = row;
  const flags = verdict === 'proven' ? FLAGS.proven : verdict === 'not-proven' ? FLAGS.failed : 0;
  return { ...itself, origin: writtenBy !== 'kda' && isOfTheSchedule(row) ? 'schedule' : 'person', flags };
}

/** Presence of a snapshot that became READY and is not in the list: an application has one, and the newer of both counts. */
function presenceOfUnlisted(row: TimelineRow, facts: TimelineFacts): number {
  if (facts.snapshots === undefined) return 0;
  return endedAfterList(row, facts) ? FLAGS.there : FLAGS.gone;
}

/** True: the list of snapshots may be from before the end of the run, so it says nothing about its snapshot. */
function endedAfterList(row: TimelineRow, { snapshotsReadAt }: Pick<TimelineFacts, 'snapshotsReadAt'>): boolean {
  return snapshotsReadAt !== undefined && endOf(row) > snapshotsReadAt.getTime();
}

/** End of a run as far as its row tells it, in epoch milliseconds. */
export function endOf({ endedAt, snapshotCreatedAt, time }: TimelineRow): number {
  return (endedAt ?? snapshotCreatedAt ?? time).getTime();
}

/** False for a later snapshot that has the name of a deleted one. */
function isSameOne({ snapshotCreatedAt }: TimelineRow, { createdAt }: Snapshot): boolean {
  return !snapshotCreatedAt || !createdAt || snapshotCreatedAt.getTime() === createdAt.getTime();
}

function originOf({ snapshotName, snapshotCreatedAt, isOnDemand, writtenBy }: TimelineRow, application: string): Maker {
  if (writtenBy === 'reference') return 'reference';
  if (isOnDemand) return 'person';
  return snapshotName ? madeBy({ name: snapshotName, createdAt: snapshotCreatedAt }, application) : 'schedule';
}

/** Words for a snapshot without a run, by its status. */
const WORD_OF_STATUS: Readonly<Record<string, string>> = {
  READY: 'taken',
  DELETING: 'taken',
  CREATING: RUNNING,
  FAILED: 'failed',
};

/** Snapshot that no run of the audit took: of the service, of a person, or from before the audit began. */
function pointOfSnapshot(snapshot: Snapshot, { application, now }: TimelineFacts, flagsOf: FlagsOf): Point[] {
  const { name, status, createdAt } = snapshot;
  if (createdAt === undefined || isFuture(snapshot, now)) return [];
  const word = Object.hasOwn(WORD_OF_STATUS, status) ? WORD_OF_STATUS[status] : undefined;
  return [
    {
      at: createdAt.getTime(),
      word: word ?? status.toLowerCase(),
      origin: madeBy(snapshot, application),
      flags: presenceOf(snapshot) + flagsOf(snapshot),
      snapshotName: name,
    },
  ];
}

function presenceOf({ status }: Snapshot): number {
  if (status === 'READY') return FLAGS.there;
  return status === 'DELETING' ? FLAGS.gone : 0;
}

/** Function for the hold, the mark and the proof of a snapshot. */
function flagging(facts: TimelineFacts, rows: readonly TimelineRow[]): FlagsOf {
  const { now, createdAt: applicationCreatedAt, holds = [] } = facts;
  const held = heldNames(holds, now, applicationCreatedAt);
  const provenAt = new Map<string, Date>();
  for (const row of rows) {
    const { verdict, restoredFrom } = row;
    if (verdict === 'proven' && restoredFrom !== undefined) provenAt.set(restoredFrom, new Date(momentOf(row)));
  }
  // The table of holds has the proofs that are kept; rows of before it had any count, too.
  const proofs = facts.marks ? proofsInForce(facts.marks, applicationCreatedAt) : [];
  const isSuspect = suspecting(facts);
  return (snapshot) => {
    const { name, createdAt } = snapshot;
    const proof = provenAt.get(name);
    const isProven =
      (proof !== undefined && (!createdAt || proof >= createdAt)) || proofs.some((each) => proves(each, snapshot));
    return (
      (held.has(name) ? FLAGS.held : 0) + (isSuspect(snapshot) ? FLAGS.suspect : 0) + (isProven ? FLAGS.proven : 0)
    );
  };
}

import { OUTCOMES_OF_ACTIONS } from '../../lambda-src/contract';
import { isOfThisApplication } from '../../lambda-src/snapshot-manager/domain/application-state';
import { CONDITIONS } from '../../lambda-src/snapshot-manager/domain/conditions';
import { isReason, REASONS } from '../../lambda-src/snapshot-manager/domain/reasons';
import type { PastRow } from './facts';

const DAY_MS = 86_400_000;

/** Difference of clocks up to which a row of the future is one of now. */
export const CLOCKS_DIFFER_MS = 5 * 60_000;

/**
 * Rows that judgements rest on. Left out are those of an earlier application of the same name, and runs of the future:
 * their time is wrong, and one would stay the newest for ever. Actions stay: the clock of a person's machine may be wrong.
 */
export function rowsThatCount<Row extends PastRow>(
  rows: readonly Row[],
  now: Date,
  applicationCreatedAt?: Date,
): readonly Row[] {
  const latest = now.getTime() + CLOCKS_DIFFER_MS;
  return rows.filter(
    ({ time, writtenBy }) =>
      isOfThisApplication({ at: time }, applicationCreatedAt) && (writtenBy === 'kda' || time.getTime() <= latest),
  );
}

/** Counts of a day's runs. */
export interface DayOfRuns {
  readonly taken: number;
  readonly failed: number;
  readonly late: number;
  readonly skipped: number;
  readonly abandoned: number;
}

/** Ends of runs, the words of the counts. */
const ENDS = ['taken', 'failed', 'late', 'skipped', 'abandoned'] as const;

/** Runs that ended, newest first; people's actions and runs under way are left out. */
export function endedRuns(rows: readonly PastRow[]): readonly PastRow[] {
  return rows.filter(({ writtenBy, outcome }) => writtenBy !== 'kda' && ENDS.some((end) => end === outcome));
}

/** Counts of the runs whose event is less than 24 hours old. */
export function dayOfRuns(rows: readonly PastRow[], now: Date): DayOfRuns {
  const counts = { taken: 0, failed: 0, late: 0, skipped: 0, abandoned: 0 };
  for (const { time, outcome } of endedRuns(rows)) {
    const end = ENDS.find((each) => each === outcome);
    if (end && now.getTime() - time.getTime() < DAY_MS) counts[end] += 1;
  }
  return counts;
}

/** Runs that went wrong, one after the other, up to the newest one. */
export interface Streak {
  /** Reason of the newest one. */
  readonly reason: string;
  readonly message: string | undefined;
  readonly count: number;
  /** Event of the first one. */
  readonly since: Date;
  /** True: it does not end by itself, so one is enough. */
  readonly lasts: boolean;
}

/** Reasons that stay until somebody changes something. */
const LASTING: readonly string[] = ['snapshots-disabled', 'enhanced-snapshots', 'operation-refused', 'quota-reached'];

/** Kinds of conditions that are no trouble. */
const NO_TROUBLE: readonly string[] = ['well', 'note', 'pause'];

/** Runs that went wrong since the last one that was well; undefined if the newest one was well. */
export function streakOf(rows: readonly PastRow[]): Streak | undefined {
  // A run that paused, as in quiet hours, found out nothing.
  const runs = endedRuns(rows).filter((run) => !hasPaused(run));
  const wellAt = runs.findIndex((run) => !wentWrong(run));
  const wrong = wellAt < 0 ? runs : runs.slice(0, wellAt);
  const [newest] = wrong;
  const first = wrong.at(-1);
  if (newest === undefined || first === undefined) return undefined;
  const reason = newest.reason ?? newest.outcome;
  return { reason, message: newest.message, count: wrong.length, since: first.time, lasts: LASTING.includes(reason) };
}

/** True for a run that the settings let pause: it neither went wrong nor shows that anything is well. */
function hasPaused({ reason }: Pick<PastRow, 'reason'>): boolean {
  return reason !== undefined && isReason(reason) && CONDITIONS[REASONS[reason].condition] === 'pause';
}

/** True for a run whose condition is a failure or passing trouble. A stopped application is judged by its status. */
function wentWrong({ reason, outcome }: PastRow): boolean {
  if (reason === undefined || !isReason(reason)) return outcome === 'failed' || outcome === 'abandoned';
  const { condition } = REASONS[reason];
  // Surplus that stays is no danger to the newest snapshot.
  if (condition === 'not-running' || condition === 'cleanup-incomplete') return false;
  return !NO_TROUBLE.includes(CONDITIONS[condition]);
}

/** Newest action of a person that started, stopped or restored. */
export function lastAction(rows: readonly PastRow[]): PastRow | undefined {
  return rows.find(({ writtenBy, outcome }) => writtenBy === 'kda' && outcome !== 'deployed');
}

/** True if a run took a snapshot after this time. */
export function tookAfter(rows: readonly PastRow[], time: Date): boolean {
  return endedRuns(rows).some((run) => run.outcome === 'taken' && run.time > time);
}

/** Time since which the newest run saw the application in this status; undefined if it saw another one. */
export function statusSince(rows: readonly PastRow[], status: string): Date | undefined {
  const [newest] = endedRuns(rows);
  if (newest?.applicationStatus !== status) return undefined;
  return newest.conditionSince ?? newest.time;
}

/** Last event of the schedule that has an end for an application, and whether all of its runs were well. */
export interface LastRun {
  readonly at: Date;
  readonly isOk: boolean;
}

/** Last scheduled run over the rows of all applications. */
export function lastRunOf(all: readonly (readonly PastRow[])[]): LastRun | undefined {
  const newest = all.flatMap((rows) => endedRuns(rows).find(isScheduledRun) ?? []);
  const last = newest.reduce<Date | undefined>((at, { time }) => (at && at >= time ? at : time), undefined);
  if (last === undefined) return undefined;
  const isOk = newest.every((run) => run.time < last || !wentWrong(run));
  return { at: last, isOk };
}

/** True for a run that the schedule began. What a person asked for is none, neither are drills, holds, marks and freezes. */
function isScheduledRun({
  writtenBy,
  isOnDemand,
  outcome,
}: Pick<PastRow, 'writtenBy' | 'isOnDemand' | 'outcome'>): boolean {
  return writtenBy === 'manager' && !isOnDemand && !OUTCOMES_OF_ACTIONS.some((action) => action === outcome);
}

/**
 * Newest event of the schedule, from which a rate counts; also one whose run has not ended.
 *
 * @param rows those that count, in any order.
 */
export function lastScheduledEvent(
  rows: readonly Pick<PastRow, 'writtenBy' | 'isOnDemand' | 'outcome' | 'time'>[],
): Date | undefined {
  // From the end: of rows that are oldest first, all but the last few need no more than a look at their time.
  return rows.reduceRight<Date | undefined>((newest, row) => {
    const isNewer = newest === undefined ? !Number.isNaN(row.time.getTime()) : row.time > newest;
    return isNewer && isScheduledRun(row) ? row.time : newest;
  }, undefined);
}

/** Newest READY snapshot as the audit has it, where the list of the service was not read. */
export function newestByAudit(rows: readonly PastRow[]): { name: string; createdAt: Date } | undefined {
  const newest = endedRuns(rows).find(({ newestReadyAt }) => newestReadyAt !== undefined);
  if (newest?.newestReadyAt === undefined) return undefined;
  const taken = endedRuns(rows).find(({ outcome, snapshotName }) => outcome === 'taken' && snapshotName !== undefined);
  return { name: taken?.snapshotName ?? '', createdAt: newest.newestReadyAt };
}

import { OUTCOMES_OF_ACTIONS } from '../../contract';
import { isOfThisApplication, type Past } from './application-state';
import type { Condition } from './conditions';
import { areDeletionsOpen, type Deletions } from './deletions';
import type { DrillFacts } from './drill/record-facts';
import { isReason, REASONS, type Reason, type RunState } from './reasons';
import type { SnapshotFacts } from './snapshot';

/** Record of one run for one application: the row of the audit table. */
export interface RunRecord extends Deletions {
  readonly application: string;
  readonly runId: number;
  readonly eventId: string;
  readonly eventTime: Date;
  /** Reason given for a run on demand. */
  readonly requestReason?: string;
  /** Expression of the schedule of a scheduled run; missing in rows of earlier versions. */
  readonly schedule?: string;
  readonly startedAt: Date;
  /** Time at which Lambda ends the run, finished or not. */
  readonly deadlineAt: Date;
  readonly endedAt?: Date;
  /** Time at which a later run checked the snapshot of a run that ended without certainty. */
  readonly settledAt?: Date;
  readonly state: RunState;
  readonly reason?: Reason;
  /** Description of what happened, in whole sentences. */
  readonly message?: string;
  readonly applicationStatus?: string;
  /** Creation time of the application: the record does not apply to another one of the same name. */
  readonly applicationCreatedAt?: Date;
  readonly snapshot?: SnapshotFacts;
  /** `name: reason, reason` for each of this manager's snapshots that the retention kept. */
  readonly kept: readonly string[];
  /** Names that a person marked as suspect, or trusted again. */
  readonly marked?: readonly string[];
  /**
   * Creation time of the newest READY snapshot that is not suspect, at the end of the run; missing when the list could not
   * be read.
   */
  readonly newestReadyAt?: Date;
  /** Snapshots of the application in the service, in any status; missing when the list could not be read. */
  readonly snapshotsInService?: number;
  /** Ids of open runs, oldest first, as this run saw them at its beginning; `undefined` without the history. */
  readonly openRuns?: readonly number[];
  /** Time of the mail that the run of this record died. */
  readonly deathToldAt?: Date;
  /** Event since which the application has been in the condition of this record's reason. */
  readonly conditionSince?: Date;
  /** Last report about this application, by this run or an earlier one; missing: none yet. */
  readonly told?: Told;
  /** `name STATUS` of each reported snapshot in an unknown status, by this run or an earlier one. */
  readonly toldNotices?: readonly string[];
  /** Only of a drill. */
  readonly drill?: DrillFacts;
}

export interface Told {
  readonly condition: Condition;
  readonly at: Date;
}

/** True when a retry of the same event must return (or throw) this record and do nothing else. */
export function isFinal(record: RunRecord): boolean {
  return record.reason !== undefined && isReason(record.reason) && !REASONS[record.reason].isContinued;
}

/** State of a record whose run has not ended yet, or died. */
export const STARTED: RunState = 'started';

/**
 * True when the record's run named a snapshot whose end no run has seen: it may have been accepted, and may become
 * READY, whatever the record says. A list that shows it corrects the record.
 */
export function isUncertain(record: RunRecord): boolean {
  if (record.state === STARTED) return true;
  const status = record.snapshot?.status;
  return isOfARun(record) && record.snapshot !== undefined && status !== 'READY' && status !== 'FAILED';
}

/** True while a later run must find out more about this one. */
export function isOpen(record: RunRecord): boolean {
  return (isUncertain(record) && record.settledAt === undefined) || areDeletionsOpen(record);
}

/** Records of the present application, without those of an earlier one of the same name; all while that is unknown. */
export function ofThisApplication(records: readonly RunRecord[], createdAt: Date | undefined): readonly RunRecord[] {
  return records.filter((record) => isOfThisApplication(pastOf(record), createdAt));
}

/** Time of a record's run, and its application. */
export function pastOf({ startedAt, applicationCreatedAt }: RunRecord): Past {
  return { at: startedAt, applicationCreatedAt };
}

/** False for a person's action on a snapshot, which says nothing about the application. */
export function isOfARun({ state }: RunRecord): boolean {
  return !OUTCOMES_OF_ACTIONS.some((outcome) => outcome === state);
}

/** Scheduled runs in the look-back: the last eight hours at one snapshot every ten minutes. */
export const LOOK_BACK_RUNS = 50;

export interface LookBack {
  /** Scheduled runs, newest first, with the runs on demand between them. */
  readonly runs: readonly RunRecord[];
  /** False while older rows could add to it. */
  readonly isFull: boolean;
}

/**
 * Selects the runs among the newest rows of an application. Holds are left out, and runs on demand do not count towards
 * the limit: sixty of them would otherwise hide a late run, whose row would stay open permanently.
 *
 * @param rows newest first, without gaps.
 */
export function lookBack(rows: readonly RunRecord[]): LookBack {
  const runs: RunRecord[] = [];
  let ofTheSchedule = 0;
  for (const row of rows) {
    if (!isOfARun(row)) continue;
    runs.push(row);
    if (row.requestReason === undefined) ofTheSchedule += 1;
    if (ofTheSchedule === LOOK_BACK_RUNS) return { runs, isFull: true };
  }
  return { runs, isFull: false };
}

/** Maximum number of rows to read beyond the look-back: a table that fails for a day must not use up a run's time. */
export const MOST_READ_BEYOND = 20;
/** Maximum number of open runs that a row names, about 3 KB. */
const MOST_OPEN_RUNS = 200;

/**
 * Ids of open runs that are older than the look-back, as named by the newest run that looked. Without them a row would
 * stay open permanently once fifty others follow whose run could not settle it, because the list was unreadable or the
 * snapshot not READY.
 *
 * @param runs as `lookBack` chose them.
 */
export function openBeyond(runs: readonly RunRecord[]): readonly number[] {
  // Newest by its start, when it looked: by the event's time a row from the future would stay the newest forever.
  const newest = runs
    .filter(({ openRuns }) => openRuns !== undefined)
    .reduce<RunRecord | undefined>((last, run) => (last && last.startedAt >= run.startedAt ? last : run), undefined);
  const seen = new Set(runs.map(({ runId }) => runId));
  return (newest?.openRuns ?? []).filter((runId) => !seen.has(runId));
}

/**
 * Ids of open runs that a row passes on to later runs.
 *
 * @param known all records of earlier runs that were read.
 * @param unread ids of those that could not be read.
 */
export function openRunIds(known: readonly RunRecord[], unread: readonly number[]): readonly number[] {
  const open = known.filter(isOpen).map(({ runId }) => runId);
  return [...new Set([...unread, ...open])].toSorted((a, b) => a - b).slice(0, MOST_OPEN_RUNS);
}

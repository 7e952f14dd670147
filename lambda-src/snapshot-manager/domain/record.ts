import { isOfThisApplication, type Past } from './application-state';
import type { Condition } from './conditions';
import { areDeletionsOpen, type Deletions } from './deletions';
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
  /** Creation time of the newest READY snapshot at the end of the run; missing when the list could not be read. */
  readonly newestReadyAt?: Date;
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
  return state !== 'held' && state !== 'released';
}

import { isOfThisApplication, type Past } from './application-identity';
import type { Condition } from './conditions';
import { areDeletionsOpen, type Deletions } from './deletions';
import { isReason, REASONS, type Reason, type RunState } from './outcomes';
import type { SnapshotStatus } from './snapshot-status';

/** What is known about one run for one application: the row of the audit table. */
export interface RunRecord extends Deletions {
  readonly application: string;
  readonly runId: number;
  readonly eventId: string;
  readonly eventTime: Date;
  /** Why somebody asked for the run; only on demand. */
  readonly requestReason?: string;
  readonly startedAt: Date;
  /** When Lambda ends the run, finished or not. */
  readonly deadlineAt: Date;
  readonly endedAt?: Date;
  /** When a later run looked what had become of the snapshot of a run that ended without certainty. */
  readonly settledAt?: Date;
  readonly state: RunState;
  readonly reason?: Reason;
  /** What happened, in whole sentences. */
  readonly message?: string;
  readonly applicationStatus?: string;
  /** When the application was made: another one of the same name has no part in this record. */
  readonly applicationCreatedAt?: Date;
  readonly snapshot?: SnapshotFacts;
  /** `name: reason, reason` for each snapshot of ours that the retention kept. */
  readonly kept: readonly string[];
  /** When the newest READY snapshot was begun, as the run left it; unknown when the list could not be read. */
  readonly newestReadyAt?: Date;
  /**
   * Ids of runs of which a later one has something to find out, oldest first, as this run saw them at its beginning;
   * `undefined` without the history.
   */
  readonly openRuns?: readonly number[];
  /** When people were mailed that the run of this record died. */
  readonly deathToldAt?: Date;
  /** The event since which the application has been in the condition of this record's reason. */
  readonly conditionSince?: Date;
  /** What people were last told of this application, by this run or an earlier one; none: nothing yet. */
  readonly told?: Told;
  /** `name STATUS` of each snapshot in an unknown status of which people were told, by this run or an earlier one. */
  readonly toldNotices?: readonly string[];
}

export interface Told {
  readonly condition: Condition;
  readonly at: Date;
}

export interface SnapshotFacts {
  readonly name: string;
  readonly status?: SnapshotStatus;
  readonly createdAt?: Date;
  readonly applicationVersion?: number;
  readonly runtimeEnvironment?: string;
  /** From the create call to the first answer that was not CREATING. */
  readonly durationMs?: number;
  /** Bounds: the API tells no end time. Of a watched end, the last look that saw it CREATING is the lower one. */
  readonly durationAtLeastMs?: number;
  readonly durationAtMostMs?: number;
  readonly lastSeenCreatingAt?: Date;
}

/** True when a retry of the same event must return (or throw) this record instead of doing anything. */
export function isFinal(record: RunRecord): boolean {
  return record.reason !== undefined && isReason(record.reason) && REASONS[record.reason].isFinal;
}

/** The word of a record whose run has not ended yet, or died. */
export const STARTED: RunState = 'started';

/**
 * True when the record's run named a snapshot of which no run has seen the end: it may have been accepted, and may
 * become READY, whatever the record says. A list that shows it corrects the record.
 */
export function isUncertain(record: RunRecord): boolean {
  if (record.state === STARTED) return true;
  const status = record.snapshot?.status;
  return isOfARun(record) && record.snapshot !== undefined && status !== 'READY' && status !== 'FAILED';
}

/** True while a later run has something to find out about this one. */
export function isOpen(record: RunRecord): boolean {
  return (isUncertain(record) && record.settledAt === undefined) || areDeletionsOpen(record);
}

/** The records of the application that exists now, not of an earlier one of the same name; all while that is unknown. */
export function ofThisApplication(records: readonly RunRecord[], createdAt: Date | undefined): readonly RunRecord[] {
  return records.filter((record) => isOfThisApplication(pastOf(record), createdAt));
}

/** When a record's run was, and of which application. */
export function pastOf({ startedAt, applicationCreatedAt }: RunRecord): Past {
  return { at: startedAt, applicationCreatedAt };
}

/** False for what a person did to a snapshot: such a record tells nothing about the application. */
export function isOfARun({ state }: RunRecord): boolean {
  return state !== 'held' && state !== 'released';
}

import { isReason, REASONS, type Reason, type RunState } from './outcomes';
import type { SnapshotStatus } from './ports';

/** What is known about one run for one application: the row of the audit table. */
export interface RunRecord {
  readonly application: string;
  readonly runId: number;
  readonly eventId: string;
  readonly eventTime: Date;
  readonly startedAt: Date;
  /** When Lambda ends the run, finished or not. */
  readonly deadlineAt: Date;
  readonly endedAt?: Date;
  readonly state: RunState;
  readonly reason?: Reason;
  /** What happened, in whole sentences. */
  readonly message?: string;
  readonly applicationStatus?: string;
  readonly snapshot?: SnapshotFacts;
  /** Names of the snapshots whose deletion the service accepted. */
  readonly deleted: readonly string[];
  /** `name: reason, reason` for each of `deleted`; none if nothing was. */
  readonly deletionReasons?: readonly string[];
  readonly failedToDelete: readonly string[];
  /** `name: reason, reason` for each snapshot of ours that the retention kept. */
  readonly kept: readonly string[];
}

export interface SnapshotFacts {
  readonly name: string;
  readonly status?: SnapshotStatus;
  readonly createdAt?: Date;
  readonly applicationVersion?: number;
  readonly runtimeEnvironment?: string;
  /** From the create call to the first answer that was not CREATING. */
  readonly durationMs?: number;
  /** Bounds where the end was not watched: the API tells no end time. */
  readonly durationAtLeastMs?: number;
  readonly durationAtMostMs?: number;
  readonly lastSeenCreatingAt?: Date;
}

/** True when a retry of the same event must return (or throw) this record instead of doing anything. */
export function isFinal(record: RunRecord): boolean {
  return record.reason !== undefined && isReason(record.reason) && REASONS[record.reason].isFinal;
}

/** The two words by which the table is asked for open records. */
export const STARTED: RunState = 'started';
export const STILL_CREATING: Reason = 'still-creating';

/** True while a later run has something to find out about this one. */
export function isOpen(record: RunRecord): boolean {
  return record.state === STARTED || record.reason === STILL_CREATING;
}

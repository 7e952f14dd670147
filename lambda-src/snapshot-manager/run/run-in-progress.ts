import type { ApplicationState } from '../domain/application-state';
import type { Deletions } from '../domain/deletions';
import type { RunEvent } from '../domain/event';
import type { Reason } from '../domain/outcomes';
import type { RunRecord, SnapshotFacts } from '../domain/record';
import type { RetentionPlan } from '../domain/retention/retention';
import type { ManagerSettings } from '../domain/settings';
import type { Snapshot } from '../domain/snapshot';
import type { Log } from '../log';
import type { Clock, Holds, SnapshotApi } from '../ports';
import type { AuditSession } from './audit-session';
import type { LockSession } from './lock';

export interface RunInProgress {
  readonly application: string;
  readonly snapshotName: string;
  readonly startedAt: Date;
  readonly event: RunEvent;
  /** What the row held when this attempt began. */
  readonly earlierAttempt?: RunRecord;
  readonly deadline: Date;
  readonly settings: ManagerSettings;
  readonly api: SnapshotApi;
  readonly clock: Clock;
  readonly audit: AuditSession;
  readonly holds: Holds;
  readonly lock: LockSession;
  readonly log: Log;
  /** The newest records of the application, newest first. */
  readonly recent: readonly RunRecord[];
  readonly stages: RunStages;
  /** Writes what is about to be deleted into the run's row; false when it is not there, so that nothing may go. */
  readonly recordIntention: (deletions: Deletions) => Promise<boolean>;
}

/** Where the run tells how far it is, so that others can have their turn. */
export interface RunStages {
  /** The list of snapshots was read. */
  readonly hasListed: () => void;
  /** The snapshot is no longer waited for. */
  readonly hasWaited: () => void;
  /** Does the deletions when it is this run's turn. */
  readonly whenToClean: <T>(clean: () => Promise<T>) => Promise<T>;
}

/** How the run ended. The reason decides the outcome. */
export interface Ending {
  readonly reason: Reason;
  /** The error or fact behind the reason. */
  readonly detail?: string;
  readonly snapshot?: SnapshotFacts;
}

/** What the run learned on its way, for record, metrics and messages; filled in step by step. */
export interface Findings {
  application?: ApplicationState;
  /** The application as the run saw it at first: what changed since forbids deletions. */
  firstSeen?: ApplicationState;
  /** As they are after the run's own doings. */
  snapshots?: readonly Snapshot[];
  /** True since the create call was sent: whatever it answered, the snapshot may have been accepted. */
  mayHaveBegun?: boolean;
  plan?: RetentionPlan;
  /** What this run and earlier attempts of it deleted. */
  deletions: Deletions;
  /** A sentence about deletions whose end nobody will know: they were meant for an earlier application. */
  forgotten?: string;
  /** Why the cleanup at the start stopped before its end. */
  troubleAtStart?: Ending & { readonly detail: string };
  readonly settled: RunRecord[];
}

/** So much earlier. */
export function before(time: Date, ms: number): Date {
  return new Date(time.getTime() - ms);
}

/** What an error says. */
export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import type { ApplicationState } from '../domain/application-state';
import type { Deletions } from '../domain/deletions';
import type { Marks } from '../domain/marks';
import type { Reason } from '../domain/reasons';
import type { RunRecord } from '../domain/record';
import type { RunEvent } from '../domain/request';
import type { RetentionPlan } from '../domain/retention/retention';
import type { ManagerSettings } from '../domain/settings';
import type { Snapshot, SnapshotFacts } from '../domain/snapshot';
import type { Log } from '../log';
import type { Clock, Holds, SnapshotApi, SnapshotMarks } from '../ports';
import type { AuditSession } from './audit-session';
import type { LockSession } from './lock';
import type { RunContext } from './run-context';

/** Context for one application, with the application's own settings. */
export interface ApplicationContext extends RunContext {
  readonly audit: AuditSession;
  readonly log: Log;
  /** Newest records of the application, newest first. */
  readonly recent: readonly RunRecord[];
  readonly stages: RunStages;
  /** True for an application that the settings name: it has alarms of its own. */
  readonly isNamed: boolean;
  /** True for an application whose settings consent to drills. */
  readonly mayBeDrilled?: boolean | undefined;
  /** Looks for a drill that keeps the run from its snapshot; one whose driver died is gone on with first. */
  readonly seenDrill?: (applicationCreatedAt: Date | undefined) => Promise<SeenDrill>;
}

/** Facts about the drills of an application. */
export interface SeenDrill {
  /** One that keeps the run from its snapshot. */
  readonly underWay?: { readonly detail: string; readonly since: Date };
  /** One whose driver is gone, and that this run did not finish in its time: the application is reported as it is. */
  readonly unfinished?: {
    readonly detail: string;
    /** Time before the drill asked for the stop. */
    readonly stoppedAt: Date | undefined;
    /** True: it keeps no run from its snapshot any more. */
    readonly isTooOld: boolean;
  };
  /** Time of the mail that the last one left the application stopped. */
  readonly leftStoppedAt?: Date | undefined;
  /** True: the last one left the application stopped, and is about to mail that. */
  readonly tellsStop?: boolean;
  /** True: whether a drill has the application stopped could not be read. */
  readonly isUnknown?: boolean;
}

/** Run of one application for one event, whose row was looked for. */
export interface OpenRun {
  readonly context: ApplicationContext;
  readonly event: RunEvent;
  /** Record of the run as it begins. */
  readonly started: RunRecord;
  /** Row that an earlier attempt of the event left. */
  readonly found: RunRecord | undefined;
  /** That attempt among the newest records: what it was when they were read. */
  readonly earlierAttempt: RunRecord | undefined;
  /** Newest records of other events' runs, newest first. */
  readonly recent: readonly RunRecord[];
  readonly findings: Findings;
}

export interface RunInProgress {
  readonly application: string;
  readonly snapshotName: string;
  readonly startedAt: Date;
  readonly event: RunEvent;
  /** Row at the beginning of this attempt. */
  readonly earlierAttempt?: RunRecord;
  readonly deadline: Date;
  /** Time from which no call to the service is sent: the rest is for recording, reporting and answering. */
  readonly callsUntil: Date;
  readonly settings: ManagerSettings;
  readonly api: SnapshotApi;
  readonly clock: Clock;
  readonly audit: AuditSession;
  readonly holds: Holds;
  readonly marks: SnapshotMarks;
  readonly lock: LockSession;
  readonly log: Log;
  /** Newest records of the application, newest first. */
  readonly recent: readonly RunRecord[];
  readonly stages: RunStages;
  readonly mayBeDrilled?: boolean | undefined;
  readonly seenDrill?: ApplicationContext['seenDrill'];
  /** Writes the intended deletions into the run's row; false when the row is missing: then nothing may be deleted. */
  readonly recordIntention: (deletions: Deletions) => Promise<boolean>;
}

/** Turns that a run takes among the others of the fleet. */
export interface RunStages {
  /** Ends the turn to read a list, once it was read. */
  readonly endListing: () => void;
  /** Ends the turn to wait, once the run no longer waits for its snapshot. */
  readonly endWaiting: () => void;
  /** Deletes when it is this run's turn. */
  readonly cleanInTurn: <T>(clean: () => Promise<T>) => Promise<T>;
}

/** End of a run. The reason decides the outcome. */
export interface Ending {
  readonly reason: Reason;
  /** Error or fact behind the reason. */
  readonly detail?: string;
  readonly snapshot?: SnapshotFacts;
}

/** Facts that the run collects step by step, for record, metrics and messages. */
export interface Findings {
  application?: ApplicationState;
  /** Application as first seen by the run: a change since forbids deletions. */
  firstSeen?: ApplicationState;
  /** Snapshots after the run's own changes. */
  snapshots?: readonly Snapshot[];
  /** Drills of the application, where the run looked for them. */
  drill?: SeenDrill | undefined;
  /** True since the create call was sent: whatever its answer, the snapshot may have been accepted. */
  mayHaveBegun?: boolean;
  /** Marks of the application, as last read; `undefined` while they are unknown. */
  marks?: Marks;
  plan?: RetentionPlan;
  /** Deletions by this run and earlier attempts of it. */
  deletions: Deletions;
  /** Sentence about deletions whose result will never be known: they were meant for an earlier application. */
  forgotten?: string;
  /** Reason why the cleanup at the start stopped early. */
  troubleAtStart?: Ending & { readonly detail: string };
  readonly settled: RunRecord[];
  /** Records of earlier runs whose end this run found out, of an earlier application of the same name as well. */
  readonly newOutcomes: RunRecord[];
}

/** Message of an error. */
export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

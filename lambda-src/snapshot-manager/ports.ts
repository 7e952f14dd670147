import type { ApplicationState } from './domain/application-state';
import type { CallFailure, Drill } from './domain/drill/drill';
import type { OutcomeEvent } from './domain/events/outcome-event';
import type { Hold } from './domain/hold';
import type { Freeze, Marks, Suspect } from './domain/marks';
import type { Notification } from './domain/messages';
import type { Proof } from './domain/proofs';
import type { RunRecord } from './domain/record';
import type { Notice } from './domain/recording-notice';
import type { JobView } from './domain/recovery/proof';
import type { KnownSchedule } from './domain/schedule/silence';
import type { Snapshot } from './domain/snapshot';

/**
 * Needs of the snapshot manager from the outside, in its own words. `SnapshotApi` stands for the classic snapshot calls
 * of Managed Flink today; "enhanced snapshots" (November 2026) can take their place without a change in the rules.
 */
export interface Ports {
  readonly api: SnapshotApi;
  readonly directory: ApplicationDirectory;
  readonly audit: AuditLog;
  readonly holds: Holds;
  readonly marks: SnapshotMarks;
  readonly locks: RunLocks;
  readonly requestTimes: RequestTimes;
  readonly notices: Notices;
  readonly knownSchedules: KnownSchedules;
  readonly notifier: Notifier;
  readonly eventBus: EventBus;
  readonly recovery: RecoveryApi;
  readonly drills: DrillJournal;
  readonly callRate: CallRate;
  readonly clock: Clock;
  /** Writes one line unchanged, where logs and embedded metrics are collected. */
  readonly writeLine: (line: string) => void;
}

/** Rate of the calls to the service. */
export interface CallRate {
  /** Sets the calls per second and operation from the next call on. */
  set(callsPerSecond: number): void;
}

/** Existing applications; asked only where the settings select some by more than their name. */
export interface ApplicationDirectory {
  /** Lists all Flink applications of the account and region, to the last page. */
  listApplications(): Promise<readonly ListedApplication[]>;
  tagsOf(application: ListedApplication): Promise<ReadonlyMap<string, string>>;
}

export interface ListedApplication {
  readonly name: string;
  readonly arn: string;
}

/**
 * Snapshot calls of the service. Calls with the parameter `until` fail with a SnapshotApiError if there is no answer by
 * then.
 */
export interface SnapshotApi {
  /**
   * Describes an application.
   *
   * @throws SnapshotApiError of kind `not-found` when there is no such application.
   */
  describeApplication(application: string, until?: Date): Promise<ApplicationState>;
  /** Lists all snapshots to the last page, in no guaranteed order. */
  listSnapshots(application: string): Promise<readonly Snapshot[]>;
  /** Returns when the service accepted the snapshot, which is then CREATING. */
  createSnapshot(application: string, name: string): Promise<void>;
  /** Describes a snapshot; `undefined` when it does not exist. */
  describeSnapshot(application: string, name: string, until?: Date): Promise<Snapshot | undefined>;
  /** Requests the deletion, which the service carries out later. */
  deleteSnapshot(application: string, name: string, createdAt: Date, until?: Date): Promise<void>;
}

/** Kind of a service error. Adapters decide it by the class of the error, never by its text. */
export type SnapshotApiErrorKind =
  | 'not-found'
  | 'quota-reached'
  | 'unsupported'
  | 'busy'
  | 'being-changed'
  | 'invalid'
  /** Deletion that certainly had no effect: no right to it, throttled, or an unknown error. */
  | 'refused'
  | 'other';

/** Error of a call to the service; the message says what was requested, the cause is the service's error. */
export class SnapshotApiError extends Error {
  override readonly name = 'SnapshotApiError';

  constructor(
    readonly kind: SnapshotApiErrorKind,
    message: string,
    options?: { cause: unknown },
  ) {
    super(message, options);
  }
}

/** Audit rows by application and run. Every method throws when the table does not answer. */
export interface AuditLog {
  find(application: string, runId: number): Promise<RunRecord | undefined>;
  /** Newest runs of the application, newest first, as `lookBack` chooses them; rows of others are left out. */
  findRecent(application: string): Promise<readonly RunRecord[]>;
  /** Newest runs of the application, newest first: a few, also behind rows of people's actions. */
  findNewest(application: string): Promise<readonly RunRecord[]>;
  /**
   * Writes the row of a run that begins or is under way, or of its retry; false when the same event was finished
   * meanwhile.
   */
  start(record: RunRecord): Promise<boolean>;
  /** Replaces the row of this run by its last one; false when the event was finished meanwhile. */
  complete(record: RunRecord): Promise<boolean>;
  /**
   * Writes the row of a run whose row could not be read; false when one exists, which is not changed. A row of the same
   * event that only failed, without snapshot and deletion, is replaced.
   */
  create(record: RunRecord): Promise<boolean>;
  /** Replaces the row of an earlier run; false if somebody else changed it since it was read. */
  settle(record: RunRecord, asRead: RunRecord): Promise<boolean>;
}

/** Holds by application, snapshot and person. Every method throws when the table does not answer. */
export interface Holds {
  /** Places the hold, or replaces the same person's on the same snapshot. Holds of others stay. */
  hold(hold: Hold): Promise<void>;
  /**
   * Releases this hold only; one that the same person placed again meanwhile stays. It is kept for a day, so that a
   * release whose answer was lost can be repeated: list the holds to know whether it is over.
   */
  release(hold: Hold, by: string, at: Date): Promise<void>;
  /** All holds written before the call, to the last page, including expired ones. */
  list(application: string): Promise<readonly Hold[]>;
}

/** Suspect and proven snapshots, and frozen applications. Every method throws when the table does not answer. */
export interface SnapshotMarks {
  /** All marks written before the call, to the last page, including those that no longer apply. */
  marksOf(application: string): Promise<Marks>;
  /** Marks the snapshot, or replaces its mark. */
  suspect(suspect: Suspect): Promise<void>;
  /** Removes this mark only; one that was placed again meanwhile stays. */
  trust(suspect: Suspect): Promise<void>;
  /** Places the freeze, or replaces the same person's on the same application. Freezes of others stay. */
  freeze(freeze: Freeze): Promise<void>;
  /** Removes this freeze only; one that the same person placed again meanwhile stays. */
  thaw(freeze: Freeze): Promise<void>;
  /** Writes the proof of a snapshot; a newer one of the same snapshot stays. */
  prove(proof: Proof): Promise<void>;
  /** Removes this proof only; a newer one of the same snapshot stays. */
  forgetProof(proof: Proof): Promise<void>;
  /** Remembers that a proof is due since then; an earlier time of the same application stays. */
  noteObjective(application: string, at: Date, applicationCreatedAt?: Date): Promise<void>;
}

/** Right to work on the snapshots of an application for a time. */
export interface Lease {
  /** Event and invocation: a retry of the same invocation is the same owner. */
  readonly owner: string;
  readonly eventId: string;
  /** End of the invocation; afterwards the lock is free. */
  readonly until: Date;
}

/** Locks by application. Every method throws when the table does not answer. */
export interface RunLocks {
  /**
   * Takes the lock if it is free, expired at `now`, or already its owner's.
   *
   * @returns the lease that blocks it; `undefined` when the lock was taken.
   */
  take(application: string, lease: Lease, now: Date): Promise<Lease | undefined>;
  /** Announces the snapshots that the owner is about to delete; false when it no longer has the lock. */
  announceDeletions(application: string, lease: Lease, names: readonly string[]): Promise<boolean>;
  /** Names that the owner of a lock which is valid at `now` is about to delete. */
  announcedDeletions(application: string, now: Date): Promise<readonly string[]>;
  /** Releases the lock if it is still the owner's. */
  giveBack(application: string, lease: Lease): Promise<void>;
}

/**
 * Times of requests. Requests carry no time of their own; a retry must use that of the first attempt, which names
 * snapshot and row.
 */
export interface RequestTimes {
  /** Time first remembered for this request: `now` the first time. */
  firstTime(request: RequestKey, now: Date): Promise<Date>;
}

/** Key of a request for one application: the same id for another or a recreated application is another request. */
export interface RequestKey {
  /** Application; `*` for requests that concern none. */
  readonly application: string;
  /** Creation time of the application; left out where the id is never used twice. */
  readonly applicationCreatedAt?: Date;
  readonly id: string;
}

/**
 * Notices about the deployment as a whole, kept apart from the audit table, whose problem they report. Every method
 * throws when the table does not answer.
 */
export interface Notices {
  findNotice(subject: string): Promise<Notice | undefined>;
  putNotice(subject: string, notice: Notice): Promise<void>;
  removeNotice(subject: string): Promise<void>;
}

/**
 * Schedules of the deployment, as its runs know them of each other. Every method throws when the table does not answer.
 */
export interface KnownSchedules {
  /** All schedules written before the call, to the last page. */
  listSchedules(): Promise<readonly KnownSchedule[]>;
  /** Writes the schedule, or replaces what is known of it. */
  putSchedule(known: KnownSchedule): Promise<void>;
  removeSchedule(schedule: string): Promise<void>;
}

export interface Notifier {
  publish(notification: Notification): Promise<void>;
}

/** Bus for machines. */
export interface EventBus {
  /**
   * Puts at most ten events on the bus.
   *
   * @param until time at which the caller gives up; the bus may still have accepted them.
   * @returns those that the bus refused.
   * @throws Error when the bus did not answer, or refused the whole call.
   */
  put(events: readonly OutcomeEvent[], until: Date): Promise<readonly RefusedEvent[]>;
}

export interface RefusedEvent {
  readonly event: OutcomeEvent;
  /** Code and message of the bus. */
  readonly why: string;
}

export interface Clock {
  now(): Date;
  sleep(ms: number): Promise<void>;
}

/**
 * Milliseconds kept at the end for recording, notifying and answering; calls to a slow table are retried within them.
 */
export const RESERVE_AT_THE_END_MS = 15_000;

/** Error of a call below; the message says what was requested, the cause is the service's error. */
export class RecoveryCallError extends Error {
  override readonly name = 'RecoveryCallError';

  constructor(
    readonly failure: CallFailure,
    message: string,
    options?: { cause: unknown },
  ) {
    super(message, options);
  }
}

/**
 * Stops and starts of an application, and looks at its job. Only drilled applications may be asked about. Stops, starts
 * and the time of the last stop fail with a RecoveryCallError.
 */
export interface RecoveryApi {
  /** Returns when the service accepted the stop. Without `isForced` the service takes a snapshot first. */
  stop(application: string, isForced: boolean): Promise<void>;
  /** Returns when the service accepted the start from this snapshot. */
  startFrom(application: string, snapshotName: string): Promise<void>;
  /** Time at which the newest stop was asked for; `undefined` without one. */
  lastStopAt(application: string): Promise<Date | undefined>;
  /**
   * Cause of the newest start or stop in the service's words, if it failed and was not asked for before `since`. Never
   * throws: without a cause there is still the failure.
   */
  failureOf(act: 'start' | 'stop', application: string, since: Date): Promise<string | undefined>;
  /** Looks at the running job once, or says why it could not be seen. Never throws. */
  look(application: string): Promise<{ readonly view: JobView } | { readonly notSeen: string }>;
}

/** Drills by application, and what goes before them. Every method throws when the table does not answer. */
export interface DrillJournal {
  read(application: string): Promise<{ readonly drill: Drill; readonly revision: number } | undefined>;
  /**
   * Replaces what was read at this revision; `undefined`: nothing was there.
   *
   * @returns the new revision; `undefined` when somebody else wrote meanwhile.
   */
  write(drill: Drill, revision: number | undefined): Promise<number | undefined>;
  /** Person's command on this application that goes first, as a sentence's end: `a restore by ada`. */
  personAtWork(
    application: string,
    applicationCreatedAt: Date | undefined,
    drill?: string,
  ): Promise<string | undefined>;
}

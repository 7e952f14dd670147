import type { ApplicationState } from './domain/application-state';
import type { Hold } from './domain/hold';
import type { Notice } from './domain/notice';
import type { Notification } from './domain/notification';
import type { RunRecord } from './domain/record';
import type { Snapshot } from './domain/snapshot';

/**
 * What the snapshot manager needs from the world, in its own words. The classic snapshot calls of Managed Flink stand
 * behind `SnapshotApi` today; "enhanced snapshots" (November 2026) can stand there without a change in the rules.
 */
export interface Ports {
  readonly api: SnapshotApi;
  readonly directory: ApplicationDirectory;
  readonly audit: AuditLog;
  readonly holds: Holds;
  readonly locks: RunLocks;
  readonly requestTimes: RequestTimes;
  readonly notices: Notices;
  readonly notifier: Notifier;
  readonly clock: Clock;
  /** Writes one line, as it is, where logs and embedded metrics are collected. */
  readonly writeLine: (line: string) => void;
}

/** The applications that there are; asked only where the settings select some by more than their name. */
export interface ApplicationDirectory {
  /** All Flink applications of the account and region, read to the last page. */
  listApplications(): Promise<readonly ListedApplication[]>;
  tagsOf(application: ListedApplication): Promise<ReadonlyMap<string, string>>;
}

export interface ListedApplication {
  readonly name: string;
  readonly arn: string;
}

/** Where a call has the parameter `until`, it fails with a SnapshotApiError when it has no answer by then. */
export interface SnapshotApi {
  /** @throws SnapshotApiError of kind `not-found` when there is no such application. */
  describeApplication(application: string, until?: Date): Promise<ApplicationState>;
  /** All snapshots, read to the last page, in no promised order. */
  listSnapshots(application: string): Promise<readonly Snapshot[]>;
  /** Returns when the service accepted the snapshot; it is CREATING then. */
  createSnapshot(application: string, name: string): Promise<void>;
  /** `undefined` when there is no such snapshot. */
  describeSnapshot(application: string, name: string, until?: Date): Promise<Snapshot | undefined>;
  /** Asks for the deletion, which the service does later. */
  deleteSnapshot(application: string, name: string, createdAt: Date, until?: Date): Promise<void>;
}

/** Why the service refused. Adapters decide it by the class of the error, never by its text. */
export type SnapshotApiErrorKind =
  | 'not-found'
  | 'quota-reached'
  | 'unsupported'
  | 'busy'
  | 'being-changed'
  | 'invalid'
  /** A deletion that had no effect for certain: no right to it, throttled, or an error that this version does not know. */
  | 'refused'
  | 'other';

/** A call to the service that failed, with what was asked of it in the message and the service's error as the cause. */
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

/** Rows by application and run. Every method throws when the table does not answer. */
export interface AuditLog {
  find(application: string, runId: number): Promise<RunRecord | undefined>;
  /** The newest runs of the application, newest first, as `lookBack` chooses them; rows of others are left out. */
  findRecent(application: string): Promise<readonly RunRecord[]>;
  /** Writes the row of a run that begins or is under way, or that of its retry; false when the same event was finished meanwhile. */
  start(record: RunRecord): Promise<boolean>;
  /** Replaces the row of this run by its last one; false when the event was finished meanwhile. */
  complete(record: RunRecord): Promise<boolean>;
  /**
   * Writes the row of a run whose row could not be read; false when there is one, which stays as it is. One that says of
   * the same event only that it failed, and of no snapshot and no deletion, is replaced.
   */
  create(record: RunRecord): Promise<boolean>;
  /** Replaces the row of an earlier run, unless somebody else did so since it was read; false then. */
  settle(record: RunRecord, asRead: RunRecord): Promise<boolean>;
}

/** Holds by application, snapshot and person. Every method throws when the table does not answer. */
export interface Holds {
  /** Places the hold, or replaces the same person's on the same snapshot; those of others stay beside it. */
  hold(hold: Hold): Promise<void>;
  /**
   * Ends this hold, and no other; one that the same person placed anew meanwhile stays. It is kept for a day, so that a
   * release whose answer was lost can be repeated: who must know whether it is over lists the holds after this.
   */
  release(hold: Hold, by: string, at: Date): Promise<void>;
  /** All holds that were written before this was asked, read to the last page; also those whose time is over. */
  list(application: string): Promise<readonly Hold[]>;
}

/** Who may work on the snapshots of an application, and for how long. */
export interface Lease {
  /** The event and the invocation: a retry of the same invocation is the same owner. */
  readonly owner: string;
  readonly eventId: string;
  /** When the invocation ends: after it the lock belongs to nobody. */
  readonly until: Date;
}

/** One lock an application. Every method throws when the table does not answer. */
export interface RunLocks {
  /**
   * Takes the lock if it is free, over at `now`, or its owner's already.
   *
   * @returns the lease that is in the way; `undefined` when the lock was taken.
   */
  take(application: string, lease: Lease, now: Date): Promise<Lease | undefined>;
  /** Says which snapshots the owner is about to delete; false when the lock is no longer its. */
  announceDeletions(application: string, lease: Lease, names: readonly string[]): Promise<boolean>;
  /** Names that the owner of a lock which is not over at `now` is about to delete. */
  announcedDeletions(application: string, now: Date): Promise<readonly string[]>;
  /** Gives the lock back if it is still the owner's. */
  giveBack(application: string, lease: Lease): Promise<void>;
}

/** Requests carry no time of their own; a retry must have that of the first attempt, which names snapshot and row. */
export interface RequestTimes {
  /** The time first remembered for this request: `now` the first time. */
  firstTime(request: RequestKey, now: Date): Promise<Date>;
}

/** A request for one application: the same id for another application, or for one made anew, is another request. */
export interface RequestKey {
  /** `*` for what concerns no application. */
  readonly application: string;
  /** When the application was made; left out where the id is never used twice. */
  readonly applicationCreatedAt?: Date;
  readonly id: string;
}

/**
 * What people were mailed about the deployment as a whole, apart from the audit table, whose trouble it is about. Every
 * method throws when the table does not answer.
 */
export interface Notices {
  findNotice(subject: string): Promise<Notice | undefined>;
  putNotice(subject: string, notice: Notice): Promise<void>;
  removeNotice(subject: string): Promise<void>;
}

export interface Notifier {
  publish(notification: Notification): Promise<void>;
}

export interface Clock {
  now(): Date;
  sleep(ms: number): Promise<void>;
}

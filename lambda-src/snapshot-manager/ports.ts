import type { RunRecord } from './record';

/**
 * What the snapshot manager needs from the world, in its own words. The classic snapshot calls of Managed Flink stand
 * behind `SnapshotApi` today; "enhanced snapshots" (November 2026) can stand there without a change in the rules.
 */
export interface Ports {
  readonly api: SnapshotApi;
  readonly directory: ApplicationDirectory;
  readonly audit: AuditLog;
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

export interface SnapshotApi {
  /** @throws SnapshotApiError of kind `not-found` when there is no such application. */
  describeApplication(application: string): Promise<ApplicationState>;
  /** All snapshots, read to the last page, in no promised order. */
  listSnapshots(application: string): Promise<readonly Snapshot[]>;
  /** Returns when the service accepted the snapshot; it is CREATING then. */
  createSnapshot(application: string, name: string): Promise<void>;
  /** `undefined` when there is no such snapshot. */
  describeSnapshot(application: string, name: string): Promise<Snapshot | undefined>;
  /** Asks for the deletion, which the service does later. */
  deleteSnapshot(application: string, name: string, createdAt: Date): Promise<void>;
}

export type SnapshotStatus = 'CREATING' | 'READY' | 'DELETING' | 'FAILED';

export interface Snapshot {
  readonly name: string;
  readonly status: SnapshotStatus;
  /** Exactly as the service told it: a deletion must repeat it. Optional in the service's model. */
  readonly createdAt: Date | undefined;
  readonly applicationVersion: number;
  readonly runtimeEnvironment: string | undefined;
}

export interface ApplicationState {
  readonly name: string;
  /** The service's own word: RUNNING, READY (which means stopped), UPDATING, … */
  readonly status: string;
  readonly version: number;
  readonly runtimeEnvironment: string;
  readonly snapshotsEnabled: boolean;
  readonly createdAt: Date | undefined;
  /** What the application would be restored from if it were started without saying. */
  readonly restoresFrom: RestoreSource;
}

export type RestoreSource =
  | { readonly kind: 'latest' }
  | { readonly kind: 'snapshot'; readonly name: string }
  | { readonly kind: 'none' };

/** Why the service refused. Adapters decide it by the class of the error, never by its text. */
export type SnapshotApiErrorKind =
  | 'not-found'
  | 'quota-reached'
  | 'unsupported'
  | 'busy'
  | 'being-changed'
  | 'invalid'
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
  /** The newest records of the application, newest first; those of the reference system are left out. */
  findRecent(application: string): Promise<readonly RunRecord[]>;
  /** Writes the first row of a run, or that of its retry; false when the same event was finished meanwhile. */
  start(record: RunRecord): Promise<boolean>;
  /** Replaces the row of this run by its last one; false when the event was finished meanwhile. */
  complete(record: RunRecord): Promise<boolean>;
  /** Replaces the row of an earlier run, unless somebody else did so since it was read; false then. */
  settle(record: RunRecord, asRead: RunRecord): Promise<boolean>;
}

export interface Notifier {
  publish(notification: Notification): Promise<void>;
}

export interface Notification {
  /** ASCII, at most 100 characters (SNS Publish). */
  readonly subject: string;
  readonly body: string;
}

export interface Clock {
  now(): Date;
  sleep(ms: number): Promise<void>;
}

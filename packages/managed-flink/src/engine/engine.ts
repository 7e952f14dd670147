import type { Configuration, S3Location } from '../model/configuration';
import type { RuntimeEnvironment } from '../model/runtime-environments';
import type { EngineCluster } from './engine-cluster';

/** Job of an application: everything that decides how it behaves. */
export interface Job {
  readonly applicationName: string;
  readonly applicationArn: string;
  readonly applicationVersionId: number;
  readonly runtimeEnvironment: RuntimeEnvironment;
  readonly configuration: Configuration;
  readonly allowNonRestoredState: boolean;
}

/** A snapshot as the engine left it; the simulated engine leaves nothing. */
export interface StoredSnapshot {
  readonly location?: string;
}

export interface CodeDescription {
  readonly md5: string;
  readonly sizeBytes: number;
}

/** Events that an engine reports by itself. */
export interface EngineEvents {
  /** The job is gone and the engine does not bring it back. */
  jobEnded(applicationName: string, reason: string): void;
  /** The job was gone, and the engine has brought it back. */
  jobRecovered(applicationName: string, reason: string): void;
}

/**
 * Engine that runs the jobs. Each call settles when it is done. An application has one call at a time, except
 * `takeSnapshot` (any number) and `forceStop` (at any time: it makes the others reject). Errors: `JobError` when the
 * job is at fault; its message is shown to the caller of the API.
 */
export interface Engine {
  readonly kind: 'flink' | 'simulated';
  listen(events: EngineEvents): void;
  /**
   * Describes the code at the location; undefined when the engine does not read code.
   *
   * @throws Error when nothing is there.
   */
  describeCode(location: S3Location): Promise<CodeDescription | undefined>;
  /** Starts the job from a snapshot, or with empty state. Resolves once all its tasks run. */
  start(job: Job, restoreFrom: StoredSnapshot | undefined, signal: AbortSignal): Promise<void>;
  /** Starts the job from the newest state that the engine itself has kept, after this server was restarted. */
  recover(job: Job, signal: AbortSignal): Promise<void>;
  /** Takes a snapshot while the job goes on; resolves with its location. */
  takeSnapshot(applicationName: string, snapshotName: string): Promise<string | undefined>;
  /** Takes a snapshot and ends the job right after it. If the snapshot fails, the job goes on. */
  stopWithSnapshot(applicationName: string, snapshotName: string): Promise<string | undefined>;
  /** Ends the job without a snapshot; also one that is starting or does not exist. */
  forceStop(applicationName: string): Promise<void>;
  disposeSnapshot(applicationName: string, location: string | undefined): Promise<void>;
  /** Removes all that is kept for the application, snapshots included. */
  forget(applicationName: string): Promise<void>;
  /** True if the job exists (running or restarting by itself). */
  hasJob(applicationName: string): boolean;
  runningClusters(): readonly EngineCluster[];
  /** Ends all jobs; what they need to be recovered is kept. */
  close(): Promise<void>;
}

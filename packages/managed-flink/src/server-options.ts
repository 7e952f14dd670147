import type { Clock } from './clock';
import type { EngineCluster } from './engine/engine-cluster';
import type { Fault } from './faults';
import type { Call } from './http/api-server';

/** Duration of each action in milliseconds. */
export interface SimulatedDurations {
  readonly startMs: number;
  readonly stopMs: number;
  readonly snapshotMs: number;
  readonly deleteMs: number;
}

export interface SimulatedOptions {
  readonly kind: 'simulated';
  readonly durations?: Partial<SimulatedDurations>;
  /** RUNNING applications `app-0001`, `app-0002`, … that are there from the start. */
  readonly applications?: number;
  /** READY snapshots of each of them, ten minutes apart. */
  readonly snapshotsPerApplication?: number;
  /** Prefix of those snapshots' names. */
  readonly snapshotNamePrefix?: string;
  readonly faults?: readonly Fault[];
  /** Calls per second for each operation; more are answered with ThrottlingException. */
  readonly callsPerSecond?: number;
}

export interface FlinkOptions {
  readonly kind: 'flink';
  /** Run instead of what the application's S3 location names. */
  readonly jarFile?: string;
  /** Address of an S3 to fetch code from; none: the SDK's own rules (environment, AWS). */
  readonly s3Endpoint?: string;
  /** Credentials for it; none: the SDK's own rules. */
  readonly s3Credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** The java that runs the jobs, of version 17 or 21; none: the one of JAVA_HOME, else of PATH. */
  readonly java?: string;
}

export interface ManagedFlinkOptions {
  readonly engine: SimulatedOptions | FlinkOptions;
  /** 0 (the default): a free one. */
  readonly port?: number;
  readonly region?: string;
  readonly accountId?: string;
  /** Folder of the state that survives a restart. Required by the engine `flink`, whose snapshots are there too. */
  readonly dataDirectory?: string;
  /**
   * Snapshots that an application can have before manual ones are refused. None: 1,000 as the service, and the prepared
   * ones on top of it, so that any number of them leaves room.
   */
  readonly snapshotQuota?: number;
  /** Order of ListApplicationSnapshots; the service promises none. */
  readonly listOrder?: 'oldest-first' | 'newest-first';
  /** Answer to a snapshot request while SnapshotsEnabled is false. */
  readonly snapshotsDisabled?: 'accept' | 'refuse';
  readonly onCall?: (call: Call) => void;
  /** Gets a line for each thing worth telling a person. */
  readonly log?: (line: string) => void;
  readonly clock?: Clock;
}

/** A running job's Flink cluster, and where the service would send its log. */
export interface RunningCluster extends EngineCluster {
  /** The application's logging option, if it has one. */
  readonly logStreamArn?: string;
}

export interface ManagedFlinkServer {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  /** The Flink clusters that run now; none with the simulated engine. */
  runningClusters(): readonly RunningCluster[];
  /**
   * Sets the faults of calls from now on, for any engine, instead of earlier ones.
   *
   * @throws Error for `FAILED` with the engine `flink`, whose jobs fail only by themselves.
   */
  setFaults(faults: readonly Fault[]): void;
  /** Resolves when nothing is in progress: no start, stop, update, deletion, snapshot. */
  whenIdle(): Promise<void>;
  /** Ends the server, every job and every JVM; the state is on disk when it resolves. */
  close(): Promise<void>;
}

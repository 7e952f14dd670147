import type { RuntimeEnvironment } from '../model/runtime-environments';

/** A running job's own server, for what reads its figures and its log. */
export interface EngineCluster {
  readonly applicationName: string;
  readonly applicationArn: string;
  readonly applicationVersionId: number;
  readonly runtimeEnvironment: RuntimeEnvironment;
  readonly parallelism: number;
  /** Kinesis processing units of its tasks; the service gives each of them one vCPU. */
  readonly kpus: number;
  /** Flink's REST API; the web UI is at the same address. */
  readonly restUrl: string;
  /** Process id of the job's JVM. */
  readonly pid: number;
  /** Id of the job at `restUrl`. */
  readonly jobId: string;
  /** The application's log in the service's JSON format, one object a line; it grows over restarts of the job. */
  readonly jsonLogFile: string;
}

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PropertyGroup } from '../../packages/managed-flink/src/flink-cluster/cluster-home';
import { type FlinkCluster, startFlinkCluster } from '../../packages/managed-flink/src/flink-cluster/flink-cluster';
import type { Checkpointing } from '../../packages/managed-flink/src/flink-cluster/flink-config';
import { FlinkError } from '../../packages/managed-flink/src/flink-cluster/flink-errors';
import { folderOf } from '../../packages/managed-flink/src/flink-cluster/flink-path';
import { firstFailure, type TrialFailure } from '../../packages/managed-flink/src/flink-cluster/trial';

/** Surroundings of jobs that are tried on this machine. */
export interface TrialSurroundings {
  /** Folder of everything that a rehearsal writes. */
  readonly folder: string;
  readonly java: string;
  readonly propertyGroups: readonly PropertyGroup[];
  readonly parallelism: number;
  readonly timeoutMs: number;
  /** Longest wait for records that reach the restored state. */
  readonly inputMs: number;
  readonly signal: AbortSignal;
}

/** No checkpoint by itself: the one that proves is asked for. */
const CHECKPOINTING: Checkpointing = { type: 'DEFAULT', enabled: true, intervalMs: 3_600_000, minPauseMs: 5000 };

/**
 * Keys that open nothing: a rehearsal runs the job's sources and sinks for real, and must not reach an account with the
 * rights of whoever types the command.
 */
const NO_ACCOUNT = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'rehearsal', secretAccessKey: 'rehearsal' },
} as const;

/** Settings of a cluster, and of the reader of operators, with a home of their own. */
export function clusterOptions({ folder, java, propertyGroups, parallelism }: TrialSurroundings, name: string) {
  return {
    ...{ home: join(folder, name), java, propertyGroups, taskSlots: parallelism },
    checkpointing: CHECKPOINTING,
    s3: NO_ACCOUNT,
  };
}

/** Starts a cluster for one job. */
export function startTrialCluster(surroundings: TrialSurroundings, name: string): Promise<FlinkCluster> {
  return startFlinkCluster({
    ...clusterOptions(surroundings, name),
    applicationArn: `arn:aws:kinesisanalytics:us-east-1:000000000000:application/${name}`,
    applicationVersionId: 1,
    logLevel: 'INFO',
    guardsExit: true,
  });
}

const MOST_INPUT_MS = 5000;
const LOOK_MS = 200;
/** Time in which a job of one task, whose records nobody counts, gets some input. */
const LEAST_INPUT_MS = 1000;

/** Waits until the job has processed something. @returns false: no record was seen */
export async function awaitInput({ rest }: FlinkCluster, jobId: string, signal: AbortSignal): Promise<boolean> {
  const startedAt = performance.now();
  await sleep(LEAST_INPUT_MS, undefined, { signal });
  for (;;) {
    const records = await rest.metrics.records(jobId);
    if ((records?.recordsIn ?? 0) + (records?.recordsOut ?? 0) > 0) return true;
    if (performance.now() - startedAt > MOST_INPUT_MS) return false;
    await sleep(LOOK_MS, undefined, { signal });
  }
}

/** Takes a savepoint, as the service does for a snapshot. */
export async function takeSavepoint(
  cluster: FlinkCluster,
  jobId: string,
  { timeoutMs, signal }: TrialSurroundings,
): Promise<{ readonly folder: string } | { readonly failure: TrialFailure }> {
  try {
    const location = await cluster.rest.takeSavepoint(jobId, {}, { timeoutMs, signal });
    const failure = await firstFailure(cluster, jobId);
    return failure ? { failure } : { folder: folderOf(location) };
  } catch (error) {
    if (!(error instanceof FlinkError)) throw error;
    const first = await firstFailure(cluster, jobId);
    if (!first && (await hasFinished(cluster, jobId))) {
      return { failure: { at: 'end', cause: error.rootCause, stackTrace: error.message, task: null } };
    }
    return { failure: first ?? { at: 'run', cause: error.rootCause, stackTrace: error.message, task: null } };
  }
}

async function hasFinished({ rest }: FlinkCluster, jobId: string): Promise<boolean> {
  return (await rest.jobStatus(jobId).catch(() => undefined)) === 'FINISHED';
}

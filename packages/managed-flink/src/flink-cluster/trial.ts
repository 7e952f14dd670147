import { hasEnded } from './flink-answers';
import type { FlinkCluster } from './flink-cluster';
import { FlinkError, FlinkRequestError, FlinkTimeoutError, rootCause } from './flink-errors';
import { NotYet, waitFor } from './wait';

export interface TrialOptions {
  readonly jarFile: string;
  readonly parallelism: number;
  /** Folder of the savepoint as Flink names it (`file://…`). None: empty state. */
  readonly restoreFrom?: string | undefined;
  readonly allowNonRestoredState?: boolean;
  /** Time for main(), for the tasks to come up, and again for a savepoint. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Reason for which a job does not run. */
export interface TrialFailure {
  /**
   * `late`: main() did not come to execute() in time. `submit`: Flink did not take the job. `run`: a task or a source
   * failed. `time`: it did not come up in time. `end`: it read all its input and ended.
   */
  readonly at: 'late' | 'submit' | 'run' | 'time' | 'end';
  /** Innermost reason, in Flink's words. */
  readonly cause: string;
  readonly stackTrace: string;
  /** Task that failed, as Flink names it; null: the job as a whole, or its source's coordinator. */
  readonly task: string | null;
}

/** State of a job that was tried. */
export interface Trial {
  readonly jobId?: string;
  /** True: Flink gave the operators the state of the savepoint. */
  readonly restored: boolean;
  /** Names of the tasks that came up, hence have read their state. */
  readonly tasksUp: readonly string[];
  readonly tasks: readonly string[];
  /** Missing: all tasks run. */
  readonly failure?: TrialFailure;
}

/** Runs a JAR on a cluster until all its tasks run, or it fails for the first time. The job is left as it is. */
export async function tryJob(cluster: FlinkCluster, options: TrialOptions): Promise<Trial> {
  const { jarFile, parallelism, restoreFrom, allowNonRestoredState, timeoutMs, signal } = options;
  let jobId: string;
  try {
    const run = {
      ...{ parallelism, allowNonRestoredState },
      ...(restoreFrom !== undefined && { savepointPath: restoreFrom }),
    };
    jobId = await cluster.rest.runJar(await cluster.rest.uploadJar(jarFile), run, { timeoutMs, signal });
  } catch (error) {
    if (error instanceof FlinkTimeoutError) return notSubmitted(lateMain(error.timeoutMs));
    if (!(error instanceof FlinkRequestError)) throw error;
    return notSubmitted({ at: 'submit', cause: error.rootCause, stackTrace: error.answer, task: null });
  }
  return watch(cluster, jobId, options);
}

/** Trial of a job that Flink never had. */
export function notSubmitted(failure: TrialFailure): Trial {
  return { restored: false, tasksUp: [], tasks: [], failure };
}

/** Failure of a main() that waits, such as for a service that does not answer. */
export function lateMain(timeoutMs: number): TrialFailure {
  const cause = `main() did not come to execute() in ${Math.round(timeoutMs / 100) / 10} s`;
  return { at: 'late', cause, stackTrace: '', task: null };
}

/** Failure of the job since its start; undefined: none. The first one counts: later ones may follow from it. */
export async function firstFailure({ rest }: FlinkCluster, jobId: string): Promise<TrialFailure | undefined> {
  const first = (await rest.exceptions(jobId)).at(-1);
  if (!first) return undefined;
  const { stacktrace, taskName } = first;
  return { at: 'run', cause: rootCause(stacktrace), stackTrace: stacktrace, task: taskName ?? null };
}

async function watch(cluster: FlinkCluster, jobId: string, { timeoutMs, signal }: TrialOptions): Promise<Trial> {
  const { rest } = cluster;
  const up = new Set<string>();
  let tasks: readonly string[] = [];
  let failure: TrialFailure | undefined;
  try {
    failure = await waitFor<TrialFailure | undefined>('the tasks to run', { timeoutMs, signal }, async () => {
      const job = await rest.job(jobId);
      tasks = job.vertices.map(({ name }) => name);
      for (const { name, status } of job.vertices) if (status === 'RUNNING') up.add(name);
      const failed = await firstFailure(cluster, jobId);
      if (failed) return failed;
      if (hasEnded(job.state) && job.state !== 'FINISHED') throw new Error(`The job is ${job.state}.`);
      const waiting = job.vertices.filter(({ status }) => status !== 'RUNNING' && status !== 'FINISHED');
      const isUp = tasks.length > 0 && waiting.length === 0;
      if (isUp || job.state === 'FINISHED') return undefined;
      return new NotYet(waiting.map(({ name, status }) => `"${name}" is ${status}`).join(', ') || `job ${job.state}`);
    });
  } catch (error) {
    if (!(error instanceof FlinkError)) throw error;
    failure = { at: 'time', cause: error.rootCause, stackTrace: error.message, task: null };
  }
  const { counts } = await rest.checkpoints(jobId);
  return { jobId, restored: counts.restored > 0, tasksUp: [...up], tasks, ...(failure && { failure }) };
}

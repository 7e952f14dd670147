import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { JobError, messageOf } from '../errors';
import { hasEnded } from '../flink-cluster/flink-answers';
import { type FlinkCluster, startFlinkCluster } from '../flink-cluster/flink-cluster';
import { clusterFolders, type S3Access } from '../flink-cluster/flink-config';
import { FlinkError, FlinkTimeoutError } from '../flink-cluster/flink-errors';
import type { RuntimeEnvironment } from '../model/runtime-environments';
import type { Job } from './engine';
import type { EngineCluster } from './engine-cluster';
import { RetainedState } from './retained-state';

/** Milliseconds from the job's acceptance until all its tasks run or have failed once. */
const TASKS_UP_TIMEOUT_MS = 60_000;
const LOOK_INTERVAL_MS = 1_000;
const FAREWELL_TIMEOUT_MS = 10_000;
/** A job whose JVM dies more often than this within the period is given up. */
const RECOVERIES = { most: 3, periodMs: 5 * 60 * 1000 };

/** Needs of a job from this machine. */
export interface JobSurroundings {
  /** Folder of all that is kept for the application. */
  readonly home: string;
  readonly jarFile: string;
  readonly s3: S3Access;
  /** The java to run. Default: the one of JAVA_HOME, else of PATH. */
  readonly java?: string;
}

export interface FlinkJobEvents {
  recovered(reason: string): void;
  ended(reason: string): void;
}

/** One application's job in a JVM of its own: started, watched, brought back when the JVM dies, ended. */
export class FlinkJob {
  readonly #retained: RetainedState;
  #cluster: FlinkCluster | undefined;
  #jobId = '';
  /** Work of `start` or a recovery on the job; never rejects. */
  #busy: Promise<unknown> = Promise.resolve();
  /** Set while the job is meant to run; what ends it on purpose takes it away first. */
  #watch: AbortController | undefined;
  #recovery: AbortController | undefined;
  readonly #recoveredAtMs: number[] = [];
  #isStopping = false;

  constructor(
    private readonly job: Job,
    private readonly surroundings: JobSurroundings,
    private readonly events: FlinkJobEvents,
  ) {
    this.#retained = new RetainedState(surroundings.home);
  }

  /** Starts a new life of the job, from a snapshot's folder or with empty state. Error: JobError. */
  async start(snapshotFolder: string | undefined, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const restoreFrom = snapshotFolder && join(clusterFolders(this.surroundings.home).snapshots, snapshotFolder);
    await this.#retained.begin(restoreFrom);
    await this.#run(restoreFrom, signal);
  }

  /** Starts the job again from its newest state. Error: JobError. */
  async recover(signal: AbortSignal): Promise<void> {
    await this.#run(await this.#retained.newest(), signal);
  }

  /** Resolves with the name of the snapshot's folder. Error: JobError; the job goes on. */
  async takeSnapshot(): Promise<string> {
    const { rest } = this.#running();
    return folderOf(await jobErrors(rest.takeSavepoint(this.#jobId)));
  }

  /** Resolves with the name of the snapshot's folder when the JVM is gone. Error: JobError; the job goes on. */
  async stopWithSnapshot(): Promise<string> {
    await this.#busy;
    const cluster = this.#running();
    this.#isStopping = true; // its end is no surprise now; the JVM's end still is
    try {
      const folder = folderOf(await jobErrors(cluster.rest.stopWithSavepoint(this.#jobId)));
      this.#stopWatching();
      this.#cluster = undefined;
      await cluster.stop();
      return folder;
    } finally {
      this.#isStopping = false;
    }
  }

  /** Ends the JVM at once, whatever it does. */
  async kill(): Promise<void> {
    this.#stopWatching();
    await this.#cluster?.kill();
    await this.#busy; // what was starting notices its aborted signal and kills its own JVM
    await this.#cluster?.kill();
    this.#cluster = undefined;
  }

  /** Ends the JVM for this server's end: with a last snapshot to come back from, if the job makes one in time. */
  async farewell(): Promise<void> {
    const cluster = this.#cluster;
    if (cluster && this.#watch) {
      this.#stopWatching();
      const options = { targetDirectory: this.#retained.farewell };
      await cluster.rest
        .stopWithSavepoint(this.#jobId, options, { timeoutMs: FAREWELL_TIMEOUT_MS })
        // The job then restarts from its last checkpoint.
        .catch(() => undefined);
    }
    await this.kill();
  }

  describe(): EngineCluster | undefined {
    if (!this.#cluster || !this.#watch) return undefined;
    const { parallelism, perKpu } = this.job.configuration.parallelism;
    return {
      applicationName: this.job.applicationName,
      applicationArn: this.job.applicationArn,
      applicationVersionId: this.job.applicationVersionId,
      runtimeEnvironment: this.job.runtimeEnvironment,
      parallelism,
      kpus: Math.ceil(parallelism / perKpu),
      restUrl: this.#cluster.url,
      pid: this.#cluster.pid,
      jobId: this.#jobId,
      jsonLogFile: this.#cluster.jsonLogFile,
    };
  }

  async #run(restoreFrom: string | undefined, signal: AbortSignal): Promise<void> {
    const running = this.#startJvmAndJob(restoreFrom, signal);
    this.#busy = running.catch(() => undefined);
    await running;
  }

  async #startJvmAndJob(restoreFrom: string | undefined, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { configuration } = this.job;
    const watch = new AbortController();
    const cluster = await jobErrors(
      startFlinkCluster({
        home: this.surroundings.home,
        java: this.surroundings.java,
        s3: this.surroundings.s3,
        restartStrategy: restartStrategyOf(this.job.runtimeEnvironment),
        applicationArn: this.job.applicationArn,
        applicationVersionId: this.job.applicationVersionId,
        propertyGroups: (configuration.propertyGroups ?? []).map((group) => ({
          PropertyGroupId: group.id,
          PropertyMap: group.properties,
        })),
        taskSlots: configuration.parallelism.parallelism,
        logLevel: configuration.monitoring.logLevel,
        checkpointing: configuration.checkpoints,
        onExit: (code) => this.#onExit(watch, code),
      }),
    );
    try {
      signal.throwIfAborted();
      const jarId = await cluster.rest.uploadJar(this.surroundings.jarFile);
      this.#jobId = await cluster.rest.runJar(jarId, {
        savepointPath: restoreFrom,
        allowNonRestoredState: this.job.allowNonRestoredState,
        parallelism: configuration.parallelism.parallelism,
      });
      await this.#waitForTasks(cluster, signal);
      signal.throwIfAborted();
    } catch (error) {
      await cluster.kill();
      throw asJobError(error);
    }
    this.#cluster = cluster;
    this.#watch = watch;
    void this.#lookAfter(cluster, watch);
  }

  /**
   * A job whose tasks fail is restarted by Flink, and the application is RUNNING all the while: what fails is in its log
   * and its metrics. Tasks that do not come up in time (too few slots) change nothing about that.
   */
  async #waitForTasks(cluster: FlinkCluster, signal: AbortSignal): Promise<void> {
    try {
      await cluster.rest.waitUntilUpOrRestarting(this.#jobId, { timeoutMs: TASKS_UP_TIMEOUT_MS, signal });
    } catch (error) {
      if (!(error instanceof FlinkTimeoutError)) throw error;
    }
  }

  /** Notices that the job has ended while its JVM goes on: FINISHED, FAILED, or CANCELED from the web UI. */
  async #lookAfter(cluster: FlinkCluster, watch: AbortController): Promise<void> {
    while (!watch.signal.aborted) {
      await sleep(LOOK_INTERVAL_MS, undefined, { ref: false });
      const status = await cluster.rest.jobStatus(this.#jobId).catch(() => undefined);
      if (this.#watch !== watch || this.#isStopping || status === undefined || !hasEnded(status)) continue;
      this.#stopWatching();
      this.#cluster = undefined;
      await cluster.stop();
      this.events.ended(`The job ended by itself: ${status}`);
    }
  }

  #onExit(watch: AbortController, code: number | null): void {
    if (this.#watch !== watch) return;
    this.#stopWatching();
    this.#cluster = undefined;
    const reason = `Flink's JVM ended ${code === null ? 'by a signal' : `with exit code ${code}`}`;
    const nowMs = Date.now();
    const recent = this.#recoveredAtMs.filter((atMs) => nowMs - atMs < RECOVERIES.periodMs);
    if (recent.length >= RECOVERIES.most) {
      this.events.ended(`${reason}, for the ${recent.length + 1}th time in five minutes; it is not started again`);
      return;
    }
    this.#recoveredAtMs.push(nowMs);
    const abort = new AbortController();
    this.#recovery = abort;
    void this.recover(abort.signal).then(
      () => this.events.recovered(`${reason}; the job was started again from its newest state`),
      (error: unknown) => {
        if (!abort.signal.aborted) this.events.ended(`${reason}, and the job did not start again: ${messageOf(error)}`);
      },
    );
  }

  #stopWatching(): void {
    this.#watch?.abort();
    this.#watch = undefined;
    this.#recovery?.abort(new JobError('The job was ended'));
  }

  #running(): FlinkCluster {
    if (this.#cluster) return this.#cluster;
    throw new JobError(`The job of application ${this.job.applicationName} is not running at the moment`);
  }
}

/** "Modifiable Flink configuration properties" of the developer guide: exponential delay from Flink 1.19 on. */
export function restartStrategyOf(runtime: RuntimeEnvironment): 'exponential-delay' | 'fixed-delay' {
  const [major = 0, minor = 0] = runtime.replace('FLINK-', '').split('_').map(Number);
  return major > 1 || minor >= 19 ? 'exponential-delay' : 'fixed-delay';
}

/** Removes a snapshot's files: a canonical one is complete in its folder. */
export async function removeSnapshot(home: string, folder: string): Promise<void> {
  await rm(join(clusterFolders(home).snapshots, folder), { recursive: true, force: true });
}

function folderOf(location: string): string {
  return basename(location.startsWith('file:') ? fileURLToPath(location) : location);
}

async function jobErrors<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw asJobError(error);
  }
}

/** Flink's root cause is what tells a person most; the whole stack is in the application's log. */
function asJobError(error: unknown): unknown {
  return error instanceof FlinkError ? new JobError(error.rootCause || error.message) : error;
}

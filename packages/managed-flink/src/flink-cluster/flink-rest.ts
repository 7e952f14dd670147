import { randomUUID } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import {
  asyncAnswer,
  checkpointConfigAnswer,
  checkpointsAnswer,
  exceptionsAnswer,
  hasEnded,
  type JobState,
  jobAnswer,
  jobsAnswer,
  overviewAnswer,
  runAnswer,
  statusAnswer,
  triggerAnswer,
  uploadAnswer,
} from './flink-answers';
import { FlinkDisposalError, FlinkJobEndedError, FlinkSavepointError, FlinkTimeoutError } from './flink-errors';
import { FlinkHttp, REQUEST_TIMEOUT_MS } from './flink-http';
import { FlinkMetrics } from './flink-metrics';
import { flinkPath } from './flink-path';
import { NotYet, type WaitOptions, waitFor } from './wait';

export interface RunOptions {
  /** Result of an earlier savepoint call. Undefined: the job starts with empty state. */
  readonly savepointPath?: string;
  /** Restore although the savepoint holds state of an operator that the job no longer has. */
  readonly allowNonRestoredState?: boolean;
  readonly parallelism?: number;
  /** Settings of this job alone, such as `execution.checkpointing.interval`. */
  readonly flinkConfiguration?: Readonly<Record<string, string>>;
  readonly programArgs?: readonly string[];
}

export interface SavepointOptions {
  /** Folder on this machine in which Flink makes the savepoint's own folder. None: the cluster's default. */
  readonly targetDirectory?: string;
  /** 32 hexadecimal digits, as `newTriggerId()` makes them. Asking twice with the same one makes one savepoint. */
  readonly triggerId?: string;
}

/** IN_PROGRESS, or where the savepoint is. A failed one is thrown. */
export type SavepointState =
  | { readonly state: 'IN_PROGRESS' }
  | { readonly state: 'COMPLETED'; readonly location: string };

const SAVEPOINT_WAIT: WaitOptions = { timeoutMs: 600_000 };
const RUN_WAIT: WaitOptions = { timeoutMs: REQUEST_TIMEOUT_MS };
/** Node's fetch gives up after 300 s without an answer, and says nothing of the time. */
const LONGEST_RUN_MS = 290_000;

/**
 * Client of one cluster's REST API (Flink 1.20). "Savepoint" is Flink's word for what is a snapshot everywhere else.
 *
 * Every call may throw FlinkRequestError (Flink refused) or FlinkUnreachableError (the cluster is gone); what a call
 * throws besides is said there.
 */
export class FlinkRest {
  readonly metrics: FlinkMetrics;
  private readonly http: FlinkHttp;

  constructor(readonly url: string) {
    this.http = new FlinkHttp(url);
    this.metrics = new FlinkMetrics(this.http);
  }

  async overview() {
    return this.http.call('GET', '/overview', overviewAnswer);
  }

  /** Hands Flink a JAR and returns the id to run it by. */
  async uploadJar(path: string): Promise<string> {
    const form = new FormData();
    form.append('jarfile', await openAsBlob(path, { type: 'application/x-java-archive' }), basename(path));
    return basename((await this.http.call('POST', '/jars/upload', uploadAnswer, form)).filename);
  }

  /**
   * Runs the JAR's main() and returns the job's id once Flink has accepted the job; its tasks are not up yet
   * (`waitUntilRunning`). What main() throws, and a restore point that is missing or does not fit, is a
   * FlinkRequestError with that cause.
   *
   * @throws FlinkTimeoutError when main() takes longer than `wait` says; it goes on in the cluster.
   */
  async runJar(jarId: string, options: RunOptions = {}, wait: WaitOptions = RUN_WAIT): Promise<string> {
    const { savepointPath, allowNonRestoredState = false, parallelism, flinkConfiguration, programArgs } = options;
    const path = `/jars/${encodeURIComponent(jarId)}/run`;
    const body = {
      ...(savepointPath !== undefined && { savepointPath, allowNonRestoredState }),
      ...(parallelism !== undefined && { parallelism }),
      ...(flinkConfiguration !== undefined && { flinkConfiguration }),
      ...(programArgs !== undefined && { programArgsList: programArgs }),
    };
    const timeoutMs = Math.min(wait.timeoutMs, LONGEST_RUN_MS);
    const late = AbortSignal.timeout(timeoutMs);
    try {
      const end = wait.signal ? AbortSignal.any([wait.signal, late]) : late;
      return (await this.http.call('POST', path, runAnswer, body, end)).jobid;
    } catch (error) {
      wait.signal?.throwIfAborted();
      if (late.aborted) throw new FlinkTimeoutError('main() to come to execute()', timeoutMs, 'it still runs');
      throw error;
    }
  }

  /** Lists all jobs of the cluster, including ended ones. */
  async jobs() {
    return (await this.http.call('GET', '/jobs', jobsAnswer)).jobs;
  }

  /** The job's state. RUNNING does not mean that its tasks run: see `isRunning`. */
  async jobStatus(jobId: string): Promise<JobState> {
    return (await this.http.call('GET', `/jobs/${jobId}/status`, statusAnswer)).status;
  }

  /** State, vertices and state timestamps of a job; up to 100 ms old (`web.refresh-interval`). */
  async job(jobId: string) {
    return this.http.call('GET', `/jobs/${jobId}`, jobAnswer);
  }

  /**
   * Waits until every vertex runs or has finished: only then does the job process, and can a savepoint succeed.
   *
   * @throws FlinkJobEndedError when the job ends instead, with its exception.
   * @throws FlinkTimeoutError naming the vertices' states (CREATED or SCHEDULED: too few slots).
   */
  async waitUntilRunning(jobId: string, options: WaitOptions): Promise<void> {
    await waitFor(`job ${jobId} to run`, options, async () => {
      const job = await this.job(jobId);
      if (hasEnded(job.state)) throw new FlinkJobEndedError(jobId, job.state, await this.lastException(jobId));
      return notUp(job);
    });
  }

  /**
   * Waits until every vertex runs or the job has failed for the first time and is to be restarted, and returns the
   * exception in that case. The service calls both RUNNING.
   *
   * @throws FlinkJobEndedError when the job ends otherwise than by having done its work.
   * @throws FlinkTimeoutError naming the vertices' states.
   */
  async waitUntilUpOrRestarting(jobId: string, options: WaitOptions): Promise<string | undefined> {
    return waitFor(`job ${jobId} to run`, options, async () => {
      const job = await this.job(jobId);
      const [latest] = await this.exceptions(jobId);
      if (job.state === 'FINISHED') return undefined;
      if (hasEnded(job.state)) throw new FlinkJobEndedError(jobId, job.state, latest?.stacktrace ?? '');
      if (latest) return latest.stacktrace;
      return notUp(job);
    });
  }

  /** Waits for FINISHED, CANCELED or FAILED and says which. */
  async waitUntilEnded(jobId: string, options: WaitOptions): Promise<JobState> {
    return waitFor(`job ${jobId} to end`, options, async () => {
      const state = await this.jobStatus(jobId);
      return hasEnded(state) ? state : new NotYet(state);
    });
  }

  /** Asks for a savepoint and returns the id to ask for its state. A job that is unknown or has ended fails only there. */
  async triggerSavepoint(jobId: string, { targetDirectory, triggerId = newTriggerId() }: SavepointOptions = {}) {
    const answer = await this.http.call('POST', `/jobs/${jobId}/savepoints`, triggerAnswer, {
      'cancel-job': false,
      ...savepointBody(targetDirectory, triggerId, 'target-directory'),
    });
    return answer['request-id'];
  }

  /** @throws FlinkSavepointError when Flink could not make it. */
  async savepointState(jobId: string, triggerId: string): Promise<SavepointState> {
    const answer = await this.http.call('GET', `/jobs/${jobId}/savepoints/${triggerId}`, asyncAnswer);
    if (answer.status.id === 'IN_PROGRESS') return { state: 'IN_PROGRESS' };
    const failure = answer.operation?.['failure-cause'];
    if (failure || !answer.operation?.location) {
      throw new FlinkSavepointError(jobId, triggerId, failure?.['stack-trace'] ?? 'Flink answered without a location');
    }
    return { state: 'COMPLETED', location: answer.operation.location };
  }

  /** Waits for a savepoint asked for before, and returns its location. */
  async waitForSavepoint(jobId: string, triggerId: string, wait: WaitOptions = SAVEPOINT_WAIT): Promise<string> {
    return waitFor(`savepoint ${triggerId} of job ${jobId}`, wait, async () => {
      const savepoint = await this.savepointState(jobId, triggerId);
      return savepoint.state === 'COMPLETED' ? savepoint.location : new NotYet(savepoint.state);
    });
  }

  /** Makes a savepoint of a job that runs on, and returns its location. */
  async takeSavepoint(jobId: string, options: SavepointOptions = {}, wait?: WaitOptions): Promise<string> {
    return this.waitForSavepoint(jobId, await this.triggerSavepoint(jobId, options), wait);
  }

  /** Asks for a savepoint that ends the job (FINISHED); the id is asked for like any other savepoint's. */
  async triggerStop(jobId: string, { targetDirectory, triggerId = newTriggerId() }: SavepointOptions = {}) {
    const answer = await this.http.call('POST', `/jobs/${jobId}/stop`, triggerAnswer, {
      drain: false,
      ...savepointBody(targetDirectory, triggerId, 'targetDirectory'),
    });
    return answer['request-id'];
  }

  /** Ends the job with a savepoint and returns its location. When the savepoint fails, the job runs on. */
  async stopWithSavepoint(jobId: string, options: SavepointOptions = {}, wait?: WaitOptions): Promise<string> {
    return this.waitForSavepoint(jobId, await this.triggerStop(jobId, options), wait);
  }

  /** Ends the job without a savepoint; `waitUntilEnded` tells when. */
  async cancel(jobId: string): Promise<void> {
    await this.http.call('PATCH', `/jobs/${jobId}?mode=cancel`, z.unknown());
  }

  /**
   * Deletes a savepoint's files through Flink.
   *
   * @throws FlinkDisposalError when there is no such savepoint.
   */
  async disposeSavepoint(location: string, wait: WaitOptions = { timeoutMs: 60_000 }): Promise<void> {
    const trigger = await this.http.call('POST', '/savepoint-disposal', triggerAnswer, { 'savepoint-path': location });
    const id = trigger['request-id'];
    await waitFor(`disposal of ${location}`, wait, async () => {
      const answer = await this.http.call('GET', `/savepoint-disposal/${id}`, asyncAnswer);
      if (answer.status.id === 'IN_PROGRESS') return new NotYet(answer.status.id);
      const failure = answer.operation?.['failure-cause'];
      if (failure) throw new FlinkDisposalError(location, failure['stack-trace']);
      return undefined;
    });
  }

  /** Counts of checkpoints (savepoints are among them) and the latest completed, failed and restored one. */
  async checkpoints(jobId: string) {
    return this.http.call('GET', `/jobs/${jobId}/checkpoints`, checkpointsAnswer);
  }

  /** Effective checkpoint configuration of the job, from code and configuration. */
  async checkpointConfig(jobId: string) {
    return this.http.call('GET', `/jobs/${jobId}/checkpoints/config`, checkpointConfigAnswer);
  }

  /** Failures of the job so far, newest first; at most 16 (`web.exception-history-size`). */
  async exceptions(jobId: string) {
    return (await this.http.call('GET', `/jobs/${jobId}/exceptions`, exceptionsAnswer)).exceptionHistory.entries;
  }

  private async lastException(jobId: string): Promise<string> {
    return (await this.exceptions(jobId))[0]?.stacktrace ?? '';
  }
}

/** An id to ask for a savepoint with: one's own, so that a repeated request is the same request. */
export function newTriggerId(): string {
  return randomUUID().replaceAll('-', '');
}

/** CANONICAL: independent of the state backend, so that snapshots outlive a change of it. */
function savepointBody(targetDirectory: string | undefined, triggerId: string, directoryKey: string) {
  return {
    formatType: 'CANONICAL',
    triggerId,
    ...(targetDirectory !== undefined && { [directoryKey]: flinkPath(targetDirectory) }),
  };
}

/** Reason why a job is not up; undefined for one that is: a task that has read all its input stays FINISHED over restores. */
function notUp({ state, vertices }: z.infer<typeof jobAnswer>): NotYet | undefined {
  const isUp = state === 'RUNNING' && vertices.some(({ status }) => status === 'RUNNING');
  const waiting = vertices.filter(({ status }) => status !== 'RUNNING' && !(isUp && status === 'FINISHED'));
  if (isUp && waiting.length === 0) return undefined;
  return new NotYet(`job ${state}, ${waiting.map(({ name, status }) => `"${name}" ${status}`).join(', ')}`);
}

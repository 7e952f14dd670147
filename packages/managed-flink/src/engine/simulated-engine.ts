import type { Clock } from '../clock';
import { JobError } from '../errors';
import type { SimulatedDurations } from '../server-options';
import type { Engine, EngineEvents, Job, StoredSnapshot } from './engine';
import type { EngineCluster } from './engine-cluster';

export const DEFAULT_DURATIONS: SimulatedDurations = { startMs: 200, stopMs: 200, snapshotMs: 1000, deleteMs: 50 };

/** Jobs that are nothing but their state: for tests and load. Takes time by the clock it is given, and no other. */
export class SimulatedEngine implements Engine {
  readonly kind = 'simulated';
  /** The jobs, each with what ends all that waits on it. */
  readonly #jobs = new Map<string, AbortController>();
  #events: EngineEvents | undefined;
  #nextFailure: string | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly durations: SimulatedDurations = DEFAULT_DURATIONS,
  ) {}

  listen(events: EngineEvents): void {
    this.#events = events;
  }

  async describeCode(): Promise<undefined> {
    return undefined;
  }

  async start(job: Job, _restoreFrom: StoredSnapshot | undefined, signal: AbortSignal): Promise<void> {
    const failure = this.#takeFailure();
    await this.clock.sleep(this.durations.startMs, signal);
    if (failure !== undefined) throw new JobError(failure);
    this.#jobs.set(job.applicationName, new AbortController());
  }

  async recover(job: Job, signal: AbortSignal): Promise<void> {
    await this.start(job, undefined, signal);
  }

  /** Adds a job that runs already. */
  addRunning(applicationName: string): void {
    this.#jobs.set(applicationName, new AbortController());
  }

  /** Makes the next start, snapshot or stop with a snapshot fail, after its time; undefined: no more. */
  failNextAct(reason: string | undefined): void {
    this.#nextFailure = reason;
  }

  /** Ends a job as if it had failed for good: for tests. */
  breakJob(applicationName: string, reason: string): void {
    this.#end(applicationName, reason);
    this.#events?.jobEnded(applicationName, reason);
  }

  async takeSnapshot(applicationName: string): Promise<undefined> {
    const failure = this.#takeFailure();
    const job = this.#job(applicationName);
    await this.clock.sleep(this.durations.snapshotMs, job.signal);
    if (failure !== undefined) throw new JobError(failure);
  }

  async stopWithSnapshot(applicationName: string): Promise<undefined> {
    await this.takeSnapshot(applicationName);
    this.#end(applicationName, `Application ${applicationName} was stopped`);
  }

  async forceStop(applicationName: string): Promise<void> {
    this.#end(applicationName, `Application ${applicationName} was stopped`);
    await this.clock.sleep(this.durations.stopMs);
  }

  async disposeSnapshot(): Promise<void> {
    await this.clock.sleep(this.durations.deleteMs);
  }

  async forget(): Promise<void> {}

  hasJob(applicationName: string): boolean {
    return this.#jobs.has(applicationName);
  }

  runningClusters(): readonly EngineCluster[] {
    return [];
  }

  async close(): Promise<void> {
    for (const name of [...this.#jobs.keys()]) this.#end(name, 'The server is ending');
  }

  #job(applicationName: string): AbortController {
    const job = this.#jobs.get(applicationName);
    if (!job) throw new JobError(`Application ${applicationName} has no job`);
    return job;
  }

  #end(applicationName: string, reason: string): void {
    this.#jobs.get(applicationName)?.abort(new JobError(reason));
    this.#jobs.delete(applicationName);
  }

  #takeFailure(): string | undefined {
    const failure = this.#nextFailure;
    this.#nextFailure = undefined;
    return failure;
  }
}

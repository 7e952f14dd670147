import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { JobError } from '../errors';
import type { S3Location } from '../model/configuration';
import { CodeStore, type CodeStoreOptions } from './code-store';
import type { CodeDescription, Engine, EngineEvents, Job, StoredSnapshot } from './engine';
import type { EngineCluster } from './engine-cluster';
import { FlinkJob, removeSnapshot } from './flink-job';
import { pythonProgramOf } from './python-program';

export interface FlinkEngineOptions extends Omit<CodeStoreOptions, 'directory'> {
  readonly dataDirectory: string;
  /** The java to run, of version 17 or 21. Default: the one of JAVA_HOME, else of PATH. */
  readonly java?: string;
}

/** Runs each application as a real Flink job in a JVM of its own. Its snapshots are Flink's savepoints. */
export class FlinkEngine implements Engine {
  readonly kind = 'flink';
  readonly #jobs = new Map<string, FlinkJob>();
  #events: EngineEvents | undefined;

  private constructor(
    private readonly options: FlinkEngineOptions,
    private readonly code: CodeStore,
  ) {}

  static async open(options: FlinkEngineOptions): Promise<FlinkEngine> {
    const dataDirectory = resolve(options.dataDirectory);
    const directory = join(dataDirectory, 'code');
    return new FlinkEngine({ ...options, dataDirectory }, await CodeStore.open({ ...options, directory }));
  }

  listen(events: EngineEvents): void {
    this.#events = events;
  }

  describeCode(location: S3Location): Promise<CodeDescription> {
    return this.code.fetch(location).then(({ md5, sizeBytes }) => ({ md5, sizeBytes }));
  }

  async start(job: Job, restoreFrom: StoredSnapshot | undefined, signal: AbortSignal): Promise<void> {
    refuseOtherRuntimes(job);
    refusePython(job);
    const { file } = await this.code.fetch(locationOf(job));
    await this.#launch(job, file, (flinkJob) => flinkJob.start(restoreFrom?.location, signal));
  }

  async recover(job: Job, signal: AbortSignal): Promise<void> {
    const { file } = await this.code.fetchKnown(locationOf(job));
    await this.#launch(job, file, (flinkJob) => flinkJob.recover(signal));
  }

  async takeSnapshot(applicationName: string): Promise<string> {
    return this.#job(applicationName).takeSnapshot();
  }

  async stopWithSnapshot(applicationName: string): Promise<string> {
    const folder = await this.#job(applicationName).stopWithSnapshot();
    this.#jobs.delete(applicationName);
    return folder;
  }

  async forceStop(applicationName: string): Promise<void> {
    await this.#jobs.get(applicationName)?.kill();
    this.#jobs.delete(applicationName);
  }

  async disposeSnapshot(applicationName: string, location: string | undefined): Promise<void> {
    if (location !== undefined) await removeSnapshot(this.#home(applicationName), location);
  }

  async forget(applicationName: string): Promise<void> {
    await rm(this.#home(applicationName), { recursive: true, force: true });
  }

  hasJob(applicationName: string): boolean {
    return this.#jobs.has(applicationName);
  }

  runningClusters(): readonly EngineCluster[] {
    return [...this.#jobs.values()].flatMap((job) => job.describe() ?? []);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#jobs.values()].map((job) => job.farewell()));
    this.#jobs.clear();
  }

  async #launch(job: Job, jarFile: string, launch: (flinkJob: FlinkJob) => Promise<void>): Promise<void> {
    const name = job.applicationName;
    const { java, region, s3Endpoint, s3Credentials } = this.options;
    const s3 = { region, endpoint: s3Endpoint ?? localEndpoint(), credentials: s3Credentials };
    const flinkJob = new FlinkJob(
      job,
      { home: this.#home(name), jarFile, java, s3 },
      {
        recovered: (reason) => this.#events?.jobRecovered(name, reason),
        ended: (reason) => {
          if (this.#jobs.get(name) === flinkJob) this.#jobs.delete(name);
          this.#events?.jobEnded(name, reason);
        },
      },
    );
    this.#jobs.set(name, flinkJob);
    try {
      await launch(flinkJob);
    } catch (error) {
      if (this.#jobs.get(name) === flinkJob) this.#jobs.delete(name);
      throw error;
    }
  }

  #job(applicationName: string): FlinkJob {
    const job = this.#jobs.get(applicationName);
    if (!job) throw new JobError(`Application ${applicationName} has no job`);
    return job;
  }

  /** Not the bare name: "." and ".." are names that an application may have. */
  #home(applicationName: string): string {
    return join(this.options.dataDirectory, `${applicationName}.flink`);
  }
}

function locationOf(job: Job): S3Location {
  const { code } = job.configuration;
  if (!code) throw new JobError(`Application ${job.applicationName} has no code`);
  return code.location;
}

/** Address of S3 for this process's AWS clients, if it is not AWS: a job's files go there, too. */
function localEndpoint(): string | undefined {
  return process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL;
}

/** `FLINK-2_*` runs on the local 1.20 as well: a JAR that needs Flink 2 then fails at its start, and says at what. */
function refuseOtherRuntimes(job: Job): void {
  if (job.runtimeEnvironment.startsWith('FLINK-')) return;
  throw new JobError(`${job.runtimeEnvironment} cannot be run here: the local Flink is 1.20`);
}

/** Applications from before this was refused when they are created, and those that the simulated engine has accepted. */
function refusePython(job: Job): void {
  const program = pythonProgramOf(job.configuration.propertyGroups);
  if (program !== undefined) throw new JobError(`${program} is a Python program: PyFlink is not supported here`);
}

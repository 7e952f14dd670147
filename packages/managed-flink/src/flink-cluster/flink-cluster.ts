import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type HomeOptions, type PropertyGroup, prepareHome, writeProperties } from './cluster-home';
import { hasEnded } from './flink-answers';
import { clusterFolders } from './flink-config';
import { FlinkError, FlinkStartError } from './flink-errors';
import { type JvmCommand, jvmCommand } from './flink-jvm';
import { FlinkRest } from './flink-rest';
import { askRunningStates, type RunningStates } from './running-states';
import { NotYet, waitFor } from './wait';

export interface FlinkClusterOptions extends HomeOptions {
  /** Folder of this cluster's configuration, logs, checkpoints and snapshots; made if missing. One cluster at a time. */
  readonly home: string;
  /** The java to run, of version 17 or 21. Default: the one of JAVA_HOME, else of PATH. */
  readonly java?: string;
  /** Written into each line of the JSON log, as Managed Flink does. */
  readonly applicationArn: string;
  readonly applicationVersionId: number;
  readonly logLevel: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
  /** True: code of a job that would end the JVM gets an error instead. Default: it ends it, as in Flink's own default. */
  readonly guardsExit?: boolean;
  /** Called once when the JVM has ended, on purpose or not; with null when a signal ended it. */
  readonly onExit?: (code: number | null) => void;
}

/** A running Flink cluster: one JVM, one application. It ends with the process that started it. */
export interface FlinkCluster {
  /** Address of the web UI and of the REST API. */
  readonly url: string;
  readonly rest: FlinkRest;
  readonly pid: number;
  /** Log file that Flink's web UI shows. */
  readonly logFile: string;
  /** One JSON object a line, with the field names of Managed Flink's events. A new cluster in the same home appends. */
  readonly jsonLogFile: string;
  /** Rejects never; resolves with the exit code, null when a signal ended the JVM. */
  readonly exited: Promise<number | null>;
  /**
   * States that the operators of a running job have asked for, of the tasks that answer; with time for it, all values
   * of the keyed ones are read. One question at a time.
   */
  runningStates(jobId: string, valuesMs: number): Promise<RunningStates | undefined>;
  /** Writes the properties that the next job reads through KinesisAnalyticsRuntime. */
  writeProperties(groups: readonly PropertyGroup[]): Promise<void>;
  /** Cancels what still runs and ends the JVM: asked at first, forced after some seconds. */
  stop(): Promise<void>;
  /** Ends the JVM at once, as a crash would. */
  kill(): Promise<void>;
}

/** 2 s on an idle machine; several starting at once on a busy one take many times that. */
const START_TIMEOUT_MS = 120_000;
const JOB_END_TIMEOUT_MS = 5_000;
/** The JVM halts itself 3 s after SIGTERM. */
const EXIT_TIMEOUT_MS = 5_000;

/**
 * Starts a cluster and returns it when it takes jobs.
 *
 * @throws FlinkStartError when the launcher is not built, there is no Java, or the JVM ends early; with its last output.
 */
export async function startFlinkCluster(options: FlinkClusterOptions): Promise<FlinkCluster> {
  const folders = clusterFolders(options.home);
  const logFile = join(folders.log, 'flink.log');
  const outputFile = join(folders.log, 'flink.out');
  const command = await clusterCommand(options, logFile);
  await prepareHome(options);

  const jvm = startJvm(command, outputFile);
  // Its standard output is a pipe: see startJvm.
  const lines = createInterface({ input: jvm.stdout ?? Readable.from([]) });
  const exited = new Promise<number | null>((resolve) => jvm.once('close', resolve)).then(async (code) => {
    // Unpacked libraries and uploaded JARs, 100 MB and more when a job uses tables.
    await rm(folders.tmp, { recursive: true, force: true });
    return code;
  });
  const kill = async () => {
    jvm.kill('SIGKILL');
    await exited;
  };

  let rest: FlinkRest;
  try {
    rest = await untilReady(jvm, lines, options.taskSlots, exited, outputFile);
  } catch (error) {
    await kill();
    throw error;
  }
  if (options.onExit) void exited.then(options.onExit);

  return {
    url: rest.url,
    rest,
    pid: jvm.pid ?? 0,
    logFile,
    jsonLogFile: `${logFile}.json`,
    exited,
    runningStates: (jobId, valuesMs) => askRunningStates(jvm, lines, exited, jobId, valuesMs),
    writeProperties: (groups) => writeProperties(options.home, groups),
    stop: async () => {
      await cancelJobs(rest);
      jvm.kill('SIGTERM');
      await Promise.race([exited, sleep(EXIT_TIMEOUT_MS, undefined, { ref: false })]);
      await kill();
    },
    kill,
  };
}

function clusterCommand(options: FlinkClusterOptions, logFile: string): Promise<JvmCommand> {
  const { home, java, s3, logLevel, guardsExit, applicationArn, applicationVersionId } = options;
  return jvmCommand({
    ...{ home, java, s3, logFile, logLevel, guardsExit, mainClass: 'kda.local.FlinkCluster' },
    systemProperties: { 'kda.applicationArn': applicationArn, 'kda.applicationVersionId': applicationVersionId },
  });
}

function startJvm({ java, args, environment }: JvmCommand, outputFile: string): ChildProcess {
  const output = openSync(outputFile, 'w');
  try {
    const jvm = spawn(java, args, {
      // The JVM ends when its standard input does, and that is when this process ends, even by SIGKILL.
      stdio: ['pipe', 'pipe', output],
      // A process group of its own: Ctrl-C in a terminal reaches this process alone, which ends Flink in order.
      detached: true,
      env: environment,
    });
    // A question to a JVM that has just ended; who asks sees its end.
    jvm.stdin?.on('error', () => undefined);
    return jvm;
  } finally {
    closeSync(output);
  }
}

/** Resolves when the cluster takes jobs; rejects when its JVM ends before that, or takes too long. */
async function untilReady(
  jvm: ChildProcess,
  lines: Interface,
  taskSlots: number,
  exited: Promise<number | null>,
  outputFile: string,
): Promise<FlinkRest> {
  const settled = new AbortController();
  const ended = exited.then(async (code) => {
    const output = (await readFile(outputFile, 'utf8')).trim().split('\n').slice(-20).join('\n');
    throw new FlinkStartError(`Flink's JVM ended with code ${code} before it accepted jobs`, output || 'no output');
  });
  const late = sleep(START_TIMEOUT_MS, undefined, { signal: settled.signal }).then(() => {
    throw new FlinkStartError('Flink did not start', `not ready after ${START_TIMEOUT_MS} ms, see ${outputFile}`);
  });
  try {
    return await Promise.race([takesJobs(jvm, lines, taskSlots, settled.signal), ended, late]);
  } finally {
    settled.abort();
  }
}

/**
 * The launcher prints `READY <url>` when the cluster is started. For a moment after that its REST API may still answer
 * 503 ("leader election"), and the slots may not be registered.
 */
async function takesJobs(
  jvm: ChildProcess,
  lines: Interface,
  taskSlots: number,
  signal: AbortSignal,
): Promise<FlinkRest> {
  const rest = new FlinkRest(await readyUrl(jvm, lines));
  return waitFor('the cluster to accept jobs', { timeoutMs: START_TIMEOUT_MS, signal }, async () => {
    try {
      const slots = (await rest.overview())['slots-total'];
      return slots >= taskSlots ? rest : new NotYet(`${slots} of ${taskSlots} slots`);
    } catch (error) {
      if (error instanceof FlinkError) return new NotYet(error.message);
      throw error;
    }
  });
}

function readyUrl(jvm: ChildProcess, lines: Interface): Promise<string> {
  return new Promise((resolve, reject) => {
    jvm.once('error', (error) => reject(new FlinkStartError('Java cannot be run', error.message, { cause: error })));
    lines.on('line', (line) => {
      if (line.startsWith('READY ')) resolve(line.slice('READY '.length).replace(/\/$/, ''));
    });
  });
}

/** A running job holds up the end of the cluster for as long as its restart delay. */
async function cancelJobs(rest: FlinkRest): Promise<void> {
  try {
    for (const job of await rest.jobs()) {
      if (hasEnded(job.status)) continue;
      await rest.cancel(job.id);
      await rest.waitUntilEnded(job.id, { timeoutMs: JOB_END_TIMEOUT_MS });
    }
  } catch (error) {
    // Already gone, or not responding: the signals that follow end it either way.
    if (!(error instanceof FlinkError)) throw error;
  }
}

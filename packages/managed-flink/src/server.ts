import { ApplicationStore, noStateFiles } from './application-store';
import { type Clock, systemClock } from './clock';
import { ControlPlane, type RunningCluster } from './control-plane';
import type { Engine } from './engine/engine';
import { DEFAULT_DURATIONS, type SimulatedDurations, SimulatedEngine } from './engine/simulated-engine';
import { ServiceError } from './errors';
import { type Fault, FaultPlan } from './faults';
import { type FolderLock, lockFolder } from './folder-lock';
import { AnswerLost, type Call, createApiServer } from './http/api-server';
import { isForDashboard, serveDashboard } from './http/dashboard';
import { runOperation } from './operations/catalog';
import { preparedApplications } from './prepared-applications';
import { RateLimit } from './rate-limit';
import { ABSENT_OPERATIONS, isOperationName } from './requests';
import { resumeApplications } from './resume';
import { openStateFiles } from './state-files';

const SERVICE_SNAPSHOT_QUOTA = 1000;
const DEFAULT_REGION = 'us-east-1';

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

/**
 * Starts the Managed Flink API on the loopback interface.
 * Errors: what `listen` rejects with (`EADDRINUSE`), a state file that cannot be read, FolderInUseError when another
 * server runs on the data directory.
 */
export async function startManagedFlink(options: ManagedFlinkOptions): Promise<ManagedFlinkServer> {
  const lock = options.dataDirectory === undefined ? undefined : await lockFolder(options.dataDirectory);
  try {
    return await startServer(options, lock);
  } catch (error) {
    await lock?.release();
    throw error;
  }
}

async function startServer(options: ManagedFlinkOptions, lock: FolderLock | undefined): Promise<ManagedFlinkServer> {
  const { clock = systemClock, log = () => {}, onCall = () => {} } = options;
  const { engine, simulation } = await createEngine(options, clock);
  const plane = await createControlPlane(options, engine, clock, log);
  if (simulation) addPreparedApplications(simulation, plane);
  let faults = new FaultPlan(simulation?.options.faults ?? []);
  const callsPerSecond = simulation?.options.callsPerSecond;
  const rateLimit = callsPerSecond === undefined ? undefined : new RateLimit(callsPerSecond, clock);

  const server = createApiServer(answer, onCall, log, {
    isFor: isForDashboard,
    serve: (request, response) => serveDashboard(plane, request, response),
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  const endpoint = `http://127.0.0.1:${port}`;
  plane.dashboards.base = endpoint;
  resumeApplications(plane);
  return {
    endpoint,
    runningClusters: () => plane.runningClusters(),
    setFaults: (wanted) => {
      if (!simulation && wanted.some(({ kind }) => kind === 'FAILED')) {
        throw new Error('FAILED is a fault of simulated jobs only; make the job of the engine "flink" fail instead');
      }
      faults = new FaultPlan(wanted);
    },
    whenIdle: () => plane.whenIdle(),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await plane.close();
      await closed;
      await lock?.release();
    },
  };

  async function answer(operation: string, body: string): Promise<unknown> {
    if (!isOperationName(operation)) throw unknownOperation(operation);
    if (rateLimit && !rateLimit.admits(operation)) throw new ServiceError('ThrottlingException', 'Rate exceeded');
    const fault = faults.next(operation);
    if (fault && fault.kind !== 'FAILED' && fault.kind !== 'LOST') {
      throw new ServiceError(fault.kind, `${fault.kind} as asked for by --fail`);
    }
    simulation?.engine.failNextAct(fault?.kind === 'FAILED' ? `${operation} fails as asked for by --fail` : undefined);
    const response = await runOperation(plane, operation, body).finally(() =>
      simulation?.engine.failNextAct(undefined),
    );
    if (fault?.kind === 'LOST') throw new AnswerLost();
    return response;
  }
}

function unknownOperation(operation: string): ServiceError {
  return ABSENT_OPERATIONS.includes(operation)
    ? new ServiceError('UnsupportedOperationException', `${operation} is not supported by the local Managed Flink API`)
    : new ServiceError('UnknownOperationException', `${operation} is no operation of KinesisAnalytics_20180523`);
}

interface Simulation {
  readonly options: SimulatedOptions;
  readonly engine: SimulatedEngine;
}

async function createEngine(
  options: ManagedFlinkOptions,
  clock: Clock,
): Promise<{ engine: Engine; simulation?: Simulation }> {
  if (options.engine.kind === 'simulated') {
    const engine = new SimulatedEngine(clock, { ...DEFAULT_DURATIONS, ...options.engine.durations });
    return { engine, simulation: { options: options.engine, engine } };
  }
  if (options.dataDirectory === undefined) {
    throw new Error('The engine "flink" needs a data directory: its snapshots and checkpoints are kept there');
  }
  // Loaded only when wanted: the S3 client costs a quarter of a second.
  const { FlinkEngine } = await import('./engine/flink-engine');
  return {
    engine: await FlinkEngine.open({
      ...options.engine,
      region: options.region ?? DEFAULT_REGION,
      dataDirectory: options.dataDirectory,
    }),
  };
}

async function createControlPlane(
  options: ManagedFlinkOptions,
  engine: Engine,
  clock: Clock,
  log: (line: string) => void,
): Promise<ControlPlane> {
  const files = options.dataDirectory === undefined ? noStateFiles : await openStateFiles(options.dataDirectory, log);
  const preparedSnapshots = options.engine.kind === 'simulated' ? (options.engine.snapshotsPerApplication ?? 0) : 0;
  const settings = {
    region: options.region ?? DEFAULT_REGION,
    accountId: options.accountId ?? '000000000000',
    snapshotQuota: options.snapshotQuota ?? SERVICE_SNAPSHOT_QUOTA + preparedSnapshots,
    listOrder: options.listOrder ?? 'oldest-first',
    snapshotsDisabled: options.snapshotsDisabled ?? 'accept',
  } as const;
  return new ControlPlane(settings, new ApplicationStore(files), engine, clock, log);
}

function addPreparedApplications({ options, engine }: Simulation, plane: ControlPlane): void {
  const wanted = {
    applications: options.applications ?? 0,
    snapshotsPerApplication: options.snapshotsPerApplication ?? 0,
    snapshotNamePrefix: options.snapshotNamePrefix ?? 'prepared.',
  };
  for (const application of preparedApplications(wanted, plane.clock.now(), (name) => plane.applicationArn(name))) {
    if (plane.applications.has(application.name)) continue;
    plane.applications.addPrepared(application);
    engine.addRunning(application.name);
  }
}

import { ApplicationStore, noStateFiles } from './application-store';
import { type Clock, systemClock } from './clock';
import { ControlPlane } from './control-plane';
import type { Engine } from './engine/engine';
import { DEFAULT_DURATIONS, SimulatedEngine } from './engine/simulated-engine';
import { ServiceError } from './errors';
import { FaultPlan } from './faults';
import { type FolderLock, lockFolder } from './folder-lock';
import { AnswerLost, createApiServer } from './http/api-server';
import { isForDashboard, serveDashboard } from './http/dashboard';
import { listenOnLoopback } from './http/listen';
import { runOperation } from './operations/catalog';
import { preparedApplications } from './prepared-applications';
import { RateLimit } from './rate-limit';
import { isOperationName } from './requests';
import { resumeApplications } from './resume';
import type { ManagedFlinkOptions, ManagedFlinkServer, SimulatedOptions } from './server-options';
import { ABSENT_OPERATIONS } from './service-operations';
import { openStateFiles } from './state-files';

const SERVICE_SNAPSHOT_QUOTA = 1000;
const DEFAULT_REGION = 'us-east-1';
/** Header of every answer: calls per second and operation, or `unlimited`. AWS has no such header. */
const CALL_RATE_HEADER = 'x-managed-flink-call-rate';

export type * from './server-options';

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
  // Who looks at lists goes gently, but not where it throttles nobody.
  server.prependListener('request', (_, response) => {
    response.setHeader(CALL_RATE_HEADER, callsPerSecond === undefined ? 'unlimited' : String(callsPerSecond));
  });
  const endpoint = `http://127.0.0.1:${await listenOnLoopback(server, options.port)}`;
  plane.dashboards.base = endpoint;
  resumeApplications(plane);
  return {
    endpoint,
    runningClusters: () => plane.runningClusters(),
    setFaults: (wanted) => {
      if (!simulation && wanted.some(({ kind }) => kind === 'FAILED')) {
        throw new Error('FAILED is a fault of simulated jobs only; make the job of the engine "flink" fail instead.');
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
    : new ServiceError('UnknownOperationException', `${operation} is not an operation of KinesisAnalytics_20180523`);
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
    throw new Error('The engine "flink" needs a data directory: its snapshots and checkpoints are kept there.');
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

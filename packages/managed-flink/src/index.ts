/** The Managed Flink API, for programs. */
export { type Clock, systemClock } from './clock';
export { SERVICE_ERROR_TYPES, type ServiceErrorType } from './errors';
export { type Fault, parseFault } from './faults';
export type { Call } from './http/api-server';
export { ensureFlink } from './launcher';
export { startManagedFlink } from './server';
export type {
  FlinkOptions,
  ManagedFlinkOptions,
  ManagedFlinkServer,
  RunningCluster,
  SimulatedDurations,
  SimulatedOptions,
} from './server-options';

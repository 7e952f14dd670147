import type { ManagedFlinkOptions } from '../../packages/managed-flink/src/server';
import type { CallRecorder } from './gateway';

export interface LocalCloudOptions {
  /** Everything that this local cloud keeps lies below it; two local clouds never share one. */
  readonly folder: string;
  readonly region: string;
  readonly accountId: string;
  readonly engine: 'flink' | 'simulated';
  /** Gets a line for each thing worth telling a person. */
  readonly report: (line: string) => void;
  /** More about the Managed Flink API: the simulated engine's durations and failures, the quota. */
  readonly managedFlink?: Partial<ManagedFlinkOptions>;
  /** How many times faster than the world's clock schedules and retries run. Default: 1. */
  readonly speedUp?: number;
  /** Factor of the waits and retry intervals of state machines, from 0 (none) to 1. Default: 1. */
  readonly waitScale?: number;
  /** `fresh` (the default) forgets what an earlier local cloud left in the folder; `kept` goes on with it. */
  readonly state?: 'fresh' | 'kept';
  /** Signatures are checked and the policies of roles hold, for Managed Flink too. Default: everybody may everything. */
  readonly enforceIdentity?: boolean;
  /** Sees every call through the gateway. Default: nobody does. */
  readonly recorder?: CallRecorder;
  /** The gateway's port. Default: a free one. */
  readonly port?: number;
  /** Where MiniStack is installed, once for all local clouds of this checkout. Default: `.local/ministack`. */
  readonly installationFolder?: string;
  /** Default: 5 s. */
  readonly alarmIntervalMs?: number;
  /** The grid on which alarm periods end. Default: 60, CloudWatch's. */
  readonly alarmStepSeconds?: number;
  /** Default: 15 s, the service's four samples a minute. */
  readonly flinkMetricsIntervalMs?: number;
}

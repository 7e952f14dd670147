import { join } from 'node:path';
import { flinkPath } from './flink-path';

export interface Checkpointing {
  /** `DEFAULT`: the values here hold whatever the job's code sets. `CUSTOM`: the code's own go before them. */
  readonly type: 'DEFAULT' | 'CUSTOM';
  readonly enabled: boolean;
  readonly intervalMs: number;
  readonly minPauseMs: number;
}

/** Managed Flink's `CheckpointConfiguration` DEFAULT. */
export const DEFAULT_CHECKPOINTING: Checkpointing = {
  type: 'DEFAULT',
  enabled: true,
  intervalMs: 60_000,
  minPauseMs: 5_000,
};

/**
 * Restart strategy of the service for a failing job: `exponential-delay` from runtime 1.19 on, `fixed-delay` before.
 */
export type RestartStrategy = 'exponential-delay' | 'fixed-delay';

/** S3 as a job reaches it by `s3://` and `s3a://`. */
export interface S3Access {
  readonly region: string;
  /** None: AWS itself. */
  readonly endpoint?: string;
  /** None: those that the SDK finds in the environment of this process. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export interface FlinkSettings {
  readonly home: string;
  readonly taskSlots: number;
  readonly checkpointing: Checkpointing;
  /** Default: `exponential-delay`. */
  readonly restartStrategy?: RestartStrategy;
  readonly s3?: S3Access;
}

/** Folders of one cluster below its home. Everything in `tmp` may be deleted when the cluster has ended. */
export function clusterFolders(home: string) {
  return {
    conf: join(home, 'conf'),
    log: join(home, 'log'),
    tmp: join(home, 'tmp'),
    jars: join(home, 'tmp', 'jars'),
    web: join(home, 'tmp', 'web'),
    snapshots: join(home, 'snapshots'),
    checkpoints: join(home, 'checkpoints'),
  };
}

/** Flink's settings for one cluster: as Managed Flink sets them, and what a cluster of one JVM needs besides. */
export function flinkConfig({
  home,
  taskSlots,
  checkpointing,
  restartStrategy = 'exponential-delay',
  s3,
}: FlinkSettings): Record<string, string> {
  const folders = clusterFolders(home);
  return {
    // Loopback only; Flink chooses a free port itself, so no other process can take it in between.
    'rest.address': 'localhost',
    'rest.bind-address': 'localhost',
    'rest.port': '0',
    'rest.bind-port': '0',
    'jobmanager.rpc.address': 'localhost',
    'jobmanager.bind-host': 'localhost',
    'taskmanager.host': 'localhost',
    'taskmanager.bind-host': 'localhost',

    'taskmanager.numberOfTaskSlots': String(taskSlots),
    'parallelism.default': '1',

    ...(checkpointing.enabled && {
      'execution.checkpointing.interval': `${checkpointing.intervalMs} ms`,
      'execution.checkpointing.min-pause': `${checkpointing.minPauseMs} ms`,
    }),
    // Read by the launcher (ServiceSettings.java), which imposes it on each job.
    'kda.checkpoints': checkpointing.type,
    // "Apache Flink settings" of the developer guide: 60 minutes, not modifiable.
    'execution.checkpointing.timeout': '60 min',
    'state.backend.type': 'rocksdb',
    'execution.checkpointing.incremental': 'true',
    // A fixed amount: a share of the managed memory would be none for a job whose code asks for another backend.
    'state.backend.rocksdb.memory.fixed-per-slot': '64 mb',
    'execution.checkpointing.dir': flinkPath(folders.checkpoints),
    'execution.checkpointing.savepoint-dir': flinkPath(folders.snapshots),
    'execution.checkpointing.externalized-checkpoint-retention': 'DELETE_ON_CANCELLATION',
    ...RESTART_STRATEGIES[restartStrategy],
    ...(s3 && s3Config(s3)),

    // KinesisAnalyticsRuntime comes from the cluster, so that it reads the cluster's config.properties.
    'classloader.parent-first-patterns.additional': 'com.amazonaws.services.kinesisanalytics.runtime.',

    'io.tmp.dirs': folders.tmp,
    'web.tmpdir': folders.web,
    'web.upload.dir': folders.jars,
    // The default, every origin, lets any web page of a browser on this machine read the REST API, and so run a jar.
    'web.access-control-allow-origin': 'http://nobody.invalid',
    // How old the REST API's job details may be; the default of 3 s would make every start seem that long.
    'web.refresh-interval': '100',
    'metrics.fetcher.update-interval': '1000',
    // A savepoint's answer that nobody fetched holds up a clean end for this long (default 5 min).
    'rest.async.store-duration': '60 s',
    // The TaskManager registers at once instead of after the defaults of seconds.
    'cluster.registration.initial-timeout': '100 ms',
    'cluster.registration.error-delay': '250 ms',
    'jobmanager.memory.process.size': '1024m',
    'taskmanager.memory.process.size': '1024m',
  };
}

/**
 * The service restarts a failing job for ever. `fixed-delay`: every 10 s (AWS "Managed Service for Apache Flink
 * workshop"). `exponential-delay`: with Flink's own values, 1 s and half as much again each time up to a minute; the
 * service does not document others ("Modifiable Flink configuration properties" of the developer guide).
 */
const RESTART_STRATEGIES: Readonly<Record<RestartStrategy, Record<string, string>>> = {
  'exponential-delay': { 'restart-strategy.type': 'exponential-delay' },
  'fixed-delay': {
    'restart-strategy.type': 'fixed-delay',
    'restart-strategy.fixed-delay.attempts': '2147483647',
    'restart-strategy.fixed-delay.delay': '10 s',
  },
};

/** Without the credentials, which are in the JVM's environment: no key is written to a file. */
function s3Config({ region, endpoint }: S3Access): Record<string, string> {
  return {
    's3.endpoint.region': region,
    // Local S3 servers have no host name for each bucket.
    ...(endpoint !== undefined && { 's3.endpoint': endpoint, 's3.path.style.access': 'true' }),
  };
}

/** config.yaml in Flink's flat form. A JSON string is a YAML string, whatever stands in it. */
export function toYaml(config: Readonly<Record<string, string>>): string {
  return Object.entries(config)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('');
}

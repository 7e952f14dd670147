import { join } from 'node:path';
import { flinkPath } from './flink-path';

export interface Checkpointing {
  readonly enabled: boolean;
  readonly intervalMs: number;
  readonly minPauseMs: number;
}

/** Managed Flink's `CheckpointConfiguration` DEFAULT. */
export const DEFAULT_CHECKPOINTING: Checkpointing = { enabled: true, intervalMs: 60_000, minPauseMs: 5_000 };

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
export function flinkConfig(home: string, taskSlots: number, checkpointing: Checkpointing): Record<string, string> {
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
    'execution.checkpointing.dir': flinkPath(folders.checkpoints),
    'execution.checkpointing.savepoint-dir': flinkPath(folders.snapshots),
    'execution.checkpointing.externalized-checkpoint-retention': 'DELETE_ON_CANCELLATION',
    // Managed Flink restarts a failing job for ever, every 10 s (AWS "Managed Service for Apache Flink workshop").
    'restart-strategy.type': 'fixed-delay',
    'restart-strategy.fixed-delay.attempts': '2147483647',
    'restart-strategy.fixed-delay.delay': '10 s',

    // KinesisAnalyticsRuntime comes from the cluster, so that it reads the cluster's config.properties.
    'classloader.parent-first-patterns.additional': 'com.amazonaws.services.kinesisanalytics.runtime.',

    'io.tmp.dirs': folders.tmp,
    'web.tmpdir': folders.web,
    'web.upload.dir': folders.jars,
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

/** config.yaml in Flink's flat form. A JSON string is a YAML string, whatever stands in it. */
export function toYaml(config: Readonly<Record<string, string>>): string {
  return Object.entries(config)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('');
}

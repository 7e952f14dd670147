import type { ApplicationEntry } from '../schema/application-settings';
import type { Settings } from '../schema/settings';

/** What is taken for granted of an application of which the settings say nothing: the newest 1.x, the service's interval. */
const DEFAULT_RUNTIME = 'FLINK-1_20';
const DEFAULT_CHECKPOINT_INTERVAL_SECONDS = 60;

/** An application whose name is known: what its alarms and dashboard depend on. */
export interface WatchedApplication {
  readonly name: string;
  /** Of its entry in the settings. */
  readonly path: string;
  readonly entry: ApplicationEntry;
  /** From Flink 2 on some metrics have other names. */
  readonly isFlink2: boolean;
  readonly checkpointIntervalSeconds: number;
  readonly logGroup: string;
  /** Why it is meant not to run. */
  readonly stoppedOnPurpose: string | undefined;
}

/** Each entry that has a name, completed by what is known of the deployment's own application. */
export function watchedApplications(
  settings: Pick<Settings, 'application'>,
  entries: readonly ApplicationEntry[],
): WatchedApplication[] {
  return entries.flatMap((entry, index) => watchedApplication(settings, entry, index));
}

function watchedApplication(
  { application }: Pick<Settings, 'application'>,
  entry: ApplicationEntry,
  index: number,
): WatchedApplication[] {
  const { name } = entry;
  if (name === undefined) return [];
  const own = application?.name === name ? application : undefined;
  return [
    {
      name,
      path: `snapshots.applications[${index}]`,
      entry,
      isFlink2: (entry.runtime ?? own?.runtime ?? DEFAULT_RUNTIME).startsWith('FLINK-2_'),
      checkpointIntervalSeconds:
        entry.checkpointIntervalSeconds ?? own?.checkpointIntervalSeconds ?? DEFAULT_CHECKPOINT_INTERVAL_SECONDS,
      logGroup: entry.logGroup ?? applicationLogGroup({ name, logGroup: own?.logGroup }),
      stoppedOnPurpose: entry.stoppedOnPurpose ?? own?.stoppedOnPurpose,
    },
  ];
}

/** Where an application logs to; unless it was told another group, the name that the console gives it. */
export function applicationLogGroup({ name, logGroup }: { readonly name: string; readonly logGroup?: string }): string {
  return logGroup ?? `/aws/kinesis-analytics/${name}`;
}

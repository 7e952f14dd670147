import type { ApplicationEntry } from '../schema/application-settings';
import type { Settings } from '../schema/settings';

/** Runtime assumed for an application without settings: the newest 1.x. */
const DEFAULT_RUNTIME = 'FLINK-1_20';
const DEFAULT_CHECKPOINT_INTERVAL_SECONDS = 60;

/** Application with a known name: the facts for its alarms and dashboard. */
export interface WatchedApplication {
  readonly name: string;
  /** Path of its entry in the settings. */
  readonly path: string;
  readonly entry: ApplicationEntry;
  /** True from Flink 2 on, where some metrics have other names. */
  readonly isFlink2: boolean;
  readonly checkpointIntervalSeconds: number;
  readonly logGroup: string;
  /** Reason why it is stopped on purpose. */
  readonly stoppedOnPurpose: string | undefined;
}

/** Entries that have a name, completed by the facts about the deployment's own application. */
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

/** Log group of an application; by default the name that the console gives it. */
export function applicationLogGroup({ name, logGroup }: { readonly name: string; readonly logGroup?: string }): string {
  return logGroup ?? `/aws/kinesis-analytics/${name}`;
}

import { DescribeApplicationCommand, type KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { ManagedFlinkDirectory } from '../../lambda-src/snapshot-manager/aws/application-directory';
import { readSnapshotMode, snapshotModeOf } from '../../lambda-src/snapshot-manager/aws/widened-schema';
import type { Deployment } from '../deployment';
import { selects } from '../pre-deploy/selection';
import { readPart } from '../safety/gather/trouble';
import type { ApplicationSeen, ApplicationSettings } from './application-checks';
import type { Part } from './check';

/** Applications whose settings are read; more would take a minute at the service's pace. */
const MOST_APPLICATIONS = 50;
const AT_ONCE = 5;

/** Names of the applications that a deployment selects: those that are named, and those that a prefix, pattern or tag finds. */
export async function selectedApplications(
  { applications: entries }: Deployment,
  client: KinesisAnalyticsV2Client,
): Promise<Part<readonly string[]>> {
  const named = entries.flatMap(({ name }) => name ?? []);
  if (named.length === entries.length) return { value: named };
  return readPart(async () => {
    const directory = new ManagedFlinkDirectory(client);
    const found = [...named];
    const isByTag = entries.some(({ tag }) => tag !== undefined);
    for (const application of await directory.listApplications()) {
      const tags = isByTag ? Object.fromEntries(await directory.tagsOf(application)) : {};
      if (entries.some((entry) => selects(entry, { name: application.name, tags }))) found.push(application.name);
      if (found.length >= MOST_APPLICATIONS) break;
    }
    return [...new Set(found)];
  });
}

/** Reads the settings of each application for itself. */
export async function readApplications(
  names: readonly string[],
  client: KinesisAnalyticsV2Client,
): Promise<ApplicationSeen[]> {
  readSnapshotMode();
  const seen: ApplicationSeen[] = [];
  const shown = names.slice(0, MOST_APPLICATIONS);
  for (let at = 0; at < shown.length; at += AT_ONCE) {
    const some = shown.slice(at, at + AT_ONCE).map(async (application) => ({
      application,
      settings: await readPart(() => settingsOf(application, client)),
    }));
    seen.push(...(await Promise.all(some)));
  }
  return seen;
}

async function settingsOf(ApplicationName: string, client: KinesisAnalyticsV2Client): Promise<ApplicationSettings> {
  const { ApplicationDetail: detail } = await client.send(new DescribeApplicationCommand({ ApplicationName }));
  const configuration = detail?.ApplicationConfigurationDescription;
  const flink = configuration?.FlinkApplicationConfigurationDescription;
  const run = configuration?.RunConfigurationDescription;
  const snapshots = configuration?.ApplicationSnapshotConfigurationDescription;
  return {
    status: detail?.ApplicationStatus ?? 'unknown',
    snapshotsEnabled: snapshots?.SnapshotsEnabled ?? false,
    snapshotMode: snapshotModeOf(snapshots),
    checkpointingEnabled: flink?.CheckpointConfigurationDescription?.CheckpointingEnabled ?? true,
    restoreType: run?.ApplicationRestoreConfigurationDescription?.ApplicationRestoreType,
    allowNonRestoredState: run?.FlinkRunConfigurationDescription?.AllowNonRestoredState ?? false,
    autoScaling: flink?.ParallelismConfigurationDescription?.AutoScalingEnabled ?? false,
    logs: (detail?.CloudWatchLoggingOptionDescriptions ?? []).length > 0,
  };
}

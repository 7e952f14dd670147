import { DescribeApplicationCommand, type KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';

/** Settings of an application's job that matter for its state. `null`: the service names none. */
export interface JobSettings {
  /** Key of the code in its bucket, with the version of the object if one is set. */
  readonly code: string | null;
  readonly checkpointing: boolean | null;
  readonly checkpointIntervalSeconds: number | null;
  readonly parallelism: number | null;
  readonly autoScaling: boolean | null;
  readonly allowNonRestoredState: boolean | null;
  /** True: the service goes back to the version before an operation that failed. */
  readonly systemRollback: boolean | null;
}

/** Reads the settings of the job. */
export async function readJobSettings(client: KinesisAnalyticsV2Client, application: string): Promise<JobSettings> {
  const answer = await client.send(new DescribeApplicationCommand({ ApplicationName: application }));
  const configuration = answer.ApplicationDetail?.ApplicationConfigurationDescription;
  const flink = configuration?.FlinkApplicationConfigurationDescription;
  const checkpoints = flink?.CheckpointConfigurationDescription;
  const parallelism = flink?.ParallelismConfigurationDescription;
  const location =
    configuration?.ApplicationCodeConfigurationDescription?.CodeContentDescription
      ?.S3ApplicationCodeLocationDescription;
  const version = location?.ObjectVersion === undefined ? '' : ` (version ${location.ObjectVersion})`;
  return {
    code: location?.FileKey === undefined ? null : `${location.FileKey}${version}`,
    checkpointing: checkpoints?.CheckpointingEnabled ?? null,
    checkpointIntervalSeconds:
      checkpoints?.CheckpointInterval === undefined ? null : checkpoints.CheckpointInterval / 1000,
    parallelism: parallelism?.CurrentParallelism ?? parallelism?.Parallelism ?? null,
    autoScaling: parallelism?.AutoScalingEnabled ?? null,
    allowNonRestoredState:
      configuration?.RunConfigurationDescription?.FlinkRunConfigurationDescription?.AllowNonRestoredState ?? null,
    systemRollback: configuration?.ApplicationSystemRollbackConfigurationDescription?.RollbackEnabled ?? null,
  };
}

import type { ApplicationConfigurationDescription } from '@aws-sdk/client-kinesis-analytics-v2';
import { z } from 'zod';
import { ServiceError } from '../errors';
import type { Request } from '../requests';
import { SNAPSHOT_MODES } from './snapshot-mode';

const s3Location = z.object({ bucketArn: z.string(), fileKey: z.string(), objectVersion: z.string().optional() });

/** Configuration of an application, with the service's defaults filled in. */
export const configuration = z.object({
  code: z
    .object({
      contentType: z.enum(['PLAINTEXT', 'ZIPFILE']),
      location: s3Location,
      /** As found in S3; none in the simulated engine, which fetches nothing. */
      md5: z.string().optional(),
      sizeBytes: z.int().optional(),
    })
    .optional(),
  snapshotsEnabled: z.boolean(),
  /** None: nobody chose one, and none is described. */
  snapshotMode: z.enum(SNAPSHOT_MODES).optional(),
  systemRollbackEnabled: z.boolean().optional(),
  propertyGroups: z.array(z.object({ id: z.string(), properties: z.record(z.string(), z.string()) })).optional(),
  checkpoints: z.object({
    type: z.enum(['DEFAULT', 'CUSTOM']),
    enabled: z.boolean(),
    intervalMs: z.int(),
    minPauseMs: z.int(),
  }),
  monitoring: z.object({
    type: z.enum(['DEFAULT', 'CUSTOM']),
    metricsLevel: z.enum(['APPLICATION', 'OPERATOR', 'PARALLELISM', 'TASK']),
    logLevel: z.enum(['DEBUG', 'ERROR', 'INFO', 'WARN']),
  }),
  parallelism: z.object({
    type: z.enum(['DEFAULT', 'CUSTOM']),
    parallelism: z.int(),
    perKpu: z.int(),
    autoScalingEnabled: z.boolean(),
  }),
});

export type Configuration = z.infer<typeof configuration>;
export type S3Location = z.infer<typeof s3Location>;

/**
 * Defaults of the service. Checkpoints: API reference of `CheckpointConfiguration`; the others as the acceptance tests
 * of the Terraform provider find them on AWS (`…Application_basicFlinkApplication`).
 */
const DEFAULTS: Configuration = {
  snapshotsEnabled: true,
  checkpoints: { type: 'DEFAULT', enabled: true, intervalMs: 60_000, minPauseMs: 5_000 },
  monitoring: { type: 'DEFAULT', metricsLevel: 'APPLICATION', logLevel: 'INFO' },
  parallelism: { type: 'DEFAULT', parallelism: 1, perKpu: 1, autoScalingEnabled: true },
};

type Asked = NonNullable<Request<'CreateApplication'>['ApplicationConfiguration']>;
type Changes = NonNullable<Request<'UpdateApplication'>['ApplicationConfigurationUpdate']>;

export function newConfiguration(asked: Asked = {}): Configuration {
  const { CheckpointConfiguration, MonitoringConfiguration, ParallelismConfiguration } =
    asked.FlinkApplicationConfiguration ?? {};
  const code = asked.ApplicationCodeConfiguration;
  return {
    ...DEFAULTS,
    code: code && { contentType: code.CodeContentType, location: s3LocationOf(code.CodeContent) },
    snapshotsEnabled: asked.ApplicationSnapshotConfiguration?.SnapshotsEnabled ?? DEFAULTS.snapshotsEnabled,
    snapshotMode: asked.ApplicationSnapshotConfiguration?.SnapshotMode,
    systemRollbackEnabled: asked.ApplicationSystemRollbackConfiguration?.RollbackEnabled,
    propertyGroups: asked.EnvironmentProperties && propertyGroupsOf(asked.EnvironmentProperties),
    checkpoints: chosen(DEFAULTS.checkpoints, DEFAULTS.checkpoints, {
      type: CheckpointConfiguration?.ConfigurationType,
      enabled: CheckpointConfiguration?.CheckpointingEnabled,
      intervalMs: CheckpointConfiguration?.CheckpointInterval,
      minPauseMs: CheckpointConfiguration?.MinPauseBetweenCheckpoints,
    }),
    monitoring: chosenCustom('MonitoringConfiguration', DEFAULTS.monitoring, DEFAULTS.monitoring, {
      type: MonitoringConfiguration?.ConfigurationType,
      metricsLevel: MonitoringConfiguration?.MetricsLevel,
      logLevel: MonitoringConfiguration?.LogLevel,
    }),
    parallelism: chosenCustom('ParallelismConfiguration', DEFAULTS.parallelism, DEFAULTS.parallelism, {
      type: ParallelismConfiguration?.ConfigurationType,
      parallelism: ParallelismConfiguration?.Parallelism,
      perKpu: ParallelismConfiguration?.ParallelismPerKPU,
      autoScalingEnabled: ParallelismConfiguration?.AutoScalingEnabled,
    }),
  };
}

/** The configuration after an update: what the update leaves out stays. Property groups are replaced as a whole. */
export function changedConfiguration(current: Configuration, changes: Changes = {}): Configuration {
  const { CheckpointConfigurationUpdate, MonitoringConfigurationUpdate, ParallelismConfigurationUpdate } =
    changes.FlinkApplicationConfigurationUpdate ?? {};
  return {
    ...current,
    code: changedCode(current.code, changes),
    snapshotsEnabled:
      changes.ApplicationSnapshotConfigurationUpdate?.SnapshotsEnabledUpdate ?? current.snapshotsEnabled,
    snapshotMode: changes.ApplicationSnapshotConfigurationUpdate?.SnapshotModeUpdate ?? current.snapshotMode,
    systemRollbackEnabled:
      changes.ApplicationSystemRollbackConfigurationUpdate?.RollbackEnabledUpdate ?? current.systemRollbackEnabled,
    propertyGroups: changes.EnvironmentPropertyUpdates
      ? propertyGroupsOf(changes.EnvironmentPropertyUpdates)
      : current.propertyGroups,
    checkpoints: chosen(current.checkpoints, DEFAULTS.checkpoints, {
      type: CheckpointConfigurationUpdate?.ConfigurationTypeUpdate,
      enabled: CheckpointConfigurationUpdate?.CheckpointingEnabledUpdate,
      intervalMs: CheckpointConfigurationUpdate?.CheckpointIntervalUpdate,
      minPauseMs: CheckpointConfigurationUpdate?.MinPauseBetweenCheckpointsUpdate,
    }),
    monitoring: chosenCustom('MonitoringConfiguration', current.monitoring, DEFAULTS.monitoring, {
      type: MonitoringConfigurationUpdate?.ConfigurationTypeUpdate,
      metricsLevel: MonitoringConfigurationUpdate?.MetricsLevelUpdate,
      logLevel: MonitoringConfigurationUpdate?.LogLevelUpdate,
    }),
    parallelism: chosenCustom('ParallelismConfiguration', current.parallelism, DEFAULTS.parallelism, {
      type: ParallelismConfigurationUpdate?.ConfigurationTypeUpdate,
      parallelism: ParallelismConfigurationUpdate?.ParallelismUpdate,
      perKpu: ParallelismConfigurationUpdate?.ParallelismPerKPUUpdate,
      autoScalingEnabled: ParallelismConfigurationUpdate?.AutoScalingEnabledUpdate,
    }),
  };
}

/** The SDK's types do not have the mode yet. */
function snapshotConfiguration({ snapshotsEnabled, snapshotMode }: Configuration) {
  return { SnapshotsEnabled: snapshotsEnabled, ...(snapshotMode && { SnapshotMode: snapshotMode }) };
}

export function describeConfiguration(of: Configuration): ApplicationConfigurationDescription {
  const { code, checkpoints, monitoring, parallelism } = of;
  return {
    ...(code && {
      ApplicationCodeConfigurationDescription: {
        CodeContentType: code.contentType,
        CodeContentDescription: {
          S3ApplicationCodeLocationDescription: {
            BucketARN: code.location.bucketArn,
            FileKey: code.location.fileKey,
            ObjectVersion: code.location.objectVersion,
          },
          CodeMD5: code.md5,
          CodeSize: code.sizeBytes,
        },
      },
    }),
    ApplicationSnapshotConfigurationDescription: snapshotConfiguration(of),
    ...(of.systemRollbackEnabled !== undefined && {
      ApplicationSystemRollbackConfigurationDescription: { RollbackEnabled: of.systemRollbackEnabled },
    }),
    ...(of.propertyGroups && {
      EnvironmentPropertyDescriptions: {
        PropertyGroupDescriptions: of.propertyGroups.map((group) => ({
          PropertyGroupId: group.id,
          PropertyMap: group.properties,
        })),
      },
    }),
    FlinkApplicationConfigurationDescription: {
      CheckpointConfigurationDescription: {
        ConfigurationType: checkpoints.type,
        CheckpointingEnabled: checkpoints.enabled,
        CheckpointInterval: checkpoints.intervalMs,
        MinPauseBetweenCheckpoints: checkpoints.minPauseMs,
      },
      MonitoringConfigurationDescription: {
        ConfigurationType: monitoring.type,
        MetricsLevel: monitoring.metricsLevel,
        LogLevel: monitoring.logLevel,
      },
      ParallelismConfigurationDescription: {
        ConfigurationType: parallelism.type,
        Parallelism: parallelism.parallelism,
        ParallelismPerKPU: parallelism.perKpu,
        CurrentParallelism: parallelism.parallelism,
        AutoScalingEnabled: parallelism.autoScalingEnabled,
      },
    },
  };
}

/**
 * As `chosen`, where DEFAULT does not override what is given: "You must set this property to CUSTOM in order to change"
 * the others (API reference of `ParallelismConfiguration` and `MonitoringConfiguration`). The default itself may be said.
 * Error: InvalidArgumentException.
 */
function chosenCustom<T extends { type: 'DEFAULT' | 'CUSTOM' }>(
  member: string,
  current: T,
  defaults: T,
  asked: Partial<T>,
): T {
  if ((asked.type ?? current.type) === 'DEFAULT') {
    const defaultOf = new Map(Object.entries(defaults));
    for (const [key, value] of Object.entries(asked)) {
      if (key === 'type' || value === undefined || value === defaultOf.get(key)) continue;
      throw new ServiceError(
        'InvalidArgumentException',
        `${member}: ${key} is ${value} while ConfigurationType is DEFAULT, under which it is ${defaultOf.get(key)}. Set ConfigurationType to CUSTOM to change it`,
      );
    }
  }
  return chosen(current, defaults, asked);
}

/** The type `DEFAULT` puts every value back to its default, whatever else is said (as documented for checkpoints). */
function chosen<T extends { type: 'DEFAULT' | 'CUSTOM' }>(current: T, defaults: T, asked: Partial<T>): T {
  const type = asked.type ?? current.type;
  if (type === 'DEFAULT') return defaults;
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  return { ...current, ...given };
}

function changedCode(current: Configuration['code'], changes: Changes): Configuration['code'] {
  const update = changes.ApplicationCodeConfigurationUpdate;
  if (!update) return current;
  const content = update.CodeContentUpdate;
  const moved = content?.S3ContentLocationUpdate;
  const location = {
    bucketArn: moved?.BucketARNUpdate ?? current?.location.bucketArn,
    fileKey: moved?.FileKeyUpdate ?? current?.location.fileKey,
    // A new key without a version means the newest object there, not the version that the old key had.
    objectVersion: moved ? moved.ObjectVersionUpdate || undefined : current?.location.objectVersion,
  };
  const { bucketArn, fileKey, objectVersion } = location;
  if (bucketArn === undefined || fileKey === undefined) {
    throw new ServiceError(
      'InvalidArgumentException',
      'The application has no code yet: S3ContentLocationUpdate needs both BucketARNUpdate and FileKeyUpdate',
    );
  }
  const contentType = update.CodeContentTypeUpdate ?? current?.contentType ?? 'ZIPFILE';
  return { contentType, location: { bucketArn, fileKey, objectVersion } };
}

function s3LocationOf(content: NonNullable<Asked['ApplicationCodeConfiguration']>['CodeContent']): S3Location {
  const location = content?.S3ContentLocation;
  if (!location) {
    throw new ServiceError(
      'InvalidArgumentException',
      'ApplicationCodeConfiguration.CodeContent.S3ContentLocation is missing: a Flink application needs its JAR in S3',
    );
  }
  return {
    bucketArn: location.BucketARN,
    fileKey: location.FileKey,
    objectVersion: location.ObjectVersion || undefined,
  };
}

function propertyGroupsOf(asked: NonNullable<Asked['EnvironmentProperties']>): Configuration['propertyGroups'] {
  const ids = asked.PropertyGroups.map((group) => group.PropertyGroupId);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) {
    throw new ServiceError('InvalidArgumentException', `PropertyGroupId ${twice} is given twice`);
  }
  return asked.PropertyGroups.map((group) => ({ id: group.PropertyGroupId, properties: group.PropertyMap }));
}

import { z } from 'zod';
import { RESTORE_TYPES } from './model/restore-types';

import { SNAPSHOT_MODES } from './model/snapshot-mode';

// Lengths, ranges, patterns and enumerations below are those of the service's API model (botocore 1.44.5,
// kinesisanalyticsv2 2018-05-23). Patterns there hold for the whole text.
export const text = (min: number, max: number, pattern?: RegExp) =>
  pattern ? z.string().min(min).max(max).regex(pattern) : z.string().min(min).max(max);
export const arn = text(1, 2048, /^arn:.*$/);
export const applicationName = text(1, 128, /^[a-zA-Z0-9_.-]+$/);
export const snapshotName = text(1, 256, /^[a-zA-Z0-9_.-]+$/);
export const id = text(1, 50, /^[a-zA-Z0-9_.-]+$/);
export const pageLimit = z.int().min(1).max(50).optional();
export const nextToken = text(1, 512).optional();
export const givenVersionId = z.int().min(1).max(999_999_999);
export const versionId = givenVersionId.optional();
export const conditionalToken = text(1, 512, /^[a-zA-Z0-9\-_+/=]+$/).optional();

const configurationType = z.enum(['DEFAULT', 'CUSTOM']);
const metricsLevel = z.enum(['APPLICATION', 'TASK', 'OPERATOR', 'PARALLELISM']);
const logLevel = z.enum(['INFO', 'WARN', 'ERROR', 'DEBUG']);

/** Times travel as seconds since 1970, with a fraction. */
export const timestamp = z.number().transform((seconds) => new Date(Math.round(seconds * 1000)));

/** A member that this server cannot honour: refused when given, never ignored, because the job would run differently. */
export const notSupported = z
  .custom<undefined>((value) => value === undefined || (Array.isArray(value) && value.length === 0), {
    params: { notSupported: true },
  })
  .optional();

const snapshotMode = z.enum(SNAPSHOT_MODES).optional();

export const tags = z
  .array(z.object({ Key: text(1, 128), Value: text(0, 256).optional() }))
  .min(1)
  .max(200);
export const loggingOption = z.object({ LogStreamARN: arn });
const environmentProperties = z.object({
  PropertyGroups: z
    .array(
      z.object({
        PropertyGroupId: id,
        PropertyMap: z
          .record(text(1, 2048), text(1, 2048))
          .refine((map) => Object.keys(map).length >= 1 && Object.keys(map).length <= 50, {
            params: { constraint: 'Member must have length between 1 and 50' },
          }),
      }),
    )
    .max(50),
});
export const flinkRunConfiguration = z.object({ AllowNonRestoredState: z.boolean().optional() });
export const restoreConfiguration = z.object({
  ApplicationRestoreType: z.enum(RESTORE_TYPES),
  SnapshotName: snapshotName.optional(),
  SnapshotArn: notSupported,
});

export const applicationConfiguration = z.object({
  ApplicationCodeConfiguration: z
    .object({
      CodeContentType: z.enum(['PLAINTEXT', 'ZIPFILE']),
      CodeContent: z
        .object({
          TextContent: notSupported,
          ZipFileContent: notSupported,
          S3ContentLocation: z
            .object({ BucketARN: arn, FileKey: text(1, 1024), ObjectVersion: text(0, 1024).optional() })
            .optional(),
        })
        .optional(),
    })
    .optional(),
  ApplicationSnapshotConfiguration: z.object({ SnapshotsEnabled: z.boolean(), SnapshotMode: snapshotMode }).optional(),
  ApplicationSystemRollbackConfiguration: z.object({ RollbackEnabled: z.boolean() }).optional(),
  EnvironmentProperties: environmentProperties.optional(),
  FlinkApplicationConfiguration: z
    .object({
      CheckpointConfiguration: z
        .object({
          ConfigurationType: configurationType,
          CheckpointingEnabled: z.boolean().optional(),
          CheckpointInterval: z.int().min(1).optional(),
          MinPauseBetweenCheckpoints: z.int().min(0).optional(),
        })
        .optional(),
      MonitoringConfiguration: z
        .object({
          ConfigurationType: configurationType,
          MetricsLevel: metricsLevel.optional(),
          LogLevel: logLevel.optional(),
        })
        .optional(),
      ParallelismConfiguration: z
        .object({
          ConfigurationType: configurationType,
          Parallelism: z.int().min(1).optional(),
          ParallelismPerKPU: z.int().min(1).optional(),
          AutoScalingEnabled: z.boolean().optional(),
        })
        .optional(),
    })
    .optional(),
  SqlApplicationConfiguration: notSupported,
  ZeppelinApplicationConfiguration: notSupported,
  VpcConfigurations: notSupported,
  ApplicationEncryptionConfiguration: notSupported,
});

export const applicationConfigurationUpdate = z.object({
  ApplicationCodeConfigurationUpdate: z
    .object({
      CodeContentTypeUpdate: z.enum(['PLAINTEXT', 'ZIPFILE']).optional(),
      CodeContentUpdate: z
        .object({
          TextContentUpdate: notSupported,
          ZipFileContentUpdate: notSupported,
          S3ContentLocationUpdate: z
            .object({
              BucketARNUpdate: arn.optional(),
              FileKeyUpdate: text(1, 1024).optional(),
              ObjectVersionUpdate: text(0, 1024).optional(),
            })
            .optional(),
        })
        .optional(),
    })
    .optional(),
  ApplicationSnapshotConfigurationUpdate: z
    .object({ SnapshotsEnabledUpdate: z.boolean(), SnapshotModeUpdate: snapshotMode })
    .optional(),
  ApplicationSystemRollbackConfigurationUpdate: z.object({ RollbackEnabledUpdate: z.boolean() }).optional(),
  EnvironmentPropertyUpdates: environmentProperties.optional(),
  FlinkApplicationConfigurationUpdate: z
    .object({
      CheckpointConfigurationUpdate: z
        .object({
          ConfigurationTypeUpdate: configurationType.optional(),
          CheckpointingEnabledUpdate: z.boolean().optional(),
          CheckpointIntervalUpdate: z.int().min(1).optional(),
          MinPauseBetweenCheckpointsUpdate: z.int().min(0).optional(),
        })
        .optional(),
      MonitoringConfigurationUpdate: z
        .object({
          ConfigurationTypeUpdate: configurationType.optional(),
          MetricsLevelUpdate: metricsLevel.optional(),
          LogLevelUpdate: logLevel.optional(),
        })
        .optional(),
      ParallelismConfigurationUpdate: z
        .object({
          ConfigurationTypeUpdate: configurationType.optional(),
          ParallelismUpdate: z.int().min(1).optional(),
          ParallelismPerKPUUpdate: z.int().min(1).optional(),
          AutoScalingEnabledUpdate: z.boolean().optional(),
        })
        .optional(),
    })
    .optional(),
  SqlApplicationConfigurationUpdate: notSupported,
  ZeppelinApplicationConfigurationUpdate: notSupported,
  VpcConfigurationUpdates: notSupported,
  ApplicationEncryptionConfigurationUpdate: notSupported,
});

import type * as sdk from '@aws-sdk/client-kinesis-analytics-v2';
import { z } from 'zod';
import { RESTORE_TYPES } from './model/restore-types';
import { runtimeEnvironment } from './model/runtime-environment';
import { SNAPSHOT_MODES } from './model/snapshot-mode';

/** The operations of the real service that this server has, with the SDK's own types of request and answer. */
interface SdkOperations {
  AddApplicationCloudWatchLoggingOption: [
    sdk.AddApplicationCloudWatchLoggingOptionRequest,
    sdk.AddApplicationCloudWatchLoggingOptionResponse,
  ];
  CreateApplication: [sdk.CreateApplicationRequest, sdk.CreateApplicationResponse];
  CreateApplicationPresignedUrl: [sdk.CreateApplicationPresignedUrlRequest, sdk.CreateApplicationPresignedUrlResponse];
  CreateApplicationSnapshot: [sdk.CreateApplicationSnapshotRequest, sdk.CreateApplicationSnapshotResponse];
  DeleteApplication: [sdk.DeleteApplicationRequest, sdk.DeleteApplicationResponse];
  DeleteApplicationCloudWatchLoggingOption: [
    sdk.DeleteApplicationCloudWatchLoggingOptionRequest,
    sdk.DeleteApplicationCloudWatchLoggingOptionResponse,
  ];
  DeleteApplicationSnapshot: [sdk.DeleteApplicationSnapshotRequest, sdk.DeleteApplicationSnapshotResponse];
  DescribeApplication: [sdk.DescribeApplicationRequest, sdk.DescribeApplicationResponse];
  DescribeApplicationOperation: [sdk.DescribeApplicationOperationRequest, sdk.DescribeApplicationOperationResponse];
  DescribeApplicationSnapshot: [sdk.DescribeApplicationSnapshotRequest, sdk.DescribeApplicationSnapshotResponse];
  DescribeApplicationVersion: [sdk.DescribeApplicationVersionRequest, sdk.DescribeApplicationVersionResponse];
  ListApplicationOperations: [sdk.ListApplicationOperationsRequest, sdk.ListApplicationOperationsResponse];
  ListApplicationSnapshots: [sdk.ListApplicationSnapshotsRequest, sdk.ListApplicationSnapshotsResponse];
  ListApplicationVersions: [sdk.ListApplicationVersionsRequest, sdk.ListApplicationVersionsResponse];
  ListApplications: [sdk.ListApplicationsRequest, sdk.ListApplicationsResponse];
  ListTagsForResource: [sdk.ListTagsForResourceRequest, sdk.ListTagsForResourceResponse];
  RollbackApplication: [sdk.RollbackApplicationRequest, sdk.RollbackApplicationResponse];
  StartApplication: [sdk.StartApplicationRequest, sdk.StartApplicationResponse];
  StopApplication: [sdk.StopApplicationRequest, sdk.StopApplicationResponse];
  TagResource: [sdk.TagResourceRequest, sdk.TagResourceResponse];
  UntagResource: [sdk.UntagResourceRequest, sdk.UntagResourceResponse];
  UpdateApplication: [sdk.UpdateApplicationRequest, sdk.UpdateApplicationResponse];
}

export type OperationName = keyof SdkOperations;

/** An answer to an operation, as the SDK types it. */
export type Response<Name extends OperationName> = SdkOperations[Name][1];

/** A request that has passed its constraints: the SDK's type with every required member present. */
export type Request<Name extends OperationName> = z.output<(typeof REQUESTS)[Name]>;

// Lengths, ranges, patterns and enumerations below are those of the service's API model (botocore 1.44.5,
// kinesisanalyticsv2 2018-05-23). Patterns there hold for the whole text.
const text = (min: number, max: number, pattern?: RegExp) =>
  pattern ? z.string().min(min).max(max).regex(pattern) : z.string().min(min).max(max);
const arn = text(1, 2048, /^arn:.*$/);
const applicationName = text(1, 128, /^[a-zA-Z0-9_.-]+$/);
const snapshotName = text(1, 256, /^[a-zA-Z0-9_.-]+$/);
const id = text(1, 50, /^[a-zA-Z0-9_.-]+$/);
const pageLimit = z.int().min(1).max(50).optional();
const nextToken = text(1, 512).optional();
const givenVersionId = z.int().min(1).max(999_999_999);
const versionId = givenVersionId.optional();
const conditionalToken = text(1, 512, /^[a-zA-Z0-9\-_+/=]+$/).optional();
const configurationType = z.enum(['DEFAULT', 'CUSTOM']);
const metricsLevel = z.enum(['APPLICATION', 'TASK', 'OPERATOR', 'PARALLELISM']);
const logLevel = z.enum(['INFO', 'WARN', 'ERROR', 'DEBUG']);

/** Times travel as seconds since 1970, with a fraction. */
const timestamp = z.number().transform((seconds) => new Date(Math.round(seconds * 1000)));

/** A member that this server cannot honour: refused when given, never ignored, because the job would run differently. */
const notSupported = z
  .custom<undefined>((value) => value === undefined || (Array.isArray(value) && value.length === 0), {
    params: { notSupported: true },
  })
  .optional();

const snapshotMode = z.enum(SNAPSHOT_MODES).optional();

const tags = z
  .array(z.object({ Key: text(1, 128), Value: text(0, 256).optional() }))
  .min(1)
  .max(200);
const loggingOption = z.object({ LogStreamARN: arn });
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
const flinkRunConfiguration = z.object({ AllowNonRestoredState: z.boolean().optional() });
const restoreConfiguration = z.object({
  ApplicationRestoreType: z.enum(RESTORE_TYPES),
  SnapshotName: snapshotName.optional(),
  SnapshotArn: notSupported,
});

const applicationConfiguration = z.object({
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

const applicationConfigurationUpdate = z.object({
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

/** Schemas of all requests: the only place that defines constraints. */
export const REQUESTS = {
  AddApplicationCloudWatchLoggingOption: z.object({
    ApplicationName: applicationName,
    CurrentApplicationVersionId: versionId,
    ConditionalToken: conditionalToken,
    CloudWatchLoggingOption: loggingOption,
  }),
  CreateApplication: z.object({
    ApplicationName: applicationName,
    ApplicationDescription: text(0, 1024).optional(),
    RuntimeEnvironment: runtimeEnvironment,
    ServiceExecutionRole: arn,
    ApplicationConfiguration: applicationConfiguration.optional(),
    CloudWatchLoggingOptions: z.array(loggingOption).optional(),
    Tags: tags.optional(),
    ApplicationMode: z.enum(['STREAMING', 'INTERACTIVE']).optional(),
  }),
  CreateApplicationPresignedUrl: z.object({
    ApplicationName: applicationName,
    UrlType: z.enum(['FLINK_DASHBOARD_URL', 'ZEPPELIN_UI_URL']),
    SessionExpirationDurationInSeconds: z.int().min(1800).max(43_200).optional(),
  }),
  CreateApplicationSnapshot: z.object({ ApplicationName: applicationName, SnapshotName: snapshotName }),
  DeleteApplication: z.object({ ApplicationName: applicationName, CreateTimestamp: timestamp }),
  DeleteApplicationCloudWatchLoggingOption: z.object({
    ApplicationName: applicationName,
    CurrentApplicationVersionId: versionId,
    ConditionalToken: conditionalToken,
    CloudWatchLoggingOptionId: id,
  }),
  DeleteApplicationSnapshot: z.object({
    ApplicationName: applicationName,
    SnapshotName: snapshotName,
    SnapshotCreationTimestamp: timestamp,
  }),
  DescribeApplication: z.object({
    ApplicationName: applicationName,
    IncludeAdditionalDetails: z.boolean().optional(),
  }),
  DescribeApplicationOperation: z.object({ ApplicationName: applicationName, OperationId: text(1, 64) }),
  DescribeApplicationSnapshot: z.object({ ApplicationName: applicationName, SnapshotName: snapshotName }),
  DescribeApplicationVersion: z.object({ ApplicationName: applicationName, ApplicationVersionId: givenVersionId }),
  ListApplicationOperations: z.object({
    ApplicationName: applicationName,
    Limit: pageLimit,
    NextToken: nextToken,
    Operation: text(1, 64).optional(),
    OperationStatus: z.enum(['IN_PROGRESS', 'CANCELLED', 'SUCCESSFUL', 'FAILED']).optional(),
  }),
  ListApplicationSnapshots: z.object({ ApplicationName: applicationName, Limit: pageLimit, NextToken: nextToken }),
  ListApplicationVersions: z.object({ ApplicationName: applicationName, Limit: pageLimit, NextToken: nextToken }),
  ListApplications: z.object({ Limit: pageLimit, NextToken: applicationName.optional() }),
  ListTagsForResource: z.object({ ResourceARN: arn }),
  RollbackApplication: z.object({
    ApplicationName: applicationName,
    CurrentApplicationVersionId: givenVersionId,
  }),
  StartApplication: z.object({
    ApplicationName: applicationName,
    RunConfiguration: z
      .object({
        FlinkRunConfiguration: flinkRunConfiguration.optional(),
        ApplicationRestoreConfiguration: restoreConfiguration.optional(),
        SqlRunConfigurations: notSupported,
      })
      .optional(),
  }),
  StopApplication: z.object({ ApplicationName: applicationName, Force: z.boolean().optional() }),
  TagResource: z.object({ ResourceARN: arn, Tags: tags }),
  UntagResource: z.object({ ResourceARN: arn, TagKeys: z.array(text(1, 128)).min(1).max(200) }),
  UpdateApplication: z.object({
    ApplicationName: applicationName,
    CurrentApplicationVersionId: versionId,
    ConditionalToken: conditionalToken,
    ApplicationConfigurationUpdate: applicationConfigurationUpdate.optional(),
    ServiceExecutionRoleUpdate: arn.optional(),
    RunConfigurationUpdate: z
      .object({
        FlinkRunConfiguration: flinkRunConfiguration.optional(),
        ApplicationRestoreConfiguration: restoreConfiguration.optional(),
      })
      .optional(),
    CloudWatchLoggingOptionUpdates: z
      .array(z.object({ CloudWatchLoggingOptionId: id, LogStreamARNUpdate: arn.optional() }))
      .optional(),
    RuntimeEnvironmentUpdate: runtimeEnvironment.optional(),
  }),
} satisfies { [Name in OperationName]: z.ZodType<SdkOperations[Name][0]> };

export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(REQUESTS, name);
}

/** Operations of the real service, classic and enhanced snapshots alike, that this server answers with a refusal. */
export const ABSENT_OPERATIONS: readonly string[] = [
  'AddApplicationInput',
  'AddApplicationInputProcessingConfiguration',
  'AddApplicationOutput',
  'AddApplicationReferenceDataSource',
  'AddApplicationVpcConfiguration',
  'CreateSnapshot',
  'DeleteApplicationInputProcessingConfiguration',
  'DeleteApplicationOutput',
  'DeleteApplicationReferenceDataSource',
  'DeleteApplicationVpcConfiguration',
  'DeleteSnapshot',
  'DescribeSnapshot',
  'DescribeSnapshotOperation',
  'DiscoverInputSchema',
  'ExportSnapshot',
  'ImportSnapshot',
  'ListSnapshotOperations',
  'ListSnapshots',
  'UpdateApplicationMaintenanceConfiguration',
];

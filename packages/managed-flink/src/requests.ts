import { z } from 'zod';
import { runtimeEnvironment } from './model/runtime-environment';
import {
  applicationConfiguration,
  applicationConfigurationUpdate,
  applicationName,
  arn,
  conditionalToken,
  flinkRunConfiguration,
  givenVersionId,
  id,
  loggingOption,
  nextToken,
  notSupported,
  pageLimit,
  restoreConfiguration,
  snapshotName,
  tags,
  text,
  timestamp,
  versionId,
} from './request-parts';
import type { OperationName, SdkOperations } from './service-operations';

/** A request that has passed its constraints: the SDK's type with every required member present. */
export type Request<Name extends OperationName> = z.output<(typeof REQUESTS)[Name]>;

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

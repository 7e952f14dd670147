import type * as sdk from '@aws-sdk/client-kinesis-analytics-v2';

/** The operations of the real service that this server has, with the SDK's own types of request and answer. */
export interface SdkOperations {
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

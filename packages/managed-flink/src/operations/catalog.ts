import type { ControlPlane } from '../control-plane';
import { readRequest } from '../http/read-request';
import type { Request } from '../requests';
import type { OperationName, Response } from '../service-operations';
import { addApplicationCloudWatchLoggingOption } from './add-application-cloud-watch-logging-option';
import { createApplication } from './create-application';
import { createApplicationPresignedUrl } from './create-application-presigned-url';
import { createApplicationSnapshot } from './create-application-snapshot';
import { deleteApplication } from './delete-application';
import { deleteApplicationCloudWatchLoggingOption } from './delete-application-cloud-watch-logging-option';
import { deleteApplicationSnapshot } from './delete-application-snapshot';
import { describeApplication } from './describe-application';
import { describeApplicationOperation } from './describe-application-operation';
import { describeApplicationSnapshot } from './describe-application-snapshot';
import { describeApplicationVersion } from './describe-application-version';
import { listApplicationOperations } from './list-application-operations';
import { listApplicationSnapshots } from './list-application-snapshots';
import { listApplicationVersions } from './list-application-versions';
import { listApplications } from './list-applications';
import { listTagsForResource } from './list-tags-for-resource';
import { rollbackApplication } from './rollback-application';
import { startApplication } from './start-application';
import { stopApplication } from './stop-application';
import { tagResource } from './tag-resource';
import { untagResource } from './untag-resource';
import { updateApplication } from './update-application';

type Operation<Name extends OperationName> = (
  plane: ControlPlane,
  request: Request<Name>,
) => Response<Name> | Promise<Response<Name>>;

export const OPERATIONS: { [Name in OperationName]: Operation<Name> } = {
  AddApplicationCloudWatchLoggingOption: addApplicationCloudWatchLoggingOption,
  CreateApplication: createApplication,
  CreateApplicationPresignedUrl: createApplicationPresignedUrl,
  CreateApplicationSnapshot: createApplicationSnapshot,
  DeleteApplication: deleteApplication,
  DeleteApplicationCloudWatchLoggingOption: deleteApplicationCloudWatchLoggingOption,
  DeleteApplicationSnapshot: deleteApplicationSnapshot,
  DescribeApplication: describeApplication,
  DescribeApplicationOperation: describeApplicationOperation,
  DescribeApplicationSnapshot: describeApplicationSnapshot,
  DescribeApplicationVersion: describeApplicationVersion,
  ListApplicationOperations: listApplicationOperations,
  ListApplicationSnapshots: listApplicationSnapshots,
  ListApplicationVersions: listApplicationVersions,
  ListApplications: listApplications,
  ListTagsForResource: listTagsForResource,
  RollbackApplication: rollbackApplication,
  StartApplication: startApplication,
  StopApplication: stopApplication,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateApplication: updateApplication,
};

/** Operations that change nothing, so that there is nothing to write before their answer. */
const READS = /^(Describe|List)|^CreateApplicationPresignedUrl$/;

/**
 * Reads the request of an operation, runs it, and answers what the service would, once what it has changed is on disk.
 * Errors: `ServiceError`.
 */
export async function runOperation<Name extends OperationName>(
  plane: ControlPlane,
  name: Name,
  body: string,
): Promise<Response<Name>> {
  const operation: Operation<Name> = OPERATIONS[name];
  const request = readRequest(name, body);
  const response = await operation(plane, request);
  if (!READS.test(name)) await plane.applications.written(changedApplication(request));
  return response;
}

function changedApplication(request: object): string {
  if ('ApplicationName' in request && typeof request.ApplicationName === 'string') return request.ApplicationName;
  const arn = 'ResourceARN' in request && typeof request.ResourceARN === 'string' ? request.ResourceARN : '';
  return arn.slice(arn.lastIndexOf('/') + 1);
}

import type { SnapshotDetails } from '@aws-sdk/client-kinesis-analytics-v2';
import type { ControlPlane } from '../control-plane';
import { ServiceError } from '../errors';
import type { Application } from '../model/application';
import type { Snapshot } from '../model/snapshot-set';
import type { Request } from '../requests';
import type { Response } from '../service-operations';

export function describeApplicationSnapshot(
  plane: ControlPlane,
  request: Request<'DescribeApplicationSnapshot'>,
): Response<'DescribeApplicationSnapshot'> {
  const application = plane.applications.get(request.ApplicationName);
  return { SnapshotDetails: snapshotDetails(findSnapshot(application, request.SnapshotName)) };
}

/** Error: ResourceNotFoundException. */
export function findSnapshot(application: Application, name: string): Snapshot {
  const snapshot = application.snapshots.find(name);
  if (snapshot) return snapshot;
  throw new ServiceError(
    'ResourceNotFoundException',
    `Snapshot ${name} of application ${application.name} does not exist`,
  );
}

export function snapshotDetails(snapshot: Snapshot): SnapshotDetails {
  return {
    SnapshotName: snapshot.name,
    SnapshotStatus: snapshot.status,
    ApplicationVersionId: snapshot.applicationVersionId,
    SnapshotCreationTimestamp: snapshot.createdAt,
    RuntimeEnvironment: snapshot.runtimeEnvironment,
  };
}

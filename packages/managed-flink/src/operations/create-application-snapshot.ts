import type { ControlPlane } from '../control-plane';
import { ServiceError } from '../errors';
import type { Request } from '../requests';
import type { Response } from '../service-operations';

/** Takes a snapshot of a RUNNING application: CREATING → READY or FAILED. The answer is empty, as the service's is. */
export function createApplicationSnapshot(
  plane: ControlPlane,
  request: Request<'CreateApplicationSnapshot'>,
): Response<'CreateApplicationSnapshot'> {
  const { ApplicationName: name, SnapshotName: snapshotName } = request;
  const application = plane.applications.get(name);
  if (application.status !== 'RUNNING') {
    throw new ServiceError(
      'InvalidRequestException',
      `Application ${name} is in ${application.status} status. Snapshot creation is only allowed when application is in RUNNING status`,
    );
  }
  if (application.configuration.snapshotMode === 'ENHANCED_SNAPSHOTS') {
    throw new ServiceError(
      'UnsupportedOperationException',
      `Application ${name} is in snapshot mode ENHANCED_SNAPSHOTS; CreateApplicationSnapshot takes legacy snapshots`,
    );
  }
  if (!application.configuration.snapshotsEnabled && plane.settings.snapshotsDisabled === 'refuse') {
    throw new ServiceError(
      'InvalidApplicationConfigurationException',
      `Snapshots are disabled for application ${name}`,
    );
  }
  if (application.snapshots.find(snapshotName)) {
    throw new ServiceError('ResourceInUseException', `Snapshot ${snapshotName} of application ${name} already exists`);
  }
  if (application.snapshots.size >= plane.settings.snapshotQuota) {
    throw new ServiceError(
      'LimitExceededException',
      `Application ${name} has ${application.snapshots.size} snapshots; the quota is ${plane.settings.snapshotQuota}`,
    );
  }
  plane.inBackground(async () => {
    const make = () => plane.engine.takeSnapshot(name, snapshotName);
    // The failure is in the snapshot's status and in the log; nobody waits for it here.
    await plane.makeSnapshot(application, snapshotName, application.versionId, make).catch(() => undefined);
  });
  return {};
}

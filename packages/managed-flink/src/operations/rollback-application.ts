import type { ControlPlane } from '../control-plane';
import { ServiceError } from '../errors';
import type { Application, EarlierVersion } from '../model/application';
import { findVersion, versioned } from '../model/versions';
import type { Request } from '../requests';
import type { Response } from '../service-operations';
import { applicationDetail } from './application-detail';

/**
 * Brings back the version before the latest update: RUNNING or UPDATING → ROLLING_BACK → RUNNING. The job is ended
 * without a snapshot and starts under the former configuration from the last READY snapshot; what it did since that one
 * is done again. The application gets a new version; the one it leaves is ROLLED_BACK.
 */
export function rollbackApplication(
  plane: ControlPlane,
  request: Request<'RollbackApplication'>,
): Response<'RollbackApplication'> {
  const application = plane.applications.get(request.ApplicationName);
  plane.checkVersion(application, request);
  const target = rollbackTarget(application);

  plane.cancelCurrent(application);
  const { name, versionId: left } = application;
  plane.changeVersion(application, {
    ...versioned(target),
    runConfiguration: {
      restoreType: 'RESTORE_FROM_LATEST_SNAPSHOT',
      allowNonRestoredState: target.runConfiguration?.allowNonRestoredState ?? false,
    },
  });
  Object.assign(application, { rolledBackFrom: left, rolledBackTo: target.versionId, updatedFrom: target.updatedFrom });
  for (const version of application.versions) {
    if (version.versionId === left) version.status = 'ROLLED_BACK';
  }
  application.status = 'ROLLING_BACK';
  const operation = plane.begin(application, 'RollbackApplication', left);
  plane.carryOut(application, operation, {
    async run(signal) {
      await plane.engine.forceStop(name);
      signal.throwIfAborted();
      const snapshot = application.snapshots.newestReady();
      if (!snapshot) throw noSnapshot(name);
      await plane.engine.start(plane.jobOf(application), { location: snapshot.location }, signal);
    },
    statusAfter: 'RUNNING',
    statusAfterFailure: () => plane.statusOfJob(name),
  });
  return { ApplicationDetail: applicationDetail(application), OperationId: operation.id };
}

/** Errors: ResourceInUseException (its status), InvalidRequestException (no version before, or no snapshot). */
function rollbackTarget(application: Application): EarlierVersion {
  const { name, status, updatedFrom } = application;
  if (status !== 'RUNNING' && status !== 'UPDATING') {
    throw new ServiceError(
      'ResourceInUseException',
      `Application ${name} is in ${status} status; it can be rolled back in UPDATING, AUTOSCALING or RUNNING status`,
    );
  }
  const target = updatedFrom === undefined ? undefined : findVersion(application, updatedFrom);
  if (!target) {
    throw new ServiceError('InvalidRequestException', `Application ${name} has no earlier version to roll back to`);
  }
  if (!application.snapshots.newestReady()) throw noSnapshot(name);
  return target;
}

function noSnapshot(name: string): ServiceError {
  return new ServiceError(
    'InvalidRequestException',
    `Application ${name} has no READY snapshot: a rollback loads its state from the last successful one`,
  );
}

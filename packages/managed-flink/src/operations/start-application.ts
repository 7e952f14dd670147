import type { ControlPlane } from '../control-plane';
import { ServiceError } from '../errors';
import type { RunConfiguration } from '../model/application';
import { restorePoint } from '../model/restore-point';
import type { Request } from '../requests';
import type { Response } from '../service-operations';

/**
 * Starts the job: READY → STARTING → RUNNING, or back to READY with the operation FAILED and its cause in it. Without a
 * choice it takes what an update since the stop has said, else the newest snapshot.
 */
export function startApplication(
  plane: ControlPlane,
  request: Request<'StartApplication'>,
): Response<'StartApplication'> {
  const application = plane.applications.get(request.ApplicationName);
  if (application.status !== 'READY') {
    throw new ServiceError(
      'ResourceInUseException',
      `Application ${application.name} is in ${application.status} status; it can be started in READY status`,
    );
  }
  if (!application.configuration.code) {
    throw new ServiceError('InvalidApplicationConfigurationException', `Application ${application.name} has no code`);
  }
  const run = runConfigurationOf(request.RunConfiguration) ?? application.runConfiguration ?? RESTORE_NEWEST;
  const snapshot = restorePoint(application, run);

  application.runConfiguration = run;
  application.status = 'STARTING';
  const operation = plane.begin(application, 'StartApplication');
  plane.carryOut(application, operation, {
    run: (signal) => plane.engine.start(plane.jobOf(application), snapshot && { location: snapshot.location }, signal),
    statusAfter: 'RUNNING',
    statusAfterFailure: () => 'READY',
  });
  return { OperationId: operation.id };
}

const RESTORE_NEWEST: RunConfiguration = {
  restoreType: 'RESTORE_FROM_LATEST_SNAPSHOT',
  allowNonRestoredState: false,
};

function runConfigurationOf(asked: Request<'StartApplication'>['RunConfiguration']): RunConfiguration | undefined {
  if (!asked) return undefined;
  const restore = asked.ApplicationRestoreConfiguration;
  return {
    restoreType: restore?.ApplicationRestoreType ?? RESTORE_NEWEST.restoreType,
    snapshotName: restore?.SnapshotName,
    allowNonRestoredState: asked.FlinkRunConfiguration?.AllowNonRestoredState ?? false,
  };
}

import type { ControlPlane } from '../control-plane';
import { ServiceError } from '../errors';
import { restorePoint } from '../model/restore-point';
import type { Request, Response } from '../requests';

/** Starts the job: READY → STARTING → RUNNING, or back to READY with the operation FAILED and its cause in it. */
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
  const restore = request.RunConfiguration?.ApplicationRestoreConfiguration;
  const run = {
    restoreType: restore?.ApplicationRestoreType ?? 'RESTORE_FROM_LATEST_SNAPSHOT',
    snapshotName: restore?.SnapshotName,
    allowNonRestoredState: request.RunConfiguration?.FlinkRunConfiguration?.AllowNonRestoredState ?? false,
  } as const;
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

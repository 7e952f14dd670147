import type { ControlPlane } from '../control-plane';
import { ServiceError } from '../errors';
import type { Application } from '../model/application';
import type { Request } from '../requests';
import type { Response } from '../service-operations';

/**
 * Stops the job: RUNNING → STOPPING → READY, with a snapshot `STOP-<application>-<ms>` if SnapshotsEnabled. When that
 * snapshot fails, the job goes on and the application is RUNNING again.
 * With Force: from any state with a job in it → FORCE_STOPPING → READY, and no snapshot.
 */
export function stopApplication(plane: ControlPlane, request: Request<'StopApplication'>): Response<'StopApplication'> {
  const application = plane.applications.get(request.ApplicationName);
  return request.Force ? forceStop(plane, application) : stop(plane, application);
}

function stop(plane: ControlPlane, application: Application): Response<'StopApplication'> {
  const { name } = application;
  checkStatus(application, ['RUNNING']);
  application.status = 'STOPPING';
  const operation = plane.begin(application, 'StopApplication');
  const snapshotName = `STOP-${name}-${plane.clock.now().getTime()}`;
  plane.carryOut(application, operation, {
    async run() {
      if (application.configuration.snapshotsEnabled) {
        const make = () => plane.engine.stopWithSnapshot(name, snapshotName);
        await plane.makeSnapshot(application, snapshotName, application.versionId, make);
      } else {
        await plane.engine.forceStop(name);
      }
    },
    statusAfter: 'READY',
    statusAfterFailure: () => plane.statusOfJob(name),
  });
  return { OperationId: operation.id };
}

function forceStop(plane: ControlPlane, application: Application): Response<'StopApplication'> {
  checkStatus(application, ['STARTING', 'UPDATING', 'STOPPING', 'RUNNING']);
  plane.cancelCurrent(application);
  application.status = 'FORCE_STOPPING';
  const operation = plane.begin(application, 'StopApplication');
  plane.carryOut(application, operation, {
    run: () => plane.engine.forceStop(application.name),
    statusAfter: 'READY',
    statusAfterFailure: () => plane.statusOfJob(application.name),
  });
  return { OperationId: operation.id };
}

function checkStatus(application: Application, allowed: readonly string[]): void {
  if (allowed.includes(application.status)) return;
  throw new ServiceError(
    'ResourceInUseException',
    `Application ${application.name} is in ${application.status} status; it can be stopped in ${allowed.join(', ')} status`,
  );
}

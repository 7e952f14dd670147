import type { ControlPlane } from './control-plane';
import type { Application } from './model/application';

/**
 * Brings the applications back to where they were when the server ended: jobs that ran or were to run are started from
 * the newest state that their engine has kept; what was under way is FAILED or, where it was to end a job, done.
 */
export function resumeApplications(plane: ControlPlane): void {
  for (const application of plane.applications.all()) {
    if (plane.engine.hasJob(application.name)) continue; // prepared just now
    for (const operation of application.operations) {
      if (operation.status !== 'IN_PROGRESS') continue;
      operation.status = 'FAILED';
      operation.failure = 'The server ended before the operation did';
    }
    for (const snapshot of application.snapshots.all()) {
      if (snapshot.status === 'CREATING') application.snapshots.put({ ...snapshot, status: 'FAILED' });
      if (snapshot.status === 'DELETING') application.snapshots.put({ ...snapshot, status: 'READY' });
    }
    resume(plane, application);
  }
}

function resume(plane: ControlPlane, application: Application): void {
  switch (application.status) {
    case 'RUNNING':
    case 'STARTING':
    case 'UPDATING': {
      application.status = 'STARTING';
      const operation = plane.begin(application, 'RecoverApplication');
      plane.carryOut(application, operation, {
        run: (signal) => plane.engine.recover(plane.jobOf(application), signal),
        statusAfter: 'RUNNING',
        statusAfterFailure: () => 'READY',
      });
      return;
    }
    case 'STOPPING':
    case 'FORCE_STOPPING':
      application.status = 'READY';
      plane.applications.put(application);
      return;
    case 'DELETING':
      plane.removeInBackground(application);
      return;
    case 'READY':
      plane.applications.put(application);
  }
}

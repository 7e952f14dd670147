import { type ControlPlane, settle } from './control-plane';
import type { Application } from './model/application';

/** Name of the operation with which this server restores a job by itself. */
const RECOVERY = 'RecoverApplication';

/**
 * Brings the applications back to where they were when the server ended: jobs that ran are started from the newest
 * state that their engine has kept. An operation that was in progress is FAILED and its application READY, since how
 * far it came is unknown; a deletion is carried on.
 */
export function resumeApplications(plane: ControlPlane): void {
  for (const application of plane.applications.all()) {
    if (plane.engine.hasJob(application.name)) continue; // prepared just now
    const interrupted = application.operations.filter((operation) => operation.status === 'IN_PROGRESS');
    for (const operation of interrupted) {
      operation.status = 'FAILED';
      operation.failure = 'The server ended before the operation did';
    }
    for (const snapshot of application.snapshots.all()) {
      if (snapshot.status === 'CREATING') application.snapshots.put({ ...snapshot, status: 'FAILED' });
      if (snapshot.status === 'DELETING') plane.removeSnapshotInBackground(application, snapshot);
    }
    resume(plane, application, interrupted.at(-1)?.kind);
  }
}

function resume(plane: ControlPlane, application: Application, interrupted: string | undefined): void {
  if (application.status === 'DELETING') {
    plane.removeInBackground(application);
  } else if (application.status === 'RUNNING' || interrupted === RECOVERY) {
    application.status = 'STARTING';
    plane.carryOut(application, plane.begin(application, RECOVERY), {
      run: (signal) => plane.engine.recover(plane.jobOf(application), signal),
      statusAfter: 'RUNNING',
      statusAfterFailure: () => 'READY',
    });
  } else {
    if (application.status !== 'READY') settle(application, 'READY');
    plane.applications.put(application);
  }
}

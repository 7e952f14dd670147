/** Snapshot mode in which this manager works, as the service names it; the default where the service names none. */
const MANAGED_MODE = 'APPLICATION_SNAPSHOTS_LEGACY';

/**
 * True when the manager may create and delete snapshots of an application in this mode. In `ENHANCED_SNAPSHOTS` (AWS,
 * November 2026) and in unknown modes the service keeps other snapshots, with other calls.
 */
export function isManagedMode(snapshotMode: string | undefined): boolean {
  return snapshotMode === undefined || snapshotMode === MANAGED_MODE;
}

/** Sentence on an application in a mode that is not managed, for row, mail, plan and pre-deploy. */
export function unmanagedModeText(application: string, snapshotMode: string | undefined): string {
  return `Application ${application} is in snapshot mode ${snapshotMode}; this version manages only ${MANAGED_MODE}, so it creates and deletes nothing there.`;
}

/** Advice for an application in a mode that is not managed. */
export const UNMANAGED_MODE_ADVICE =
  'Until a version of this project manages enhanced snapshots, take and delete them by other means: aws kinesisanalyticsv2 create-snapshot, delete-snapshot (AWS CLI of November 2026 or later). Remove the application from snapshots.applications, or return to the earlier mode: aws kinesisanalyticsv2 rollback-application, which is possible only until the next update of the application.';

/** The service's word for the mode in which this manager takes and deletes snapshots; the default where none is told. */
const MANAGED_MODE = 'APPLICATION_SNAPSHOTS_LEGACY';

/**
 * True when the manager may create and delete snapshots of an application in this mode. In `ENHANCED_SNAPSHOTS` (AWS,
 * November 2026) and in modes that this version does not know, the service keeps other snapshots, under other calls.
 */
export function isManagedMode(snapshotMode: string | undefined): boolean {
  return snapshotMode === undefined || snapshotMode === MANAGED_MODE;
}

/** Sentence on an application in a mode that is not managed, for row, mail, plan and pre-deploy. */
export function unmanagedModeText(application: string, snapshotMode: string | undefined): string {
  return `Application ${application} is in snapshot mode ${snapshotMode}; this version manages ${MANAGED_MODE} only, so it creates and deletes nothing there.`;
}

/** What a person does about an application in a mode that is not managed. */
export const UNMANAGED_MODE_ADVICE =
  'Until a version of this project manages enhanced snapshots, take and delete them by other means: aws kinesisanalyticsv2 create-snapshot, delete-snapshot (AWS CLI of November 2026 or later). Take the application out of snapshots.applications, or return to the earlier mode: aws kinesisanalyticsv2 rollback-application, which is possible until the next update of the application only.';

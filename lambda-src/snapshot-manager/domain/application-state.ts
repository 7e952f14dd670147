/** An application as the service describes it at one moment. */
export interface ApplicationState {
  readonly name: string;
  /** Status as the service names it: RUNNING, READY (which means stopped), UPDATING, … */
  readonly status: string;
  readonly version: number;
  readonly runtimeEnvironment: string;
  readonly snapshotsEnabled: boolean;
  /** Snapshot mode as the service names it; missing if the service names none. */
  readonly snapshotMode?: string;
  readonly createdAt: Date | undefined;
  /** Source that a start without a choice would restore from. */
  readonly restoresFrom: RestoreSource;
}

export type RestoreSource =
  | { readonly kind: 'latest' }
  | { readonly kind: 'snapshot'; readonly name: string }
  | { readonly kind: 'none' };

/** Past event of an application: its time and, where known, the application's creation time. */
export interface Past {
  readonly at: Date;
  /** `CreateTimestamp` of the application; missing in rows of earlier versions and of runs that could not read it. */
  readonly applicationCreatedAt?: Date;
}

/**
 * False for events of an earlier application of the same name: its history, holds and requests do not apply to the
 * recreated one. True while the creation time is unknown.
 */
export function isOfThisApplication({ at, applicationCreatedAt }: Past, createdAt: Date | undefined): boolean {
  if (!createdAt) return true;
  return applicationCreatedAt ? applicationCreatedAt.getTime() === createdAt.getTime() : at >= createdAt;
}

/**
 * Change of the application since the run first saw it that forbids deletions, because somebody may be restoring it
 * from any of its snapshots: a whole sentence; `undefined` without a change.
 */
export function changeSince(before: ApplicationState, now: ApplicationState): string | undefined {
  if (now.status !== 'RUNNING') return `The application became ${now.status} during the run.`;
  if (now.createdAt?.getTime() !== before.createdAt?.getTime()) {
    return 'The application was deleted and recreated during the run.';
  }
  const [from, to] = [sourceText(before.restoresFrom), sourceText(now.restoresFrom)];
  return from === to ? undefined : `The snapshot to restore from changed from ${from} to ${to} during the run.`;
}

function sourceText(source: RestoreSource): string {
  switch (source.kind) {
    case 'latest':
      return 'the newest one';
    case 'snapshot':
      return source.name;
    case 'none':
      return 'none';
  }
}

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

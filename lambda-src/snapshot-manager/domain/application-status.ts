/**
 * Meaning of an application status for its data. `running`: it processes and can be snapshotted. `passing`: the service
 * is changing it; this ends by itself and is a problem only when it lasts. `stopped`: it processes nothing until
 * somebody starts it.
 */
export type StatusKind = 'running' | 'passing' | 'stopped';

/** Meaning and advice for one status, for mails, alarms, runbook and pre-deploy. */
export interface StatusFacts {
  readonly kind: StatusKind;
  /** Action of the application or the service; continues "The application is STATUS: ". */
  readonly meaning: string;
  /** Action for a person, in whole sentences; `NAME` stands for the application. */
  readonly advice: string;
  /**
   * Action for a person when a transient status does not end, in whole sentences; `NAME` stands for the application.
   */
  readonly whenItLasts: string;
}

const LOOK_AT_OPERATIONS =
  'Check what the service is doing: aws kinesisanalyticsv2 list-application-operations --application-name NAME.';

/**
 * Statuses of the service's model. Sources:
 * https://docs.aws.amazon.com/managed-flink/latest/apiv2/API_ApplicationSummary.html,
 * https://docs.aws.amazon.com/managed-flink/latest/java/how-system-rollbacks.html (a rollback ends RUNNING, or READY
 * when it fails), https://docs.aws.amazon.com/managed-flink/latest/java/maintenance.html. How ROLLED_BACK ends is not
 * documented.
 */
export const APPLICATION_STATUSES = {
  RUNNING: {
    kind: 'running',
    meaning: 'it processes data',
    advice: 'No action needed.',
    whenItLasts: 'No action needed.',
  },
  AUTOSCALING: {
    kind: 'passing',
    meaning: 'the service changes its parallelism and restarts it from a snapshot of its own',
    advice: 'No action needed: it runs again after scaling, usually within 15 minutes.',
    whenItLasts: `${LOOK_AT_OPERATIONS} A scaling that does not end cannot take its snapshot or cannot restore it; the log of the application has the cause. RollbackApplication returns to the previous parallelism.`,
  },
  UPDATING: {
    kind: 'passing',
    meaning: 'somebody is changing it, and the service restarts it from a snapshot of its own',
    advice: 'No action needed: it runs again after the update.',
    whenItLasts:
      'Check its log: an update that does not end cannot take its snapshot, cannot stop the job or cannot restore its state. RollbackApplication returns to the previous version. kda stop NAME --force ends the update without a snapshot.',
  },
  MAINTENANCE: {
    kind: 'passing',
    meaning: 'the service is maintaining it and restarts it',
    advice: 'No action needed: it runs again after the maintenance, usually within a minute.',
    whenItLasts: `${LOOK_AT_OPERATIONS} Contact AWS Support if a maintenance does not end.`,
  },
  ROLLING_BACK: {
    kind: 'passing',
    meaning: 'the service is returning it to the version before the last change',
    advice:
      'An update or a scaling failed, or somebody requested the rollback. Find the cause before you change the application again: aws kinesisanalyticsv2 list-application-operations --application-name NAME.',
    whenItLasts: `${LOOK_AT_OPERATIONS} A rollback that fails leaves the application READY, which means stopped.`,
  },
  ROLLED_BACK: {
    kind: 'passing',
    meaning: 'the service has returned it to the version before the last change',
    advice:
      'An update or a scaling failed, or somebody requested the rollback. Find the cause before you change the application again: aws kinesisanalyticsv2 list-application-operations --application-name NAME.',
    whenItLasts: `${LOOK_AT_OPERATIONS} Then update or start the application by hand.`,
  },
  STARTING: {
    kind: 'passing',
    meaning: 'it is starting and restoring its state',
    advice: 'No action needed: it runs when its state is restored.',
    whenItLasts:
      'Check its log: a start that does not end often cannot restore its state. kda stop NAME --force ends the start; then start it from another snapshot.',
  },
  STOPPING: {
    kind: 'passing',
    meaning: 'it is stopping, and the service takes a snapshot of it first',
    advice: 'No action needed if the stop is intended. Otherwise start it when it is READY.',
    whenItLasts:
      'Check its log: the snapshot of the stop does not end. kda stop NAME --force stops it without a snapshot; everything processed since the newest snapshot is then lost.',
  },
  FORCE_STOPPING: {
    kind: 'passing',
    meaning: 'it is stopping without a snapshot',
    advice: 'No action needed if the stop is intended. Otherwise start it when it is READY.',
    whenItLasts: `${LOOK_AT_OPERATIONS} Contact AWS Support if a forced stop does not end.`,
  },
  READY: {
    kind: 'stopped',
    meaning: 'it is stopped',
    advice: 'No action needed if the application was stopped on purpose. Otherwise start it: kda start NAME --latest.',
    whenItLasts:
      'No action needed if the application was stopped on purpose. Otherwise start it: kda start NAME --latest.',
  },
  DELETING: {
    kind: 'passing',
    meaning: 'it is being deleted, and its snapshots with it',
    advice: 'Remove the application from snapshots.applications if the deletion is intended. It cannot be stopped.',
    whenItLasts: `${LOOK_AT_OPERATIONS} Contact AWS Support if a deletion does not end.`,
  },
} as const satisfies Record<string, StatusFacts>;

export type ApplicationStatusWord = keyof typeof APPLICATION_STATUSES;

/** Facts for unknown statuses, which are treated as transient: reported only when they last. */
const UNKNOWN_STATUS: StatusFacts = {
  kind: 'passing',
  meaning: 'a status that this version does not know',
  advice: 'Check the application in the console. A newer version of this project may know the status.',
  whenItLasts: `${LOOK_AT_OPERATIONS} A newer version of this project may know the status.`,
};

/** Facts on a status in the service's spelling; those for unknown statuses for any other word. */
export function statusFacts(status: string): StatusFacts {
  return isKnownStatus(status) ? APPLICATION_STATUSES[status] : UNKNOWN_STATUS;
}

/** True for statuses that this version knows. */
export function isKnownStatus(status: string): status is ApplicationStatusWord {
  return Object.hasOwn(APPLICATION_STATUSES, status);
}

/** Status with its meaning, continuing "The application is". */
export function statusInWords(status: string | undefined): string {
  if (status === undefined) return 'in a status that could not be read';
  const { meaning } = statusFacts(status);
  return isKnownStatus(status) ? `${status} (${meaning})` : `${status}, ${meaning}`;
}

/** Advice for an application in this status, with its name filled in. */
export function statusAdvice(application: string, status: string, hasLasted: boolean): string {
  const { advice, whenItLasts } = statusFacts(status);
  return (hasLasted ? whenItLasts : advice).replaceAll('NAME', application);
}

/** Statuses of an application whose job was ended, or is being ended, by a stop; READY does not end by itself. */
const STOPPED: readonly string[] = ['STOPPING', 'FORCE_STOPPING', 'READY', 'DELETING'];

/**
 * True when the application was stopped. AUTOSCALING, UPDATING, MAINTENANCE, ROLLING_BACK, STARTING and unknown
 * statuses are transient: the job continues, and so may its snapshot.
 */
export function isStopped(status: string): boolean {
  return STOPPED.includes(status);
}

/**
 * What a status of an application means for its data.
 * `running`: it processes, and can be snapshotted. `passing`: the service is at work on it; this ends by itself, and is
 * a trouble only when it lasts. `stopped`: it processes nothing until somebody starts it.
 */
export type StatusKind = 'running' | 'passing' | 'stopped';

/** Meaning and advice for one status, for mails, alarms, runbook and pre-deploy alike. */
export interface StatusFacts {
  readonly kind: StatusKind;
  /** What the application or the service is doing; it continues "The application is STATUS: ". */
  readonly meaning: string;
  /** What a person does about it, in whole sentences; `NAME` stands for the application. */
  readonly advice: string;
  /** What a person does when a passing status does not end, in whole sentences; `NAME` stands for the application. */
  readonly whenItLasts: string;
}

const LOOK_AT_OPERATIONS =
  'Look at what the service does: aws kinesisanalyticsv2 list-application-operations --application-name NAME.';

/**
 * Every status that the service's model names.
 * Sources: https://docs.aws.amazon.com/managed-flink/latest/apiv2/API_ApplicationSummary.html,
 * https://docs.aws.amazon.com/managed-flink/latest/java/how-system-rollbacks.html (a rollback ends RUNNING, or READY when
 * it fails), https://docs.aws.amazon.com/managed-flink/latest/java/maintenance.html. How ROLLED_BACK ends is not documented.
 */
export const APPLICATION_STATUSES = {
  RUNNING: {
    kind: 'running',
    meaning: 'it processes data',
    advice: 'Nothing needs to be done.',
    whenItLasts: 'Nothing needs to be done.',
  },
  AUTOSCALING: {
    kind: 'passing',
    meaning: 'the service changes its parallelism and restarts it from a snapshot of its own',
    advice: 'Nothing needs to be done: it runs again when it is scaled, usually within 15 minutes.',
    whenItLasts: `${LOOK_AT_OPERATIONS} A scaling that does not end cannot take its snapshot or cannot restore it: the log of the application says why. RollbackApplication returns to the parallelism before.`,
  },
  UPDATING: {
    kind: 'passing',
    meaning: 'somebody changes it, and the service restarts it from a snapshot of its own',
    advice: 'Nothing needs to be done: it runs again when the update is over.',
    whenItLasts:
      'Look at its log: an update that does not end cannot take its snapshot, cannot stop the job or cannot restore its state. RollbackApplication returns to the version before. npm run stop-application -- NAME --force ends the update without a snapshot.',
  },
  MAINTENANCE: {
    kind: 'passing',
    meaning: 'the service maintains it and restarts it',
    advice: 'Nothing needs to be done: it runs again when the maintenance is over, usually within a minute.',
    whenItLasts: `${LOOK_AT_OPERATIONS} A maintenance that does not end is a case for AWS Support.`,
  },
  ROLLING_BACK: {
    kind: 'passing',
    meaning: 'the service returns it to the version before the last change',
    advice:
      'An update or a scaling failed, or somebody asked for the rollback. Find out why before you change it again: aws kinesisanalyticsv2 list-application-operations --application-name NAME.',
    whenItLasts: `${LOOK_AT_OPERATIONS} A rollback that fails leaves the application READY, which means stopped.`,
  },
  ROLLED_BACK: {
    kind: 'passing',
    meaning: 'the service has returned it to the version before the last change',
    advice:
      'An update or a scaling failed, or somebody asked for the rollback. Find out why before you change it again: aws kinesisanalyticsv2 list-application-operations --application-name NAME.',
    whenItLasts: `${LOOK_AT_OPERATIONS} Then update or start the application by hand.`,
  },
  STARTING: {
    kind: 'passing',
    meaning: 'it starts and restores its state',
    advice: 'Nothing needs to be done: it runs when its state is restored.',
    whenItLasts:
      'Look at its log: a start that does not end often cannot restore its state. npm run stop-application -- NAME --force ends the start; then start it from another snapshot.',
  },
  STOPPING: {
    kind: 'passing',
    meaning: 'it stops, and the service takes a snapshot of it first',
    advice: 'Nothing needs to be done if the stop is meant. Otherwise start it when it is READY.',
    whenItLasts:
      'Look at its log: the snapshot of the stop does not end. npm run stop-application -- NAME --force stops it without a snapshot; what it processed since the newest snapshot is lost then.',
  },
  FORCE_STOPPING: {
    kind: 'passing',
    meaning: 'it stops without a snapshot',
    advice: 'Nothing needs to be done if the stop is meant. Otherwise start it when it is READY.',
    whenItLasts: `${LOOK_AT_OPERATIONS} A forced stop that does not end is a case for AWS Support.`,
  },
  READY: {
    kind: 'stopped',
    meaning: 'it is stopped',
    advice:
      'If the application was stopped on purpose, nothing needs to be done. Otherwise start it: npm run start-application -- NAME --latest.',
    whenItLasts:
      'If the application was stopped on purpose, nothing needs to be done. Otherwise start it: npm run start-application -- NAME --latest.',
  },
  DELETING: {
    kind: 'passing',
    meaning: 'it is being deleted, and its snapshots with it',
    advice: 'Remove the application from snapshots.applications if the deletion is meant. It cannot be stopped.',
    whenItLasts: `${LOOK_AT_OPERATIONS} A deletion that does not end is a case for AWS Support.`,
  },
} as const satisfies Record<string, StatusFacts>;

export type ApplicationStatusWord = keyof typeof APPLICATION_STATUSES;

/** A status that this version does not know is taken for one that passes: no page at once, one when it lasts. */
const UNKNOWN_STATUS: StatusFacts = {
  kind: 'passing',
  meaning: 'a status that this version does not know',
  advice: 'Look at the application in the console. A newer version of this project may know the status.',
  whenItLasts: `${LOOK_AT_OPERATIONS} A newer version of this project may know the status.`,
};

/** Facts on a status as the service words it; those of an unknown one for any other word. */
export function statusFacts(status: string): StatusFacts {
  return isKnownStatus(status) ? APPLICATION_STATUSES[status] : UNKNOWN_STATUS;
}

/** True for words that this version knows. */
export function isKnownStatus(status: string): status is ApplicationStatusWord {
  return Object.hasOwn(APPLICATION_STATUSES, status);
}

/** Advice on an application in this status, with its name filled in. */
export function statusAdvice(application: string, status: string, hasLasted: boolean): string {
  const { advice, whenItLasts } = statusFacts(status);
  return (hasLasted ? whenItLasts : advice).replaceAll('NAME', application);
}

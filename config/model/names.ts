import { type ApplicationEntry, longForm } from '../schema/application-settings';
import type { Settings } from '../schema/settings';
import type { ArtifactFile, ArtifactFiles } from './artifact-files';
import { type WatchedApplication, watchedApplications } from './watched-applications';

/** Ids of the stacks: what `cdktf deploy` is given, and part of each state's key. Renaming one orphans its state. */
export const STACK_IDS = {
  artifacts: 'artifacts',
  application: 'application',
  snapshots: 'snapshots',
  /** Sorts last: `npm run apply-stacks` goes by name where nothing depends on anything. */
  upkeep: 'upkeep',
} as const;
export type StackId = keyof typeof STACK_IDS;

/** End of the alias of the made key of the artifacts bucket. */
export const ARTIFACTS_KEY = 'artifacts';

/** What the application reads its properties from, by the Managed Flink runtime library. */
export const PROPERTY_GROUP = 'FlinkApplicationProperties';

/** How much of a SHA-256 stands in an object key: 64 bits tell builds apart for good and are still readable. */
const HASH_DIGITS = 16;

/** Beginning of the keys of the application's code, the present build and, during an update, the earlier one. */
export const APPLICATION_CODE = 'applications/';

/** The names by which the stacks, the local cloud and the commands know each other's resources. */
export interface Names {
  /** The application of this deployment, if it has one. */
  readonly application: string | undefined;
  /** The entries that say which applications are snapshotted; this deployment's own when the settings have none. */
  readonly applicationEntries: readonly ApplicationEntry[];
  /** Those of them whose names are known before a run looks: only these can have alarms of their own. */
  readonly watchedApplications: readonly WatchedApplication[];
  readonly artifactsBucket: string;
  readonly applicationRole: string;
  readonly managerFunction: string;
  readonly managerRole: string;
  readonly managerLogGroup: string;
  readonly scheduleRule: string;
  /** The rule that mails the ends of alarms. */
  readonly alarmEndsRule: string;
  /** Events that EventBridge could not hand to the function. */
  readonly undeliveredEventsQueue: string;
  /** Runs that failed in the function, retries included. */
  readonly failedRunsQueue: string;
  readonly auditTable: string;
  /** Holds and run locks. */
  readonly holdsTable: string;
  readonly topic: string;
  /** Of the one application, or of all together. */
  readonly dashboard: string;
}

/** Where the artifacts lie in the bucket; the key carries the content's hash, so a new build is a new key. */
export interface ArtifactKeys {
  /** Of the copy that the application is made from. */
  readonly jar: string | undefined;
  /** Of the upload that it is copied from. The file's name is left out: S3 takes the source of a copy URL-encoded. */
  readonly jarUpload: string | undefined;
  readonly lambdaZip: string;
}

/**
 * All names, from the settings alone. Stacks hand each other these instead of cross-stack tokens, which cdktf would
 * mark sensitive and read from the other stack's state: a plan would hide them, and would need that stack applied first.
 */
export function namesOf(settings: Settings): Names {
  const { name, region, application, snapshots } = settings;
  const managerFunction = `${name}-manager`;
  const applicationEntries = (snapshots.applications ?? (application ? [application.name] : [])).map(longForm);
  return {
    application: application?.name,
    applicationEntries,
    watchedApplications: watchedApplications(settings, applicationEntries),
    artifactsBucket: settings.artifacts.bucket,
    // Roles are global in an account: without the region a second one could not have the same deployment.
    applicationRole: `${name}-application-${region}`,
    managerFunction,
    managerRole: `${managerFunction}-${region}`,
    managerLogGroup: `/aws/lambda/${managerFunction}`,
    scheduleRule: name,
    alarmEndsRule: `${name}-alarm-ends`,
    undeliveredEventsQueue: `${name}-undelivered-events`,
    failedRunsQueue: `${name}-failed-runs`,
    auditTable: settings.audit.tableName,
    holdsTable: settings.audit.holdsTableName,
    topic: settings.notifications.topicName,
    dashboard: settings.dashboard.name,
  };
}

/** Keys of the artifacts, from their content alone. */
export function artifactKeys({ jar, lambdaZip }: ArtifactFiles): ArtifactKeys {
  return {
    jar: jar && `${APPLICATION_CODE}${withHash(jar)}`,
    jarUpload: jar && `uploads/${jar.sha256.slice(0, HASH_DIGITS)}.jar`,
    lambdaZip: `manager/${withHash(lambdaZip)}`,
  };
}

/** Name of one alarm; `subject` is the application, function, queue or nothing for the whole deployment. */
export function alarmName(settings: Pick<Settings, 'name'>, id: string, subject?: string): string {
  return [settings.name, ...(subject ? [subject] : []), id].join('/');
}

/** Name of the dashboard of one of several applications: letters, digits, `_` and `-` are all that CloudWatch allows. */
export function applicationDashboard({ dashboard }: Pick<Settings, 'dashboard'>, application: string): string {
  return `${dashboard.name}-${application.replaceAll('.', '_')}`;
}

function withHash({ fileName, sha256 }: ArtifactFile): string {
  const dot = fileName.lastIndexOf('.');
  const [stem, extension] = dot > 0 ? [fileName.slice(0, dot), fileName.slice(dot)] : [fileName, ''];
  return `${stem}-${sha256.slice(0, HASH_DIGITS)}${extension}`;
}

/** With more named applications than this each has a dashboard of its own only where the settings ask for it. */
const MOST_WITH_DASHBOARD = 10;

/** Whether each named application has a dashboard of its own beside the common one. */
export function hasDashboardOfEach({ dashboard }: Pick<Settings, 'dashboard'>, names: Names): boolean {
  const isWanted = dashboard.perApplication ?? names.watchedApplications.length <= MOST_WITH_DASHBOARD;
  return isWanted && names.applicationEntries.length > 1;
}

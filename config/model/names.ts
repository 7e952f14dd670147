import { type ApplicationEntry, longForm } from '../schema/application-settings';
import { ALARM_ENDS } from '../schema/name-settings';
import type { Settings } from '../schema/settings';
import type { ArtifactFile, ArtifactFiles } from './artifact-files';
import { type WatchedApplication, watchedApplications } from './watched-applications';

/** Alias suffix of the artifacts bucket's own key. */
export const ARTIFACTS_KEY = 'artifacts';

/** Property group that the application reads through the Managed Flink runtime library. */
export const PROPERTY_GROUP = 'FlinkApplicationProperties';

/** Digits of a SHA-256 in an object key: 64 bits are enough to distinguish builds and still readable. */
const HASH_DIGITS = 16;

/** Prefix of the keys of the application's code: the present build and, during an update, the earlier one. */
export const APPLICATION_CODE = 'applications/';

/** Names by which stacks, local cloud and commands find each other's resources. */
export interface Names {
  /** Application of this deployment, if it has one. */
  readonly application: string | undefined;
  /** Entries that select the applications to snapshot; by default this deployment's own application. */
  readonly applicationEntries: readonly ApplicationEntry[];
  /** Applications whose names are known before a run: only these can have alarms of their own. */
  readonly watchedApplications: readonly WatchedApplication[];
  readonly artifactsBucket: string;
  readonly applicationRole: string;
  readonly managerFunction: string;
  readonly managerRole: string;
  readonly managerLogGroup: string;
  readonly scheduleRule: string;
  /** Rule that mails the ends of alarms. */
  readonly alarmEndsRule: string;
  /** State machine that drills applications on schedule; it exists if an entry consents to drills. */
  readonly drillMachine: string;
  readonly drillMachineRole: string;
  /** Role by which EventBridge starts the state machine. */
  readonly drillStartRole: string;
  /** Queue of events that EventBridge could not deliver to the function or the state machine. */
  readonly undeliveredEventsQueue: string;
  /** Queue of runs that failed in the function after all retries. */
  readonly failedRunsQueue: string;
  readonly auditTable: string;
  /** Table of holds and run locks. */
  readonly holdsTable: string;
  readonly topic: string;
  /** Dashboard of the only application, or of all together. */
  readonly dashboard: string;
}

/** Keys of the artifacts in the bucket; they contain the content's hash, so a new build has a new key. */
export interface ArtifactKeys {
  /** Key of the copy that the application runs. */
  readonly jar: string | undefined;
  /** Key of the upload that is copied. It has no file name, because S3 expects the source of a copy URL-encoded. */
  readonly jarUpload: string | undefined;
  readonly lambdaZip: string;
}

/**
 * All names, derived from the settings alone. Stacks use them instead of cross-stack tokens, which cdktf would mark
 * sensitive and read from the other stack's state: a plan would hide them, and would need that stack applied first.
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
    // Role names are unique in an account. With the region in them, two regions can have the same deployment.
    applicationRole: `${name}-application-${region}`,
    managerFunction,
    managerRole: `${managerFunction}-${region}`,
    managerLogGroup: `/aws/lambda/${managerFunction}`,
    scheduleRule: name,
    alarmEndsRule: `${name}${ALARM_ENDS}`,
    drillMachine: `${name}-drills`,
    drillMachineRole: `${name}-drills-${region}`,
    drillStartRole: `${name}-drill-start-${region}`,
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

/** Name of one alarm; `subject` is the application, function or queue, or undefined for the whole deployment. */
export function alarmName(settings: Pick<Settings, 'name'>, id: string, subject?: string): string {
  return [settings.name, ...(subject ? [subject] : []), id].join('/');
}

/** Name of the dashboard of one of several applications: CloudWatch allows only letters, digits, `_` and `-`. */
export function applicationDashboard({ dashboard }: Pick<Settings, 'dashboard'>, application: string): string {
  return `${dashboard.name}-${application.replaceAll('.', '_')}`;
}

function withHash({ fileName, sha256 }: ArtifactFile): string {
  const dot = fileName.lastIndexOf('.');
  const [stem, extension] = dot > 0 ? [fileName.slice(0, dot), fileName.slice(dot)] : [fileName, ''];
  return `${stem}-${sha256.slice(0, HASH_DIGITS)}${extension}`;
}

/** Number of named applications up to which each has a dashboard of its own by default. */
const MOST_WITH_DASHBOARD = 10;

/** True if each named application has a dashboard of its own beside the common one. */
export function hasDashboardOfEach({ dashboard }: Pick<Settings, 'dashboard'>, names: Names): boolean {
  const isWanted = dashboard.perApplication ?? names.watchedApplications.length <= MOST_WITH_DASHBOARD;
  return isWanted && names.applicationEntries.length > 1;
}

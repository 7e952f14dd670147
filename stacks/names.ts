import { type ApplicationEntry, longForm } from '../config/application-settings';
import type { Settings } from '../config/settings';
import type { ArtifactFiles } from './artifact-files';

/** Ids of the stacks: what `cdktf deploy` is given, and part of each state's key. Renaming one orphans its state. */
export const STACK_IDS = { artifacts: 'artifacts', application: 'application', snapshots: 'snapshots' } as const;
export type StackId = keyof typeof STACK_IDS;

/** What the made key of the artifacts bucket is called: the application's role finds it by its alias. */
export const ARTIFACTS_KEY = 'artifacts';

/** The service's own name for it in every tutorial; one stream an application is all it writes to. */
const LOG_STREAM = 'kinesis-analytics-log-stream';

/** How much of a SHA-256 stands in an object key: 64 bits tell builds apart for good and are still readable. */
const HASH_DIGITS = 16;

/** The names by which the stacks, the local cloud and the commands know each other's resources. */
export interface Names {
  /** The application of this deployment. */
  readonly application: string;
  /** The entries that say which applications are snapshotted; this deployment's own when the settings have none. */
  readonly applicationEntries: readonly ApplicationEntry[];
  /** Those of them whose names are known before a run looks: only these can have alarms of their own. */
  readonly snapshottedApplications: readonly string[];
  readonly artifactsBucket: string;
  readonly applicationRole: string;
  readonly applicationLogGroup: string;
  readonly applicationLogStream: string;
  readonly managerFunction: string;
  readonly managerRole: string;
  readonly managerLogGroup: string;
  readonly scheduleRule: string;
  /** Events that EventBridge could not hand to the function. */
  readonly undeliveredEventsQueue: string;
  /** Runs that failed in the function, retries included. */
  readonly failedRunsQueue: string;
  readonly auditTable: string;
  /** Holds and run locks. */
  readonly holdsTable: string;
  readonly topic: string;
  readonly dashboard: string;
}

/** Where the artifacts lie in the bucket; the key carries the content's hash, so a new build is a new key. */
export interface ArtifactKeys {
  readonly jar: string;
  readonly lambdaZip: string;
}

/**
 * All names, from the settings alone. Stacks hand each other these instead of cross-stack tokens, which cdktf would
 * mark sensitive and read from the other stack's state: a plan would hide them, and would need that stack applied first.
 */
export function namesOf(settings: Settings): Names {
  const { name, region, application, snapshots } = settings;
  const managerFunction = `${name}-manager`;
  const applicationEntries = (snapshots.applications ?? [application.name]).map(longForm);
  return {
    application: application.name,
    applicationEntries,
    snapshottedApplications: applicationEntries.flatMap((entry) => (entry.name === undefined ? [] : [entry.name])),
    artifactsBucket: settings.artifacts.bucket,
    // Roles are global in an account: without the region a second one could not have the same deployment.
    applicationRole: `${name}-application-${region}`,
    applicationLogGroup: `/aws/kinesis-analytics/${application.name}`,
    applicationLogStream: LOG_STREAM,
    managerFunction,
    managerRole: `${managerFunction}-${region}`,
    managerLogGroup: `/aws/lambda/${managerFunction}`,
    scheduleRule: name,
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
  return { jar: `applications/${withHash(jar)}`, lambdaZip: `manager/${withHash(lambdaZip)}` };
}

/** Name of one alarm; `subject` is the application, or nothing for the manager's own. */
export function alarmName(settings: Settings, id: string, subject?: string): string {
  return [settings.name, ...(subject ? [subject] : []), id].join('/');
}

function withHash({ fileName, sha256 }: ArtifactFiles['jar']): string {
  const dot = fileName.lastIndexOf('.');
  const [stem, extension] = dot > 0 ? [fileName.slice(0, dot), fileName.slice(dot)] : [fileName, ''];
  return `${stem}-${sha256.slice(0, HASH_DIGITS)}${extension}`;
}

import { snapshotNamePrefix } from '../../lambda-src/contract';
import type { ApplicationEntry } from '../schema/application-settings';
import type { Settings } from '../schema/settings';
import { namesOf } from './names';

/** Version of the layout of `Deployment`; the parameter that the snapshots stack leaves has it, too. */
export const LAYOUT_VERSION = 1;

/**
 * Facts about a deployment that the commands of operators need: names of its resources, its applications and their
 * objectives. They come from the settings of a checkout, or from the parameter that the snapshots stack leaves.
 */
export interface Deployment {
  readonly name: string;
  /** Environment that deployed it: name of the settings file without `.json`. */
  readonly environment: string;
  readonly region: string;
  /** AWS account; from settings only if they name one. */
  readonly accountId?: string;
  readonly layoutVersion: number;
  readonly managerFunction: string;
  readonly managerLogGroup: string;
  readonly auditTable: string;
  readonly auditRetentionDays: number;
  readonly holdsTable: string;
  /** Name of the SNS topic. */
  readonly topic: string;
  readonly mailAddresses: readonly string[];
  readonly pagerTopicArns: readonly string[];
  /** Event bus that gets the events of the deployment. */
  readonly bus: string;
  readonly rule: string;
  readonly scheduleMinutes: number;
  /** False: snapshots are taken only on request. */
  readonly isScheduled: boolean;
  readonly queues: {
    /** Queue of runs that failed in the function after all retries. */
    readonly failedRuns: string;
    /** Queue of events that EventBridge could not deliver to the function. */
    readonly undeliveredEvents: string;
  };
  /** Prefix of the names of all its alarms. */
  readonly alarmNamePrefix: string;
  readonly dashboard: string;
  /** Prefix of the snapshots that its manager takes. */
  readonly snapshotNamePrefix: string;
  /** True: snapshots of the reference system count as the manager's own. */
  readonly adoptsReferenceSnapshots: boolean;
  /** Name of the application that the deployment itself has. */
  readonly ownApplication?: string;
  /** Applications to snapshot; the first entry that matches an application applies. */
  readonly applications: readonly DeployedApplication[];
  /** Objective for an application without one of its own: maximum age of the newest good snapshot in minutes. */
  readonly objectiveMinutes: number;
  readonly retention: RetentionSettings;
  /** Usual duration of a snapshot in seconds. */
  readonly usualSnapshotSeconds: number;
  /** Minutes after which a transient status is a problem. */
  readonly passingStatusMinutes: number;
  /** Maximum number of snapshots per application in the service. */
  readonly snapshotQuota: number;
  /** Calls per second and operation of the service that the manager makes at most. */
  readonly callsPerSecond: number;
}

/** Retention as the settings write it; `parseRetentionPolicy` reads it. */
export type RetentionSettings = Settings['snapshots']['retention'];

/** Entry of the applications to snapshot: one selector, and its settings completed by those of the deployment. */
export interface DeployedApplication extends Pick<ApplicationEntry, 'name' | 'prefix' | 'pattern' | 'tag'> {
  /** Maximum age of the newest good snapshot in minutes. */
  readonly objectiveMinutes: number;
  /** Rules for this entry alone; those of the deployment apply without them, and complete them. */
  readonly retention?: RetentionSettings;
  readonly usualSnapshotSeconds: number;
  /** Reason why a named application is stopped on purpose. */
  readonly stoppedOnPurpose?: string;
  /** Log group of a named application. */
  readonly logGroup?: string;
}

/** Facts about the deployment of these settings. */
export function deploymentOf(settings: Settings): Deployment {
  const names = namesOf(settings);
  const { name, environment, region, accountId, snapshots, alarms, notifications } = settings;
  return {
    ...{ name, environment, region, layoutVersion: LAYOUT_VERSION },
    ...(accountId === undefined ? {} : { accountId }),
    managerFunction: names.managerFunction,
    managerLogGroup: names.managerLogGroup,
    auditTable: names.auditTable,
    auditRetentionDays: settings.audit.retentionDays,
    holdsTable: names.holdsTable,
    topic: names.topic,
    mailAddresses: notifications.mailAddresses,
    pagerTopicArns: alarms.pagerTopicArns,
    bus: 'default',
    rule: names.scheduleRule,
    scheduleMinutes: snapshots.scheduleMinutes,
    isScheduled: snapshots.scheduleEnabled,
    queues: { failedRuns: names.failedRunsQueue, undeliveredEvents: names.undeliveredEventsQueue },
    alarmNamePrefix: `${name}/`,
    dashboard: names.dashboard,
    snapshotNamePrefix: snapshotNamePrefix(name),
    adoptsReferenceSnapshots: snapshots.adoptReferenceSnapshots,
    ...(names.application === undefined ? {} : { ownApplication: names.application }),
    applications: applicationsOf(settings),
    objectiveMinutes: alarms.snapshotAgeMinutes,
    retention: snapshots.retention,
    usualSnapshotSeconds: snapshots.usualSnapshotSeconds,
    passingStatusMinutes: alarms.passingStatusMinutes,
    snapshotQuota: snapshots.quota,
    callsPerSecond: snapshots.callsPerSecond,
  };
}

function applicationsOf(settings: Settings): DeployedApplication[] {
  const { applicationEntries, watchedApplications } = namesOf(settings);
  return applicationEntries.map((entry) => {
    const { name, prefix, pattern, tag, retention } = entry;
    const watched = watchedApplications.find((application) => application.name === name);
    const selector = { name, prefix, pattern, tag };
    const own = { retention, stoppedOnPurpose: watched?.stoppedOnPurpose, logGroup: watched?.logGroup };
    return {
      ...withoutUndefined(selector),
      objectiveMinutes: entry.snapshotAgeMinutes ?? settings.alarms.snapshotAgeMinutes,
      usualSnapshotSeconds: entry.usualSnapshotSeconds ?? settings.snapshots.usualSnapshotSeconds,
      ...withoutUndefined(own),
    };
  });
}

function withoutUndefined<T extends object>(object: T): Partial<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Partial<T>;
}

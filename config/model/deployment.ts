import { snapshotNamePrefix } from '../../lambda-src/contract';
import type { ApplicationEntry } from '../schema/application-settings';
import type { Settings } from '../schema/settings';
import { namesOf } from './names';
import { distinctSchedules, ownSchedule, scheduleIn, writtenSchedule } from './schedules';
import { applicationLogGroup } from './watched-applications';

/**
 * Newest layout of `Deployment` that this version reads. The parameter that the snapshots stack leaves names the oldest
 * one that has all of its fields, so that an older `kda` goes on reading what it understands, and else says why not.
 */
export const LAYOUT_VERSION = 2;

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
  /** Version of this project that deployed it; none from settings. */
  readonly productVersion?: string;
  readonly managerFunction: string;
  readonly managerLogGroup: string;
  readonly auditTable: string;
  readonly auditRetentionDays: number;
  readonly holdsTable: string;
  /** Name of the SNS topic. */
  readonly topic: string;
  readonly mailAddresses: readonly string[];
  readonly pagerTopicArns: readonly string[];
  /** Name or ARN of the event bus that gets the events of the deployment. */
  readonly bus: string;
  readonly rule: string;
  /** State machine that drills applications on schedule; none if no application consents. */
  readonly drillMachine?: string;
  readonly scheduleMinutes: number;
  /** Expression of the schedule of an application without its own, such as `rate(10 minutes)`. */
  readonly schedule: string;
  /** Quiet hours of an application without its own. */
  readonly quietHours?: WrittenQuietHours;
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
  /** Days within which a snapshot must have been proven, for an application without its own; none: no objective. */
  readonly provenWithinDays?: number;
  readonly retention: RetentionSettings;
  /** Usual duration of a snapshot in seconds. */
  readonly usualSnapshotSeconds: number;
  /** Duration for which the sources can be replayed, such as `7d`; none: not known, or without an end. */
  readonly sourceHorizon?: string;
  /** Minutes after which a transient status is a problem. */
  readonly passingStatusMinutes: number;
  /** Maximum number of snapshots per application in the service. */
  readonly snapshotQuota: number;
  /** Calls per second and operation of the service that the manager makes at most. */
  readonly callsPerSecond: number;
}

/** Retention as the settings write it; `parseRetentionPolicy` reads it. */
export type RetentionSettings = Settings['snapshots']['retention'];

/** Quiet hours as the settings write them. */
export type WrittenQuietHours = NonNullable<Settings['snapshots']['quietHours']>;

/** Entry of the applications to snapshot: one selector, and its settings completed by those of the deployment. */
export interface DeployedApplication extends Pick<ApplicationEntry, 'name' | 'prefix' | 'pattern' | 'tag'> {
  /** Maximum age of the newest good snapshot in minutes. */
  readonly objectiveMinutes: number;
  /** Expression of its schedule, such as `rate(10 minutes)`. */
  readonly schedule: string;
  /** Hours in which its scheduled runs take no snapshot. */
  readonly quietHours?: WrittenQuietHours;
  /** Rules for this entry alone; those of the deployment apply without them, and complete them. */
  readonly retention?: RetentionSettings;
  readonly usualSnapshotSeconds: number;
  /** Duration for which its source can be replayed; none: not known, or without an end. */
  readonly sourceHorizon?: string;
  /** Reason why a named application is stopped on purpose. */
  readonly stoppedOnPurpose?: string;
  /** Consent of a named application to a drill in place. */
  readonly drill?: NonNullable<ApplicationEntry['drill']>;
  /** Days within which a snapshot must have been proven; none: no objective. */
  readonly provenWithinDays?: number;
  /** Log group of a named application; unknown if the parameter had no room for it. */
  readonly logGroup?: string;
}

/** Facts about the deployment of these settings. */
export function deploymentOf(settings: Settings): Deployment {
  const names = namesOf(settings);
  const { name, environment, region, accountId, snapshots, alarms, notifications } = settings;
  const defaults = {
    objectiveMinutes: alarms.snapshotAgeMinutes,
    schedule: ownSchedule(snapshots).expression,
    ...(snapshots.quietHours === undefined ? {} : { quietHours: snapshots.quietHours }),
    provenWithinDays: snapshots.provenWithinDays,
    usualSnapshotSeconds: snapshots.usualSnapshotSeconds,
    ...(snapshots.sourceHorizon === undefined ? {} : { sourceHorizon: snapshots.sourceHorizon }),
  };
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
    bus: notifications.eventBus,
    rule: names.scheduleRule,
    ...(names.applicationEntries.some(({ drill }) => drill) ? { drillMachine: names.drillMachine } : {}),
    scheduleMinutes: distinctSchedules(names.applicationEntries, snapshots)[0].longestMinutes,
    schedule: defaults.schedule,
    ...(defaults.quietHours === undefined ? {} : { quietHours: defaults.quietHours }),
    isScheduled: snapshots.scheduleEnabled,
    queues: { failedRuns: names.failedRunsQueue, undeliveredEvents: names.undeliveredEventsQueue },
    alarmNamePrefix: `${name}/`,
    dashboard: names.dashboard,
    snapshotNamePrefix: snapshotNamePrefix(name),
    adoptsReferenceSnapshots: snapshots.adoptReferenceSnapshots,
    ...(names.application === undefined ? {} : { ownApplication: names.application }),
    applications: entriesOf(settings).map((entry) => completed(entry, defaults)),
    objectiveMinutes: defaults.objectiveMinutes,
    ...(defaults.provenWithinDays === undefined ? {} : { provenWithinDays: defaults.provenWithinDays }),
    retention: snapshots.retention,
    usualSnapshotSeconds: defaults.usualSnapshotSeconds,
    ...(defaults.sourceHorizon === undefined ? {} : { sourceHorizon: defaults.sourceHorizon }),
    passingStatusMinutes: alarms.passingStatusMinutes,
    snapshotQuota: snapshots.quota,
    callsPerSecond: snapshots.callsPerSecond,
  };
}

/** Entry of the settings, with what the deployment's own application adds to it. */
function entriesOf(settings: Settings): ApplicationEntry[] {
  const { applicationEntries, watchedApplications } = namesOf(settings);
  return applicationEntries.map((entry) => {
    const watched = watchedApplications.find(({ name }) => name === entry.name);
    return watched === undefined
      ? entry
      : { ...entry, stoppedOnPurpose: watched.stoppedOnPurpose, logGroup: watched.logGroup };
  });
}

/** Settings of the deployment that apply to an entry without its own. */
type Defaults = Pick<
  Deployment,
  'objectiveMinutes' | 'usualSnapshotSeconds' | 'sourceHorizon' | 'provenWithinDays' | 'schedule' | 'quietHours'
>;

/** Entry completed by what applies without settings of its own. */
export function completed(entry: ApplicationEntry, defaults: Defaults): DeployedApplication {
  const { name, prefix, pattern, tag, retention, stoppedOnPurpose, drill } = entry;
  const logGroup = entry.logGroup ?? (name === undefined ? undefined : applicationLogGroup({ name }));
  return withoutUndefined({
    ...{ name, prefix, pattern, tag, retention, stoppedOnPurpose, drill, logGroup },
    schedule: scheduleIn(entry)?.expression ?? defaults.schedule,
    quietHours: (entry.quietHours ?? defaults.quietHours) || undefined,
    provenWithinDays: entry.provenWithinDays ?? defaults.provenWithinDays,
    objectiveMinutes: entry.snapshotAgeMinutes ?? defaults.objectiveMinutes,
    usualSnapshotSeconds: entry.usualSnapshotSeconds ?? defaults.usualSnapshotSeconds,
    sourceHorizon: (entry.sourceHorizon ?? defaults.sourceHorizon) || undefined,
  });
}

/** Entry as the settings would write it: a name alone if nothing else is its own. */
export function shortened(application: DeployedApplication, defaults: Defaults): ApplicationEntry | string {
  const {
    objectiveMinutes,
    usualSnapshotSeconds,
    sourceHorizon,
    provenWithinDays,
    logGroup,
    schedule,
    quietHours,
    ...own
  } = application;
  const { name } = own;
  const isOwnGroup = name !== undefined && logGroup !== applicationLogGroup({ name });
  const isSameQuiet = JSON.stringify(quietHours) === JSON.stringify(defaults.quietHours);
  const entry = withoutUndefined({
    ...own,
    ...(schedule === defaults.schedule ? {} : writtenSchedule(schedule)),
    quietHours: isSameQuiet ? undefined : (quietHours ?? (false as const)),
    snapshotAgeMinutes: objectiveMinutes === defaults.objectiveMinutes ? undefined : objectiveMinutes,
    usualSnapshotSeconds: usualSnapshotSeconds === defaults.usualSnapshotSeconds ? undefined : usualSnapshotSeconds,
    sourceHorizon: sourceHorizon === defaults.sourceHorizon ? undefined : (sourceHorizon ?? (false as const)),
    provenWithinDays: provenWithinDays === defaults.provenWithinDays ? undefined : provenWithinDays,
    logGroup: isOwnGroup ? logGroup : undefined,
  });
  return name !== undefined && Object.keys(entry).length === 1 ? name : entry;
}

function withoutUndefined<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}

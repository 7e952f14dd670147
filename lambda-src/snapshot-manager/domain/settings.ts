import { ENVIRONMENT, NOTIFICATION_POLICIES, type NotificationPolicy } from '../../contract';
import { type ApplicationEntry, parseApplicationEntries } from './application-entries';
import { parseRetentionPolicy, type RetentionPolicy, RetentionPolicyError } from './retention/retention-policy';
import { parseQuietHours, type QuietHours } from './schedule/quiet-hours';
import { parseSchedule } from './schedule/schedule-expression';

/** Settings of the manager, checked once at the cold start. */
export interface ManagerSettings {
  readonly applications: readonly ApplicationEntry[];
  readonly snapshotNamePrefix: string;
  /** Name of the deployment: the prefix without its dot. */
  readonly deployment: string;
  readonly retention: RetentionPolicy;
  /** True: the reference system's snapshots count as this manager's own. */
  readonly adoptsReferenceSnapshots: boolean;
  readonly auditTable: string;
  readonly auditRetentionDays: number;
  readonly topicArn: string;
  readonly holdsTable: string;
  readonly notifications: NotificationSettings;
  /** Maximum age in minutes of the newest READY snapshot. */
  readonly snapshotAgeMinutes: number;
  /** Days within which a snapshot must have been proven; none: no objective. */
  readonly provenWithinDays?: number;
  /** Minutes after which a transient status is a problem. */
  readonly passingStatusMinutes: number;
  /** Calls per second of each operation, for all applications together. */
  readonly callsPerSecond: number;
  readonly snapshotQuota: number;
  /** Expression of the schedule, such as `rate(10 minutes)`. */
  readonly schedule: string;
  /** Hours in which scheduled runs take no snapshot; missing: none. */
  readonly quietHours?: QuietHours | undefined;
  /** Name or ARN of the bus for events. */
  readonly eventBus: string;
}

export interface NotificationSettings {
  readonly policy: NotificationPolicy;
  readonly reminderHours: number;
  /** True where an alarm of each named application reports that it does not run; a mail would report it twice. */
  readonly stopsByAlarm?: boolean;
}

/** Settings for one application. */
export function settingsFor(entry: ApplicationEntry, settings: ManagerSettings): ManagerSettings {
  return {
    ...settings,
    retention: entry.retention ?? settings.retention,
    snapshotAgeMinutes: entry.snapshotAgeMinutes ?? settings.snapshotAgeMinutes,
    provenWithinDays: entry.provenWithinDays ?? settings.provenWithinDays,
    schedule: entry.schedule ?? settings.schedule,
    quietHours: entry.quietHours === false ? undefined : (entry.quietHours ?? settings.quietHours),
    notifications: { ...settings.notifications, policy: entry.notify ?? settings.notifications.policy },
  };
}

/** Error for a missing or wrong environment variable: the deployment must be corrected, a retry cannot help. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';

  constructor(variable: string, value: string | undefined, allowed: string) {
    const state = value === undefined ? 'is not set' : `is ${JSON.stringify(value)}`;
    super(
      `The environment variable ${variable} ${state}, expected ${allowed}. Deploy the snapshots stack again; it sets every variable.`,
    );
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings.
 *
 * @throws EnvironmentError for the first variable that is missing or wrong.
 */
export function readSettings(environment: Environment): ManagerSettings {
  const snapshotNamePrefix = readMatching(
    environment,
    ENVIRONMENT.snapshotNamePrefix,
    /^[a-zA-Z0-9_.-]+\.$/,
    'the deployment’s name followed by a dot',
  );
  const retention = readRetention(environment);
  return {
    applications: readApplications(environment, retention),
    snapshotNamePrefix,
    deployment: snapshotNamePrefix.slice(0, -1),
    retention,
    adoptsReferenceSnapshots:
      readMatching(environment, ENVIRONMENT.adoptReferenceSnapshots, /^(true|false)$/, 'true or false') === 'true',
    auditTable: readMatching(environment, ENVIRONMENT.auditTable, /^[a-zA-Z0-9_.-]{3,255}$/, 'the name of a table'),
    auditRetentionDays: Number(
      readMatching(environment, ENVIRONMENT.auditRetentionDays, /^[1-9]\d{0,3}$/, 'days from 1 to 9999'),
    ),
    topicArn: readMatching(environment, ENVIRONMENT.topicArn, /^arn:[^:]+:sns:/, 'the ARN of an SNS topic'),
    holdsTable: readMatching(environment, ENVIRONMENT.holdsTable, /^[a-zA-Z0-9_.-]{3,255}$/, 'the name of a table'),
    notifications: readNotifications(environment),
    snapshotAgeMinutes: readWholeNumber(environment, ENVIRONMENT.snapshotAgeMinutes, 'minutes'),
    provenWithinDays:
      Number(readMatching(environment, ENVIRONMENT.provenWithinDays, /^\d{1,4}$/, 'days, 0 for no objective')) ||
      undefined,
    passingStatusMinutes: readWholeNumber(environment, ENVIRONMENT.passingStatusMinutes, 'minutes'),
    callsPerSecond: readWholeNumber(environment, ENVIRONMENT.callsPerSecond, 'calls a second'),
    snapshotQuota: readWholeNumber(environment, ENVIRONMENT.snapshotQuota, 'snapshots'),
    schedule: readSchedule(environment),
    quietHours: readQuietHours(environment),
    eventBus: readMatching(
      environment,
      ENVIRONMENT.eventBus,
      /^(arn:[^:]+:events:[^:]+:\d{12}:event-bus\/)?[/.\-_A-Za-z0-9]{1,256}$/,
      'the name or ARN of an EventBridge bus',
    ),
  };
}

function readApplications(environment: Environment, stackWide: RetentionPolicy): readonly ApplicationEntry[] {
  const allowed =
    'a JSON list such as ["orders", {"prefix": "team-a-"}]: at least one name, or object with one of name, prefix, pattern, tag; each name once';
  const entries = parseApplicationEntries(readJson(environment, ENVIRONMENT.applications, allowed), (value) => {
    try {
      return parseRetentionPolicy(value, stackWide);
    } catch (error) {
      if (error instanceof RetentionPolicyError) return undefined;
      throw error;
    }
  });
  if (!entries) throw new EnvironmentError(ENVIRONMENT.applications, environment[ENVIRONMENT.applications], allowed);
  return entries;
}

function readRetention(environment: Environment): RetentionPolicy {
  const json = readJson(environment, ENVIRONMENT.retention, 'JSON such as {"keepLast": 10}');
  try {
    return parseRetentionPolicy(json);
  } catch (error) {
    if (!(error instanceof RetentionPolicyError)) throw error;
    throw new EnvironmentError(
      ENVIRONMENT.retention,
      environment[ENVIRONMENT.retention],
      `a retention policy (${error.message})`,
    );
  }
}

function readSchedule(environment: Environment): string {
  const schedule = environment[ENVIRONMENT.schedule];
  try {
    if (schedule !== undefined && parseSchedule(schedule)) return schedule;
  } catch {
    // The error of the variable shows the value.
  }
  throw new EnvironmentError(ENVIRONMENT.schedule, schedule, 'an expression such as rate(10 minutes)');
}

function readQuietHours(environment: Environment): QuietHours | undefined {
  const allowed = 'null, or JSON such as {"from": "22:00", "until": "06:00", "why": "nightly load"}';
  const json = readJson(environment, ENVIRONMENT.quietHours, allowed);
  const quietHours = parseQuietHours(json);
  if (json === null || quietHours !== undefined) return quietHours;
  throw new EnvironmentError(ENVIRONMENT.quietHours, environment[ENVIRONMENT.quietHours], allowed);
}

function readNotifications(environment: Environment): NotificationSettings {
  const allowed = `JSON such as {"policy": "changes", "reminderHours": 24}, the policy one of ${NOTIFICATION_POLICIES.join(', ')}`;
  const value = readJson(environment, ENVIRONMENT.notifications, allowed);
  const { policy, reminderHours, stopsByAlarm }: Partial<Record<string, unknown>> =
    typeof value === 'object' ? { ...value } : {};
  const known = NOTIFICATION_POLICIES.find((candidate) => candidate === policy);
  if (!known || typeof reminderHours !== 'number' || reminderHours <= 0) {
    throw new EnvironmentError(ENVIRONMENT.notifications, environment[ENVIRONMENT.notifications], allowed);
  }
  return stopsByAlarm === true ? { policy: known, reminderHours, stopsByAlarm } : { policy: known, reminderHours };
}

function readWholeNumber(environment: Environment, variable: string, unit: string): number {
  return Number(readMatching(environment, variable, /^[1-9]\d{0,5}$/, `${unit}, from 1 to 999999`));
}

function readJson(environment: Environment, variable: string, allowed: string): unknown {
  const text = environment[variable];
  try {
    return JSON.parse(text ?? '');
  } catch {
    throw new EnvironmentError(variable, text, allowed);
  }
}

function readMatching(environment: Environment, variable: string, pattern: RegExp, allowed: string): string {
  const value = environment[variable];
  if (value === undefined || !pattern.test(value)) throw new EnvironmentError(variable, value, allowed);
  return value;
}

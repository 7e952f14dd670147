/**
 * The names that the Terraform side and the runtime side share: environment variables, metrics, audit attributes and
 * the shape of the event. Nothing else crosses, and both sides import it from here, so a rename cannot break one alone.
 */

/** Environment variables of the snapshot manager. All are required; a missing one fails the cold start, by name. */
export const ENVIRONMENT = {
  /** JSON list of which applications to snapshot, as under `snapshots.applications` in the settings. */
  applications: 'APPLICATIONS',
  /** What every snapshot of ours starts with; carries the deployment's name (see `snapshotNamePrefix`). */
  snapshotNamePrefix: 'SNAPSHOT_NAME_PREFIX',
  /** JSON of the retention settings, as `{"keepLast": 10, "keepDaily": 7}`; see RETENTION_COUNTS and what follows it. */
  retention: 'RETENTION',
  /** `true` or `false`: whether the reference system's snapshots count as this manager's own. */
  adoptReferenceSnapshots: 'ADOPT_REFERENCE_SNAPSHOTS',
  auditTable: 'AUDIT_TABLE',
  /** Days after which the table's time to live removes an audit row. */
  auditRetentionDays: 'AUDIT_RETENTION_DAYS',
  topicArn: 'TOPIC_ARN',
  /** Table of holds and run locks. */
  holdsTable: 'HOLDS_TABLE',
  /**
   * JSON, `{"policy": "always" | "changes" | "failures", "reminderHours": N, "stopsByAlarm": true}`; the last one where an
   * alarm of each named application reports that it does not run.
   */
  notifications: 'NOTIFICATIONS',
  /** How old the newest READY snapshot may become, where an entry of the applications does not say. */
  snapshotAgeMinutes: 'SNAPSHOT_AGE_MINUTES',
  /** Minutes from which on a status that passes by itself, such as AUTOSCALING, is reported as a trouble. */
  passingStatusMinutes: 'PASSING_STATUS_MINUTES',
  /** Calls a second of each operation of the service, all applications together. */
  callsPerSecond: 'CALLS_PER_SECOND',
  /** How many snapshots the service allows an application. */
  snapshotQuota: 'SNAPSHOT_QUOTA',
} as const;

/** Of which results a mail is sent: all, what is new and reminders, or of those only what failed. */
export const NOTIFICATION_POLICIES = ['always', 'changes', 'failures'] as const;
export type NotificationPolicy = (typeof NOTIFICATION_POLICIES)[number];

/** Snapshots made by the deployment `name` are called `<name>.<yyyymmddThhmmssZ>`: letters, digits and `_.-` only. */
export function snapshotNamePrefix(deploymentName: string): string {
  return `${deploymentName}.`;
}

/**
 * How many snapshots a rule of the retention keeps; -1: all. 1000 is the service's quota of snapshots for each
 * application; fewer than three would leave no choice when the newest one turns out to be bad.
 */
export const RETENTION_COUNTS = {
  keepLast: { least: 3, most: 1000 },
  keepHourly: { least: 1, most: 1000 },
  keepDaily: { least: 1, most: 1000 },
  keepWeekly: { least: 1, most: 1000 },
  keepMonthly: { least: 1, most: 1000 },
  keepYearly: { least: 1, most: 1000 },
} as const;

/** How far back a rule of the retention reaches from the newest snapshot, as a duration. */
export const RETENTION_SPANS = [
  'keepWithin',
  'keepWithinHourly',
  'keepWithinDaily',
  'keepWithinWeekly',
  'keepWithinMonthly',
  'keepWithinYearly',
] as const;

/** `retention.keepAtMost`: above the service's quota of 1000 it serves those whose quota was raised. */
export const RETENTION_CAP = { least: 3, most: 10_000 } as const;

/** restic's durations: years, months, days and hours, each at most once and in any order, not all of them zero. */
export const DURATION_PATTERN = /^(?!.*([ymdh]).*\1)(?=.*[1-9])(\d{1,5}[ymdh])+$/;

/** True for the names of the IANA time zone database; offsets such as `+01:00` know no summer time and are none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

export const METRIC_NAMESPACE = 'KDASnapshots';

/** The one dimension of every metric of ours; the reference system's name for it. */
export const METRIC_DIMENSION = 'app_name';

/**
 * Metrics that the manager writes in CloudWatch embedded metric format, once a run for each application.
 * Each costs $0.30 a month and application (AWS price list, us-east-1), so there are few.
 */
export const METRICS = {
  /** READY snapshots of the application, whoever made them, after the run's deletions. */
  snapshotCount: { name: 'SnapshotCount', unit: 'Count' },
  /** From the create call to the first answer that was not CREATING. Only in runs that took a snapshot. */
  snapshotDuration: { name: 'SnapshotDuration', unit: 'Milliseconds' },
  /**
   * Age of the newest READY snapshot while the application is RUNNING. In a status that passes by itself: its age when
   * that status was first found, since nothing is processed that could be lost. 0 while the application is stopped.
   */
  newestSnapshotAge: { name: 'NewestSnapshotAge', unit: 'Seconds' },
  /**
   * 1 while the application is RUNNING, or in a status that passes by itself and has not lasted for
   * `alarms.passingStatusMinutes`; else 0.
   */
  applicationRunning: { name: 'ApplicationRunning', unit: 'Count' },
  snapshotsTaken: { name: 'SnapshotsTaken', unit: 'Count' },
  snapshotsFailed: { name: 'SnapshotsFailed', unit: 'Count' },
  /** 1 in a run that ended before its snapshot was READY. */
  snapshotsLate: { name: 'SnapshotsLate', unit: 'Count' },
  snapshotsSkipped: { name: 'SnapshotsSkipped', unit: 'Count' },
  snapshotsDeleted: { name: 'SnapshotsDeleted', unit: 'Count' },
  /** Snapshots of the application, whoever made them and in whatever state, in percent of the quota. */
  snapshotQuotaUse: { name: 'SnapshotQuotaUse', unit: 'Percent' },
} as const satisfies Record<string, MetricIdentity>;

interface MetricIdentity {
  readonly name: string;
  readonly unit: 'Count' | 'Milliseconds' | 'Percent' | 'Seconds';
}

/** The one dimension of the fleet's metrics: the deployment's name. */
export const FLEET_DIMENSION = 'deployment';

/**
 * Metrics of the whole deployment. `runs` is the sign of life of a run of the schedule, in every deployment. The others
 * are the worst, or the sum, over the applications that a run found by prefix, pattern or tag: an alarm can't search. A
 * named one has alarms of its own and is in none of them; they are written by each run of the schedule of a deployment
 * that finds applications, and by no other.
 */
export const FLEET_METRICS = {
  /** 1 of each run of the schedule that knows its applications and reports the age of one snapshot at least. */
  runs: { name: 'Runs', unit: 'Count' },
  /** By prefix, pattern or tag. Left out when the service did not tell which there are. */
  applicationsFound: { name: 'ApplicationsFound', unit: 'Count' },
  applicationsNotRunning: { name: 'ApplicationsNotRunning', unit: 'Count' },
  /** The highest NewestSnapshotAge in percent of its application's objective; 0 when none was found. */
  snapshotAgeOfObjective: { name: 'SnapshotAgeOfObjective', unit: 'Percent' },
  snapshotDuration: METRICS.snapshotDuration,
  snapshotsFailed: METRICS.snapshotsFailed,
  snapshotsLate: METRICS.snapshotsLate,
  snapshotQuotaUse: METRICS.snapshotQuotaUse,
} as const satisfies Record<string, MetricIdentity>;

/**
 * How a run can end for one application; `held` and `released` are the rows of a person's doing. `started` is the row
 * before it ended.
 */
export const OUTCOMES = ['taken', 'skipped', 'late', 'failed', 'abandoned', 'held', 'released'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/**
 * Attributes of an audit row. Key schema and the first five attributes are the reference system's, so that its old
 * tables stay readable; the others are ours.
 */
export const AUDIT = {
  /** Hash key, string. */
  application: 'app_name',
  /** Range key, number: epoch milliseconds, derived from the event alone (see run-id.ts), so a retry finds its row. */
  runId: 'snapshot_manager_run_id',
  snapshotName: 'new_snapshot_name',
  snapshotCreatedAt: 'new_snapshot_create_time',
  applicationVersion: 'flink_app_version_id',
  deleted: 'snapshots_deleted',
  failedToDelete: 'snapshots_failed_to_be_deleted',
  outcome: 'outcome',
  reason: 'reason',
  message: 'message',
  eventId: 'event_id',
  eventTime: 'event_time',
  /** Why somebody asked for the run; only on demand. */
  requestReason: 'request_reason',
  startedAt: 'started_at',
  endedAt: 'ended_at',
  /** When a later run looked for the snapshot of a run that had ended without certainty, and found out what became of it. */
  settledAt: 'settled_at',
  /** When Lambda would have ended the run: a row still `started` after this time belongs to a run that died. */
  deadlineAt: 'deadline_at',
  applicationStatus: 'application_status',
  /** When the application was made; one that is made anew under the same name has another history. */
  applicationCreatedAt: 'application_create_time',
  snapshotStatus: 'snapshot_status',
  /** From the create call to the first answer that was not CREATING; only when the run itself saw both. */
  snapshotDurationMs: 'snapshot_duration_ms',
  /** Bounds of the duration when the end was not watched: the API tells no end time. */
  snapshotDurationAtLeastMs: 'snapshot_duration_at_least_ms',
  snapshotDurationAtMostMs: 'snapshot_duration_at_most_ms',
  /** A late snapshot was last seen CREATING at this time. */
  lastSeenCreatingAt: 'last_seen_creating_at',
  /** `name: reasons` of each deleted one; beside the reference's plain list of names. */
  deletionReasons: 'snapshots_deletion_reasons',
  /** `name: reasons` of each snapshot that a run is about to delete, or of whose deletion nobody knows the end. */
  deleting: 'snapshots_to_be_deleted',
  kept: 'snapshots_kept',
  /** Says what of the lists was left out, when all of it would not fit into an item. */
  truncated: 'truncated',
  /** When the newest READY snapshot was begun, whoever made it; the next run takes the oldest first. */
  newestReadyAt: 'newest_ready_create_time',
  /** Ids of runs of which something was open when this one began: one that is too old to be looked back at is read by it. */
  openRuns: 'open_run_ids',
  /** Since which event the application has been in the condition that the reason stands for. */
  conditionSince: 'condition_since',
  /** What people were last told of the application, and when. */
  toldCondition: 'told_condition',
  toldAt: 'told_at',
  /** When people were mailed that the run of this row died. */
  deathToldAt: 'death_told_at',
  /** `name STATUS` of each snapshot in a status that this version does not know, of which people were told. */
  toldNotices: 'told_notices',
  runtimeEnvironment: 'runtime_environment',
  /** Epoch seconds: the table's time-to-live attribute. */
  expiresAt: 'expires_at',
} as const;

/** Attributes of the holds table: holds, the lock of each application, and the times of requests. */
export const HOLDS = {
  /** Hash key, string. */
  application: 'app_name',
  /**
   * Range key, string: `hold#<snapshot>#<hash of the person>`, `lock`, `notice#<subject>` or `request#<id>#<epoch milliseconds of the
   * application's creation>`. Earlier versions wrote `hold#<snapshot>`, of whoever came last.
   */
  item: 'item',
  who: 'who',
  why: 'why',
  heldAt: 'held_at',
  /** ISO 8601; without it the hold has no end. */
  heldUntil: 'held_until',
  /** Who ended the hold before its time; `held_until` says when. */
  releasedBy: 'released_by',
  owner: 'owner',
  eventId: 'event_id',
  /** Epoch milliseconds: after it the lock belongs to nobody. */
  leaseUntil: 'lease_until_ms',
  /** Names of the snapshots that the owner of the lock is about to delete. */
  deleting: 'deleting',
  requestTime: 'request_time',
  /** A trouble of the whole deployment: since when it is there, and when a mail was last sent about it. */
  since: 'since',
  toldAt: 'told_at',
  /** When a mail was last sent about an earlier trouble, and since when all is well again. */
  lastToldAt: 'last_told_at',
  endedAt: 'ended_at',
  /** Epoch seconds: the table's time-to-live attribute. Only tidies up: expiry is judged by the times above. */
  expiresAt: 'expires_at',
} as const;

/** What the rule's input transformer hands to the manager. A retry carries the same id and time. */
export interface SnapshotEvent {
  readonly id: string;
  /** ISO 8601 in UTC, as EventBridge writes it: `2026-11-23T10:20:00Z`. */
  readonly time: string;
}

/** The rule target's input: paths into the event, and the template that makes a `SnapshotEvent` of them. */
export const EVENT_INPUT = {
  paths: { id: '$.id', time: '$.time' },
  template: '{"id": <id>, "time": <time>}',
} as const;

/** What can be asked of the manager on demand, by an invocation of the function. */
export type OnDemandRequest = SnapshotRequest | PlanRequest | HoldRequest | ReleaseRequest | HoldsRequest;

/** The answer to the event of the schedule; what happened to each application is in the audit table. */
export interface RunSummary {
  /** How many had a run. */
  readonly applications: number;
  /** How many runs ended with each outcome. */
  readonly outcomes: Readonly<Record<string, number>>;
}

/** The answer to a request that cannot be read or fulfilled; it is recorded under `*`. */
export interface Refusal {
  /** Says why, and what to ask for instead. */
  readonly refused: string;
}

/**
 * A snapshot of each of these applications. The same `requestId` again gets the first result again while that snapshot
 * exists, and is refused when it is gone. An application that was made anew under the same name gets a new snapshot.
 */
export interface SnapshotRequest {
  readonly action: 'snapshot';
  readonly applications: readonly string[];
  readonly reason: string;
  /** Part of the snapshot's name: 1 to 128 letters, digits or any of `_.-`. */
  readonly requestId: string;
}

/** What the retention would delete now, and why; nothing is changed. No applications: all of the deployment. */
export interface PlanRequest {
  readonly action: 'plan';
  readonly applications?: readonly string[];
  /** What the plan would be if the deployment counted the reference system's snapshots as its own; none: as it does. */
  readonly adoptReferenceSnapshots?: boolean;
}

/** Keeps a snapshot from being deleted, until a time or until it is released. Holds of others stay beside it. */
export interface HoldRequest {
  readonly action: 'hold';
  readonly application: string;
  readonly snapshot: string;
  readonly who: string;
  readonly why: string;
  /** ISO 8601 in UTC. */
  readonly until?: string;
}

/** Ends the hold of one person on a snapshot; it stays on hold while another person's lasts. */
export interface ReleaseRequest {
  readonly action: 'release';
  readonly application: string;
  readonly snapshot: string;
  readonly who: string;
  /** Whose hold ends, if it is not the own one. */
  readonly holder?: string;
  readonly why?: string;
}

/** The holds in force. No applications: all of the deployment. */
export interface HoldsRequest {
  readonly action: 'holds';
  readonly applications?: readonly string[];
}

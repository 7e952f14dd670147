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
  /** JSON, `{"keepLast": N}`. */
  retention: 'RETENTION',
  auditTable: 'AUDIT_TABLE',
  /** Days after which the table's time to live removes an audit row. */
  auditRetentionDays: 'AUDIT_RETENTION_DAYS',
  topicArn: 'TOPIC_ARN',
  /** JSON, `{"policy": "always" | "changes" | "failures", "reminderHours": N}`. */
  notifications: 'NOTIFICATIONS',
  /** How old the newest READY snapshot may become, where an entry of the applications does not say. */
  snapshotAgeMinutes: 'SNAPSHOT_AGE_MINUTES',
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
  /** Age of the newest READY snapshot while the application is RUNNING, 0 while it is not (a stop on purpose is no alarm). */
  newestSnapshotAge: { name: 'NewestSnapshotAge', unit: 'Seconds' },
  /** 1 while the application is RUNNING, else 0. */
  applicationRunning: { name: 'ApplicationRunning', unit: 'Count' },
  snapshotsTaken: { name: 'SnapshotsTaken', unit: 'Count' },
  snapshotsFailed: { name: 'SnapshotsFailed', unit: 'Count' },
  snapshotsSkipped: { name: 'SnapshotsSkipped', unit: 'Count' },
  snapshotsDeleted: { name: 'SnapshotsDeleted', unit: 'Count' },
  /** Snapshots of the application, whoever made them and in whatever state, in percent of the quota. */
  snapshotQuotaUse: { name: 'SnapshotQuotaUse', unit: 'Percent' },
} as const satisfies Record<string, { name: string; unit: 'Count' | 'Milliseconds' | 'Percent' | 'Seconds' }>;

/** How a run can end for one application. `started` is the row before it ended. */
export const OUTCOMES = ['taken', 'skipped', 'late', 'failed', 'abandoned'] as const;
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
  startedAt: 'started_at',
  endedAt: 'ended_at',
  /** When Lambda would have ended the run: a row still `started` after this time belongs to a run that died. */
  deadlineAt: 'deadline_at',
  applicationStatus: 'application_status',
  snapshotStatus: 'snapshot_status',
  /** From the create call to the first answer that was not CREATING; only when the run itself saw both. */
  snapshotDurationMs: 'snapshot_duration_ms',
  /** Bounds of the duration when the end was not watched: the API tells no end time. */
  snapshotDurationAtLeastMs: 'snapshot_duration_at_least_ms',
  snapshotDurationAtMostMs: 'snapshot_duration_at_most_ms',
  /** A late snapshot was last seen CREATING at this time. */
  lastSeenCreatingAt: 'last_seen_creating_at',
  kept: 'snapshots_kept',
  /** When the newest READY snapshot was begun, whoever made it; the next run takes the oldest first. */
  newestReadyAt: 'newest_ready_create_time',
  /** Since which event the application has been in the condition that the reason stands for. */
  conditionSince: 'condition_since',
  /** What people were last told of the application, and when. */
  toldCondition: 'told_condition',
  toldAt: 'told_at',
  runtimeEnvironment: 'runtime_environment',
  /** Epoch seconds: the table's time-to-live attribute. */
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

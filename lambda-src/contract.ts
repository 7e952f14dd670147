/**
 * Names shared by the Terraform side and the runtime side: environment variables, metrics, audit attributes and the
 * shape of the event. Nothing else crosses, and both sides import it from here, so a rename cannot break one alone.
 */

/** Environment variables of the snapshot manager. All are required; a missing one fails the cold start and is named. */
export const ENVIRONMENT = {
  /** JSON list of the applications to snapshot, as under `snapshots.applications` in the settings. */
  applications: 'APPLICATIONS',
  /** Prefix of this manager's snapshots; contains the deployment's name (see `snapshotNamePrefix`). */
  snapshotNamePrefix: 'SNAPSHOT_NAME_PREFIX',
  /**
   * JSON of the retention settings, such as `{"keepLast": 10, "keepDaily": 7}`; see
   * and RETENTION_CAP.
   */
  retention: 'RETENTION',
  /** `true`: the reference system's snapshots count as this manager's own. `false`: they do not. */
  adoptReferenceSnapshots: 'ADOPT_REFERENCE_SNAPSHOTS',
  auditTable: 'AUDIT_TABLE',
  /** Days after which DynamoDB's time to live removes an audit row. */
  auditRetentionDays: 'AUDIT_RETENTION_DAYS',
  topicArn: 'TOPIC_ARN',
  /** Table of holds and run locks. */
  holdsTable: 'HOLDS_TABLE',
  /**
   * JSON, `{"policy": "always" | "changes" | "failures", "reminderHours": N, "stopsByAlarm": true}`; `stopsByAlarm`
   * where an alarm of each named application reports that it does not run.
   */
  notifications: 'NOTIFICATIONS',
  /** Maximum age in minutes of the newest READY snapshot, unless the application's entry has its own. */
  snapshotAgeMinutes: 'SNAPSHOT_AGE_MINUTES',
  /** Days within which a snapshot must have been proven, unless the application's entry has its own. 0: no objective. */
  provenWithinDays: 'PROVEN_WITHIN_DAYS',
  /** Minutes after which a transient status, such as AUTOSCALING, is reported as a problem. */
  passingStatusMinutes: 'PASSING_STATUS_MINUTES',
  /** Calls per second and operation of the service, for all applications together. */
  callsPerSecond: 'CALLS_PER_SECOND',
  /** Maximum number of snapshots per application in the service. */
  snapshotQuota: 'SNAPSHOT_QUOTA',
  /** Expression of the deployment's own schedule, such as `rate(10 minutes)`; an entry may have another. */
  schedule: 'SCHEDULE',
  /** JSON of the deployment's quiet hours, or `null` if it has none; an entry may have others. */
  quietHours: 'QUIET_HOURS',
  /** Name or ARN of the EventBridge bus that gets an event for every outcome. */
  eventBus: 'EVENT_BUS',
} as const;

/** `source` of every event that the manager and `kda` send to EventBridge. */
export const EVENT_SOURCE = 'kda-snapshots';

/**
 * Mail policies. `always`: every run. `changes`: state changes and reminders. `failures`: as `changes`, failures only.
 */
export const NOTIFICATION_POLICIES = ['always', 'changes', 'failures'] as const;
export type NotificationPolicy = (typeof NOTIFICATION_POLICIES)[number];

/**
 * Prefix of the snapshots of the deployment `name`; the whole name is `<name>.<yyyymmddThhmmssZ>`: letters, digits and
 * `_.-` only.
 */
export function snapshotNamePrefix(deploymentName: string): string {
  return `${deploymentName}.`;
}

export const METRIC_NAMESPACE = 'KDASnapshots';

/** The only dimension of every application metric; named as in the reference system. */
export const METRIC_DIMENSION = 'app_name';

/**
 * Metrics that the manager writes in CloudWatch embedded metric format, once a run for each application. Each costs
 * $0.30 a month and application (AWS price list, us-east-1), so there are few.
 */
export const METRICS = {
  /** READY snapshots of the application, whoever took them, after the run's deletions. */
  snapshotCount: { name: 'SnapshotCount', unit: 'Count' },
  /** Time from the create call to the first answer that was not CREATING. Only in runs that took a snapshot. */
  snapshotDuration: { name: 'SnapshotDuration', unit: 'Milliseconds' },
  /**
   * Age of the newest READY snapshot that is not suspect, while the application is RUNNING. In a transient status: its age when that status
   * was first found, because nothing is processed that could be lost. 0 while the application is stopped. Quiet hours do
   * not count.
   */
  newestSnapshotAge: { name: 'NewestSnapshotAge', unit: 'Seconds' },
  /**
   * 1 while the application is RUNNING, or in a transient status for less than `alarms.passingStatusMinutes`; else 0.
   */
  applicationRunning: { name: 'ApplicationRunning', unit: 'Count' },
  snapshotsTaken: { name: 'SnapshotsTaken', unit: 'Count' },
  snapshotsFailed: { name: 'SnapshotsFailed', unit: 'Count' },
  /** 1 in a run that ended before its snapshot was READY. */
  snapshotsLate: { name: 'SnapshotsLate', unit: 'Count' },
  snapshotsSkipped: { name: 'SnapshotsSkipped', unit: 'Count' },
  snapshotsDeleted: { name: 'SnapshotsDeleted', unit: 'Count' },
  /** Snapshots of the application, whoever took them and in any state, in percent of the quota. */
  snapshotQuotaUse: { name: 'SnapshotQuotaUse', unit: 'Percent' },
  /** Days after which the quota is full if all goes on as it does; 365: not within a year. */
  quotaFullInDays: { name: 'QuotaFullInDays', unit: 'Count' },
} as const satisfies Record<string, MetricIdentity>;

/** Metrics of drills and proofs of an application; the dimension is that of METRICS. */
export const DRILL_METRICS = {
  /** Time from the stop until the application was proven to work again. Only of a drill that was proven. */
  drillSeconds: { name: 'DrillSeconds', unit: 'Seconds' },
  /** 1 after a drill whose state did not work, 0 after one that was proven. Missing after one that was not judged. */
  drillsFailed: { name: 'DrillsFailed', unit: 'Count' },
  /**
   * Time since a restore or drill last proved a snapshot; never proven: since the objective was first seen. Written by each
   * run of an application with the objective `provenWithinDays`; missing while the marks can't be read.
   */
  provenAge: { name: 'ProvenAge', unit: 'Seconds' },
} as const satisfies Record<string, MetricIdentity>;

interface MetricIdentity {
  readonly name: string;
  readonly unit: 'Count' | 'Milliseconds' | 'Percent' | 'Seconds';
}

/** The only dimension of the fleet's metrics: the deployment's name. */
export const FLEET_DIMENSION = 'deployment';

/**
 * Metrics of the whole deployment. `runs` is the heartbeat of the schedule in every deployment. The others are the
 * worst value, or the sum, over the applications that a run found by prefix, pattern or tag, because an alarm can't
 * search. Named applications are not included: they have their own alarms. Only scheduled runs of a deployment that
 * finds applications write them; for applications of another schedule with the figures of their last run.
 */
export const FLEET_METRICS = {
  /**
   * 1 for each scheduled run that found its applications and reports the age of at least one snapshot, while the runs of
   * every other schedule come, too.
   */
  runs: { name: 'Runs', unit: 'Count' },
  /** Applications found by prefix, pattern or tag. Missing when the service did not list them. */
  applicationsFound: { name: 'ApplicationsFound', unit: 'Count' },
  applicationsNotRunning: { name: 'ApplicationsNotRunning', unit: 'Count' },
  /** Highest NewestSnapshotAge in percent of its application's objective; 0 when none was found. */
  snapshotAgeOfObjective: { name: 'SnapshotAgeOfObjective', unit: 'Percent' },
  snapshotDuration: METRICS.snapshotDuration,
  snapshotsFailed: METRICS.snapshotsFailed,
  snapshotsLate: METRICS.snapshotsLate,
  snapshotQuotaUse: METRICS.snapshotQuotaUse,
  /** Fewest days of any. */
  quotaFullInDays: METRICS.quotaFullInDays,
  /** Events that the bus did not accept. Missing while it accepts all; any invocation may write it. */
  eventsNotSent: { name: 'EventsNotSent', unit: 'Count' },
} as const satisfies Record<string, MetricIdentity>;

/**
 * Outcomes of a person's actions on snapshots, and of drills: they say nothing about a run, and runs do not read them.
 */
export const OUTCOMES_OF_ACTIONS = ['held', 'released', 'suspect', 'trusted', 'frozen', 'thawed', 'drilled'] as const;

/** Ways in which a run or an action can end for one application; `started` is the row before the end. */
export const OUTCOMES = ['taken', 'skipped', 'late', 'failed', 'abandoned', ...OUTCOMES_OF_ACTIONS] as const;
export type Outcome = (typeof OUTCOMES)[number];

/**
 * Ways in which an action of a person can end, as `kda` writes them into the audit table. Their rows have no event, so
 * every version of the manager passes them over.
 */
export const ACTIONS = ['restored', 'started', 'stopped', 'rolled-back', 'deployed'] as const;
export type Action = (typeof ACTIONS)[number];

/**
 * Attributes of an audit row. Key schema and the first five attributes are those of the reference system, so that its
 * old tables stay readable; the others are this project's.
 */
export const AUDIT = {
  /** Hash key, string. */
  application: 'app_name',
  /**
   * Range key, number: epoch milliseconds, derived from the event alone (see runIdCandidates), so that a retry finds its row.
   */
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
  /** Reason given for a run on demand. */
  requestReason: 'request_reason',
  /** Expression of the schedule of a scheduled run. */
  schedule: 'schedule',
  startedAt: 'started_at',
  endedAt: 'ended_at',
  /** Time at which a later run found out what became of the snapshot of a run that had ended without certainty. */
  settledAt: 'settled_at',
  /** Time at which Lambda would have ended the run: a row still `started` after it belongs to a run that died. */
  deadlineAt: 'deadline_at',
  applicationStatus: 'application_status',
  /** Creation time of the application; an application recreated under the same name has another history. */
  applicationCreatedAt: 'application_create_time',
  snapshotStatus: 'snapshot_status',
  /** Time from the create call to the first answer that was not CREATING; only when the run itself saw both. */
  snapshotDurationMs: 'snapshot_duration_ms',
  /** Bounds of the duration when the end was not watched: the API returns no end time. */
  snapshotDurationAtLeastMs: 'snapshot_duration_at_least_ms',
  snapshotDurationAtMostMs: 'snapshot_duration_at_most_ms',
  /** Last time at which a late snapshot was seen CREATING. */
  lastSeenCreatingAt: 'last_seen_creating_at',
  /** `name: reasons` of each deleted snapshot, beside the reference system's plain list of names. */
  deletionReasons: 'snapshots_deletion_reasons',
  /** `name: reasons` of each snapshot that a run is about to delete, or whose deletion has an unknown result. */
  deleting: 'snapshots_to_be_deleted',
  kept: 'snapshots_kept',
  /** Snapshots that were marked as suspect, or trusted again. */
  marked: 'snapshots_marked',
  /** Sentence about lists that were shortened to fit into an item. */
  truncated: 'truncated',
  /** Creation time of the newest READY snapshot that is not suspect, whoever took it; the next run takes the oldest first. */
  newestReadyAt: 'newest_ready_create_time',
  /** Snapshots of the application in the service, whoever took them and in any status, at the end of the run. */
  snapshotsInService: 'snapshots_in_service',
  /** Ids of runs that were open when this one began, so that runs too old for the look-back are read as well. */
  openRuns: 'open_run_ids',
  /** Event since which the application has been in the condition of this reason. */
  conditionSince: 'condition_since',
  /** Condition that was last reported for the application, and when. */
  toldCondition: 'told_condition',
  toldAt: 'told_at',
  /** Time of the mail that reported that the run of this row died. */
  deathToldAt: 'death_told_at',
  /** `name STATUS` of each reported snapshot in a status that this version does not know. */
  toldNotices: 'told_notices',
  runtimeEnvironment: 'runtime_environment',
  /** Person who restored, started, stopped, rolled back or deployed. */
  who: 'who',
  /** Snapshot that an application was started from; missing: empty state. */
  restoredFrom: 'restored_from',
  /** Age of that snapshot at the stop, in seconds. */
  rpoSeconds: 'rpo_seconds',
  /** Time from the stop until it was proven or given up, in seconds. */
  rtoSeconds: 'rto_seconds',
  /** `proven`, `started-not-proven`, `not-proven` or `given-up`; of a drill also `refused`. */
  verdict: 'verdict',
  /** Facts of the verdict. */
  proof: 'proof',
  /** Application version whose code was brought back, or that ran before a deployment. */
  codeVersion: 'code_version',
  /** Key of that version's code in its bucket. */
  codeKey: 'code_key',
  /** Commit that is deployed. */
  commit: 'commit',
  /** Time-to-live attribute of the table, in epoch seconds. */
  expiresAt: 'expires_at',
} as const;

/** Name in records and items that concern no application; AWS allows no application of this name. */
export const NO_APPLICATION = '*';

/** Keys of the holds table, which also keeps marks, the lock of each application and the times of requests. */
export const HOLDS = {
  /** Hash key, string. */
  application: 'app_name',
  /**
   * Range key, string: `hold#<snapshot>#<hash of the person>`, `mark#suspect#<snapshot>`, `mark#freeze#<hash of the
   * person>`, `lock`, `notice#<subject>`, `schedule#<expression>` or `request#<id>#<epoch milliseconds of the
   * application's creation>`. Earlier versions wrote `hold#<snapshot>`, for the last person only.
   */
  item: 'item',
  /**
   * Time-to-live attribute of the table, in epoch seconds. Only for tidying up: other attributes decide about expiry.
   */
  expiresAt: 'expires_at',
} as const;

/** Event that the rule's input transformer hands to the manager. A retry carries the same id and time. */
export interface SnapshotEvent {
  readonly id: string;
  /** ISO 8601 in UTC, as EventBridge writes it: `2026-11-23T10:20:00Z`. */
  readonly time: string;
  /**
   * Expression of the schedule that fired: the run covers the applications of that schedule alone. Missing in the input
   * of an earlier version's rule: the applications of the deployment's own schedule.
   */
  readonly schedule?: string;
}

/** Input of a rule's target: paths into the event. */
export const EVENT_INPUT = { paths: { id: '$.id', time: '$.time' } } as const;

/** Template that makes a `SnapshotEvent` of the input; `schedule` is the expression of the rule. */
export function eventTemplate(schedule: string): string {
  return `{"id": <id>, "time": <time>, "schedule": ${JSON.stringify(schedule)}}`;
}

/** Request to the manager by an invocation of the function. */
export type OnDemandRequest =
  | SnapshotRequest
  | PlanRequest
  | HoldRequest
  | ReleaseRequest
  | HoldsRequest
  | SuspectRequest
  | TrustRequest
  | FreezeRequest
  | ThawRequest
  | MarksRequest
  | DrillRequest;

/** Answer to a scheduled event; the audit table has what happened to each application. */
export interface RunSummary {
  /** Number of applications that had a run. */
  readonly applications: number;
  /** Number of runs with each outcome. */
  readonly outcomes: Readonly<Record<string, number>>;
}

/** Answer to a request that cannot be read or fulfilled; it is recorded under `*`. */
export interface Refusal {
  /** Cause, and what to request instead. */
  readonly refused: string;
}

/**
 * Requests a snapshot of each of these applications. The same `requestId` returns the first result while that snapshot
 * exists, and is refused when it is gone. An application recreated under the same name gets a new snapshot.
 */
export interface SnapshotRequest {
  readonly action: 'snapshot';
  readonly applications: readonly string[];
  readonly reason: string;
  /** Part of the snapshot's name: 1 to 128 letters, digits or any of `_.-`. */
  readonly requestId: string;
}

/**
 * Requests what the retention would delete now, and why; nothing is changed. Without applications: all of the
 * deployment.
 */
export interface PlanRequest {
  readonly action: 'plan';
  readonly applications?: readonly string[];
  /**
   * Overrides whether the reference system's snapshots count as the deployment's own. Default: the deployment's
   * setting.
   */
  readonly adoptReferenceSnapshots?: boolean;
}

/** Keeps a snapshot from being deleted, until a time or until it is released. Holds of other people are independent. */
export interface HoldRequest {
  readonly action: 'hold';
  readonly application: string;
  readonly snapshot: string;
  readonly who: string;
  readonly why: string;
  /** ISO 8601 in UTC. */
  readonly until?: string;
}

/** Releases one person's hold on a snapshot; it stays on hold while another person's hold lasts. */
export interface ReleaseRequest {
  readonly action: 'release';
  readonly application: string;
  readonly snapshot: string;
  readonly who: string;
  /** Person whose hold ends. Default: the person who asks. */
  readonly holder?: string;
  readonly why?: string;
}

/** Requests the holds in force. Without applications: all of the deployment. */
export interface HoldsRequest {
  readonly action: 'holds';
  readonly applications?: readonly string[];
}

/**
 * Marks snapshots as suspect: mails, metrics and restores pass them over until somebody trusts them again. One that is
 * already suspect keeps its first mark.
 */
export interface SuspectRequest {
  readonly action: 'suspect';
  readonly application: string;
  readonly snapshots: readonly string[];
  readonly who: string;
  readonly why: string;
}

/** Trusts snapshots again. One that is not suspect stays so, and is no error. */
export interface TrustRequest {
  readonly action: 'trust';
  readonly application: string;
  readonly snapshots: readonly string[];
  readonly who: string;
  readonly why?: string;
}

/** Pauses all deletions of the application's snapshots. Freezes of other people are independent. */
export interface FreezeRequest {
  readonly action: 'freeze';
  readonly application: string;
  readonly who: string;
  readonly why: string;
  /** ISO 8601 in UTC. Default: after a day, or earlier if the quota would be full by then. */
  readonly until?: string;
}

/** Ends one person's freeze; the application stays frozen while another person's lasts. */
export interface ThawRequest {
  readonly action: 'thaw';
  readonly application: string;
  readonly who: string;
  /** Person whose freeze ends. Default: the person who asks. */
  readonly holder?: string;
  readonly why?: string;
}

/** Requests suspects and freezes in force. Without applications: all of the deployment. */
export interface MarksRequest {
  readonly action: 'marks';
  readonly applications?: readonly string[];
}

/**
 * Requests the next step of a drill in place: a real stop and a real start from the state of that stop. Each request does
 * within some seconds what can be done by then, and the answer says when to ask again, until the drill has ended. The
 * first request with an id begins the drill; a repeated one goes on with it.
 */
export interface DrillRequest {
  readonly action: 'drill';
  readonly application: string;
  /** Id of the drill: 1 to 128 letters, digits or any of `_.-`; the same in every request of it. */
  readonly drill: string;
  readonly who: string;
  readonly why: string;
  /** Window of this drill in UTC, such as `04:00-04:30`. Default: that of the application's settings. */
  readonly window?: string;
  /**
   * True: the drill has begun already, and none is begun; the request for one that is not known is refused. A manager of
   * before this field refuses the field itself.
   */
  readonly isContinued?: boolean;
}

/**
 * Results of a drill. `proven`: the application runs again, with the state of the stop. `not-proven`: it did not, and was
 * brought back from the snapshot before, if that was possible. `started-not-proven`: nothing speaks against it, but not
 * all could be seen. `refused`: nothing was changed. `given-up`: a person's command went first.
 */
export const DRILL_VERDICTS = ['proven', 'not-proven', 'started-not-proven', 'refused', 'given-up'] as const;
export type DrillVerdict = (typeof DRILL_VERDICTS)[number];

/** Answer to a drill request. One that can't be read is answered with a `Refusal`. */
export interface DrillAnswer {
  readonly drill: {
    readonly id: string;
    readonly application: string;
    readonly state: 'under-way' | 'ended';
    /** Step that comes next, or the last one. */
    readonly step: string;
    /** Whole seconds until the next request makes sense, 1 to 60; 0 when the drill has ended. */
    readonly waitSeconds: number;
    /** Only when the drill has ended. */
    readonly verdict?: DrillVerdict;
    /** Sentences for people about how far it came. */
    readonly message: string;
  };
}

import type { DrillWindow } from '../../lambda-src/snapshot-manager/domain/drill/drill-window';
import type { Marks } from '../../lambda-src/snapshot-manager/domain/marks';
import type { Prover } from '../../lambda-src/snapshot-manager/domain/proofs';
import type { QuietHours } from '../../lambda-src/snapshot-manager/domain/schedule/quiet-hours';
import type { KnownSchedule } from '../../lambda-src/snapshot-manager/domain/schedule/silence';
import type { SnapshotsSeen } from './snapshots-seen';

/** Part of the facts: its value, or the sentence why it could not be read. */
export type Read<T> = { readonly value: T } | Unread;

export interface Unread {
  readonly because: string;
  /** True: it does not exist. Otherwise nobody knows. */
  readonly isMissing?: true;
  /** True: it is being read, and a later answer has it. */
  readonly isPending?: true;
}

/** Value of a part; undefined if it was not read. */
export function known<T>(read: Read<T>): T | undefined {
  return 'value' in read ? read.value : undefined;
}

/** Application as the service describes it. */
export interface ApplicationSeen {
  readonly status: string;
  readonly createdAt: Date | undefined;
  /** False: its configuration switches snapshots off. */
  readonly snapshotsEnabled: boolean;
  /** Snapshot mode that the manager does not manage; undefined: it manages it. */
  readonly unmanagedMode?: string | undefined;
}

/** Row of the audit table, as far as safety needs it. */
export interface PastRow {
  readonly writtenBy: 'manager' | 'kda' | 'reference' | 'unknown';
  /** Time of the event; of an action its start. */
  readonly time: Date;
  readonly endedAt?: Date | undefined;
  readonly outcome: string;
  readonly reason?: string | undefined;
  readonly message?: string | undefined;
  readonly snapshotName?: string | undefined;
  readonly newestReadyAt?: Date | undefined;
  readonly applicationStatus?: string | undefined;
  /** Event since which the application has been in the condition of this row. */
  readonly conditionSince?: Date | undefined;
  /** True: somebody asked for the run. */
  readonly isOnDemand?: boolean;
  readonly who?: string | undefined;
  /** Reason that a person gave. */
  readonly why?: string | undefined;
  readonly verdict?: string | undefined;
  readonly restoredFrom?: string | undefined;
  readonly rtoSeconds?: number | undefined;
}

/** Restore that was proven. */
export interface Proof {
  readonly at: Date;
  readonly snapshot: string;
  readonly restoreSeconds: number | undefined;
  /** Way in which it was proven; missing in rows of earlier versions that do not say. */
  readonly by?: Prover | undefined;
}

/** Result of the search for the newest proof. */
export interface ProofSearch {
  readonly proof: Proof | undefined;
  /** Rows before this time were not read; undefined: all were. */
  readonly searchedSince?: Date | undefined;
}

/** Drills in rows that are older than those of `past`. */
export interface EarlierDrills {
  /** Newest first, back to the last one that says whether the state works. */
  readonly rows: readonly PastRow[];
  /** Rows before this time were not read; undefined: all were. */
  readonly searchedSince?: Date | undefined;
}

/** Restore or start that a journal has, as far as it came. */
export interface RecoverySeen {
  readonly kind: 'restore' | 'start' | 'rollback';
  readonly who: string;
  readonly plannedAt: Date;
  readonly leaseUntil: Date;
  readonly hasEnded: boolean;
  readonly nextStep: string | undefined;
  readonly outcome: string | undefined;
  readonly target: string | undefined;
  readonly restoreSeconds: number | undefined;
  /** Time of the proof. */
  readonly provenAt: Date | undefined;
}

/** Alarm of the deployment. */
export interface AlarmSeen {
  readonly name: string;
  /** Word of the catalog, such as `snapshot-age`. */
  readonly id: string;
  readonly isInAlarm: boolean;
  /** True: it needs a person now. */
  readonly isUrgent: boolean;
  /** True for an alarm over others. */
  readonly isComposite: boolean;
  /** False: its actions are switched off. */
  readonly isEnabled: boolean;
  /** ARNs that it notifies. */
  readonly actions: readonly string[];
  readonly since?: Date | undefined;
}

/** Limits of the deployment that applications are judged by. */
export interface Limits {
  readonly passingStatusMinutes: number;
  readonly snapshotQuota: number;
  /** Expression of the deployment's own schedule; undefined: nothing is scheduled. */
  readonly schedule?: string | undefined;
  readonly region: string;
  /** Time of the manager's last deployment; undefined: not known. */
  readonly deployedAt?: Date | undefined;
}

export interface ApplicationFacts {
  readonly name: string;
  readonly objectiveMinutes: number;
  /** Days within which a snapshot must have been proven; none: no objective. */
  readonly provenWithinDays?: number | undefined;
  /** Reason of the settings why it is stopped. */
  readonly stoppedOnPurpose?: string | undefined;
  /** Expression of its schedule, such as `rate(10 minutes)`. */
  readonly schedule: string;
  /** Hours in which scheduled runs take no snapshot, and which its age leaves out; undefined: none. */
  readonly quietHours?: QuietHours | undefined;
  /** Duration for which its source can be replayed, such as `7d`; undefined: not known. */
  readonly sourceHorizon?: string | undefined;
  /** Window of its drills on schedule; undefined: there are none. */
  readonly drillWindow?: DrillWindow | undefined;
  readonly seen: Read<ApplicationSeen>;
  readonly snapshots: Read<SnapshotsSeen>;
  readonly marks: Read<Marks>;
  /** Rows of the last 24 hours or more, newest first. */
  readonly past: Read<readonly PastRow[]>;
  /** Empty for an application that is not drilled on schedule. */
  readonly earlierDrills: Read<EarlierDrills>;
  readonly proven: Read<ProofSearch>;
  readonly recovery: Read<RecoverySeen | undefined>;
  /** Alarms of this application that are in ALARM. */
  readonly alarms: readonly AlarmSeen[];
}

export interface Subscription {
  readonly protocol: string;
  readonly endpoint: string;
  readonly isConfirmed: boolean;
}

/** State of a rule in AWS's word, and whether it invokes the function. */
export interface RuleState {
  readonly isEnabled: boolean;
  readonly invokesManager: boolean;
}

/** Parts that carry a run and its news: each read for itself. */
export interface DeliveryFacts {
  /** State of the deployment's first rule. */
  readonly rule: Read<RuleState>;
  /** Rules of the other schedules. */
  readonly otherRules: readonly { readonly name: string; readonly seen: Read<RuleState> }[];
  readonly manager: Read<{
    readonly state: string;
    readonly isThrottledToZero: boolean;
    /** Time of its last deployment. */
    readonly deployedAt?: Date | undefined;
  }>;
  readonly failedRuns: Read<number>;
  readonly undeliveredEvents: Read<number>;
  readonly subscriptions: Read<readonly Subscription[]>;
  /** Subscriptions of each pager topic. */
  readonly pagers: readonly { readonly arn: string; readonly subscriptions: Read<readonly Subscription[]> }[];
  readonly alarms: Read<readonly AlarmSeen[]>;
  /** Rows that concern no application, newest first. */
  readonly past: Read<readonly PastRow[]>;
  /** Schedules as the runs have noted them in the holds table; empty in a deployment with one. */
  readonly schedules: Read<readonly KnownSchedule[]>;
}

import type { AttributeChange, Shown } from './attribute-changes';
import type { Restart } from './restarts';

/** Kinds of refusals: when the review refuses, and what would be lost. docs/plan-review.md shows them as a table. */
export const REFUSALS = {
  'application-destroyed': {
    when: 'A Managed Flink application is destroyed, or is removed from a CloudFormation stack without being retained.',
    loss: 'AWS deletes the application’s snapshots with it, so its state is lost for good. Terraform neither prevents this nor takes a last snapshot.',
  },
  'application-replaced': {
    when: 'A Managed Flink application is replaced (the provider does this for a new name, description or mode), or its CloudFormation stack is replaced.',
    loss: 'AWS deletes the old application and all its snapshots. The new application starts without state.',
  },
  'snapshot-removed': {
    when: 'A snapshot that Terraform manages is destroyed or replaced.',
    loss: 'The snapshot is deleted. Nothing can be restored from it any more.',
  },
  'snapshots-off': {
    when: '`snapshots_enabled` of an application is turned off, or its new value is not known yet.',
    loss: 'The service takes no snapshot when it stops or updates the application. Data processed since the last snapshot is lost or processed again.',
  },
  'force-stop': {
    when: '`force_stop` of an application is turned on, or its new value is not known yet.',
    loss: 'Terraform stops the application without a snapshot. Data processed since the last snapshot is lost or processed again.',
  },
  'stopped-without-snapshot': {
    when: '`start_application` changes from true to false while `force_stop` is on or snapshots are off.',
    loss: 'This plan stops the application, and no snapshot is taken first.',
  },
  'state-skipped': {
    when: 'The run configuration newly skips the restore (`SKIP_RESTORE_FROM_SNAPSHOT`) or newly allows state that does not fit (`allow_non_restored_state`), or the plan starts an application that has one of these settings.',
    loss: 'The application starts without its state, or without the part of it that belongs to no operator.',
  },
  'checkpoints-off': {
    when: '`checkpointing_enabled` of an application is turned off.',
    loss: 'After a failure the job has no checkpoint to return to. It starts without state, or from an older snapshot.',
  },
  'schedule-off': {
    when: 'Scheduled snapshots stop: the event rule or schedule is disabled or destroyed, its target or the function is destroyed, the function can’t run or be started, or an application is removed from the snapshot manager’s list.',
    loss: 'No more snapshots are taken. After a failure, data processed since the last snapshot is lost or processed again.',
  },
  'retention-shortened': {
    when: 'The snapshot manager’s retention keeps fewer restore points, for all applications or for one: a rule or the cap is lowered, or deletion is turned on.',
    loss: 'The next run deletes the snapshots that the policy no longer keeps. Nothing can be restored from them any more.',
  },
  'table-destroyed': {
    when: 'A DynamoDB table is destroyed or replaced.',
    loss: 'All rows are lost: the record of all runs, the snapshots on hold, or whatever else the table contains. With point-in-time recovery, AWS keeps a last backup for 35 days.',
  },
  'recovery-off': {
    when: 'Point-in-time recovery of a DynamoDB table is turned off, or its new value is not known yet.',
    loss: 'The table can’t be restored to an earlier moment. AWS drops the continuous backups of the last 35 days.',
  },
  'bucket-destroyed': {
    when: 'An S3 bucket is destroyed or replaced.',
    loss: 'With `force_destroy`, all objects and their versions are deleted: state files, or the code that earlier snapshots need. Anybody can then take the bucket’s name.',
  },
  'objects-expire': {
    when: 'A lifecycle rule newly expires state files or the code of applications, or expires them sooner. The review recognizes such a bucket by its objects in the plan, or by its name.',
    loss: 'State files and code are deleted by age, even while they are in use. Without its code, no application starts and no earlier snapshot can be restored.',
  },
  'state-file-destroyed': {
    when: 'An S3 object whose key ends in `tfstate` is destroyed or replaced.',
    loss: 'The state file is deleted with all its versions. Terraform no longer knows what it created, and creates it again.',
  },
  'versioning-off': {
    when: 'Versioning of an S3 bucket that stays is suspended or removed, moves to another bucket, or its new status is not known yet.',
    loss: 'An overwritten or deleted object (a state file, a JAR) can’t be recovered.',
  },
  'key-destroyed': {
    when: 'A KMS key is destroyed, replaced or disabled.',
    loss: 'At once, or after the waiting time, the data that the key encrypted can’t be read: tables, objects, messages, logs.',
  },
  'iam-widened': {
    when: 'A policy newly allows an action `*` or `service:*`, every resource of a service or of a type (`*`, `role/*`), or a principal `*`; an administrator’s or full-access policy is attached; or a permissions boundary is removed.',
    loss: 'Nothing is lost at once, but a mistake or a stolen key can do more damage.',
  },
  'alarm-destroyed': {
    when: 'An alarm is destroyed, and the plan creates none of the same name.',
    loss: 'Nobody is notified any more of the condition that the alarm watches.',
  },
  'alarm-silenced': {
    when: 'An alarm loses an entry of `alarm_actions` without a new one, its `ok_actions` become empty, or `actions_enabled` is turned off or not known yet. An alarm of the same name at another address counts as the same alarm.',
    loss: 'The alarm still changes state, but no longer notifies its previous recipients.',
  },
  'recipient-removed': {
    when: 'An SNS subscription, or a topic with its subscriptions, is destroyed, while an alarm, an event rule or a function of the plan still sends to the topic.',
    loss: 'Messages to the topic no longer reach this recipient. The sender gets no error.',
  },
} as const;

export type RefusalKind = keyof typeof REFUSALS;

export function isRefusalKind(text: string): text is RefusalKind {
  return Object.hasOwn(REFUSALS, text);
}

/** Loss in a plan. */
export interface Refusal {
  readonly kind: RefusalKind;
  readonly stack: string;
  /** Address in the plan, or `*` for all of a kind in a stack that is destroyed as a whole. */
  readonly address: string;
  /** Details in a whole sentence, if the kind is not enough. */
  readonly detail: string | undefined;
  /** Attributes concerned, with their old and new values. */
  readonly attributes: readonly AttributeChange[];
}

/** Change that a person should check but that is not refused: it loses nothing by itself, or can't be judged. */
export interface Caution {
  readonly stack: string;
  readonly address: string;
  /** Whole sentence by this project, used unchanged in the Markdown. */
  readonly text: string;
  /** Part of the plan concerned, if it has to be named. */
  readonly detail?: string | undefined;
  /** True if snapshots, or what a job starts from, are at stake: shown openly, not folded. */
  readonly isHeaded?: boolean;
}

export interface Findings {
  readonly refusals: readonly Refusal[];
  readonly cautions: readonly Caution[];
  readonly restarts: readonly Restart[];
}

/** Attribute with plain values on both sides. */
export function attribute(path: string, old: Shown, now: Shown): AttributeChange {
  return { path, old, new: now, forcesReplacement: false };
}

import type { AttributeChange, Shown } from './attribute-changes';
import type { Restart } from './restarts';

/** Kinds of refusals: the word of an exception, and the loss. docs/plan-review.md shows them as a table. */
export const REFUSALS = {
  'application-destroyed': {
    when: 'A Managed Flink application is destroyed, or goes out of a CloudFormation stack without being retained.',
    loss: 'AWS deletes an application’s snapshots with it: its state is gone for good. Terraform neither stops it nor takes a last snapshot.',
  },
  'application-replaced': {
    when: 'A Managed Flink application is replaced: the provider does so for a new name, description or mode. Or the CloudFormation stack that has it is.',
    loss: 'The old application is deleted, and all its snapshots with it. The new one starts from nothing.',
  },
  'snapshot-removed': {
    when: 'A snapshot that Terraform keeps is destroyed or replaced.',
    loss: 'The snapshot is deleted; nothing can be restored from it any more.',
  },
  'snapshots-off': {
    when: '`snapshots_enabled` of an application is turned off, or may be.',
    loss: 'The service takes no snapshot when it stops or updates the application: what was processed since the last one is lost, or processed again.',
  },
  'force-stop': {
    when: '`force_stop` of an application is turned on, or may be.',
    loss: 'When Terraform stops the application it takes no snapshot first: what was processed since the last one is lost or processed again.',
  },
  'stopped-without-snapshot': {
    when: '`start_application` goes from true to false with `force_stop` on, or with snapshots off.',
    loss: 'The application is stopped by this very plan, and no snapshot is taken first.',
  },
  'state-skipped': {
    when: 'The run configuration begins to skip the restore (`SKIP_RESTORE_FROM_SNAPSHOT`), or to allow state that does not fit (`allow_non_restored_state`); or the plan starts an application while it stands so.',
    loss: 'The application starts without its state, or without the part of it that no operator claims.',
  },
  'checkpoints-off': {
    when: '`checkpointing_enabled` of an application is turned off.',
    loss: 'After a failure the job has no checkpoint to go back to: it starts from nothing, or from an older snapshot.',
  },
  'schedule-off': {
    when: 'What takes the snapshots on a schedule stops: its event rule or schedule is disabled, it or its target or the function is destroyed, the function may not run or be started, or an application goes from the snapshot manager’s list.',
    loss: 'No snapshots are taken any more: after a failure, what was processed since the last one is lost, or processed again.',
  },
  'retention-shortened': {
    when: 'The snapshot manager’s retention keeps fewer restore points: a rule or the cap falls, or nothing was deleted before; also for one application.',
    loss: 'The next run deletes the snapshots that the policy no longer keeps; nothing can be restored from them any more.',
  },
  'table-destroyed': {
    when: 'A DynamoDB table is destroyed or replaced.',
    loss: 'All its rows: the record of all runs, the snapshots on hold, or what else it is for. With point-in-time recovery AWS keeps a last backup for 35 days.',
  },
  'recovery-off': {
    when: 'Point-in-time recovery of a DynamoDB table is turned off, or may be.',
    loss: 'The table can’t be brought back to any earlier moment; the continuous copies of the last 35 days are dropped.',
  },
  'bucket-destroyed': {
    when: 'An S3 bucket is destroyed or replaced.',
    loss: 'With `force_destroy` all its objects and their versions: state files, or the code that earlier snapshots need. The name is free for anybody.',
  },
  'objects-expire': {
    when: 'A lifecycle rule newly expires, or expires sooner, state files or the code of applications: the plan names such an object of the bucket, or the bucket is named for them.',
    loss: 'State files and code go by their age, whether they are in use or not; without its code no application starts, nor an earlier snapshot.',
  },
  'state-file-destroyed': {
    when: 'An S3 object whose key ends in `tfstate` is destroyed or replaced.',
    loss: 'The state file with all its versions: Terraform no longer knows what it made, and makes it again.',
  },
  'versioning-off': {
    when: 'Versioning of an S3 bucket that stays is suspended, removed or may be, or moves to another bucket.',
    loss: 'An overwritten or deleted object (a state file, a JAR) can’t be had back.',
  },
  'key-destroyed': {
    when: 'A KMS key is destroyed, replaced or switched off.',
    loss: 'At once, or after the waiting time, nothing that it encrypted can be read: tables, objects, messages, logs.',
  },
  'iam-widened': {
    when: 'A policy newly allows an action `*` or `service:*`, every resource of a service or of a type (`*`, `role/*`), or a principal `*`; an administrator’s or full-access policy is attached; or a permissions boundary goes.',
    loss: 'Nothing at once, but the limit that keeps a mistake, or a stolen key, small.',
  },
  'alarm-destroyed': {
    when: 'An alarm is destroyed and none of its name is created.',
    loss: 'Nobody is told any more when this goes wrong.',
  },
  'alarm-silenced': {
    when: 'An entry of an alarm’s `alarm_actions` goes and no new one takes its place, its `ok_actions` are emptied, or `actions_enabled` is turned off or may be; also by an alarm of the same name at another address.',
    loss: 'The alarm still changes its state, but whom it told before is told no more.',
  },
  'recipient-removed': {
    when: 'An SNS subscription is destroyed, or a topic with its subscriptions, to which an alarm, an event rule or a function of the plan still sends.',
    loss: 'What is sent to the topic no longer reaches this recipient; nothing fails where it is sent.',
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
  /** Whole sentence by this project, used in the Markdown unchanged. */
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

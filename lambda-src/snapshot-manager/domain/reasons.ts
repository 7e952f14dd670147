import type { Outcome } from '../../contract';
import { UNMANAGED_MODE_ADVICE } from './application-state';
import { statusInWords } from './application-status';
import { namedSnapshot as named, type ReasonFacts, type ReportedRun } from './reason-facts';
import { REASONS_OF_ACTIONS } from './reasons-of-actions';
import { seconds, utcTime } from './texts';

const TABLE = {
  ready: {
    outcome: 'taken',
    condition: 'well',
    headline: (r) => `${named(r)} is READY after ${seconds(r.snapshot?.durationMs)}.`,
    advice: 'No action needed.',
  },
  adopted: {
    outcome: 'taken',
    condition: 'well',
    headline: (r) => `${named(r)}, started by an earlier attempt, is READY.`,
    advice: 'No action needed: an earlier attempt of this run had taken the snapshot and was cut off.',
  },
  'cleanup-incomplete': {
    outcome: 'taken',
    condition: 'cleanup-incomplete',
    headline: (r) => `${named(r)} is READY, but not every surplus snapshot could be deleted.`,
    advice:
      'The snapshot is safe. The next run deletes the rest. If this repeats, check the error of the first snapshot that could not be deleted.',
  },
  'cleanup-paused': {
    outcome: 'taken',
    // An update or a restart is no problem.
    condition: 'well',
    headline: (r) =>
      `${named(r)} is READY. The deletion of surplus snapshots stopped because the application was changed.`,
    advice:
      'No action needed. The snapshot is safe. Deletions stopped because the application was changed, and somebody may be restoring it. The next run deletes the surplus.',
  },
  'holds-unreadable': {
    outcome: 'taken',
    condition: 'cleanup-incomplete',
    headline: (r) => `${named(r)} is READY, but nothing was deleted, because it is unknown what must be kept.`,
    advice:
      'The snapshot is safe. Nothing was deleted, because holds and marks could not be read; the next run deletes the surplus. If this repeats, check the table of audit.holdsTableName and the role of the snapshot manager.',
  },

  'not-running': {
    outcome: 'skipped',
    condition: 'not-running',
    headline: (r) =>
      notTaken(r, `it is ${statusInWords(r.applicationStatus)}. Only a RUNNING application can be snapshotted.`),
    advice: 'No action needed if the application was stopped on purpose. Otherwise start it.',
  },
  'snapshot-in-flight': {
    outcome: 'skipped',
    condition: 'slow',
    headline: (r) => notTaken(r, 'another snapshot is still being created.'),
    advice:
      'No action needed if it becomes READY. If it stays CREATING for more than ten minutes, check for backpressure and the size of the state.',
  },
  'newer-snapshot': {
    outcome: 'skipped',
    condition: 'well',
    headline: (r) => notTaken(r, `one newer than the event of ${utcTime(r.eventTime)} is READY.`),
    advice:
      'No action needed: the event arrived late, and a snapshot newer than the event is READY. Another one would push an older one out of the retention.',
  },
  'run-in-flight': {
    outcome: 'skipped',
    condition: 'slow',
    headline: (r) => notTaken(r, 'another run for it was still active.'),
    advice:
      'No action needed: another run for the application was active. If every run is skipped like this, runs take longer than the schedule’s interval: increase snapshots.scheduleMinutes.',
  },
  'quiet-hours': {
    outcome: 'skipped',
    condition: 'quiet-hours',
    headline: (r) => notTaken(r, 'its settings have quiet hours now.'),
    advice:
      'No action needed: the settings say so. The first run after the quiet hours takes a snapshot. To take one now, request it: kda snapshot.',
  },
  'drill-under-way': {
    outcome: 'skipped',
    // It takes a snapshot before and after, and stops the application on purpose.
    condition: 'well',
    headline: (r) => notTaken(r, 'a drill of it is under way.'),
    advice: 'No action needed: the drill takes its own snapshots, and runs go on when it has ended.',
  },
  'no-time': {
    outcome: 'skipped',
    condition: 'no-time',
    headline: (r) => notTaken(r, 'the time of the run was nearly up.'),
    advice:
      'The other applications of this run took all its time. If this repeats, increase snapshots.timeoutSeconds or split the applications over several deployments.',
  },

  'still-creating': {
    outcome: 'late',
    condition: 'slow',
    headline: (r) => `${named(r)} was still CREATING when the run ended.`,
    advice:
      'The next run completes the record. If snapshots of this application always take this long, increase snapshots.timeoutSeconds.',
  },
  'unknown-status': {
    outcome: 'late',
    condition: 'unknown-status',
    headline: (r) => `${named(r)} is in status ${r.snapshot?.status}, which this version does not know.`,
    advice:
      'The service uses a status that this version does not know, so the snapshot is not touched. Later runs complete the record when it becomes READY or FAILED. Check it in the console, and look for a newer version of this project.',
  },
  'ready-after-run': {
    outcome: 'late',
    condition: 'well',
    headline: (r) =>
      `${named(r)} became READY after its run had ended. It took between ${seconds(r.snapshot?.durationAtLeastMs)} and ${seconds(r.snapshot?.durationAtMostMs)}.`,
    advice: 'No action needed: the snapshot is READY.',
  },

  'application-not-found': {
    outcome: 'failed',
    isContinued: true,
    condition: 'application-not-found',
    headline: (r) => `No snapshot was taken: there is no application called ${r.application}.`,
    advice: 'Correct the name under snapshots.applications, or create the application.',
  },
  'describe-failed': {
    outcome: 'failed',
    isContinued: true,
    condition: 'calls-failing',
    headline: (r) => notTaken(r, 'the service did not return the application’s state.'),
    advice: 'Lambda retries. If this repeats, check the role of the snapshot manager and the state of the service.',
  },
  'list-failed': {
    outcome: 'failed',
    isContinued: true,
    condition: 'calls-failing',
    headline: (r) =>
      `No snapshot of application ${r.application} was taken and none deleted: the list of its snapshots could not be read completely.`,
    advice: 'Lambda retries. Without a complete list nothing is created and nothing is deleted.',
  },
  'snapshots-disabled': {
    outcome: 'failed',
    condition: 'snapshots-disabled',
    headline: (r) => notTaken(r, 'snapshots are disabled in its configuration.'),
    advice: 'Set application.snapshotsEnabled to true, or remove the application from snapshots.applications.',
  },
  'enhanced-snapshots': {
    outcome: 'failed',
    condition: 'enhanced-snapshots',
    headline: (r) => notTaken(r, 'it uses enhanced snapshots, which are not managed yet.'),
    advice: UNMANAGED_MODE_ADVICE,
  },
  'operation-refused': {
    outcome: 'failed',
    condition: 'operation-refused',
    headline: (r) => notTaken(r, 'the service does not support the call for it.'),
    advice:
      'The service does not offer this operation for the application. Check the error, and the snapshot mode of the application.',
  },
  'create-refused': {
    outcome: 'failed',
    isContinued: true,
    condition: 'calls-failing',
    headline: (r) => notTaken(r, 'the service refused to create it.'),
    advice: 'Lambda retries. If this repeats, check the error and the state of the application.',
  },
  'quota-reached': {
    outcome: 'failed',
    isContinued: true,
    condition: 'quota-reached',
    headline: (r) => notTaken(r, 'it has reached the service’s quota of snapshots.'),
    advice:
      'The application has as many snapshots as the service allows (1000 by default). Surplus ones of this manager were deleted. If there were none, delete snapshots taken by people or by the service, or request a higher quota.',
  },
  'snapshot-failed': {
    outcome: 'failed',
    condition: 'snapshots-failing',
    headline: (r) => `${named(r)} FAILED; it holds no state.`,
    advice:
      'Check the log of the application for failed checkpoints: their cause makes snapshots fail too. The next scheduled run tries again.',
  },
  'snapshot-unobservable': {
    outcome: 'failed',
    isContinued: true,
    condition: 'calls-failing',
    headline: (r) => `${named(r)} was started, but its result could not be read.`,
    advice: 'Lambda retries and adopts the snapshot if it became READY.',
  },
  'malformed-event': {
    outcome: 'failed',
    condition: 'manager-failing',
    headline: () => 'No snapshot was taken of any application: the event could not be read.',
    advice: 'Correct the sender of the event; the schedule of this deployment sends a valid one.',
  },
  'request-refused': {
    outcome: 'failed',
    condition: 'manager-failing',
    headline: () => 'The request was refused, and nothing was changed.',
    advice: 'Correct the request as its message says, and send it with a new request id. Nothing was changed.',
  },
  'unknown-schedule': {
    outcome: 'failed',
    condition: 'manager-failing',
    headline: () => 'No snapshot was taken for an event: the deployment has no such schedule.',
    advice:
      'No action needed if the schedules were changed by a deployment at that time: the applications run by their new ones. If this repeats, a rule with an old input invokes the snapshot manager: delete that rule, or deploy the snapshots stack again.',
  },
  'discovery-failed': {
    outcome: 'failed',
    isContinued: true,
    condition: 'calls-failing',
    headline: () => 'Not every application to snapshot could be found: the service did not answer.',
    advice:
      'Lambda retries. The applications that are named or were found had their run. If this repeats, check the role of the snapshot manager: kinesisanalytics:ListApplications and ListTagsForResource.',
  },
  'unexpected-error': {
    outcome: 'failed',
    isContinued: true,
    condition: 'manager-failing',
    headline: (r) => `The run for application ${r.application} ended with an unexpected error.`,
    advice: 'Lambda retries. This is a bug of the snapshot manager; its log has the stack trace.',
  },

  'application-stopped': {
    outcome: 'abandoned',
    condition: 'not-running',
    headline: (r) => `${named(r)} was abandoned: the application became ${r.applicationStatus} before it was READY.`,
    advice: 'No action needed if the application was stopped on purpose. Otherwise start it.',
  },
  'snapshot-gone': {
    outcome: 'abandoned',
    condition: 'snapshots-failing',
    headline: (r) => `${named(r)} is gone; it was never seen READY.`,
    advice: 'Somebody deleted the snapshot before it was READY, or the service dropped it. The next run takes another.',
  },
  'run-died': {
    outcome: 'abandoned',
    condition: 'manager-failing',
    headline: (r) => `The run for application ${r.application} died without a result and left no snapshot.`,
    advice:
      'The run ended without a result and without a snapshot. Check the log of the Lambda for a crash, a time-out or too little memory.',
  },

  ...REASONS_OF_ACTIONS,
} satisfies Record<string, ReasonFacts>;

export type Reason = keyof typeof TABLE;

/** Ways in which a run can end for one application. Audit, metrics, messages and logs use only these words. */
export const REASONS: Readonly<Record<Reason, ReasonFacts>> = TABLE;

/** True for reasons that this version knows; rows of other versions may carry others. */
export function isReason(word: string): word is Reason {
  return Object.hasOwn(REASONS, word);
}

/** State of a record: `started` until the run ended for the application. */
export type RunState = Outcome | 'started';

/** Summary of a run in one sentence, with the error behind it if there is one. */
export function headline(run: ReportedRun & { readonly reason?: Reason }, detail?: string): string {
  const sentence = REASONS[run.reason ?? 'unexpected-error'].headline(run);
  return detail === undefined ? sentence : `${sentence} ${detail}`;
}

function notTaken({ application }: ReportedRun, why: string): string {
  return `No snapshot of application ${application} was taken: ${why}`;
}

import type { Outcome } from '../../contract';
import { UNMANAGED_MODE_ADVICE } from './snapshot-mode';

interface ReasonFacts {
  /** The reason decides the outcome, so the two can never contradict each other. */
  readonly outcome: Outcome;
  /** True: a retry of the same event gets this result again. False: the retry goes on where the run stopped. */
  readonly isFinal: boolean;
  /** What to do about it, as one or two whole sentences for a person who was just woken up. */
  readonly advice: string;
}

/** Every way a run can end for one application. Audit, metrics, messages and logs use these words and no others. */
export const REASONS = {
  ready: { outcome: 'taken', isFinal: true, advice: 'Nothing needs to be done.' },
  adopted: {
    outcome: 'taken',
    isFinal: true,
    advice: 'Nothing needs to be done: an earlier attempt of this run had made the snapshot and was cut off.',
  },
  'cleanup-incomplete': {
    outcome: 'taken',
    isFinal: true,
    advice:
      'The snapshot is safe. The next run deletes what is left; if this repeats, look at the error of the first snapshot that could not be deleted.',
  },
  'cleanup-paused': {
    outcome: 'taken',
    isFinal: true,
    advice:
      'Nothing needs to be done. The snapshot is safe; deletions were stopped because the application was changed, and somebody may be restoring it. The next run deletes the surplus.',
  },
  'holds-unreadable': {
    outcome: 'taken',
    isFinal: true,
    advice:
      'The snapshot is safe. Nothing was deleted, because it could not be read which snapshots are on hold; the next run deletes the surplus. If this repeats, check the table of audit.holdsTableName and the role of the snapshot manager.',
  },

  'not-running': {
    outcome: 'skipped',
    isFinal: true,
    advice: 'If the application was stopped on purpose, nothing needs to be done. Otherwise start it.',
  },
  'snapshot-in-flight': {
    outcome: 'skipped',
    isFinal: true,
    advice:
      'Nothing needs to be done if it becomes READY. If it stays in CREATING for more than ten minutes, look for backpressure and for the size of the state.',
  },
  'newer-snapshot': {
    outcome: 'skipped',
    isFinal: true,
    advice:
      'Nothing needs to be done: the event arrived late, and a snapshot that is newer than the event is READY. Another one would push an older one out of the retention.',
  },
  'run-in-flight': {
    outcome: 'skipped',
    isFinal: true,
    advice:
      'Nothing needs to be done: another run for the application was at work. If every run is skipped so, runs take longer than the schedule’s interval; raise snapshots.scheduleMinutes.',
  },
  'no-time': {
    outcome: 'skipped',
    isFinal: true,
    advice:
      'The other applications of this run took all its time. If this repeats, raise snapshots.timeoutSeconds or divide the applications between deployments.',
  },

  'still-creating': {
    outcome: 'late',
    isFinal: true,
    advice:
      'The next run completes the record. If snapshots of this application always take so long, raise snapshots.timeoutSeconds.',
  },
  'unknown-status': {
    outcome: 'late',
    isFinal: true,
    advice:
      'Later runs complete the record when the snapshot becomes READY or FAILED. The service uses a status that this version does not know: the snapshot is left alone. Look at it in the console, and for a newer version of this project.',
  },
  'ready-after-run': { outcome: 'late', isFinal: true, advice: 'Nothing needs to be done: the snapshot is READY.' },

  'application-not-found': {
    outcome: 'failed',
    isFinal: false,
    advice: 'Correct the name under snapshots.applications, or create the application.',
  },
  'describe-failed': {
    outcome: 'failed',
    isFinal: false,
    advice: 'Lambda tries again. If it repeats, check the role of the snapshot manager and the state of the service.',
  },
  'list-failed': {
    outcome: 'failed',
    isFinal: false,
    advice: 'Lambda tries again. Without a whole list nothing is created and nothing is deleted.',
  },
  'snapshots-disabled': {
    outcome: 'failed',
    isFinal: true,
    advice: 'Set application.snapshotsEnabled to true, or take the application out of snapshots.applications.',
  },
  'enhanced-snapshots': {
    outcome: 'failed',
    isFinal: true,
    advice: UNMANAGED_MODE_ADVICE,
  },
  'operation-refused': {
    outcome: 'failed',
    isFinal: true,
    advice:
      'The service does not offer this operation for the application. Look at the error, and at the snapshot mode of the application.',
  },
  'create-refused': {
    outcome: 'failed',
    isFinal: false,
    advice: 'Lambda tries again. If it repeats, look at the error and at the state of the application.',
  },
  'quota-reached': {
    outcome: 'failed',
    isFinal: false,
    advice:
      'The application has as many snapshots as the service allows (1000 by default). Surplus ones of this manager were deleted; if there were none, delete snapshots made by people or by the service, or ask for a higher quota.',
  },
  'snapshot-failed': {
    outcome: 'failed',
    isFinal: true,
    advice:
      'Look at the log of the application for failed checkpoints: what makes those fail makes snapshots fail too. The next scheduled run tries again.',
  },
  'snapshot-unobservable': {
    outcome: 'failed',
    isFinal: false,
    advice: 'Lambda tries again and adopts the snapshot if it became READY.',
  },
  'malformed-event': {
    outcome: 'failed',
    isFinal: true,
    advice: 'Correct what sends the event; the schedule of this deployment sends a valid one.',
  },
  'request-refused': {
    outcome: 'failed',
    isFinal: true,
    advice: 'Correct the request as its message says, and send it again with a new request id. Nothing was changed.',
  },
  'discovery-failed': {
    outcome: 'failed',
    isFinal: false,
    advice:
      'Lambda tries again. Applications that are named, and those that were found, had their run. If it repeats, check the role of the snapshot manager: kinesisanalytics:ListApplications and ListTagsForResource.',
  },
  'unexpected-error': {
    outcome: 'failed',
    isFinal: false,
    advice: 'Lambda tries again. This is a fault of the snapshot manager: its log has the stack.',
  },

  'application-stopped': {
    outcome: 'abandoned',
    isFinal: true,
    advice: 'If the application was stopped on purpose, nothing needs to be done. Otherwise start it.',
  },
  'snapshot-gone': {
    outcome: 'abandoned',
    isFinal: true,
    advice: 'Somebody deleted the snapshot before it was READY, or the service dropped it. The next run takes another.',
  },
  'run-died': {
    outcome: 'abandoned',
    isFinal: true,
    advice:
      'The run ended without a result and without a snapshot. Look at the log of the Lambda for a crash, a timeout or too little memory.',
  },

  'hold-placed': {
    outcome: 'held',
    isFinal: true,
    advice: 'Nothing needs to be done. Release the snapshot when it is no longer needed: npm run release.',
  },
  'hold-released': {
    outcome: 'released',
    isFinal: true,
    advice: 'Nothing needs to be done: from the next run on the retention decides about the snapshot.',
  },
} as const satisfies Record<string, ReasonFacts>;

export type Reason = keyof typeof REASONS;

/** Where a record stands: `started` until the run ended for the application. */
export type RunState = Outcome | 'started';

/** True for words that this version knows; rows of other versions may carry others. */
export function isReason(word: string): word is Reason {
  return Object.hasOwn(REASONS, word);
}

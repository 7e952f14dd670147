import type { Outcome } from '../../contract';
import { UNMANAGED_MODE_ADVICE } from './application-state';

interface ReasonFacts {
  /** Outcome of the reason, so that the two can never contradict each other. */
  readonly outcome: Outcome;
  /** True: a retry of the same event gets this result again. False: the retry continues where the run stopped. */
  readonly isFinal: boolean;
  /** Advice for a person who was just woken up, in one or two whole sentences. */
  readonly advice: string;
}

/** Ways in which a run can end for one application. Audit, metrics, messages and logs use only these words. */
export const REASONS = {
  ready: { outcome: 'taken', isFinal: true, advice: 'No action needed.' },
  adopted: {
    outcome: 'taken',
    isFinal: true,
    advice: 'No action needed: an earlier attempt of this run had taken the snapshot and was cut off.',
  },
  'cleanup-incomplete': {
    outcome: 'taken',
    isFinal: true,
    advice:
      'The snapshot is safe. The next run deletes the rest. If this repeats, check the error of the first snapshot that could not be deleted.',
  },
  'cleanup-paused': {
    outcome: 'taken',
    isFinal: true,
    advice:
      'No action needed. The snapshot is safe. Deletions stopped because the application was changed, and somebody may be restoring it. The next run deletes the surplus.',
  },
  'holds-unreadable': {
    outcome: 'taken',
    isFinal: true,
    advice:
      'The snapshot is safe. Nothing was deleted, because the snapshots on hold could not be read; the next run deletes the surplus. If this repeats, check the table of audit.holdsTableName and the role of the snapshot manager.',
  },

  'not-running': {
    outcome: 'skipped',
    isFinal: true,
    advice: 'No action needed if the application was stopped on purpose. Otherwise start it.',
  },
  'snapshot-in-flight': {
    outcome: 'skipped',
    isFinal: true,
    advice:
      'No action needed if it becomes READY. If it stays CREATING for more than ten minutes, check for backpressure and the size of the state.',
  },
  'newer-snapshot': {
    outcome: 'skipped',
    isFinal: true,
    advice:
      'No action needed: the event arrived late, and a snapshot newer than the event is READY. Another one would push an older one out of the retention.',
  },
  'run-in-flight': {
    outcome: 'skipped',
    isFinal: true,
    advice:
      'No action needed: another run for the application was active. If every run is skipped like this, runs take longer than the schedule’s interval: increase snapshots.scheduleMinutes.',
  },
  'no-time': {
    outcome: 'skipped',
    isFinal: true,
    advice:
      'The other applications of this run took all its time. If this repeats, increase snapshots.timeoutSeconds or split the applications over several deployments.',
  },

  'still-creating': {
    outcome: 'late',
    isFinal: true,
    advice:
      'The next run completes the record. If snapshots of this application always take this long, increase snapshots.timeoutSeconds.',
  },
  'unknown-status': {
    outcome: 'late',
    isFinal: true,
    advice:
      'The service uses a status that this version does not know, so the snapshot is not touched. Later runs complete the record when it becomes READY or FAILED. Check it in the console, and look for a newer version of this project.',
  },
  'ready-after-run': { outcome: 'late', isFinal: true, advice: 'No action needed: the snapshot is READY.' },

  'application-not-found': {
    outcome: 'failed',
    isFinal: false,
    advice: 'Correct the name under snapshots.applications, or create the application.',
  },
  'describe-failed': {
    outcome: 'failed',
    isFinal: false,
    advice: 'Lambda retries. If this repeats, check the role of the snapshot manager and the state of the service.',
  },
  'list-failed': {
    outcome: 'failed',
    isFinal: false,
    advice: 'Lambda retries. Without a complete list nothing is created and nothing is deleted.',
  },
  'snapshots-disabled': {
    outcome: 'failed',
    isFinal: true,
    advice: 'Set application.snapshotsEnabled to true, or remove the application from snapshots.applications.',
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
      'The service does not offer this operation for the application. Check the error, and the snapshot mode of the application.',
  },
  'create-refused': {
    outcome: 'failed',
    isFinal: false,
    advice: 'Lambda retries. If this repeats, check the error and the state of the application.',
  },
  'quota-reached': {
    outcome: 'failed',
    isFinal: false,
    advice:
      'The application has as many snapshots as the service allows (1000 by default). Surplus ones of this manager were deleted. If there were none, delete snapshots taken by people or by the service, or request a higher quota.',
  },
  'snapshot-failed': {
    outcome: 'failed',
    isFinal: true,
    advice:
      'Check the log of the application for failed checkpoints: their cause makes snapshots fail too. The next scheduled run tries again.',
  },
  'snapshot-unobservable': {
    outcome: 'failed',
    isFinal: false,
    advice: 'Lambda retries and adopts the snapshot if it became READY.',
  },
  'malformed-event': {
    outcome: 'failed',
    isFinal: true,
    advice: 'Correct the sender of the event; the schedule of this deployment sends a valid one.',
  },
  'request-refused': {
    outcome: 'failed',
    isFinal: true,
    advice: 'Correct the request as its message says, and send it with a new request id. Nothing was changed.',
  },
  'discovery-failed': {
    outcome: 'failed',
    isFinal: false,
    advice:
      'Lambda retries. The applications that are named or were found had their run. If this repeats, check the role of the snapshot manager: kinesisanalytics:ListApplications and ListTagsForResource.',
  },
  'unexpected-error': {
    outcome: 'failed',
    isFinal: false,
    advice: 'Lambda retries. This is a bug of the snapshot manager; its log has the stack trace.',
  },

  'application-stopped': {
    outcome: 'abandoned',
    isFinal: true,
    advice: 'No action needed if the application was stopped on purpose. Otherwise start it.',
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
      'The run ended without a result and without a snapshot. Check the log of the Lambda for a crash, a time-out or too little memory.',
  },

  'hold-placed': {
    outcome: 'held',
    isFinal: true,
    advice: 'No action needed. Release the snapshot when it is no longer needed: npm run release.',
  },
  'hold-released': {
    outcome: 'released',
    isFinal: true,
    advice: 'No action needed: from the next run on the retention decides about the snapshot.',
  },
} as const satisfies Record<string, ReasonFacts>;

export type Reason = keyof typeof REASONS;

/** State of a record: `started` until the run ended for the application. */
export type RunState = Outcome | 'started';

/** True for reasons that this version knows; rows of other versions may carry others. */
export function isReason(word: string): word is Reason {
  return Object.hasOwn(REASONS, word);
}

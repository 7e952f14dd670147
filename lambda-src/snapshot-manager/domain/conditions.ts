import { statusFacts } from './application-status';
import type { Reason } from './outcomes';

/**
 * What people care about between two runs. `note`: reported once, and its end is not; `passing`: reported when it has
 * lasted; `trouble` and `failure`: reported once Lambda's retries are over, and again as a reminder.
 */
const CONDITIONS = {
  well: 'well',
  /** Updating, scaling, …: reported only when it lasts for `alarms.passingStatusMinutes`. */
  'passing-status': 'passing',
  /** Stopped: whether that is meant, only people know. */
  'not-running': 'trouble',
  /** The last snapshot was not READY in time, or is still being created. */
  slow: 'passing',
  'no-time': 'passing',
  /** A snapshot is in a status that this version does not know. */
  'unknown-status': 'trouble',
  /** Deletions go on, and the time of a run is not enough for all: a first cleanup. */
  'cleaning-up': 'note',
  /** Surplus snapshots stay: a deletion failed, or the holds could not be read. */
  'cleanup-incomplete': 'passing',
  'application-not-found': 'failure',
  'snapshots-disabled': 'failure',
  'enhanced-snapshots': 'failure',
  'operation-refused': 'failure',
  'quota-reached': 'failure',
  /** The service did not answer, or not as it should. */
  'calls-failing': 'failure',
  'snapshots-failing': 'failure',
  'manager-failing': 'failure',
  /** Reported by another version of this manager, in a word that this one does not know. */
  'of-another-version': 'trouble',
} as const satisfies Record<string, 'well' | 'note' | 'passing' | 'trouble' | 'failure'>;

export type Condition = keyof typeof CONDITIONS;

/** Reasons that mean the same to people are one condition: a stop that ended a snapshot and the stopped runs after it. */
const CONDITION_OF: Record<Reason, Condition> = {
  ready: 'well',
  adopted: 'well',
  'ready-after-run': 'well',
  'cleanup-incomplete': 'cleanup-incomplete',
  // An update or restart, and nothing is wrong with it.
  'cleanup-paused': 'well',
  'holds-unreadable': 'cleanup-incomplete',
  'not-running': 'not-running',
  'application-stopped': 'not-running',
  'snapshot-in-flight': 'slow',
  'still-creating': 'slow',
  'newer-snapshot': 'well',
  'unknown-status': 'unknown-status',
  'run-in-flight': 'slow',
  'no-time': 'no-time',
  'application-not-found': 'application-not-found',
  'describe-failed': 'calls-failing',
  'list-failed': 'calls-failing',
  'create-refused': 'calls-failing',
  'snapshot-unobservable': 'calls-failing',
  'discovery-failed': 'calls-failing',
  'snapshots-disabled': 'snapshots-disabled',
  'enhanced-snapshots': 'enhanced-snapshots',
  'operation-refused': 'operation-refused',
  'quota-reached': 'quota-reached',
  'snapshot-failed': 'snapshots-failing',
  'snapshot-gone': 'snapshots-failing',
  'malformed-event': 'manager-failing',
  'request-refused': 'manager-failing',
  'unexpected-error': 'manager-failing',
  'run-died': 'manager-failing',
  // What a person did says nothing about the application; runs do not look at these records.
  'hold-placed': 'well',
  'hold-released': 'well',
};

/** What of a run's record decides about its condition. */
export interface RunResultFacts {
  readonly reason?: Reason;
  readonly applicationStatus?: string;
  readonly deleted: readonly string[];
  readonly failedToDelete: readonly string[];
}

/** The condition that a run found: for an application that does not run, its status decides whether that passes. */
export function conditionOf({ reason, applicationStatus, deleted, failedToDelete }: RunResultFacts): Condition {
  const condition = CONDITION_OF[reason ?? 'unexpected-error'];
  if (condition === 'not-running' && applicationStatus !== undefined) {
    return statusFacts(applicationStatus).kind === 'passing' ? 'passing-status' : condition;
  }
  const goesOn = reason === 'cleanup-incomplete' && failedToDelete.length === 0 && deleted.length > 0;
  return goesOn ? 'cleaning-up' : condition;
}

export function kindOf(condition: Condition): (typeof CONDITIONS)[Condition] {
  return CONDITIONS[condition];
}

/** True for words that this version knows. */
export function isCondition(word: string): word is Condition {
  return Object.hasOwn(CONDITIONS, word);
}

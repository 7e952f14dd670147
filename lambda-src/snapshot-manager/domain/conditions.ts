import { statusFacts } from './application-status';
import type { Reason } from './outcomes';

/**
 * Conditions that matter to people between two runs. `note`: reported once, without its end. `passing`: reported when
 * it lasts. `trouble` and `failure`: reported once Lambda's retries are over, and again as a reminder.
 */
const CONDITIONS = {
  well: 'well',
  /** Transient status (updating, scaling, …): reported only after `alarms.passingStatusMinutes`. */
  'passing-status': 'passing',
  /** Stopped; only people know whether on purpose. */
  'not-running': 'trouble',
  /** The last snapshot was not READY in time, or is still being created. */
  slow: 'passing',
  'no-time': 'passing',
  /** Snapshot in a status that this version does not know. */
  'unknown-status': 'trouble',
  /** Deletions go on, but one run has too little time for all: a first cleanup. */
  'cleaning-up': 'note',
  /** Surplus snapshots remain: a deletion failed, or the holds could not be read. */
  'cleanup-incomplete': 'passing',
  'application-not-found': 'failure',
  'snapshots-disabled': 'failure',
  'enhanced-snapshots': 'failure',
  'operation-refused': 'failure',
  'quota-reached': 'failure',
  /** The service did not answer, or answered unexpectedly. */
  'calls-failing': 'failure',
  'snapshots-failing': 'failure',
  'manager-failing': 'failure',
  /** Unknown condition, written by another version. */
  'of-another-version': 'trouble',
} as const satisfies Record<string, 'well' | 'note' | 'passing' | 'trouble' | 'failure'>;

export type Condition = keyof typeof CONDITIONS;

/**
 * Condition of each reason. Reasons that mean the same to people share one: a stop that ended a snapshot and the
 * stopped runs after it.
 */
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

/** Parts of a run's record that decide about its condition. */
export interface RunResultFacts {
  readonly reason?: Reason;
  readonly applicationStatus?: string;
  readonly deleted: readonly string[];
  readonly failedToDelete: readonly string[];
}

/** Condition that a run found. For an application that does not run, its status decides whether it is transient. */
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

/** True for conditions that this version knows. */
export function isCondition(word: string): word is Condition {
  return Object.hasOwn(CONDITIONS, word);
}

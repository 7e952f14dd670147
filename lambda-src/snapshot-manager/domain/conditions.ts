/**
 * Conditions that matter to people between two runs. `pause`: a run that found out nothing, as its settings say; it is no
 * news, and ends no trouble. `note`: reported once, without its end. `passing`: reported when
 * it lasts. `trouble` and `failure`: reported once Lambda's retries are over, and again as a reminder.
 */
export const CONDITIONS = {
  well: 'well',
  'quiet-hours': 'pause',
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
} as const satisfies Record<string, 'well' | 'pause' | 'note' | 'passing' | 'trouble' | 'failure'>;

export type Condition = keyof typeof CONDITIONS;

/** True for conditions that this version knows. */
export function isCondition(word: string): word is Condition {
  return Object.hasOwn(CONDITIONS, word);
}

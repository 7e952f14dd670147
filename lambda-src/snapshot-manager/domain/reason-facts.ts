import type { Outcome } from '../../contract';
import type { Condition } from './conditions';
import type { SnapshotFacts } from './snapshot';

/** Facts of a reason, the same for every run that ends with it. */
export interface ReasonFacts {
  /** Outcome of the reason, so that the two can never contradict each other. */
  readonly outcome: Outcome;
  /** True: a retry of the same event continues where the run stopped. Default: it gets this result again. */
  readonly isContinued?: true;
  /**
   * Problem that the reason belongs to. Reasons that mean the same to people share one: a stop that ended a snapshot
   * and the stopped runs after it.
   */
  readonly condition: Condition;
  /** Description of what happened, in whole sentences. */
  readonly headline: (run: ReportedRun) => string;
  /** Advice for a person who was just woken up, in one or two whole sentences. */
  readonly advice: string;
}

/** Facts of a run that its headline names. */
export interface ReportedRun {
  readonly application: string;
  readonly eventTime: Date;
  readonly applicationStatus?: string;
  readonly snapshot?: SnapshotFacts;
  /** Snapshots that a person marked as suspect, or trusted again. */
  readonly marked?: readonly string[];
}

/** Text that names the snapshot and its application. */
export function namedSnapshot({ application, snapshot }: ReportedRun, kind = 'Snapshot'): string {
  return `${kind} ${snapshot?.name ?? '(unnamed)'} of application ${application}`;
}

import type { PlannedCode } from './planned-code';
import type { RestoreStep } from './steps';

export type RecoveryKind = 'restore' | 'start' | 'rollback';

/** Snapshot that an application starts from. */
export interface RestorePoint {
  readonly name: string;
  readonly createdAt: Date;
  readonly applicationVersion: number;
}

/** Plan that a person was shown before anything was changed. */
export interface RecoveryPlan {
  /** Names this recovery in journal, audit and snapshots: `20261128T140312Z`. */
  readonly id: string;
  readonly kind: RecoveryKind;
  readonly application: string;
  readonly applicationCreatedAt: Date | undefined;
  readonly who: string;
  readonly why: string;
  readonly plannedAt: Date;
  /** Missing: empty state. */
  readonly target: RestorePoint | undefined;
  readonly allowNonRestoredState: boolean;
  /** True: it goes back to an older state, and every newer snapshot becomes suspect. */
  readonly isGoingBack: boolean;
  /** Newer snapshots when the plan was made. */
  readonly suspects: readonly string[];
  /** Those that were suspect before; a machine without a table for marks remembers them. */
  readonly suspectBefore?: readonly string[];
  /** Rollback before this one: the version that it left is not one to go back to. */
  readonly lastRollback?: { readonly version: number; readonly from: number };
  /** Status when the plan was made. */
  readonly status: string;
  /** Name of the snapshot of the bad state, if one is to be taken before the stop. */
  readonly evidence: string | undefined;
  /** Missing: the present code and settings stay. */
  readonly code?: PlannedCode;
  /** True: the target is taken first, as the state of now. */
  readonly takesTarget?: boolean;
  /** Seconds after which a snapshot before the stop counts as not taken; missing: the least limit. */
  readonly snapshotLimitSeconds?: number;
  /** Duration for which the source can be replayed, and the input that it no longer has; missing: none is missing. */
  readonly missingInput?: { readonly horizon: string; readonly seconds: number };
  /** Name of the snapshot that is taken after the start. */
  readonly fresh: string;
  readonly steps: readonly RestoreStep[];
}

export interface StepState {
  readonly step: RestoreStep;
  readonly state: 'open' | 'begun' | 'done' | 'left-out' | 'failed';
  readonly begunAt?: Date;
  readonly endedAt?: Date;
  /** Sentence about what happened: shown and recorded. */
  readonly said?: string;
}

export type RecoveryOutcome = 'proven' | 'started-not-proven' | 'not-proven' | 'given-up';

/** A recovery under way or ended, as its journal keeps it. */
export interface Recovery {
  readonly plan: RecoveryPlan;
  readonly steps: readonly StepState[];
  /** Process that works on it: person, machine and process id. */
  readonly owner: string;
  /** Until then no other process may work on it. */
  readonly leaseUntil: Date;
  readonly outcome?: RecoveryOutcome;
  /** True: for some time since the stop nobody worked on it, so how long a restore takes is not known. */
  readonly isUnmeasured?: true;
  /** Time from the stop (of a start: from its beginning) until it was proven or given up; missing if not measured. */
  readonly rtoSeconds?: number;
  /** Age of the target at the stop: input since then was processed again, or is lost. */
  readonly rpoSeconds?: number;
  readonly proof?: readonly string[];
}

/** A recovery that nobody has begun. */
export function begin(plan: RecoveryPlan, owner: string, leaseUntil: Date): Recovery {
  return { plan, owner, leaseUntil, steps: plan.steps.map((step) => ({ step, state: 'open' })) };
}

/** First step that is neither done nor left out; undefined when all are. */
export function nextStep({ steps }: Recovery): StepState | undefined {
  return steps.find(({ state }) => state !== 'done' && state !== 'left-out');
}

/** The recovery with one step changed. */
export function withStep(recovery: Recovery, step: RestoreStep, change: Partial<StepState>): Recovery {
  return { ...recovery, steps: recovery.steps.map((each) => (each.step === step ? { ...each, ...change } : each)) };
}

/** True if nothing is left to do. */
export function hasEnded(recovery: Recovery): boolean {
  return recovery.outcome !== undefined && nextStep(recovery) === undefined;
}

/** Last rollback that a journal knows of an application, if it is that application's and not one of the same name. */
export function lastRollbackOf(
  recovery: Recovery | undefined,
  applicationCreatedAt: Date | undefined,
): RecoveryPlan['lastRollback'] {
  if (!recovery || !isPlannedFor(recovery.plan, applicationCreatedAt)) return undefined;
  const { code, lastRollback } = recovery.plan;
  // A restore with earlier code leaves a version just as well.
  return code ? { version: code.version, from: code.from } : lastRollback;
}

/** False for the plan of an earlier application of the same name, or of another account. */
export function isPlannedFor({ applicationCreatedAt }: RecoveryPlan, createdAt: Date | undefined): boolean {
  return !applicationCreatedAt || !createdAt || applicationCreatedAt.getTime() === createdAt.getTime();
}

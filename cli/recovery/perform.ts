import { localTime } from '../times';
import {
  begin,
  hasEnded,
  isPlannedFor,
  nextStep,
  type Recovery,
  type RecoveryOutcome,
  type RecoveryPlan,
  type StepState,
  withStep,
} from './recovery';
import type { RestoreStep } from './steps';

/** Time that a process may be silent before another one may take its work over. */
const LEASE_MS = 120_000;
/** Time without anybody at work after which it is not measured how long a recovery takes. */
const UNMEASURED_MS = 180_000;
/** Time after which a waiting process writes that it is still there. */
const BEAT_MS = 30_000;

/** Error for a recovery that somebody else works on. */
export class RecoveryTakenError extends Error {
  override readonly name = 'RecoveryTakenError';
}

/** Journal of recoveries: one for each application, which every machine sees. */
export interface Journal {
  read(application: string): Promise<{ readonly recovery: Recovery; readonly revision: number } | undefined>;
  /**
   * Replaces what was read at this revision; undefined: nothing was there.
   *
   * @returns the new revision; undefined when somebody else wrote meanwhile.
   */
  write(recovery: Recovery, revision: number | undefined): Promise<number | undefined>;
}

/** End of a step. */
export interface StepEnd {
  readonly said: string;
  /** Left out: it could not be done, and the restore goes on without it. */
  readonly isLeftOut?: true;
  /** Result of the step `prove`. */
  readonly outcome?: RecoveryOutcome;
  readonly proof?: readonly string[];
}

/** Error when the person pressed Ctrl-C: the recovery stands where the journal says. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

export interface PerformPorts {
  readonly journal: Journal;
  /**
   * Does one step, or finds that it is done. `before` is the step as the journal knew it: `begun` when a process died
   * in it. Whoever waits calls `beat` at each look: it keeps the right to work on the application.
   */
  readonly act: (
    step: RestoreStep,
    recovery: Recovery,
    before: StepState,
    beat: () => Promise<void>,
  ) => Promise<StepEnd>;
  readonly clock: { readonly now: () => Date };
  readonly say: (line: string) => void;
  readonly owner: string;
  /** True once the person pressed Ctrl-C. */
  readonly isInterrupted: () => boolean;
}

/**
 * Begins a recovery, unless another one of the application is under way.
 *
 * @throws RecoveryTakenError with whose it is, and what continues it.
 */
export async function beginRecovery(plan: RecoveryPlan, ports: PerformPorts): Promise<Recovery> {
  const found = await ports.journal.read(plan.application);
  if (found && !hasEnded(found.recovery) && isPlannedFor(found.recovery.plan, plan.applicationCreatedAt)) {
    throw new RecoveryTakenError(underWay(found.recovery, ports.clock.now()));
  }
  const recovery = begin(plan, ports.owner, leaseFrom(ports.clock.now()));
  const revision = await ports.journal.write(recovery, found?.revision);
  if (revision === undefined)
    throw new RecoveryTakenError(`Somebody else began to recover ${plan.application} just now.`);
  return goOn(recovery, revision, ports);
}

/**
 * Goes on with the recovery that the journal has, when the process that worked on it is gone.
 *
 * @throws RecoveryTakenError when there is none, or its process is still at work.
 */
export async function continueRecovery(application: string, ports: PerformPorts): Promise<Recovery> {
  const found = await ports.journal.read(application);
  if (!found || hasEnded(found.recovery)) {
    throw new RecoveryTakenError(`No restore of ${application} is under way: there is nothing to continue.`);
  }
  const { recovery } = found;
  const now = ports.clock.now();
  if (recovery.owner !== ports.owner && recovery.leaseUntil > now)
    throw new RecoveryTakenError(underWay(recovery, now));
  const taken = { ...afterPause(recovery, now), owner: ports.owner, leaseUntil: leaseFrom(now) };
  const revision = await ports.journal.write(taken, found.revision);
  if (revision === undefined) throw new RecoveryTakenError(`Somebody else continues the restore of ${application}.`);
  return goOn(taken, revision, ports);
}

/**
 * Ends a recovery that can't go on, for instance because its snapshot does not start: what it froze is thawed, and it is
 * recorded. The application stays as it is.
 *
 * @throws RecoveryTakenError when there is none, its process is still at work, or it has its verdict already.
 */
export async function giveUp(application: string, ports: PerformPorts): Promise<Recovery> {
  const found = await ports.journal.read(application);
  if (!found || hasEnded(found.recovery)) {
    throw new RecoveryTakenError(`No restore of ${application} is under way: there is nothing to give up.`);
  }
  const { recovery } = found;
  const now = ports.clock.now();
  if (recovery.owner !== ports.owner && recovery.leaseUntil > now)
    throw new RecoveryTakenError(underWay(recovery, now));
  if (recovery.outcome !== undefined) {
    throw new RecoveryTakenError(
      `The ${recovery.plan.kind} of ${application} has its verdict (${recovery.outcome}). kda restore --continue ${application} does the rest.`,
    );
  }
  const steps = recovery.steps.map((each) =>
    each.state === 'done' || each.step === 'thaw' || each.step === 'record'
      ? each
      : ({ ...each, state: 'left-out', said: 'Given up.' } as const),
  );
  const ended = { ...recovery, steps, outcome: 'given-up', owner: ports.owner, leaseUntil: leaseFrom(now) } as const;
  const revision = await ports.journal.write(ended, found.revision);
  if (revision === undefined) throw new RecoveryTakenError(`Somebody else continues the restore of ${application}.`);
  return goOn(ended, revision, ports);
}

async function goOn(begun: Recovery, revision: number, ports: PerformPorts): Promise<Recovery> {
  const { application } = begun.plan;
  let current = { recovery: begun, revision };
  const write = async (recovery: Recovery, leaseUntil = leaseFrom(ports.clock.now())) => {
    const kept = { ...recovery, leaseUntil };
    const next = await ports.journal.write(kept, current.revision);
    if (next === undefined) throw new RecoveryTakenError(`Somebody else took the restore of ${application} over.`);
    current = { recovery: kept, revision: next };
  };
  const beat = async () => {
    if (ports.isInterrupted()) throw new InterruptedError(`The restore of ${application} was interrupted.`);
    const silentMs = ports.clock.now().getTime() - (current.recovery.leaseUntil.getTime() - LEASE_MS);
    // This machine itself may have slept.
    if (silentMs >= BEAT_MS) await write(afterPause(current.recovery, ports.clock.now()));
  };
  try {
    for (let open = nextStep(begun); open; open = nextStep(current.recovery)) {
      await beat();
      // Written down first: whoever finds it knows that this step may have had its effect.
      const begunAt = open.begunAt ?? ports.clock.now();
      await write(withStep(current.recovery, open.step, { state: 'begun', begunAt }));
      const end = await ports.act(open.step, current.recovery, open, beat);
      ports.say(end.said);
      await write(withEnd(current.recovery, open.step, end, ports.clock.now()));
    }
    return current.recovery;
  } catch (error) {
    // Whoever continues need not wait for the end of the lease.
    if (!(error instanceof RecoveryTakenError)) await write(current.recovery, ports.clock.now()).catch(() => undefined);
    throw error;
  }
}

function withEnd(recovery: Recovery, step: RestoreStep, end: StepEnd, endedAt: Date): Recovery {
  const ended = withStep(recovery, step, { state: end.isLeftOut ? 'left-out' : 'done', endedAt, said: end.said });
  return end.outcome ? withOutcome(ended, end.outcome, end.proof ?? [], endedAt) : ended;
}

/** The recovery with its result: what the target's age was, and how long the application was away. */
function withOutcome(recovery: Recovery, outcome: RecoveryOutcome, proof: readonly string[], now: Date): Recovery {
  const { plan, steps } = recovery;
  const begunAt = (wanted: RestoreStep) => steps.find(({ step }) => step === wanted)?.begunAt;
  const awaySince = begunAt('stop') ?? begunAt('start') ?? plan.plannedAt;
  const seconds = (from: Date, to: Date) => Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000));
  return {
    ...recovery,
    outcome,
    proof,
    ...(recovery.isUnmeasured ? {} : { rtoSeconds: seconds(awaySince, now) }),
    ...(plan.target ? { rpoSeconds: seconds(plan.target.createdAt, awaySince) } : {}),
  };
}

/** The recovery as it is continued: a pause while the application is away is not part of how long a restore takes. */
function afterPause(recovery: Recovery, now: Date): Recovery {
  const isAway = recovery.steps.some(({ step, begunAt }) => begunAt && (step === 'stop' || step === 'start'));
  const isLong = now.getTime() - recovery.leaseUntil.getTime() >= UNMEASURED_MS;
  return isAway && isLong && recovery.outcome === undefined ? { ...recovery, isUnmeasured: true } : recovery;
}

function leaseFrom(now: Date): Date {
  return new Date(now.getTime() + LEASE_MS);
}

function underWay({ plan, owner, leaseUntil, steps }: Recovery, now: Date): string {
  const at = steps.find(({ state }) => state === 'begun' || state === 'open')?.step ?? 'record';
  const isAtWork = leaseUntil > now;
  const advice = isAtWork
    ? `Wait for it. If that process is gone, run kda restore --continue ${plan.application} after ${localTime(leaseUntil)}.`
    : `Nobody works on it now: kda restore --continue ${plan.application} goes on with it, kda restore --give-up ${plan.application} ends it as it is.`;
  return `A ${plan.kind} of ${plan.application} is under way: ${plan.who} planned it at ${localTime(plan.plannedAt)}, ${owner} is at the step "${at}". ${advice}`;
}

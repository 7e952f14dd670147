import type { ApplicationPorts } from './actions';
import { describe, start, stop, takeEvidence, takeTarget } from './actions';
import { bringBackCode } from './bring-back-code';
import { untilItsStepIsOver } from './go-first';
import type { PerformPorts, StepEnd } from './perform';
import { RecoveryRefusedError } from './plan';
import { markProven } from './proof-mark';
import { freeze, holdTarget, markEvidence, markNewer, refuseLostTarget, thaw } from './protect';
import { prove } from './prove';
import { recordAction } from './record-action';
import { isPlannedFor, type Recovery, type StepState } from './recovery';
import type { RestoreStep } from './steps';
import { resultText } from './texts';
import type { RecoveryWorld, TablePorts } from './world';

/** Steps of a recovery in the world. */
export function actIn(world: RecoveryWorld, application: Omit<ApplicationPorts, 'beat'>): PerformPorts['act'] {
  let isFirstTouch = true;
  return async (step, recovery, before, beat) => {
    const ports = { ...application, beat };
    if (TOUCHING.includes(step)) {
      // A drill that began just now sees this journal at its next look; its present one must be over.
      const go = { drills: world.tables?.drills, clock: world.clock, say: application.say };
      if (isFirstTouch) await untilItsStepIsOver(recovery.plan, go, { beat });
      isFirstTouch = false;
      await refuseRecreated(recovery, ports);
    }
    switch (step) {
      case 'freeze':
        return withTables(world, (tables) => freeze(recovery, tables.protect));
      case 'take':
        return takeTarget(recovery, ports);
      case 'hold':
        return withTables(world, (tables) => holdTarget(recovery, tables.protect, beat));
      case 'mark-suspect':
        return withTables(world, (tables) => markNewer(recovery, tables.protect, beat));
      case 'evidence':
        if (world.tables) await markEvidence(recovery, world.tables.protect);
        return takeEvidence(recovery, ports);
      case 'stop':
        return stopProtected(world, recovery, ports);
      case 'code':
        return bringBackCode(recovery, ports);
      case 'start':
        return startAfterMarks(world, recovery, before, ports);
      case 'prove':
        return markProven(recovery, await prove(recovery, ports), world.tables?.protect.marks, world.clock.now());
      case 'thaw':
        return withTables(world, (tables) => thaw(recovery, tables.protect));
      case 'record':
        return record(world, recovery);
    }
  };
}

const ACTIONS_OF = { restore: 'restored', start: 'started', rollback: 'rolled-back' } as const;

/** Steps that change the application, or judge it. */
const TOUCHING: readonly RestoreStep[] = ['take', 'evidence', 'stop', 'code', 'start', 'prove'];

/**
 * Looks whether it is still the application of the plan, which may be long ago.
 *
 * @throws RecoveryRefusedError when another one was created under its name.
 */
async function refuseRecreated({ plan }: Recovery, ports: ApplicationPorts): Promise<void> {
  const { application, applicationCreatedAt, kind } = plan;
  const { createdAt } = await describe(application, ports);
  if (isPlannedFor(plan, createdAt)) return;
  throw new RecoveryRefusedError(
    `${application} was created anew at ${createdAt?.toISOString()}: this ${kind} was planned for the one of ${applicationCreatedAt?.toISOString()}, and does nothing to the new one. To end it: kda restore --give-up ${application}.`,
  );
}

/** Statuses in which the stop was asked for already. */
const STOPPED = ['READY', 'STOPPING', 'FORCE_STOPPING'];

/**
 * Stops, once the target is held and there; the plan may be older than the hold. Marks what came before the stop: after
 * it nothing more of the bad state comes, and no crash can lead past it.
 */
async function stopProtected(
  { tables, api }: RecoveryWorld,
  recovery: Recovery,
  ports: ApplicationPorts,
): Promise<StepEnd> {
  const { status } = await describe(recovery.plan.application, ports);
  if (!STOPPED.includes(status)) {
    if (tables && recovery.plan.target) await holdTarget(recovery, tables.protect, ports.beat);
    else await refuseLostTarget(recovery, api);
  }
  const end = await stop(recovery, ports);
  if (tables && recovery.plan.isGoingBack) await markNewer(recovery, tables.protect, ports.beat);
  return end;
}

/** Snapshots that were taken since the plan hold the bad state as well: marked before anything new runs. */
async function startAfterMarks(
  { tables }: RecoveryWorld,
  recovery: Recovery,
  before: StepState,
  ports: ApplicationPorts,
): Promise<StepEnd> {
  if (tables && recovery.plan.isGoingBack && before.state === 'open')
    await markNewer(recovery, tables.protect, ports.beat);
  return start(recovery, before, ports);
}

/** Left out when a plan with tables goes on where they can't be reached. */
async function withTables(world: RecoveryWorld, work: (tables: TablePorts) => Promise<StepEnd>): Promise<StepEnd> {
  if (world.tables) return work(world.tables);
  return { said: 'Left out: the tables of the snapshot manager can’t be reached.', isLeftOut: true };
}

async function record({ recorder, clock }: RecoveryWorld, recovery: Recovery): Promise<StepEnd> {
  const { plan, outcome, proof, rpoSeconds, rtoSeconds } = recovery;
  return recordAction(recorder, {
    application: plan.application,
    applicationCreatedAt: plan.applicationCreatedAt,
    action: ACTIONS_OF[plan.kind],
    applicationStatus: plan.status,
    who: plan.who,
    why: plan.why,
    startedAt: plan.plannedAt,
    endedAt: clock.now(),
    message: resultText(recovery),
    restoredFrom: plan.target,
    rpoSeconds,
    rtoSeconds,
    verdict: outcome,
    proof,
    code: plan.code,
  });
}

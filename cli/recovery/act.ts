import type { ApplicationPorts } from './actions';
import { start, stop, takeEvidence, takeTarget } from './actions';
import { bringBackCode } from './bring-back-code';
import type { PerformPorts, StepEnd } from './perform';
import { freeze, holdTarget, markNewer, thaw } from './protect';
import { prove } from './prove';
import { recordAction } from './record-action';
import type { Recovery, StepState } from './recovery';
import { resultText } from './texts';
import type { RecoveryWorld, TablePorts } from './world';

/** Steps of a recovery in the world. */
export function actIn(world: RecoveryWorld, application: Omit<ApplicationPorts, 'beat'>): PerformPorts['act'] {
  return async (step, recovery, before, beat) => {
    const ports = { ...application, beat };
    switch (step) {
      case 'freeze':
        return withTables(world, (tables) => freeze(recovery, tables.protect));
      case 'take':
        return takeTarget(recovery, ports);
      case 'hold':
        return withTables(world, (tables) => holdTarget(recovery, tables.protect, beat));
      case 'mark-suspect':
        return withTables(world, (tables) => markNewer(recovery, tables.protect));
      case 'evidence':
        return takeEvidence(recovery, ports);
      case 'stop':
        return stop(recovery, ports);
      case 'code':
        return bringBackCode(recovery, ports);
      case 'start':
        return startAfterMarks(world, recovery, before, ports);
      case 'prove':
        return prove(recovery, ports);
      case 'thaw':
        return withTables(world, (tables) => thaw(recovery, tables.protect));
      case 'record':
        return record(world, recovery);
    }
  };
}

const ACTIONS_OF = { restore: 'restored', start: 'started', rollback: 'rolled-back' } as const;

/** Snapshots that were taken since the plan hold the bad state as well: marked before anything new runs. */
async function startAfterMarks(
  { tables }: RecoveryWorld,
  recovery: Recovery,
  before: StepState,
  ports: ApplicationPorts,
): Promise<StepEnd> {
  if (tables && recovery.plan.isGoingBack && before.state === 'open') await markNewer(recovery, tables.protect);
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

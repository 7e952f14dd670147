import type { ApplicationState } from '../../lambda-src/snapshot-manager/domain/application-state';
import {
  type Drill,
  isDrillOf,
  isInTheWay,
  isTooOld,
  livenessOf,
  tooOldAt,
} from '../../lambda-src/snapshot-manager/domain/drill/drill';
import type { DrillJournal } from '../../lambda-src/snapshot-manager/ports';
import { isLeaseOver } from '../recovery/go-first';
import { PreDeployError } from './protect-application';

type Application = Pick<ApplicationState, 'name' | 'createdAt' | 'status'>;

/**
 * Refuses a deployment in the middle of a drill, on schedule or by hand: it would change the application between stop and
 * start, or restart what is being proven. A drill whose driver is gone is refused as well, because a run of the schedule
 * goes on with it; but not for ever, where the application runs: such a run stops nothing.
 *
 * @throws PreDeployError with what ends the drill.
 */
export async function refuseOpenDrill(
  application: Application,
  drills: Pick<DrillJournal, 'read' | 'personAtWork'>,
  now: Date,
): Promise<void> {
  const { name, createdAt, status } = application;
  const drill = (await drills.read(name))?.drill;
  if (!drill || !isInTheWay(drill) || !isDrillOf(drill, createdAt)) return;
  if (status === 'RUNNING' && livenessOf(drill, now) === 'dead' && isTooOld(drill, now)) return;
  const person = await drills.personAtWork(name, createdAt, drill.plan.id);
  // After a person's command the drill touches nothing more, once its step in hand is over.
  if (person !== undefined && isLeaseOver(drill, now)) return;
  throw new PreDeployError(refusalText(drill, application, person, now));
}

function refusalText(drill: Drill, { name, status }: Application, person: string | undefined, now: Date): string {
  const { plan, step } = drill;
  const isDead = livenessOf(drill, now) === 'dead';
  const is = isDead ? 'has not ended' : 'is under way';
  const what = `Drill ${plan.id} of ${name} ${is}, so nothing is deployed: ${plan.who} began it at ${plan.begunAt.toISOString()}, and it is at the step "${step}".`;
  if (person !== undefined) {
    return `${what} It gives way to ${person}, and its last call may still be on its way. Repeat this in two minutes.`;
  }
  const start =
    status === 'RUNNING'
      ? ''
      : ` To start ${name} without the drill: kda start ${name} --latest, to which it gives way.`;
  const tooOld = tooOldAt(drill).toISOString();
  if (!isDead) {
    return `${what} Its window ends at ${plan.windowUntil.toISOString()}; to bring ${name} back after a failure takes longer. From ${tooOld} on the manager’s next run finishes it. Wait until kda history ${name} --outcome drilled has it, then repeat this.${start}`;
  }
  const last = status === 'RUNNING' ? ` From ${tooOld} on this is refused no more, if ${name} is RUNNING.` : '';
  return `${what} Nobody drives it now. To finish it: kda drill ${name} --in-place --continue ${plan.id}. Without that the manager’s next run for ${name} finishes it.${start} Then repeat this.${last}`;
}

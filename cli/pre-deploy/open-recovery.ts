import { type ApplicationState, isOfThisApplication } from '../../lambda-src/snapshot-manager/domain/application-state';
import type { Journal } from '../recovery/perform';
import { hasEnded, nextStep } from '../recovery/recovery';
import { PreDeployError } from './protect-application';

/**
 * Refuses a deployment in the middle of a restore: it would change the code between stop and start, and restart what
 * is being proven.
 *
 * @throws PreDeployError with what ends the restore; others where the journal can't be read.
 */
export async function refuseOpenRecovery(
  { name, createdAt }: Pick<ApplicationState, 'name' | 'createdAt'>,
  journal: Pick<Journal, 'read'>,
): Promise<void> {
  const recovery = (await journal.read(name))?.recovery;
  if (!recovery || hasEnded(recovery)) return;
  const { kind, who, plannedAt, applicationCreatedAt } = recovery.plan;
  if (!isOfThisApplication({ at: plannedAt, applicationCreatedAt }, createdAt)) return;
  throw new PreDeployError(
    `A ${kind} of ${name} is under way, so nothing is deployed: ${who} planned it at ${plannedAt.toISOString()}, and it is at the step "${nextStep(recovery)?.step ?? 'record'}". Wait for it. If its process is gone: kda restore --continue ${name}, or kda restore --give-up ${name}; then repeat this.`,
  );
}

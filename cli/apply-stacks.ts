import { loadSettings } from '../config/load-settings';
import { ensureSynthesizedFrom } from '../stacks/synthesis/synthesized-from';
import { PLAN_FILE, type SynthesizedStack, synthesizedStacks } from '../stacks/synthesis/synthesized-stacks';
import { ensureCredentials } from './aws-credentials';
import { withLockAdvice } from './lock-advice';
import { planState } from './planned-stack';
import { stacksFolder } from './stacks-folder';
import { type StoppableTerraform, StoppedError, withStoppableTerraform } from './stoppable-terraform';

/** Error for a stack without a plan, or with one of an earlier synthesis: then none is applied. */
export class PlanMissingError extends Error {
  override readonly name = 'PlanMissingError';
}

/**
 * Applies the saved plans in order.
 *
 * @throws PlanMissingError before anything is applied; StoppedError; CommandFailedError of Terraform.
 */
export async function applyStacks(
  stacks: readonly SynthesizedStack[],
  terraform: StoppableTerraform,
  onLine: (line: string) => void,
): Promise<void> {
  ensurePlanned(stacks);
  const applied: string[] = [];
  for (const { id, folder } of stacks) {
    if (terraform.isStopped) throw stopped(stacks, applied);
    onLine(`${id}:`);
    try {
      // The provider's checksums are those of the plan, from wherever it comes now.
      const init = ['init', '-input=false', '-no-color', '-lockfile=readonly'];
      await terraform.call({ stack: id, folder, args: init });
      const apply = ['apply', '-input=false', '-no-color', PLAN_FILE];
      await terraform.call({ stack: id, folder, args: apply, changes: true, onLine });
    } catch (error) {
      if (error instanceof StoppedError) throw stopped(stacks, applied);
      if (terraform.isInterrupted) throw stoppedInside(id, error);
      throw withLockAdvice({ id, folder }, error);
    }
    applied.push(id);
  }
}

/** @throws PlanMissingError unless each stack has a plan of this synthesis. */
function ensurePlanned(stacks: readonly SynthesizedStack[]): void {
  const missing = stacks.filter((stack) => planState(stack) === 'missing').map(({ id }) => id);
  const outdated = stacks.filter((stack) => planState(stack) === 'outdated').map(({ id }) => id);
  if (missing.length > 0) {
    throw new PlanMissingError(
      `${missing.join(', ')} ${missing.length === 1 ? 'has no plan' : 'have no plans'} (${PLAN_FILE} in the folder of the stack), so nothing was applied. Run "npx kda plan-stacks --out plans" first.`,
    );
  }
  if (outdated.length > 0) {
    throw new PlanMissingError(
      `The ${outdated.length === 1 ? 'plan' : 'plans'} of ${outdated.join(', ')} ${outdated.length === 1 ? 'belongs' : 'belong'} to an earlier synthesis, so nothing was applied. Run "npx kda plan-stacks --out plans" again, and have it reviewed.`,
    );
  }
}

function stopped(stacks: readonly SynthesizedStack[], applied: readonly string[]): StoppedError {
  const left = stacks.map(({ id }) => id).filter((id) => !applied.includes(id));
  return new StoppedError(
    `Stopped on request. Applied: ${applied.join(', ') || 'none'}. Not applied: ${left.join(', ')}. No lock is held. ${AGAIN}`,
  );
}

function stoppedInside(id: string, cause: unknown): StoppedError {
  const text = cause instanceof Error ? cause.message : String(cause);
  return new StoppedError(
    `${text}\nStopped on request. ${id} is applied in part. Terraform recorded what it made, unless an error above says otherwise. ${AGAIN}`,
    { cause },
  );
}

const AGAIN = 'To continue: npx kda plan-stacks --out plans, review the plans, then npx kda apply-stacks.';

/** Applies the plans of the environment in use. */
export async function applyAll(): Promise<void> {
  const settings = loadSettings();
  const folder = stacksFolder(settings.environment);
  const stacks = synthesizedStacks(folder);
  console.log(`Environment ${ensureSynthesizedFrom(settings, folder).environment}`);
  await ensureCredentials(stacks, settings);
  await withStoppableTerraform(process.env, (terraform) => applyStacks(stacks, terraform, console.log));
}

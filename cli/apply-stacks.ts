import { loadSettings } from '../config/load-settings';
import { ensureSynthesizedFrom } from '../stacks/synthesis/synthesized-from';
import {
  outputFolder,
  PLAN_FILE,
  type SynthesizedStack,
  synthesizedStacks,
} from '../stacks/synthesis/synthesized-stacks';
import { run } from '../tools/processes/run';
import { findTerraform, quietTerraform } from '../tools/terraform';
import { ensureCredentials } from './aws-credentials';
import { planState } from './planned-stack';

/** Error for a stack without a plan, or with one of an earlier synthesis: then none is applied. */
export class PlanMissingError extends Error {
  override readonly name = 'PlanMissingError';
}

/**
 * Applies the saved plans in order.
 *
 * @throws PlanMissingError before anything is applied; CommandFailedError of Terraform.
 */
export async function applyStacks(
  stacks: readonly SynthesizedStack[],
  environment: NodeJS.ProcessEnv,
  onLine: (line: string) => void,
): Promise<void> {
  const missing = stacks.filter((stack) => planState(stack) === 'missing');
  const outdated = stacks.filter((stack) => planState(stack) === 'outdated');
  if (missing.length > 0) {
    throw new PlanMissingError(
      `${missing.map(({ id }) => id).join(', ')} has no plan (${PLAN_FILE} in its folder), so nothing was applied. Run "npx kda plan-stacks" first.`,
    );
  }
  if (outdated.length > 0) {
    throw new PlanMissingError(
      `The plan of ${outdated.map(({ id }) => id).join(', ')} belongs to an earlier synthesis, so nothing was applied. Run "npx kda plan-stacks" again, and have it reviewed.`,
    );
  }
  const { binary } = findTerraform(environment);
  for (const { id, folder } of stacks) {
    onLine(`${id}:`);
    const options = { cwd: folder, environment: quietTerraform(environment) };
    // The provider's checksums are those of the plan, from wherever it comes now.
    await run(binary, ['init', '-input=false', '-no-color', '-lockfile=readonly'], options);
    await run(binary, ['apply', '-input=false', '-no-color', PLAN_FILE], { ...options, onLine });
  }
}

/** Applies the plans of the environment in use. */
export async function applyAll(): Promise<void> {
  const settings = loadSettings();
  const folder = outputFolder(settings.environment);
  const stacks = synthesizedStacks(folder);
  console.log(`Environment ${ensureSynthesizedFrom(settings, folder).environment}`);
  await ensureCredentials(stacks, settings);
  await applyStacks(stacks, process.env, console.log);
}

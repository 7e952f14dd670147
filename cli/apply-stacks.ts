import './node-version-warning';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../local/processes/run';
import { findTerraform, quietTerraform } from '../local/terraform/terraform';
import { readArguments, runCommand } from './command';
import { PLAN_FILE, type SynthesizedStack, synthesizedStacks } from './synthesized-stacks';

const USAGE = `Applies exactly the plans that "npm run plan-stacks" left in the stacks' folders, each stack after those it needs.

  npm run apply-stacks

Nobody is asked: the plans were reviewed. Terraform refuses a plan when the state has changed since it was made. The exit
code is 0 when all of them were applied; after one that failed no other is begun.`;

/** A stack without a plan: then none is applied. */
export class PlanMissingError extends Error {
  override readonly name = 'PlanMissingError';
}

/** Applies the saved plans in order. @throws PlanMissingError before anything is applied; CommandFailedError of Terraform. */
export async function applyStacks(
  stacks: readonly SynthesizedStack[],
  environment: NodeJS.ProcessEnv,
  onLine: (line: string) => void,
): Promise<void> {
  const missing = stacks.filter(({ folder }) => !existsSync(join(folder, PLAN_FILE)));
  if (missing.length > 0) {
    throw new PlanMissingError(
      `No plan of ${missing.map(({ id }) => id).join(', ')} (${PLAN_FILE} in its folder), so nothing was applied. Run "npm run plan-stacks" first.`,
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

if (require.main === module) {
  runCommand(USAGE, async (argv) => {
    readArguments({ args: argv });
    await applyStacks(synthesizedStacks(), process.env, console.log);
  });
}

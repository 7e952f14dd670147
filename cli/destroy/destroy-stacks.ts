import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SynthesizedStack } from '../../stacks/synthesis/synthesized-stacks';
import { CommandFailedError, run } from '../../tools/processes/run';
import { findTerraform, quietTerraform } from '../../tools/terraform';
import {
  type DeployedResource,
  deployedResources,
  type Protection,
  type ProtectionSettings,
  protectionsOf,
} from './protection';

/** Beside a stack while it is deleted. Not the name that `npm run apply-stacks` applies: a plan left behind must stay harmless. */
const DESTROY_PLAN = 'destroy.tfplan';

/** A stack, what is deployed of it, and what of that is protected. */
export interface DeployedStack extends SynthesizedStack {
  readonly resources: readonly DeployedResource[];
  readonly protections: readonly Protection[];
}

/** A stack was not deleted; the message says which were, which are still there, and what to do. */
export class DestroyError extends Error {
  override readonly name = 'DestroyError';
}

/** Reads the state of each stack; takes no lock and changes nothing. @throws CommandFailedError of Terraform */
export async function inspectStacks(
  stacks: readonly SynthesizedStack[],
  settings: ProtectionSettings,
  environment: NodeJS.ProcessEnv,
): Promise<DeployedStack[]> {
  const { binary } = findTerraform(environment);
  const inspected: DeployedStack[] = [];
  for (const stack of stacks) {
    const options = { cwd: stack.folder, environment: quietTerraform(environment) };
    await run(binary, ['init', '-input=false', '-no-color'], options);
    // The JSON is one line; a warning may stand beside it.
    const shown = (await run(binary, ['show', '-json'], options)).find((line) => line.startsWith('{')) ?? '{}';
    const resources = deployedResources(JSON.parse(shown));
    const synthesized: unknown = JSON.parse(readFileSync(join(stack.folder, 'cdk.tf.json'), 'utf8'));
    inspected.push({
      ...stack,
      resources,
      protections: protectionsOf(stack.id, synthesized, resources, settings),
    });
  }
  return inspected;
}

/**
 * Deletes the stacks in the given order. All are planned before the first is deleted, so a refusal by Terraform leaves
 * all of them; after one that fails no other is begun.
 *
 * @param isStopped asked before each stack: `true` ends the command there, with no lock held.
 * @throws DestroyError
 */
export async function destroyStacks(
  stacks: readonly SynthesizedStack[],
  environment: NodeJS.ProcessEnv,
  onLine: (line: string) => void,
  isStopped: () => boolean,
): Promise<void> {
  const { binary } = findTerraform(environment);
  const gone: string[] = [];
  const ended = (failed: string, why: string) => {
    const left = stacks.map(({ id }) => id).filter((id) => !gone.includes(id));
    return new DestroyError(
      `${failed} ${gone.length === 0 ? 'Nothing was deleted' : `Deleted: ${gone.join(', ')}`}; still there: ${left.join(', ')}. ${why}`,
    );
  };
  try {
    for (const { id, folder } of stacks) {
      onLine(`${id}: planning its deletion`);
      const args = ['plan', '-destroy', '-input=false', '-no-color', `-out=${DESTROY_PLAN}`];
      await run(binary, args, { cwd: folder, environment: quietTerraform(environment) }).catch((error: unknown) => {
        throw ended(`Terraform makes no plan that deletes ${id}.`, advice({ id, folder }, error));
      });
    }
    for (const { id, folder } of stacks) {
      if (isStopped()) throw ended('Stopped as you asked.', 'Run the command again to go on; no lock is held.');
      onLine(`${id}: deleting`);
      const options = { cwd: folder, environment: quietTerraform(environment), onLine };
      await run(binary, ['apply', '-input=false', '-no-color', DESTROY_PLAN], options).catch((error: unknown) => {
        throw ended(`${id} was not deleted as a whole.`, advice({ id, folder }, error));
      });
      gone.push(id);
    }
  } finally {
    for (const { folder } of stacks) rmSync(join(folder, DESTROY_PLAN), { force: true });
  }
}

/** Terraform's words, and what to do about a lock. */
function advice({ id, folder }: SynthesizedStack, error: unknown): string {
  if (!(error instanceof CommandFailedError)) throw error;
  const lock = error.lines.some((line) => line.includes('Error acquiring the state lock'))
    ? `\nSomebody holds the lock of ${id}, or a run that died left it: "Who" says whose it is. Only when that run is over: terraform -chdir=${folder} force-unlock ID (docs/state.md, "A lock that stays").`
    : '';
  return `Correct what Terraform says, then run the command again.\n${error.message}${lock}`;
}

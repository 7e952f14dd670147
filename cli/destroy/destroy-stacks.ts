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

/**
 * Plan file beside a stack while it is deleted. `kda apply-stacks` uses another name, so a plan left behind is
 * harmless.
 */
const DESTROY_PLAN = 'destroy.tfplan';

/** Stack with its deployed and its protected resources. */
export interface DeployedStack extends SynthesizedStack {
  readonly resources: readonly DeployedResource[];
  readonly protections: readonly Protection[];
}

/** Error for a stack that was not deleted; the message lists the deleted and the remaining stacks, and what to do. */
export class DestroyError extends Error {
  override readonly name = 'DestroyError';
}

/**
 * Reads the state of each stack; takes no lock and changes nothing.
 *
 * @throws CommandFailedError of Terraform
 */
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
 * Deletes the stacks in the given order. All are planned before the first is deleted, so if Terraform refuses one, all
 * remain. After a failure no other is started.
 *
 * @param isStopped asked before each stack: `true` ends the command there, without a lock.
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
        throw ended(`Terraform made no plan that deletes ${id}.`, advice({ id, folder }, error));
      });
    }
    for (const { id, folder } of stacks) {
      if (isStopped()) throw ended('Stopped on request.', 'Run the command again to continue; no lock is held.');
      onLine(`${id}: deleting`);
      const options = { cwd: folder, environment: quietTerraform(environment), onLine };
      await run(binary, ['apply', '-input=false', '-no-color', DESTROY_PLAN], options).catch((error: unknown) => {
        throw ended(`${id} was not deleted completely.`, advice({ id, folder }, error));
      });
      gone.push(id);
    }
  } finally {
    for (const { folder } of stacks) rmSync(join(folder, DESTROY_PLAN), { force: true });
  }
}

/** Terraform's message, with advice on a lock. */
function advice({ id, folder }: SynthesizedStack, error: unknown): string {
  if (!(error instanceof CommandFailedError)) throw error;
  const lock = error.lines.some((line) => line.includes('Error acquiring the state lock'))
    ? `\nSomebody holds the lock of ${id}, or a run that died left it: "Who" names the owner. Only when that run is over: terraform -chdir=${folder} force-unlock ID (docs/state.md, "A lock that stays").`
    : '';
  return `Correct the cause, then run the command again.\n${error.message}${lock}`;
}

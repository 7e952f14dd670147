import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SynthesizedStack } from '../../stacks/synthesis/synthesized-stacks';
import { CommandFailedError } from '../../tools/processes/run';
import { lockAdvice } from '../lock-advice';
import { type StoppableTerraform, StoppedError } from '../stoppable-terraform';
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
  terraform: StoppableTerraform,
): Promise<DeployedStack[]> {
  const inspected: DeployedStack[] = [];
  for (const stack of stacks) {
    const call = (...args: string[]) => terraform.call({ stack: stack.id, folder: stack.folder, args });
    await call('init', '-input=false', '-no-color');
    // The JSON is one line; a warning may stand beside it.
    const shown = (await call('show', '-json')).find((line) => line.startsWith('{')) ?? '{}';
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
 * @throws DestroyError, or StoppedError when the end was requested: no lock is held then.
 */
export async function destroyStacks(
  stacks: readonly SynthesizedStack[],
  terraform: StoppableTerraform,
  onLine: (line: string) => void,
): Promise<void> {
  const gone: string[] = [];
  const howFar = () => {
    const left = stacks.map(({ id }) => id).filter((id) => !gone.includes(id));
    return `${gone.length === 0 ? 'Nothing was deleted' : `Deleted: ${gone.join(', ')}`}; still there: ${left.join(', ')}.`;
  };
  const stopped = () =>
    new StoppedError(`Stopped on request. ${howFar()} Run the command again to continue; no lock is held.`);
  const ended = (failed: string, stack: SynthesizedStack, error: unknown) => {
    if (error instanceof StoppedError) return stopped();
    const text = `${failed} ${howFar()} ${advice(stack, error)}`;
    return terraform.isInterrupted ? new StoppedError(`Stopped on request. ${text}`) : new DestroyError(text);
  };
  try {
    for (const stack of stacks) {
      onLine(`${stack.id}: planning its deletion`);
      const args = ['plan', '-destroy', '-input=false', '-no-color', `-out=${DESTROY_PLAN}`];
      await terraform.call({ stack: stack.id, folder: stack.folder, args }).catch((error: unknown) => {
        throw ended(`Terraform made no plan that deletes ${stack.id}.`, stack, error);
      });
    }
    for (const stack of stacks) {
      if (terraform.isStopped) throw stopped();
      onLine(`${stack.id}: deleting`);
      const args = ['apply', '-input=false', '-no-color', DESTROY_PLAN];
      const call = { stack: stack.id, folder: stack.folder, args, changes: true, onLine };
      await terraform.call(call).catch((error: unknown) => {
        throw ended(`${stack.id} was not deleted completely.`, stack, error);
      });
      gone.push(stack.id);
    }
  } finally {
    for (const { folder } of stacks) rmSync(join(folder, DESTROY_PLAN), { force: true });
  }
}

/** Terraform's message, with advice on a lock. */
function advice(stack: SynthesizedStack, error: unknown): string {
  if (!(error instanceof CommandFailedError)) throw error;
  return `Correct the cause, then run the command again.\n${error.message}${lockAdvice(stack, error)}`;
}

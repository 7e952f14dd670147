import type { LocalDeployment } from '../../../local/terraform/cdktf';
import { stackFolder } from '../../../stacks/synthesis/synthesized-stacks';
import { CommandFailedError, run } from '../../../tools/processes/run';

export interface Plan {
  /** True if applying would change nothing, outputs included (`plan -detailed-exitcode`). */
  readonly empty: boolean;
  /** Complete output. */
  readonly lines: readonly string[];
}

/** Exit code of `plan -detailed-exitcode` for a plan with changes in it. */
const CHANGES = 2;

/**
 * `init` and `plan` of one synthesized stack, by Terraform alone: no cdktf and no Node is needed for it.
 *
 * @throws CommandFailedError when the plan can't be made.
 */
export async function planLocally(deployment: LocalDeployment, stack: string): Promise<Plan> {
  const terraform = (args: readonly string[]) =>
    run(deployment.environment.TERRAFORM_BINARY_NAME ?? 'terraform', args, {
      cwd: stackFolder(deployment.output, stack),
      environment: deployment.environment,
      onLine: deployment.onLine,
      signal: deployment.signal,
    });
  await terraform(['init', '-input=false', '-no-color']);
  try {
    return { empty: true, lines: await terraform(['plan', '-input=false', '-no-color', '-detailed-exitcode']) };
  } catch (error) {
    if (error instanceof CommandFailedError && error.exitCode === CHANGES) return { empty: false, lines: error.lines };
    throw error;
  }
}

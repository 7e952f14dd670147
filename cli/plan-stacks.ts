import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSettings } from '../config/load-settings';
import { ensureSynthesizedFrom, PLANS_FROM } from '../stacks/synthesis/synthesized-from';
import { PLAN_FILE, type SynthesizedStack, synthesizedStacks } from '../stacks/synthesis/synthesized-stacks';
import { CommandFailedError } from '../tools/processes/run';
import { markPlanned, removePlan } from './planned-stack';
import { stacksFolder } from './stacks-folder';
import { type StoppableTerraform, StoppedError, withStoppableTerraform } from './stoppable-terraform';

export interface PlanStacksArguments {
  readonly out: string;
  readonly lock: boolean;
}

export interface StackPlan {
  readonly stack: string;
  readonly outcome: 'no changes' | 'changes' | 'failed';
}

/** Plans the stacks one after the other and writes a file for each. */
export async function planStacks(
  { out, lock }: PlanStacksArguments,
  stacks: readonly SynthesizedStack[],
  stoppable: StoppableTerraform,
): Promise<StackPlan[]> {
  for (const stack of stacks) removePlan(stack);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const plans: StackPlan[] = [];
  for (const stack of stacks) {
    const { id, folder } = stack;
    const terraform = (...args: string[]) => stoppable.call({ stack: id, folder, args });
    try {
      await terraform('init', '-input=false', '-no-color');
      await terraform('plan', '-input=false', '-no-color', `-lock=${lock}`, `-out=${PLAN_FILE}`);
      // The JSON is one line; a warning may stand beside it.
      const json = (await terraform('show', '-json', PLAN_FILE)).find((line) => line.startsWith('{')) ?? '';
      writeFileSync(join(out, `${id}.json`), `${json}\n`);
      markPlanned(stack);
      plans.push({ stack: id, outcome: hasChanges(json) ? 'changes' : 'no changes' });
    } catch (error) {
      removePlan(stack);
      if (error instanceof StoppedError) {
        throw new StoppedError(
          `Stopped on request: nothing was changed, and no lock is held. Plans were made of: ${plans.map((plan) => plan.stack).join(', ') || 'no stack'}. Run the command again.`,
        );
      }
      if (!(error instanceof CommandFailedError)) throw error;
      writeFileSync(join(out, `${id}.txt`), `${fromError(error.lines).join('\n')}\n`);
      plans.push({ stack: id, outcome: 'failed' });
    }
  }
  return plans;
}

/** True if Terraform's plan has changes; a changed output has to be applied, too. */
function hasChanges(json: string): boolean {
  const { applyable }: { applyable?: boolean } = JSON.parse(json);
  return applyable !== false;
}

/** Output from the error on; the progress before it does not help the reader. */
function fromError(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => /\bError: /.test(line));
  return first > 0 ? lines.slice(first) : lines;
}

/** Plans the stacks of the environment in use, and marks the folder with what they are plans of. */
export async function planAll(asked: PlanStacksArguments): Promise<void> {
  const settings = loadSettings();
  const folder = stacksFolder(settings.environment);
  const stacks = synthesizedStacks(folder);
  const from = ensureSynthesizedFrom(settings, folder);
  console.log(`Environment ${from.environment}`);
  const plans = await withStoppableTerraform(process.env, (terraform) => planStacks(asked, stacks, terraform));
  writeFileSync(join(asked.out, PLANS_FROM), `${JSON.stringify(from)}\n`);
  for (const { stack, outcome } of plans) console.log(`${stack}: ${outcome}`);
  // For a workflow's later steps and jobs. https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
  const { GITHUB_OUTPUT: outputs } = process.env;
  if (outputs) appendFileSync(outputs, `changes=${plans.some(({ outcome }) => outcome === 'changes')}\n`);
}

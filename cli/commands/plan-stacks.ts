import '../../tools/node-version-warning';
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSettings } from '../../config/load-settings';
import { ensureSynthesizedFrom, PLANS_FROM } from '../../stacks/synthesis/synthesized-from';
import {
  outputFolder,
  PLAN_FILE,
  type SynthesizedStack,
  synthesizedStacks,
} from '../../stacks/synthesis/synthesized-stacks';
import { readArguments, runCommand, UsageError } from '../../tools/command';
import { CommandFailedError, run } from '../../tools/processes/run';
import { findTerraform, quietTerraform } from '../../tools/terraform';
import { markPlanned, removePlan } from '../planned-stack';

const USAGE = `Plans every synthesized stack of the environment that KDA_ENVIRONMENT chooses, for "npm run review-plan" and "npm run apply-stacks". Nothing is changed.

  npm run plan-stacks -- --out FOLDER [--no-lock]

Into FOLDER, which is emptied first, it writes STACK.json for each stack, or STACK.txt with what Terraform said when it
made no plan. The plan itself stays as ${PLAN_FILE} in the stack's folder. Both can hold secrets in clear. Nothing is
planned where the stacks were synthesized of another environment, or of settings that have changed since.

  --no-lock      does not lock the state: for a role that may only read it

Exit code 0 when there is a file for each stack, also where Terraform refused: the review says so.`;

export interface PlanStacksArguments {
  readonly out: string;
  readonly lock: boolean;
}

/**
 * Parses the arguments.
 *
 * @throws UsageError on invalid arguments.
 */
export function parsePlanStacks(argv: string[]): PlanStacksArguments {
  const { values } = readArguments({
    args: argv,
    options: { out: { type: 'string' }, 'no-lock': { type: 'boolean' } },
  });
  if (!values.out) throw new UsageError('--out is missing, expected the folder for the plans.');
  return { out: values.out, lock: values['no-lock'] !== true };
}

export interface StackPlan {
  readonly stack: string;
  readonly outcome: 'no changes' | 'changes' | 'failed';
}

/** Plans the stacks one after the other and writes a file for each. */
export async function planStacks(
  { out, lock }: PlanStacksArguments,
  stacks: readonly SynthesizedStack[],
  environment: NodeJS.ProcessEnv,
): Promise<StackPlan[]> {
  for (const stack of stacks) removePlan(stack);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const { binary } = findTerraform(environment);
  const plans: StackPlan[] = [];
  for (const stack of stacks) {
    const { id, folder } = stack;
    const terraform = (...args: string[]) =>
      run(binary, args, { cwd: folder, environment: quietTerraform(environment) });
    try {
      await terraform('init', '-input=false', '-no-color');
      await terraform('plan', '-input=false', '-no-color', `-lock=${lock}`, `-out=${PLAN_FILE}`);
      // The JSON is one line; a warning may stand beside it.
      const json = (await terraform('show', '-json', PLAN_FILE)).find((line) => line.startsWith('{')) ?? '';
      writeFileSync(join(out, `${id}.json`), `${json}\n`);
      markPlanned(stack);
      plans.push({ stack: id, outcome: hasChanges(json) ? 'changes' : 'no changes' });
    } catch (error) {
      if (!(error instanceof CommandFailedError)) throw error;
      removePlan(stack);
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

if (require.main === module) {
  runCommand(USAGE, async (argv) => {
    const asked = parsePlanStacks(argv);
    const settings = loadSettings();
    const folder = outputFolder(settings.environment);
    const stacks = synthesizedStacks(folder);
    const from = ensureSynthesizedFrom(settings, folder);
    console.log(`Environment ${from.environment}`);
    const plans = await planStacks(asked, stacks, process.env);
    writeFileSync(join(asked.out, PLANS_FROM), `${JSON.stringify(from)}\n`);
    for (const { stack, outcome } of plans) console.log(`${stack}: ${outcome}`);
    // For a workflow's later steps and jobs. https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
    const { GITHUB_OUTPUT: outputs } = process.env;
    if (outputs) appendFileSync(outputs, `changes=${plans.some(({ outcome }) => outcome === 'changes')}\n`);
  });
}

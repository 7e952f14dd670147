import { declareCommand, defineCommand, readArguments, UsageError } from '../../tools/command';
import type { PlanStacksArguments } from '../plan-stacks';

const DECLARATION = declareCommand({
  command: 'kda plan-stacks',
  summary:
    'Plans every stack, and changes nothing. The environment is the one in use (KDA_ENVIRONMENT); kda review-plan and kda apply-stacks read the plans.',
  details: [
    'FOLDER is emptied first. It gets STACK.json for each stack, or STACK.txt with the output of Terraform when there is no\nplan. The plan itself stays as plan.tfplan in the folder of the stack. Both can contain secrets in clear. Nothing is\nplanned if the stacks were synthesized for another environment, or if the settings have changed since. Ctrl-C ends it: nothing was changed,\nand no lock stays.',
  ],
  options: {
    out: { value: 'FOLDER', summary: 'folder for the plans (required)', isRequired: true },
    'no-lock': { summary: 'do not lock the state: for a role that may only read it' },
  },
  examples: [{ line: '--out plans', summary: 'then: kda review-plan plans' }],
  exitCodes:
    '0 there is a file for each stack, also where Terraform refused: the review says so; 1 failed, 2 wrong usage, 130 ended on request.',
});

/**
 * Parses the arguments.
 *
 * @throws UsageError on invalid arguments.
 */
export function parsePlanStacks(argv: string[]): PlanStacksArguments {
  const { values } = readArguments(DECLARATION, argv);
  if (!values.out) throw new UsageError('--out is missing, expected the folder for the plans.');
  return { out: values.out, lock: values['no-lock'] !== true };
}

export const planStacksCommand = defineCommand({
  declaration: DECLARATION,
  read: parsePlanStacks,
  run: async (asked) => (await import('../plan-stacks')).planAll(asked),
});

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { REVIEW_PLAN } from '../../packages/plan-review/src/command/arguments';
import { defineCommand, readArguments } from '../../tools/command';

/**
 * Environment of the folders that `kda plan-stacks` filled; undefined for any other plans.
 *
 * @throws PlanFileError when one is of another environment, or of settings that have changed since.
 */
async function environmentOf(folders: readonly string[]): Promise<string | undefined> {
  const marked = folders.filter((folder) => existsSync(join(folder, 'synthesized-from')));
  if (marked.length === 0) return undefined;
  const { requireCheckout } = await import('../checkout');
  requireCheckout('kda review-plan');
  const { readFile } = await import('../../packages/plan-review/src/command/review-files');
  const { PlanFileError } = await import('../../packages/plan-review/src/read-plan');
  const { PLANS_FROM, readPlansFrom, refuseOther } = await import('../../stacks/synthesis/synthesized-from');
  const { loadSettings } = await import('../../config/load-settings');
  const settings = loadSettings();
  for (const folder of marked) {
    const from = readPlansFrom(readFile(join(folder, PLANS_FROM)).toString());
    try {
      refuseOther(folder, from, settings);
    } catch (cause) {
      throw new PlanFileError(cause instanceof Error ? cause.message : String(cause), { cause });
    }
  }
  return settings.environment;
}

const DECLARATION = {
  ...REVIEW_PLAN,
  command: 'kda review-plan',
  details: [
    'PLAN.json is the output of "terraform show -json plan.tfplan"; NAME is the name of its stack (default: the name of the\nfile). A FOLDER is what "kda plan-stacks" filled: each *.json is a plan, each *.txt the output of Terraform where there is\nno plan. The first line of the comment names its environment. Plans of another environment than KDA_ENVIRONMENT chooses,\nor of settings that have changed since, are not reviewed. docs/plan-review.md explains the refusals.',
  ],
};

export const reviewPlan = defineCommand({
  declaration: DECLARATION,
  read: (argv) => {
    readArguments(REVIEW_PLAN, argv);
    return argv;
  },
  run: async (argv) => {
    const { runReviewPlan } = await import('../../packages/plan-review/src/command/review-files');
    await runReviewPlan(argv, environmentOf);
  },
});

import '../../tools/node-version-warning';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OPTIONS_USAGE } from '../../packages/plan-review/src/command/arguments';
import { readFile, runReviewPlan } from '../../packages/plan-review/src/command/review-files';
import { PlanFileError } from '../../packages/plan-review/src/read-plan';
import { runCommand } from '../../tools/command';

export {
  type FileSystem,
  parseReviewPlan,
  type ReviewPlanArguments,
} from '../../packages/plan-review/src/command/arguments';

const USAGE = `Reviews Terraform or OpenTofu plans: writes one Markdown comment, and refuses what would lose state.

  npm run --silent review-plan -- [NAME=]PLAN.json... | FOLDER... [options]

PLAN.json is the output of "terraform show -json plan.tfplan"; NAME is the name of its stack (default: the file's name).
A FOLDER is what "npm run plan-stacks" filled: each *.json is a plan, each *.txt the output of Terraform where there is
no plan. The comment's first line names its environment. Plans of another environment than KDA_ENVIRONMENT chooses, or
of settings that have changed since, are not reviewed. docs/plan-review.md explains the refusals.

${OPTIONS_USAGE}`;

/**
 * The environment of the folders that "npm run plan-stacks" filled; undefined for any other plans.
 * @throws PlanFileError when one is of another environment, or of settings that have changed since.
 */
async function environmentOf(folders: readonly string[]): Promise<string | undefined> {
  const marked = folders.filter((folder) => existsSync(join(folder, 'synthesized-from')));
  if (marked.length === 0) return undefined;
  // Loaded only for plans of this project's own stacks.
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

if (require.main === module) runCommand(USAGE, (argv) => runReviewPlan(argv, environmentOf));

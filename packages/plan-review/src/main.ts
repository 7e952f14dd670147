import { runCommand } from '../../../tools/command';
import { OPTIONS_USAGE } from './command/arguments';
import { runReviewPlan } from './command/review-files';

const USAGE = `Reviews Terraform or OpenTofu plans: writes one Markdown comment, and refuses what would lose state.

  review-plan [NAME=]PLAN.json... | FOLDER... [options]

PLAN.json is the output of "terraform show -json plan.tfplan"; NAME is the name of its stack (default: the file's name).
In a FOLDER, each *.json is a plan, and each *.txt the output of a "terraform plan" that failed.

${OPTIONS_USAGE}`;

runCommand(USAGE, (argv) => runReviewPlan(argv, async () => undefined));

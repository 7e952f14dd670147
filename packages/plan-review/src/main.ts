import { defineCommand, runCommand } from '../../../tools/command';
import { REVIEW_PLAN } from './command/arguments';
import { runReviewPlan } from './command/review-files';

void runCommand(
  defineCommand({
    declaration: REVIEW_PLAN,
    read: (argv) => argv,
    run: (argv) => runReviewPlan(argv, async () => undefined),
  }),
);

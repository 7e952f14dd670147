import './node-version-warning';
import { existsSync, readFileSync } from 'node:fs';
import { readArguments, runCommand, UsageError } from './command';
import { type Exception, ExceptionError, readAllowOption, readExceptions } from './review-plan/exceptions';
import type { FailedPlan, Plan } from './review-plan/plan';
import { PlanFileError, readPlan } from './review-plan/read-plan';
import { renderReview } from './review-plan/render';
import { reportJson } from './review-plan/report-json';
import { review } from './review-plan/review';
import { stackNames } from './review-plan/stack-name';

const USAGE = `Reviews Terraform or OpenTofu plans: writes one Markdown comment, and refuses what would lose state.

  npm run --silent review-plan -- [NAME=]PLAN.json... [options]

PLAN.json is what "terraform show -json plan.tfplan" wrote; NAME is what its stack is called (default: the file's name).

  --failed [NAME=]FILE        a stack for which Terraform made no plan: what it wrote instead
  --allow KIND:ADDRESS        a loss that is meant; can be given again, * in ADDRESS stands for any characters
  --exceptions FILE           losses that are meant, as a reviewed file (default: plan-exceptions.json, when there is one)
  --documentation URL         where docs/plan-review.md can be read
  --json                      everything, for programs

Exit code 0: nothing is lost, 1: refused, or a plan failed, 2: wrong usage or a file that is no plan.`;

const DEFAULT_EXCEPTIONS = 'plan-exceptions.json';

interface NamedFile {
  readonly path: string;
  readonly title: string | undefined;
}

export interface ReviewPlanArguments {
  readonly plans: readonly NamedFile[];
  readonly failed: readonly NamedFile[];
  readonly allow: readonly Exception[];
  readonly exceptions: string | undefined;
  readonly documentation: string | undefined;
  readonly json: boolean;
}

/** What the arguments ask for. @param isFile tells a name before a `=` from a path that has one. */
export function parseReviewPlan(argv: string[], isFile: (path: string) => boolean): ReviewPlanArguments {
  const { values, positionals } = readArguments({
    args: argv,
    allowPositionals: true,
    options: {
      failed: { type: 'string', multiple: true },
      allow: { type: 'string', multiple: true },
      exceptions: { type: 'string' },
      documentation: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  const named = (text: string): NamedFile => {
    const equals = text.indexOf('=');
    return equals > 0 && !isFile(text)
      ? { path: text.slice(equals + 1), title: text.slice(0, equals) }
      : { path: text, title: undefined };
  };
  const failed = values.failed ?? [];
  if (positionals.length + failed.length === 0) throw new UsageError('No plan is given, expected at least one file.');
  return {
    plans: positionals.map(named),
    failed: failed.map(named),
    allow: (values.allow ?? []).map(readAllowOption),
    exceptions: values.exceptions,
    documentation: values.documentation,
    json: values.json ?? false,
  };
}

function readFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new PlanFileError(`${path} can't be read: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

function exceptionsOf({ exceptions, allow }: ReviewPlanArguments): Exception[] {
  const file = exceptions ?? (existsSync(DEFAULT_EXCEPTIONS) ? DEFAULT_EXCEPTIONS : undefined);
  return [...(file === undefined ? [] : readExceptions(file, readFile(file).toString())), ...allow];
}

/** Files in, text and exit code out. @throws PlanFileError, ExceptionError */
function reviewFiles(asked: ReviewPlanArguments, today: string): { text: string; isRefused: boolean } {
  const names = stackNames([...asked.plans, ...asked.failed]);
  const plans = asked.plans.map(({ path }, index): Plan => readPlan(path, readFile(path), names[index] ?? path));
  const failed = asked.failed.map(
    ({ path }, index): FailedPlan => ({
      stack: names[asked.plans.length + index] ?? path,
      text: readFile(path).toString(),
    }),
  );
  const result = review({ plans, failed, exceptions: exceptionsOf(asked), today });
  return {
    text: asked.json
      ? JSON.stringify(reportJson(result), undefined, 2)
      : renderReview(result, { documentation: asked.documentation }),
    isRefused: result.isRefused,
  };
}

if (require.main === module) {
  runCommand(USAGE, async (argv) => {
    try {
      const { text, isRefused } = reviewFiles(parseReviewPlan(argv, existsSync), new Date().toISOString().slice(0, 10));
      console.log(text);
      if (isRefused) process.exitCode = 1;
    } catch (error) {
      if (!(error instanceof PlanFileError || error instanceof ExceptionError)) throw error;
      console.error(`${error.name}: ${error.message}`);
      process.exitCode = 2;
    }
  });
}

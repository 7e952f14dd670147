import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { type Exception, ExceptionError, readExceptions } from '../exceptions';
import type { FailedPlan, Plan } from '../plan';
import { PlanFileError, readPlan } from '../read-plan';
import { renderReview } from '../render';
import { reportJson } from '../report-json';
import { review } from '../review';
import { stackNames } from '../stack-name';
import { type FileSystem, parseReviewPlan, type ReviewPlanArguments } from './arguments';

const DEFAULT_EXCEPTIONS = 'plan-exceptions.json';

const onDisk: FileSystem = {
  exists: existsSync,
  filesIn: (path) => (existsSync(path) && statSync(path).isDirectory() ? readdirSync(path) : undefined),
};

/**
 * Reads the environment of the plans in these folders, for the comment's first line.
 *
 * @throws PlanFileError
 */
export type EnvironmentOf = (folders: readonly string[]) => Promise<string | undefined>;

/**
 * Runs the command: reviews the files in the arguments, prints the comment (or JSON), and sets the exit code. A file
 * that isn't a plan gives one sentence on stderr and exit code 2.
 *
 * @throws UsageError
 */
export async function runReviewPlan(argv: string[], environmentOf: EnvironmentOf): Promise<void> {
  try {
    const asked = parseReviewPlan(argv, onDisk);
    const environment = await environmentOf(asked.folders);
    const today = new Date().toISOString().slice(0, 10);
    const { text, isRefused } = reviewFiles(asked, { today, environment });
    console.log(text);
    if (isRefused) process.exitCode = 1;
  } catch (error) {
    if (!(error instanceof PlanFileError || error instanceof ExceptionError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}

/**
 * Reviews files; returns the text.
 *
 * @throws PlanFileError, ExceptionError
 */
function reviewFiles(
  asked: ReviewPlanArguments,
  { today, environment }: { today: string; environment: string | undefined },
): { text: string; isRefused: boolean } {
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
      ? JSON.stringify({ environment, ...reportJson(result) }, undefined, 2)
      : renderReview(result, { documentation: asked.documentation, footer: asked.footer, environment }),
    isRefused: result.isRefused,
  };
}

function exceptionsOf({ exceptions, allow }: ReviewPlanArguments): Exception[] {
  const file = exceptions ?? (existsSync(DEFAULT_EXCEPTIONS) ? DEFAULT_EXCEPTIONS : undefined);
  return [...(file === undefined ? [] : readExceptions(file, readFile(file).toString())), ...allow];
}

/**
 * Reads a file.
 *
 * @throws PlanFileError
 */
export function readFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    if (!existsSync(path)) {
      throw new PlanFileError(
        `${path} does not exist. Make the plans first: "npx kda plan-stacks --out ${path.endsWith('.json') ? 'plans' : path}" in a checkout, else "terraform show -json" of a saved plan.`,
        { cause },
      );
    }
    throw new PlanFileError(`${path} can't be read: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

import '../../tools/node-version-warning';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Exception,
  ExceptionError,
  readAllowOption,
  readExceptions,
} from '../../packages/plan-review/src/exceptions';
import type { FailedPlan, Plan } from '../../packages/plan-review/src/plan';
import { PlanFileError, readPlan } from '../../packages/plan-review/src/read-plan';
import { renderReview } from '../../packages/plan-review/src/render';
import { reportJson } from '../../packages/plan-review/src/report-json';
import { review } from '../../packages/plan-review/src/review';
import { stackNames } from '../../packages/plan-review/src/stack-name';
import { readArguments, runCommand, UsageError } from '../../tools/command';

const USAGE = `Reviews Terraform or OpenTofu plans: writes one Markdown comment, and refuses what would lose state.

  npm run --silent review-plan -- [NAME=]PLAN.json... | FOLDER... [options]

PLAN.json is what "terraform show -json plan.tfplan" wrote; NAME is what its stack is called (default: the file's name).
A FOLDER is what "npm run plan-stacks" filled: its *.json are plans, its *.txt what Terraform said instead of one. The
comment's first line names its environment; plans of another one than KDA_ENVIRONMENT chooses, or of settings that have
changed since, are not reviewed.

  --failed [NAME=]FILE        a stack for which Terraform made no plan: what it wrote instead
  --allow KIND:ADDRESS        a loss that is meant; can be given again, * in ADDRESS stands for any characters
  --exceptions FILE           losses that are meant, as a reviewed file (default: plan-exceptions.json, when there is one)
  --documentation URL         where docs/plan-review.md can be read
  --footer MARKDOWN           the comment's last line, as it is
  --json                      everything, for programs

Exit code 0: nothing is lost, 1: refused, or a plan failed, 2: wrong usage or a file that is no plan.`;

const DEFAULT_EXCEPTIONS = 'plan-exceptions.json';

interface NamedFile {
  readonly path: string;
  readonly title: string | undefined;
}

export interface ReviewPlanArguments {
  readonly folders: readonly string[];
  readonly plans: readonly NamedFile[];
  readonly failed: readonly NamedFile[];
  readonly allow: readonly Exception[];
  readonly exceptions: string | undefined;
  readonly documentation: string | undefined;
  readonly footer: string | undefined;
  readonly json: boolean;
}

/** What of the file system the arguments are read by. */
export interface FileSystem {
  /** Tells a name before a `=` from a path that has one. */
  readonly exists: (path: string) => boolean;
  /** Names of the files in a folder; undefined when it is none. */
  readonly filesIn: (path: string) => readonly string[] | undefined;
}

/** What the arguments ask for. @throws UsageError, ExceptionError */
export function parseReviewPlan(argv: string[], { exists, filesIn }: FileSystem): ReviewPlanArguments {
  const { values, positionals } = readArguments({
    args: argv,
    allowPositionals: true,
    options: {
      failed: { type: 'string', multiple: true },
      allow: { type: 'string', multiple: true },
      exceptions: { type: 'string' },
      documentation: { type: 'string' },
      footer: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  const named = (text: string): NamedFile => {
    const equals = text.indexOf('=');
    return equals > 0 && !exists(text)
      ? { path: text.slice(equals + 1), title: text.slice(0, equals) }
      : { path: text, title: undefined };
  };
  const folders = positionals.filter((path) => filesIn(path) !== undefined);
  const inFolders = (ending: string) =>
    folders.flatMap((folder) =>
      [...(filesIn(folder) ?? [])]
        .sort()
        .filter((name) => name.endsWith(ending))
        .map((name) => join(folder, name)),
    );
  const plans = [...positionals.filter((path) => !folders.includes(path)), ...inFolders('.json')];
  const failed = [...(values.failed ?? []), ...inFolders('.txt')];
  if (plans.length + failed.length === 0) {
    throw new UsageError(
      folders.length > 0
        ? `${folders.join(', ')}: no *.json and no *.txt is there, expected what "npm run plan-stacks" writes.`
        : 'No plan is given, expected at least one file.',
    );
  }
  return {
    folders,
    plans: plans.map(named),
    failed: failed.map(named),
    allow: (values.allow ?? []).map(readAllowOption),
    exceptions: values.exceptions,
    documentation: values.documentation,
    footer: values.footer,
    json: values.json ?? false,
  };
}

const onDisk: FileSystem = {
  exists: existsSync,
  filesIn: (path) => (existsSync(path) && statSync(path).isDirectory() ? readdirSync(path) : undefined),
};

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

/**
 * The environment of the folders that "npm run plan-stacks" filled; undefined for any other plans.
 * @throws PlanFileError when one is of another environment or of other settings than those of today.
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

/** Files in, text and exit code out. @throws PlanFileError, ExceptionError */
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

if (require.main === module) {
  runCommand(USAGE, async (argv) => {
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
  });
}

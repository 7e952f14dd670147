import { join } from 'node:path';
import { declareCommand, readArguments, UsageError } from '../../../../tools/command';
import { type Exception, readAllowOption } from '../exceptions';

/** Declaration of the command, under the name that the package gives it. */
export const REVIEW_PLAN = declareCommand({
  command: 'review-plan',
  summary:
    'Reviews Terraform or OpenTofu plans, and refuses those that would lose state. It writes one Markdown comment.',
  details: [
    'PLAN.json is the output of "terraform show -json plan.tfplan"; NAME is the name of its stack (default: the name of the\nfile). In a FOLDER, each *.json is a plan, and each *.txt the output of a "terraform plan" that failed.',
  ],
  arguments: [{ name: '[NAME=]PLAN.json | FOLDER', summary: 'plans, and folders of plans', isRepeatable: true }],
  options: {
    failed: {
      value: '[NAME=]FILE',
      summary: 'output of a "terraform plan" that failed; repeatable',
      isRepeatable: true,
    },
    allow: {
      value: 'KIND:ADDRESS',
      summary: 'intended loss; repeatable, * in ADDRESS matches any characters',
      isRepeatable: true,
    },
    exceptions: {
      value: 'FILE',
      summary: 'file with the intended losses (default: plan-exceptions.json, if it exists)',
    },
    documentation: { value: 'URL', summary: 'page that explains the refusals' },
    footer: { value: 'MARKDOWN', summary: 'last line of the comment, unchanged' },
    json: { summary: 'complete result as JSON, for programs' },
  },
  examples: [
    { line: 'application=plan.json', summary: 'one plan' },
    {
      line: 'plans --allow table-destroyed:aws_dynamodb_table.audit',
      summary: 'a folder, with an intended loss',
    },
  ],
  exitCodes: '0 nothing is lost; 1 refused, or a plan failed; 2 wrong usage, or a file that is not a plan.',
});

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

/** File system functions for reading the arguments. */
export interface FileSystem {
  /** Distinguishes NAME=PATH from a path that contains a `=`. */
  readonly exists: (path: string) => boolean;
  /** Names of the files in a folder; undefined if it is not a folder. */
  readonly filesIn: (path: string) => readonly string[] | undefined;
}

/**
 * Parses the arguments.
 *
 * @throws UsageError, ExceptionError
 */
export function parseReviewPlan(argv: string[], files: FileSystem): ReviewPlanArguments {
  const { values, positionals } = readArguments(REVIEW_PLAN, argv);
  const folders = positionals.filter((path) => files.filesIn(path) !== undefined);
  const plans = [...positionals.filter((path) => !folders.includes(path)), ...inFolders(folders, '.json', files)];
  const failed = [...(values.failed ?? []), ...inFolders(folders, '.txt', files)];
  if (plans.length + failed.length === 0) {
    throw new UsageError(
      folders.length > 0
        ? `${folders.join(', ')} contains no *.json and no *.txt, expected plans in JSON.`
        : 'No plan is given, expected at least one file.',
    );
  }
  return {
    folders,
    plans: plans.map((text) => named(text, files)),
    failed: failed.map((text) => named(text, files)),
    allow: (values.allow ?? []).map(readAllowOption),
    exceptions: values.exceptions,
    documentation: values.documentation,
    footer: values.footer,
    json: values.json ?? false,
  };
}

function inFolders(folders: readonly string[], ending: string, { filesIn }: FileSystem): string[] {
  return folders.flatMap((folder) =>
    [...(filesIn(folder) ?? [])]
      .sort()
      .filter((name) => name.endsWith(ending))
      .map((name) => join(folder, name)),
  );
}

/** File with a name: `NAME=PATH`, or a path. */
function named(text: string, { exists }: FileSystem): NamedFile {
  const equals = text.indexOf('=');
  return equals > 0 && !exists(text)
    ? { path: text.slice(equals + 1), title: text.slice(0, equals) }
    : { path: text, title: undefined };
}

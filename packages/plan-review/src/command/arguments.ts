import { join } from 'node:path';
import { readArguments, UsageError } from '../../../../tools/command';
import { type Exception, readAllowOption } from '../exceptions';

export const OPTIONS_USAGE = `  --failed [NAME=]FILE        output of a "terraform plan" that failed
  --allow KIND:ADDRESS        intended loss; repeatable, * in ADDRESS matches any characters
  --exceptions FILE           file with the intended losses (default: plan-exceptions.json, if it exists)
  --documentation URL         page that explains the refusals
  --footer MARKDOWN           last line of the comment, unchanged
  --json                      complete result as JSON, for programs

Exit code 0: nothing is lost. 1: refused, or a plan failed. 2: wrong usage, or a file that is not a plan.`;

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

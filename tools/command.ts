import './node-version-warning';
import type { z } from 'zod';
import { asksForHelp, readArguments, UsageError, usageHint, usageOf } from './command-line';
import type { CommandDeclaration, OptionDeclarations } from './declaration';
import { errorText } from './error-text';
import { runInterruptible } from './interruptible';
import { isUndetermined } from './undetermined-error';

export { declareCommand } from './declaration';
export { readArguments, UsageError };

/** End of a command; without one there is nothing more to print, and the exit code is 0. */
export interface Result {
  /** Printed with `--json`, alone. */
  readonly document?: unknown;
  /** Printed without `--json`. */
  readonly text?: string;
  readonly exitCode?: 0 | 1 | 2 | 3 | 130;
  /** Error to report after the document, which says how far the command came. */
  readonly failure?: unknown;
}

/** Arguments as they were read, and what to do with them. */
type Start = () => Promise<Result | undefined>;

export interface Command {
  readonly declaration: CommandDeclaration;
  /** Reads the arguments, and starts nothing. @throws UsageError */
  readonly prepare: (argv: string[]) => Start;
  /** Schema of the document that `--json` prints. */
  readonly schema: (() => Promise<z.ZodType>) | undefined;
}

/** Command from its declaration, a reader of its arguments, and its work. Heavy modules are imported by `run` only. */
export function defineCommand<Asked>(definition: {
  readonly declaration: CommandDeclaration;
  readonly read: (argv: string[]) => Asked;
  // biome-ignore lint/suspicious/noConfusingVoidType: most commands that print as they go return nothing
  readonly run: (asked: Asked) => Promise<Result | void>;
  readonly schema?: () => Promise<z.ZodType>;
}): Command {
  const { declaration, read, run, schema } = definition;
  return {
    declaration,
    schema,
    prepare: (argv) => {
      const asked = read(argv);
      return async () => (await run(asked)) ?? undefined;
    },
  };
}

/** Where a command's output goes; a test's own, or the process. */
export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: unknown) => void;
  readonly exitCode: (code: number) => void;
}

export const PROCESS_OUTPUT: Output = {
  out: (text) => console.log(text),
  err: (text) => console.error(text),
  exitCode: (code) => {
    process.exitCode = code;
  },
};

/**
 * Runs a command: exit code 0 when it is done, 1 when it failed (one sentence on stderr), 2 for wrong usage, 3 when it
 * only reads and could not find out.
 */
export async function runCommand(
  { declaration, prepare, schema }: Command,
  argv: string[] = process.argv.slice(2),
  output: Output = PROCESS_OUTPUT,
): Promise<void> {
  try {
    const start = begin(declaration, prepare, argv, output);
    if (start === undefined) return;
    const result = await start();
    if (result !== undefined) await print(result, asksForJson(declaration, argv) ? schema : undefined, output);
  } catch (error) {
    report(error, declaration, output);
  }
}

/** True if `--json` is among the options: elsewhere it is a value or an argument. */
function asksForJson(declaration: CommandDeclaration<OptionDeclarations>, argv: readonly string[]): boolean {
  return 'json' in declaration.options && readArguments(declaration, argv).values.json === true;
}

/**
 * Runs a program that must leave nothing behind: Ctrl-C aborts its signal, and it ends what it started.
 */
export function runProgram<Asked>(
  declaration: CommandDeclaration,
  read: (argv: string[]) => Asked,
  work: (signal: AbortSignal, asked: Asked) => Promise<void>,
): void {
  try {
    const asked = begin(declaration, (argv) => ({ value: read(argv) }), process.argv.slice(2), PROCESS_OUTPUT);
    if (asked !== undefined) runInterruptible((signal) => work(signal, asked.value));
  } catch (error) {
    report(error, declaration, PROCESS_OUTPUT);
  }
}

/** Arguments as `read` takes them; undefined after the usage was printed because they ask for it. */
export function begin<Asked>(
  declaration: CommandDeclaration,
  read: (argv: string[]) => Asked,
  argv: string[],
  output: Output,
): Asked | undefined {
  if (asksForHelp(argv)) {
    output.out(usageOf(declaration));
    return undefined;
  }
  return read(argv);
}

async function print(
  { document, text, exitCode = 0, failure }: Result,
  schema: (() => Promise<z.ZodType>) | undefined,
  output: Output,
): Promise<void> {
  if (schema !== undefined) {
    const json = JSON.stringify(document, undefined, 2);
    // As whoever reads it will see it: a date is text by then.
    (await schema()).parse(JSON.parse(json));
    output.out(json);
  } else if (text !== undefined) {
    output.out(text);
  }
  if (failure !== undefined) throw failure;
  if (exitCode !== 0) output.exitCode(exitCode);
}

/** Says what went wrong, with the usage line if the arguments are wrong, and sets the exit code. */
export function report(error: unknown, declaration: CommandDeclaration<OptionDeclarations>, output: Output): void {
  if (error instanceof UsageError) {
    output.err(`${error.message}\n${usageHint(declaration)}`);
    output.exitCode(2);
    return;
  }
  output.err(errorText(error));
  output.exitCode(exitCodeOf(error, declaration));
}

/** Exit code 130 after an end on request, 3 where nothing could be read, else 1. */
function exitCodeOf(error: unknown, { onlyReads }: CommandDeclaration<OptionDeclarations>): number {
  if (error instanceof Error && error.name === 'StoppedError') return 130;
  return onlyReads && isUndetermined(error) ? 3 : 1;
}

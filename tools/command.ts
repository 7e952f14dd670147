import { type ParseArgsConfig, parseArgs } from 'node:util';
import { describeAwsTrouble } from './aws-trouble';
import { errorText } from './error-text';

/** Error for wrong arguments: the command prints its usage and exits with 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Parses arguments with node:util, whose errors become a UsageError. */
export function readArguments<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/**
 * Runs a command. Exit code 0: success. 1: the operation failed (one line on stderr). 2: wrong usage. A stack trace is
 * shown only for a bug, that is an error without a message of this project. Missing or refused credentials give one
 * sentence with the remedy, in every command.
 */
export function runCommand(usage: string, main: (argv: string[]) => Promise<void>): void {
  const argv = process.argv.slice(2);
  if (argv.includes('--help') || argv.includes('-h')) {
    console.log(usage);
    return;
  }
  main(argv).catch((error: unknown) => {
    if (error instanceof UsageError) {
      console.error(`${error.message}\n\n${usage}`);
      process.exitCode = 2;
      return;
    }
    console.error(describeAwsTrouble(error) ?? errorText(error));
    process.exitCode = 1;
  });
}

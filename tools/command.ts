import { type ParseArgsConfig, parseArgs } from 'node:util';
import { describeAwsTrouble } from './aws-trouble';
import { errorText } from './error-text';

/** Wrong arguments: the command's usage is printed and the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Arguments by node:util, whose own complaints become a UsageError. */
export function readArguments<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/**
 * Runs a command: exit code 0 when it ends well, 1 when the operation failed (one line on stderr), 2 for wrong usage.
 * A stack trace is shown for a bug only, that is for an error without a message of ours. Missing or refused credentials
 * are one sentence with the remedy, whichever command asked for them.
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

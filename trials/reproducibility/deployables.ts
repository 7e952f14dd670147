import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, relative, sep } from 'node:path';
import { withBlanksFilled } from '../../config/blanks';
import { ENVIRONMENT_VARIABLE, SCHEMA_FILE } from '../../config/load-settings';
import { DEMO_JAR, LAMBDA_ZIP } from '../../stacks/synthesis/artifacts';
import { outputFolder } from '../../stacks/synthesis/synthesized-stacks';
import { run } from '../../tools/processes/run';

/** One file that a deployment uploads or that Terraform reads. */
export interface Deployable {
  /** `artifact/<file>` or `<environment>/<path in its folder of cdktf.out>`; with slashes on every system. */
  readonly name: string;
  readonly sha256: string;
  readonly bytes: Uint8Array;
}

/** The circumstances of a build that must not show in what it makes. */
export interface Circumstances {
  /** Files that the build makes are closed by it: `022` as on most machines, `077` on careful ones. */
  readonly umask: string;
  /** Laid over the environment of this process. */
  readonly environment: NodeJS.ProcessEnv;
}

/** Those of this process. */
export const AS_HERE: Circumstances = { umask: process.umask().toString(8).padStart(3, '0'), environment: {} };

/**
 * Builds JAR and zip in a checkout and synthesizes all its environments, by the very command that a deployment runs.
 *
 * @returns everything that a deployment is made of: first the artifacts, since the stacks carry their hashes.
 * @throws CommandFailedError when a build or a synth fails, with what it said.
 */
export async function buildDeployables(
  checkout: string,
  { umask, environment }: Circumstances,
  report: (line: string) => void = () => undefined,
): Promise<Deployable[]> {
  const output = join(checkout, 'cdktf.out');
  const synthesized: Deployable[] = [];
  for (const name of fillBlanks(join(checkout, 'config'))) {
    rmSync(output, { recursive: true, force: true });
    report(`synthesize ${name}`);
    // A shell sets the umask: Node.js can only set its own, for everything in this process.
    const command = [
      'umask "$0" && exec "$@"',
      umask,
      process.execPath,
      join('node_modules/cdktf-cli/bundle/bin/cdktf'),
    ];
    await run('sh', ['-c', ...command, 'synth'], {
      cwd: checkout,
      environment: {
        ...process.env,
        // Maven's wrapper keeps Maven in the home folder: another home must not mean another download.
        MAVEN_USER_HOME: process.env.MAVEN_USER_HOME ?? join(homedir(), '.m2'),
        ...environment,
        [ENVIRONMENT_VARIABLE]: name,
        CHECKPOINT_DISABLE: '1',
        DISABLE_VERSION_CHECK: '1',
        CI: '1',
        FORCE_COLOR: '0',
      },
    });
    const folder = outputFolder(name, output);
    synthesized.push(
      ...filesBelow(folder).map((file) => deployable(`${name}/${slashes(relative(folder, file))}`, file)),
    );
  }
  const artifacts = [DEMO_JAR, LAMBDA_ZIP]
    .filter((file) => existsSync(join(checkout, file))) // without the demo's application its JAR is not built
    .map((file) => deployable(`artifact/${file}`, join(checkout, file)));
  return [...artifacts, ...synthesized];
}

/** As `sha256sum` prints it, so that two machines can be compared by `diff`; entries of JAR and zip are lines of their own. */
export function checksumLine({ sha256, name }: Pick<Deployable, 'sha256' | 'name'>): string {
  return `${sha256}  ${name}`;
}

/**
 * Copies the JARs that the settings name and git does not hold: what somebody else's build made is an input here, and
 * missing in a copy of the checkout.
 */
export function copyOwnJars(project: string, checkout: string): void {
  const config = join(project, 'config');
  for (const name of environmentsIn(config)) {
    const settings: { artifacts?: { jar?: unknown } } = JSON.parse(readFileSync(join(config, `${name}.json`), 'utf8'));
    const jar = settings.artifacts?.jar;
    if (typeof jar !== 'string' || jar === DEMO_JAR || isAbsolute(jar)) continue;
    if (existsSync(join(project, jar)) && !existsSync(join(checkout, jar)))
      cpSync(join(project, jar), join(checkout, jar));
  }
}

/**
 * Every environment of the folder, in order. A blank that is left for a person (`<a free bucket name>`) is filled in,
 * in the file itself: what a checkout would be after a person did it.
 */
export function fillBlanks(config: string): string[] {
  const names = environmentsIn(config);
  for (const name of names) {
    const file = join(config, `${name}.json`);
    const text = readFileSync(file, 'utf8');
    const filled = withBlanksFilled(text);
    if (filled !== text) writeFileSync(file, filled);
  }
  return names;
}

function environmentsIn(config: string): string[] {
  return readdirSync(config)
    .filter((file) => file.endsWith('.json') && file !== SCHEMA_FILE && !file.startsWith('.'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();
}

function deployable(name: string, file: string): Deployable {
  const bytes = readFileSync(file);
  return { name, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** All files of the folder, and of those in it, in order. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function slashes(path: string): string {
  return path.split(sep).join('/');
}

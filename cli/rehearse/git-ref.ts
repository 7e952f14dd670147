import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join, normalize } from 'node:path';
import { UsageError } from '../../tools/command';
import type { Java } from '../../tools/java/java';
import { answerOf } from '../../tools/processes/answer-of';
import { CommandFailedError, run } from '../../tools/processes/run';
import { buildEnvironment, credentialsHint } from './build-environment';
import { snapshotDependencies } from './snapshot-dependencies';

/** Git ref with a build, checked before anything is started. */
export interface BuildableRef {
  readonly ref: string;
  readonly commit: string;
  /** Hash of the files: the same one needs no second build. */
  readonly tree: string;
  readonly root: string;
  /** Folder of the build below the root; empty: the root. */
  readonly module: string;
  readonly build: readonly string[];
  /** Folder of the JAR below the folder of the build. */
  readonly output: string;
  /** Build files that name SNAPSHOT dependencies. */
  readonly changing: readonly string[];
}

/** Builds in the order in which they are looked for: its own wrapper before a program of this machine. */
const BUILDS = [
  { file: 'mvnw', line: ['./mvnw', '-q', '-B', 'package', '-DskipTests'], output: 'target' },
  { file: 'gradlew', line: ['./gradlew', '-q', 'build', '-x', 'test'], output: join('build', 'libs') },
  { file: 'pom.xml', line: ['mvn', '-q', '-B', 'package', '-DskipTests'], output: 'target' },
] as const;

/**
 * Finds a ref and its build.
 *
 * @param folder folder within the repository. @param module folder of the build below the root; default: `folder`.
 * @throws UsageError when there is no repository, no such ref, or no build in it.
 */
export function findRef(option: string, ref: string, folder: string, module: string | undefined): BuildableRef {
  const answer = (cwd: string, ...args: string[]) => answerOf('git', args, { cwd })?.stdout.trim();
  const root = answer(folder, 'rev-parse', '--show-toplevel');
  if (!root)
    throw new UsageError(
      `${option} ${ref} is no JAR, and ${folder} is no git repository: name a JAR, or go to the checkout.`,
    );
  // At the root: within a folder, ls-tree looks for that folder in the tree that it is given.
  const ask = (...args: string[]) => answer(root, ...args);
  const commit = ref.startsWith('-') ? undefined : ask('rev-parse', '--verify', '--quiet', `${ref}^{commit}`);
  const tree = commit && ask('rev-parse', `${commit}^{tree}`);
  if (!commit || !tree) throw new UsageError(`${option} ${ref} is neither a JAR nor a git ref of ${root}.`);
  const below = folderBelow(module ?? answer(folder, 'rev-parse', '--show-prefix') ?? '');
  const files = (ask('ls-tree', '--name-only', below === '' ? commit : `${commit}:${below}`) ?? '').split('\n');
  const build = BUILDS.find(({ file }) => files.includes(file));
  if (!build) {
    const place = below === '' ? 'its root' : below;
    const expected = BUILDS.map(({ file }) => file).join(', ');
    const modules = foldersOfBuilds(ask('ls-tree', '-r', '-z', '--name-only', commit) ?? '');
    const named = modules.length === 0 ? 'Name its folder with --module' : `Add ${modules.join(', or ')}`;
    throw new UsageError(
      `${option} ${ref} has no build in ${place}, expected one of ${expected}. ${named}, or name a JAR.`,
    );
  }
  const changing = snapshotDependencies(root, commit);
  return { ref, commit, tree, root, module: below, build: build.line, output: build.output, changing };
}

const MOST_NAMED = 3;

/** `--module a/b` for each folder with a build; none where there are too many to choose from. */
function foldersOfBuilds(files: string): string[] {
  const builds = files.split('\0').filter((file) => BUILDS.some((build) => build.file === basename(file)));
  const folders = [...new Set(builds.map((file) => folderBelow(dirname(file))))].sort();
  return folders.length > MOST_NAMED ? [] : folders.map((folder) => `--module ${folder === '' ? '.' : folder}`);
}

/** `a/b` of `./a/b/`; empty for the root. */
function folderBelow(module: string): string {
  const below = normalize(module).replace(/\/+$/, '');
  return below === '.' ? '' : below;
}

/** Folder of the JARs that were built, one for each tree and module. */
function builtJar({ tree, module }: BuildableRef): string {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const build = module === '' ? '' : `-${createHash('sha256').update(module).digest('hex').slice(0, 12)}`;
  return join(cache, 'kda-snapshots', 'rehearsals', `${tree}${build}.jar`);
}

/** True if the same files were built before, and a build of them now would give the same JAR. */
export function isBuilt(found: BuildableRef): boolean {
  return found.changing.length === 0 && existsSync(builtJar(found));
}

/**
 * Builds the JAR of a ref in a temporary worktree, unless the same files were built before. A build with SNAPSHOT
 * dependencies is made each time: the same files give another JAR once a dependency changed.
 *
 * @param hasCredentials the build has the AWS credentials of this process.
 * @throws Error when its build fails or leaves no JAR, or several.
 */
export async function buildRef(
  found: BuildableRef,
  java: Java,
  signal: AbortSignal,
  hasCredentials: boolean,
): Promise<string> {
  const jar = builtJar(found);
  if (isBuilt(found)) return jar;
  const parent = mkdtempSync(join(tmpdir(), 'kda-worktree-'));
  const worktree = join(parent, 'checkout');
  const environment = buildEnvironment(java, hasCredentials);
  try {
    // It may run a hook of the ref.
    await run('git', ['worktree', 'add', '--quiet', '--detach', worktree, found.commit], {
      ...{ cwd: found.root, environment, signal },
    });
    const folder = join(worktree, found.module);
    const [program = '', ...args] = found.build;
    await run(program.startsWith('./') ? join(folder, program) : program, args, {
      ...{ cwd: folder, environment, signal },
    }).catch((error: unknown) => {
      if (!(error instanceof CommandFailedError)) throw error;
      throw new Error(
        `The build of ${found.ref} failed: ${found.build.join(' ')} ended with ${error.end}.\n${error.lines.slice(-15).join('\n')}${credentialsHint(error.lines, hasCredentials)}`,
      );
    });
    const built = onlyJar(join(folder, found.output), found);
    mkdirSync(join(jar, '..'), { recursive: true });
    const copy = `${jar}.${basename(parent)}`;
    copyFileSync(built, copy);
    renameSync(copy, jar);
    return jar;
  } finally {
    answerOf('git', ['worktree', 'remove', '--force', worktree], { cwd: found.root });
    rmSync(parent, { recursive: true, force: true });
  }
}

/** JAR that is deployed: not those of sources, tests and documentation, and not the one before shading. */
function onlyJar(folder: string, { ref, build }: BuildableRef): string {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.jar')) : [];
  const jars = names.filter((name) => !/^original-|-(?:sources|javadoc|tests|plain)\.jar$/.test(name));
  const shaded = jars.filter((name) => /-(?:all|shaded|fat)\.jar$/.test(name));
  const [only, ...others] = shaded.length > 0 ? shaded : jars;
  if (only !== undefined && others.length === 0) return join(folder, only);
  const found = jars.length === 0 ? 'no JAR' : `several JARs (${jars.join(', ')})`;
  throw new Error(`The build of ${ref} (${build.join(' ')}) left ${found}. Build it yourself, and name the JAR.`);
}

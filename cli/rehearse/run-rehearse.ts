import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { ensureFlink } from '../../packages/managed-flink/src/launcher';
import { type Result, UsageError } from '../../tools/command';
import { onEndSignal } from '../../tools/end-signals';
import { errorText } from '../../tools/error-text';
import type { Java } from '../../tools/java/java';
import { talk } from '../../tools/talk';
import { isUndetermined, UndeterminedError } from '../../tools/undetermined-error';
import type { RehearseDocument } from '../documents/rehearse';
import { managedFlinkClient } from '../managed-flink-client';
import { describeApplication, fetchVersion, type KnownApplication, readState } from './application';
import type { CodeWords } from './code-words';
import { agreeToProperties, leftOutWarning } from './deployed-properties';
import { type BuildableRef, buildRef, findRef, isBuilt } from './git-ref';
import { hidingValues, withoutValues } from './hide-values';
import { flinkVersionNotes, type JarFacts, readJarFacts } from './jar-facts';
import { SavepointError } from './mapped-state';
import { readProperties } from './properties';
import { type Code, rehearse } from './rehearse';
import { rehearsalMarkdown, rehearsalText } from './texts';
import { uncommittedWarning } from './uncommitted';

/** Rehearsal as it is typed. */
export interface Asked {
  readonly from: string | undefined;
  readonly to: string;
  readonly state: string | undefined;
  readonly application: string | undefined;
  readonly properties: string | undefined;
  readonly parallelism: number | undefined;
  readonly module: string | undefined;
  /** The build of a git ref has the person's AWS credentials. */
  readonly hasBuildCredentials: boolean;
  readonly allowNonRestoredState: boolean;
  readonly timeoutMs: number;
  readonly inputMs: number;
  readonly markdown: string | undefined;
  /** The code may run with the properties of the deployed application. */
  readonly isAgreed: boolean;
  /** Missing: it is new code. */
  readonly words?: CodeWords | undefined;
}

/** Error for Ctrl-C: exit code 130. */
class StoppedError extends Error {
  override readonly name = 'StoppedError';
}

const EXIT_CODES = { compatible: 0, partial: 1, incompatible: 1, unknown: 3 } as const;

/** Rehearses, and words the verdict. @throws UsageError also for a savepoint that Flink can't read. */
export async function runRehearse(asked: Asked): Promise<Result> {
  try {
    const document = await rehearsed(asked);
    if (asked.markdown !== undefined) writeFileSync(asked.markdown, rehearsalMarkdown(document));
    return { document, text: rehearsalText(document), exitCode: EXIT_CODES[document.verdict] };
  } catch (error) {
    if (error instanceof SavepointError) throw new UsageError(error.message);
    throw error;
  }
}

/**
 * Reads and checks everything, builds what is to be built, rehearses, and leaves nothing behind.
 *
 * @throws UsageError before anything is started; SavepointError; StoppedError after Ctrl-C; for all else an error that
 * leaves the verdict open: a build that fails, or a Flink that does not start, says nothing about the state.
 */
export async function rehearsed(asked: Asked): Promise<RehearseDocument> {
  const abort = new AbortController();
  const silence = onEndSignal((name) =>
    abort.abort(new StoppedError(`${name}: the rehearsal ended, and all that it started.`)),
  );
  const folder = mkdtempSync(join(tmpdir(), 'kda-rehearse-'));
  const warnings: string[] = [];
  let hide = (text: string) => text;
  try {
    const prepared = await prepare(asked, warnings, folder, abort.signal);
    hide = hidingValues(prepared.surroundings.propertyGroups);
    return withoutValues(await rehearse(prepared.rehearsal, prepared.surroundings, talk), hide);
  } catch (error) {
    abort.signal.throwIfAborted();
    // Otherwise they stand beside the verdict.
    for (const warning of warnings) talk(`Warning: ${warning}`);
    throw error instanceof UsageError || error instanceof SavepointError ? error : withoutVerdict(error, hide);
  } finally {
    silence();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The exit code 1 is that of a verdict. A bug keeps its stack trace. */
function withoutVerdict(error: unknown, hide: (text: string) => string): unknown {
  if (isUndetermined(error)) return error;
  const told = errorText(error);
  const text = told instanceof Error ? (told.stack ?? told.message) : String(told);
  return new UndeterminedError(`There is no verdict: ${hide(text)}`, { cause: error });
}

/** Refuses a file for the comment that can't be written, before minutes of work. */
function requirePlace(markdown: string | undefined): void {
  if (markdown === undefined) return;
  const isPlace = existsSync(dirname(resolve(markdown))) && !(existsSync(markdown) && statSync(markdown).isDirectory());
  if (!isPlace)
    throw new UsageError(`--markdown ${markdown} can't be written, expected a file in a folder that exists.`);
}

async function prepare(asked: Asked, warnings: string[], folder: string, signal: AbortSignal) {
  const { allowNonRestoredState, timeoutMs, inputMs } = asked;
  const old = asked.from === undefined ? undefined : place('--from', asked.from, asked);
  const now = place('--to', asked.to, asked);
  requirePlace(asked.markdown);
  if (now.kind === 'version') throw new UsageError('--to is an application version, expected a JAR or a git ref.');
  const properties = asked.properties === undefined ? undefined : readProperties(asked.properties);
  const application = await knownApplication(asked, old);
  const state = asked.state === undefined ? null : readState(asked.state, asked.application);
  if (application && properties) {
    const leftOut = leftOutWarning(application.name, application.propertyGroups, properties);
    if (leftOut) warnings.push(leftOut);
  } else if (application) {
    const { name, propertyGroups: groups } = application;
    await agreeToProperties({ application: name, groups, isAgreed: asked.isAgreed }, { say: talk });
  }
  const uncommitted = now.kind === 'ref' ? uncommittedWarning('--to', now.found) : undefined;
  if (uncommitted) warnings.push(uncommitted);
  const java = await ensureFlink(talk);
  const means = { application, java, folder, signal, hasBuildCredentials: asked.hasBuildCredentials };
  // One after the other: a build that goes on beside one that failed would outlive the command, with its worktree.
  const from = old === undefined ? null : await code(old, means);
  const to = await code(now, means);
  const facts = { from: from ? readFacts(from) : undefined, to: readFacts(to) };
  const notes = flinkVersionNotes(facts.from, facts.to);
  if (notes.refusals[0]) throw new UsageError(notes.refusals[0]);
  warnings.push(...notes.warnings);
  const propertyGroups = properties ?? application?.propertyGroups ?? [];
  const readers = Object.values(facts).filter((each) => each?.readsProperties);
  if (propertyGroups.length === 0 && readers.length > 0) {
    warnings.push('The code reads property groups, and none are given: --properties FILE names them.');
  }
  return {
    rehearsal: { from, to, state, allowNonRestoredState, warnings, words: asked.words },
    surroundings: {
      ...{ java: java.binary, propertyGroups, timeoutMs, inputMs, signal },
      parallelism: asked.parallelism ?? application?.parallelism ?? 1,
    },
  };
}

type Place =
  | { readonly kind: 'jar'; readonly given: string }
  | { readonly kind: 'version'; readonly given: string }
  | { readonly kind: 'ref'; readonly given: string; readonly found: BuildableRef };

/** Kind of code that was named. @throws UsageError before anything is started. */
function place(option: string, given: string, { application, module }: Asked): Place {
  if (given.endsWith('.jar')) {
    if (!existsSync(given)) throw new UsageError(`${option} ${given} does not exist, expected a JAR.`);
    return { kind: 'jar', given };
  }
  if (/^[1-9]\d{0,8}$/.test(given) && application !== undefined) return { kind: 'version', given };
  return { kind: 'ref', given, found: findRef(option, given, process.cwd(), module) };
}

async function knownApplication({ application }: Asked, old: Place | undefined): Promise<KnownApplication | undefined> {
  if (application === undefined) return undefined;
  const client = await managedFlinkClient();
  return describeApplication(client, application, old?.kind === 'version' ? Number(old.given) : undefined);
}

interface Means {
  readonly application: KnownApplication | undefined;
  readonly java: Java;
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly hasBuildCredentials: boolean;
}

async function code(where: Place, { application, java, folder, signal, hasBuildCredentials }: Means): Promise<Code> {
  const { given } = where;
  if (where.kind === 'jar') return { given, kind: 'jar', jar: resolve(given), commit: null };
  if (where.kind === 'version') {
    if (!application) throw new UsageError(`Version ${given} needs --application NAME.`);
    return fetchVersion(application, given, folder);
  }
  talk(buildText(given, where.found));
  const jar = await buildRef(where.found, java, signal, hasBuildCredentials);
  return { given, kind: 'ref', jar, commit: where.found.commit };
}

/** Line before code is built, or taken as it was built before. */
function buildText(given: string, found: BuildableRef): string {
  const { changing, commit } = found;
  const which = `${given} (${commit.slice(0, 10)})`;
  if (isBuilt(found)) return `${which} is taken from the cache: its files were built before.`;
  if (changing.length === 0) return `Building ${which} …`;
  return `Building ${which}: anew, because ${changing.join(', ')} ${changing.length === 1 ? 'names' : 'name'} SNAPSHOT dependencies …`;
}

function readFacts({ given, jar }: Code): JarFacts {
  try {
    return readJarFacts(jar);
  } catch (error) {
    throw new UsageError(`${given} is no JAR: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

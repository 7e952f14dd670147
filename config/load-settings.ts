import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { transformSync } from 'esbuild';
import { nameChoiceProblems } from './checks/name-choice-checks';
import { crossFieldProblems } from './cross-field-rules';
import { describeProblems, type Problem } from './problems';
import { type Settings, settingsSchema } from './settings';
import { templateProblems } from './template-problems';

/** Chooses the environment, that is the file, when nothing else does. */
export const ENVIRONMENT_VARIABLE = 'KDA_ENVIRONMENT';

/** The environment when nothing chooses one. */
export const DEFAULT_ENVIRONMENT = 'default';

/** Lies beside the environments, for editors; not one of them. */
export const SCHEMA_FILE = 'settings.schema.json';

/** The settings can't be used. The message names the file and every problem in it, and needs no stack trace. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/**
 * The settings of an environment, that is of `<folder>/<environment>.json`, complete with defaults.
 *
 * @param environment when left out: the variable KDA_ENVIRONMENT, else `default`.
 * @throws SettingsError when there is no such file, it is not JSON, or any value in it is wrong; all are listed.
 */
export function loadSettings(
  environment: string = process.env[ENVIRONMENT_VARIABLE] || DEFAULT_ENVIRONMENT,
  folder: string = __dirname,
): Settings {
  const file = join(folder, `${environment}.json`);
  const known = environmentsIn(folder);
  if (!known.includes(environment)) {
    throw new SettingsError(
      `There is no environment "${environment}": ${shown(file)} does not exist. Set ${ENVIRONMENT_VARIABLE} to one of: ${known.join(', ')}.`,
    );
  }
  const input = parseJson(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''), shown(file));
  const parsed = settingsSchema.safeParse(input);
  const templates = templateProblems(input);
  const wrong = parsed.success ? [] : describeProblems(parsed.error.issues, input);
  if (!parsed.success || templates.length > 0) {
    const told = new Set(templates.map(({ path }) => path));
    throw settingsError(file, [...templates, ...wrong.filter(({ path }) => !told.has(path))]);
  }

  const settings: Settings = { ...parsed.data, environment };
  const problems = [...nameChoiceProblems(input, settings), ...crossFieldProblems(settings)];
  if (problems.length > 0) throw settingsError(file, problems);
  return settings;
}

/** Only names found in the folder are opened, so a name can't lead out of it. Hidden files are none: `...json` would be `..`. */
function environmentsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json') && name !== SCHEMA_FILE && !name.startsWith('.'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
}

function parseJson(text: string, file: string): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    const { line, said } = whereItBreaks(text, cause);
    throw new SettingsError(
      `${file}${line ? `, line ${line}` : ''}: this is not JSON: ${said} Correct it there; an editor that knows JSON marks the spot.`,
      { cause },
    );
  }
  if (keysWritten(text) === keysIn(parsed)) return parsed;
  const twice = keysThatStandTwice(text);
  throw new SettingsError(
    twice
      .map(
        ({ key, line, firstLine }) =>
          `${file}, line ${line}: the key ${key} stands in line ${firstLine} already, and only one of the two would hold. Make one of them.`,
      )
      .join('\n'),
  );
}

/** Of a text that is JSON: the strings that a colon follows. */
function keysWritten(text: string): number {
  return [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter(([, colon]) => colon !== undefined).length;
}

function keysIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce<number>((sum, each) => sum + keysIn(each), own);
}

/** Of two equal keys JSON.parse keeps the last without a word; esbuild's JSON reader warns. */
function keysThatStandTwice(text: string): { key: string; line?: number; firstLine?: number }[] {
  const { warnings } = transformSync(text, { loader: 'json', logLevel: 'silent', logLimit: 0 });
  return warnings
    .filter(({ id }) => id === 'duplicate-object-key')
    .map(({ location, notes }) => ({
      // Its columns count bytes.
      key: location
        ? Buffer.from(location.lineText).toString('utf8', location.column, location.column + location.length)
        : '',
      line: location?.line,
      firstLine: notes[0]?.location?.line,
    }));
}

/** Node's own message often has no position; esbuild's JSON reader always names line and cause. */
function whereItBreaks(text: string, cause: unknown): { line?: number; said: string } {
  try {
    transformSync(text, { loader: 'json', logLevel: 'silent' });
  } catch (error) {
    const first = esbuildError(error);
    if (first) return first;
  }
  return { said: cause instanceof Error ? `${cause.message}.` : String(cause) };
}

function esbuildError(error: unknown): { line?: number; said: string } | undefined {
  if (typeof error !== 'object' || error === null || !('errors' in error) || !Array.isArray(error.errors)) {
    return undefined;
  }
  const first: { text?: string; location?: { line: number; lineText: string } | null } | undefined = error.errors[0];
  if (!first?.text) return undefined;
  const seen = first.location?.lineText.trim();
  return { line: first.location?.line, said: `${first.text}${seen ? ` in \`${seen}\`` : ''}.` };
}

function settingsError(file: string, problems: readonly Problem[]): SettingsError {
  const lines = problems.map(
    ({ path, is, expected, remedy }) => `  ${shown(file)}: ${path} ${is}, expected ${expected}. ${remedy}`,
  );
  const count = problems.length === 1 ? 'one setting is' : `${problems.length} settings are`;
  return new SettingsError([`${count} wrong, so nothing was done:`, ...lines].join('\n'));
}

function shown(file: string): string {
  const fromHere = relative(process.cwd(), file);
  return fromHere.startsWith('..') ? file : fromHere;
}

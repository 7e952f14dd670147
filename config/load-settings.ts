import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { transformSync } from 'esbuild';
import { crossFieldProblems } from './checks/cross-field-checks';
import { nameChoiceProblems } from './checks/name-choice-checks';
import { describeProblems, type Problem } from './checks/problems';
import { templateProblems } from './checks/template-checks';
import { type Settings, settingsSchema } from './schema/settings';

/** Environment variable that selects the environment, and with it the settings file. */
export const ENVIRONMENT_VARIABLE = 'KDA_ENVIRONMENT';

/** Environment used when nothing selects one. */
export const DEFAULT_ENVIRONMENT = 'default';

/** JSON schema for editors, in the folder of the environments; not an environment. */
export const SCHEMA_FILE = 'settings.schema.json';

/** Error for invalid settings. The message names the file and lists every problem; it needs no stack trace. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/**
 * Loads the settings of an environment from `<folder>/<environment>.json`, completed with defaults.
 *
 * @param environment defaults to the variable KDA_ENVIRONMENT, else `default`.
 * @throws SettingsError when the file does not exist, is not JSON, or has invalid values; all are listed.
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

/**
 * Names of the environments in a folder, sorted. Only these are opened, so a name cannot lead out of the folder. Hidden
 * files are skipped: `...json` would be `..`.
 */
export function environmentsIn(folder: string = __dirname): string[] {
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
      `${file}${line ? `, line ${line}` : ''}: invalid JSON: ${said} Correct it; an editor with JSON support marks the place.`,
      { cause },
    );
  }
  if (keysWritten(text) === keysIn(parsed)) return parsed;
  const twice = keysThatStandTwice(text);
  throw new SettingsError(
    twice
      .map(
        ({ key, line, firstLine }) =>
          `${file}, line ${line}: the key ${key} was already used in line ${firstLine}, and only one of the two would apply. Remove or merge one.`,
      )
      .join('\n'),
  );
}

/** Counts the keys in a JSON text: strings that a colon follows. */
function keysWritten(text: string): number {
  return [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter(([, colon]) => colon !== undefined).length;
}

function keysIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce<number>((sum, each) => sum + keysIn(each), own);
}

/**
 * Duplicate keys of an object, with their lines. JSON.parse silently keeps the last one; esbuild's JSON reader warns.
 */
function keysThatStandTwice(text: string): { key: string; line?: number; firstLine?: number }[] {
  const { warnings } = transformSync(text, { loader: 'json', logLevel: 'silent', logLimit: 0 });
  return warnings
    .filter(({ id }) => id === 'duplicate-object-key')
    .map(({ location, notes }) => ({
      // esbuild counts columns in bytes.
      key: location
        ? Buffer.from(location.lineText).toString('utf8', location.column, location.column + location.length)
        : '',
      line: location?.line,
      firstLine: notes[0]?.location?.line,
    }));
}

/**
 * Line and cause of a JSON syntax error. Node's own message often has no position; esbuild's JSON reader always has
 * one.
 */
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

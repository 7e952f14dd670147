import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DEFAULT_NAME, derivedNames, REFERENCE_NAMES } from '../schema/name-settings';
import type { Settings } from '../schema/settings';
import type { Problem } from './problems';

const PROJECT = resolve(__dirname, '..', '..');

/** The stack that has topic, tables and dashboard. */
const STACK_OF_THE_NAMES = 'snapshots';

/**
 * Omitted names that could rename deployed resources. Until 2026-11 every deployment got the reference system's names,
 * whatever its own name. Terraform replaces a table whose name changes and its rows are lost.
 *
 * @param input the settings as written in the file.
 */
export function nameChoiceProblems(input: unknown, settings: Settings): Problem[] {
  const { name, names } = settings;
  const isLeftOut = (...path: string[]) => valueAt(input, path) === undefined;
  const problems: Problem[] = [];
  if (settings.import.auditTable && names === 'deployment' && isLeftOut('audit', 'tableName')) {
    problems.push({
      path: 'audit.tableName',
      is: 'is missing beside import.auditTable',
      expected: 'the name of the table to import',
      remedy: `Add it, or write "names": "reference" for ${REFERENCE_NAMES.tableName}.`,
    });
  }
  const somethingIsLeftOut =
    isLeftOut('notifications', 'topicName') ||
    isLeftOut('audit', 'tableName') ||
    isLeftOut('audit', 'holdsTableName') ||
    isLeftOut('dashboard', 'name');
  if (isLeftOut('names') && name !== DEFAULT_NAME && somethingIsLeftOut && mayHaveReferenceNames(settings)) {
    problems.push(hasToChoose(name));
  }
  return problems;
}

function hasToChoose(name: string): Problem {
  const { topicName, tableName, holdsTableName, dashboardName } = derivedNames(name);
  const before = REFERENCE_NAMES;
  return {
    path: 'names',
    is: 'is missing',
    expected: '"deployment" or "reference"',
    remedy: `For a new deployment write "names": "deployment": topic ${topicName}, tables ${tableName} and ${holdsTableName}, dashboard ${dashboardName}. A deployment older than this setting has ${before.topicName}, ${before.tableName}, ${before.holdsTableName} and ${before.dashboardName} unless its settings name others: write "names": "reference", because another name would delete its tables with all their rows.`,
  };
}

/**
 * True if the deployment may exist under the reference system's names. A remote state counts as true: reading it needs
 * credentials.
 */
function mayHaveReferenceNames({ state, environment }: Settings): boolean {
  if (state.kind !== 'local') return true;
  const file = resolve(PROJECT, join(state.directory, environment, `${STACK_OF_THE_NAMES}.tfstate`));
  if (!existsSync(file)) return false;
  const text = readFileSync(file, 'utf8');
  return Object.values(REFERENCE_NAMES).some((name) => text.includes(JSON.stringify(name)));
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}
